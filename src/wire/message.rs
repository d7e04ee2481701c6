//! Traits of the messages of all kinds of resources, so code for every kind is written
//! once.

use prost::Message;
use sha2::{Digest as _, Sha256};

use super::{
    pb,
    resource::{appearance, article, claim, relation, review, source},
    value::read::{self, Keys},
};
use crate::domain::{
    resource::{Kind, Name, Resource, Stamp},
    value::Checker,
};

/// The fields of every resource's message that callers do not write.
pub trait Stamped {
    /// The resource name, or empty.
    fn name(&self) -> &str;

    /// The revision, or 0.
    fn revision(&self) -> i64;

    /// Sets the resource name.
    fn set_name(&mut self, name: &str);

    /// The etag, or empty.
    fn etag(&self) -> &str;

    /// Reads what the store added. Reports times that cannot be read.
    fn stamp(&self, check: &mut Checker) -> Option<Stamp>;

    /// Whether the resource is deleted.
    fn is_deleted(&self) -> bool;

    /// Adds what the store adds.
    fn stamped(self, name: Name, stamp: Stamp) -> Self;

    /// The record of the erasure, if the resource was erased.
    fn erasure(&self) -> Option<&pb::Erasure>;

    /// Adds the record of the erasure.
    fn erased(self, erasure: pb::Erasure) -> Self;
}

macro_rules! stamped {
    ($($message:ident),+) => {
        $(impl Stamped for pb::$message {
            fn name(&self) -> &str {
                &self.name
            }

            fn revision(&self) -> i64 {
                self.revision
            }

            fn set_name(&mut self, name: &str) {
                name.clone_into(&mut self.name);
            }

            fn etag(&self) -> &str {
                &self.etag
            }

            fn stamp(&self, check: &mut Checker) -> Option<Stamp> {
                Some(Stamp {
                    revision: self.revision,
                    create_time: read::timestamp(check, "create_time", self.create_time)?,
                    update_time: read::timestamp(check, "update_time", self.update_time)?,
                    delete_time: read::timestamp(check, "delete_time", self.delete_time),
                })
            }

            fn is_deleted(&self) -> bool {
                self.delete_time.is_some()
            }

            fn stamped(mut self, name: Name, stamp: Stamp) -> Self {
                self.etag = stamp.etag(name);
                self.name = name.to_string();
                let Stamp {
                    revision,
                    create_time,
                    update_time,
                    delete_time,
                } = stamp;
                self.revision = revision;
                self.create_time = Some(read::to_timestamp(create_time));
                self.update_time = Some(read::to_timestamp(update_time));
                self.delete_time = delete_time.map(read::to_timestamp);
                self
            }

            fn erasure(&self) -> Option<&pb::Erasure> {
                self.erasure.as_ref()
            }

            fn erased(mut self, erasure: pb::Erasure) -> Self {
                self.erasure = Some(erasure);
                self
            }
        })+
    };
}

stamped!(Source, Article, Claim, Appearance, Relation, Review);

/// The message of a kind of resource.
pub trait ResourceMessage: Stamped + Message + Default + Clone + 'static {
    /// The full name of the message.
    const TYPE: &'static str;
    /// The kind of resource.
    const KIND: Kind;
    /// The name of the field that holds the message in requests.
    const FIELD: &'static str;

    /// Reads the fields that callers write. Returns `None` if a resource of this kind must
    /// be the child of a claim, and `name` is not. An article gets the version of the
    /// message; the caller of this method counts versions.
    fn read(self, check: &mut Checker, name: Name) -> Option<Resource>;

    /// The message with only what is kept after an erasure: the version of the text, and
    /// which resource it is printed in or leads to.
    fn kept_after_erasure(self) -> Self {
        Self::default()
    }

    /// The message without the fields that have methods of their own, such as retractions.
    fn writable_fields(self) -> Self {
        self
    }
}

impl ResourceMessage for pb::Source {
    const TYPE: &'static str = "claimstore.v1.Source";
    const KIND: Kind = Kind::Source;
    const FIELD: &'static str = "source";

    fn read(self, check: &mut Checker, _: Name) -> Option<Resource> {
        let source = source::read(check, &Keys::none(), self);
        Some(Resource::Source(source))
    }

    fn writable_fields(mut self) -> Self {
        self.retraction = None;
        self.merged_into = String::new();
        self
    }
}

impl ResourceMessage for pb::Article {
    const TYPE: &'static str = "claimstore.v1.Article";
    const KIND: Kind = Kind::Article;
    const FIELD: &'static str = "article";

    fn read(self, check: &mut Checker, _: Name) -> Option<Resource> {
        let version = self.version;
        let article = article::read(check, &Keys::none(), self);
        Some(Resource::Article(article, version))
    }

    fn kept_after_erasure(self) -> Self {
        Self {
            version: self.version,
            ..Self::default()
        }
    }

    fn writable_fields(mut self) -> Self {
        self.retraction = None;
        self.corrections = Vec::new();
        self
    }
}

impl ResourceMessage for pb::Claim {
    const TYPE: &'static str = "claimstore.v1.Claim";
    const KIND: Kind = Kind::Claim;
    const FIELD: &'static str = "claim";

    fn read(self, check: &mut Checker, _: Name) -> Option<Resource> {
        let claim = claim::read(check, &Keys::none(), self);
        Some(Resource::Claim(claim))
    }

    fn writable_fields(mut self) -> Self {
        self.retraction = None;
        self.merged_into = String::new();
        self
    }
}

impl ResourceMessage for pb::Appearance {
    const TYPE: &'static str = "claimstore.v1.Appearance";
    const KIND: Kind = Kind::Appearance;
    const FIELD: &'static str = "appearance";

    fn read(self, check: &mut Checker, name: Name) -> Option<Resource> {
        let appearance = appearance::read(check, &Keys::none(), name.claim()?, None, self);
        Some(Resource::Appearance(appearance))
    }

    fn writable_fields(mut self) -> Self {
        self.anchoring = None;
        self
    }

    fn kept_after_erasure(self) -> Self {
        Self {
            article: self.article,
            article_version: self.article_version,
            ..Self::default()
        }
    }
}

impl ResourceMessage for pb::Relation {
    const TYPE: &'static str = "claimstore.v1.Relation";
    const KIND: Kind = Kind::Relation;
    const FIELD: &'static str = "relation";

    fn read(self, check: &mut Checker, name: Name) -> Option<Resource> {
        let relation = relation::read(check, &Keys::none(), name.claim()?, self);
        Some(Resource::Relation(relation))
    }

    fn kept_after_erasure(self) -> Self {
        Self {
            target: self.target,
            ..Self::default()
        }
    }
}

impl ResourceMessage for pb::Review {
    const TYPE: &'static str = "claimstore.v1.Review";
    const KIND: Kind = Kind::Review;
    const FIELD: &'static str = "review";

    fn read(self, check: &mut Checker, name: Name) -> Option<Resource> {
        let review = review::read(check, &Keys::none(), name.claim()?, self);
        Some(Resource::Review(review))
    }
}

/// Evaluates an expression in which `$message` is the message type of a kind. Standings
/// have an expression of their own, because they are computed and nobody writes them.
macro_rules! with_message {
    ($kind:expr, $message:ident => $value:expr, standing => $standing:expr $(,)?) => {
        match $kind {
            $crate::domain::resource::name::Kind::Source => {
                type $message = $crate::wire::pb::Source;
                $value
            }
            $crate::domain::resource::name::Kind::Article => {
                type $message = $crate::wire::pb::Article;
                $value
            }
            $crate::domain::resource::name::Kind::Claim => {
                type $message = $crate::wire::pb::Claim;
                $value
            }
            $crate::domain::resource::name::Kind::Appearance => {
                type $message = $crate::wire::pb::Appearance;
                $value
            }
            $crate::domain::resource::name::Kind::Relation => {
                type $message = $crate::wire::pb::Relation;
                $value
            }
            $crate::domain::resource::name::Kind::Review => {
                type $message = $crate::wire::pb::Review;
                $value
            }
            $crate::domain::resource::name::Kind::Standing => $standing,
        }
    };
}

pub(crate) use with_message;

/// The full name of the message of a kind.
pub const fn type_of(kind: Kind) -> &'static str {
    with_message!(kind, M => M::TYPE, standing => "claimstore.v1.Standing")
}

/// A digest of a whole request, to distinguish a repeated request from another one.
pub fn digest(request: &impl Message) -> Vec<u8> {
    Sha256::digest(request.encode_to_vec()).to_vec()
}
