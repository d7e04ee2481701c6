//! The messages of resources behind one trait, so that code for every kind is written
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
    /// The resource name in it, or nothing.
    fn name(&self) -> &str;

    /// The etag in it, or nothing.
    fn etag(&self) -> &str;

    /// What the store added. Reports times that cannot be read.
    fn stamp(&self, check: &mut Checker) -> Option<Stamp>;

    /// The message with what the store adds.
    fn stamped(self, name: Name, stamp: Stamp) -> Self;

    /// The record of its erasure, if it was erased.
    fn erasure(&self) -> Option<&pb::Erasure>;

    /// The message with the record of its erasure.
    fn erased(self, erasure: pb::Erasure) -> Self;
}

macro_rules! stamped {
    ($($message:ident),+) => {
        $(impl Stamped for pb::$message {
            fn name(&self) -> &str {
                &self.name
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

/// A message that is a resource.
pub trait ResourceMessage: Stamped + Message + Default + Clone + 'static {
    /// Its full name in the contract.
    const TYPE: &'static str;
    /// What kind of resource it is.
    const KIND: Kind;
    /// The field that holds it in requests.
    const FIELD: &'static str;

    /// Reads the fields that callers write, of the resource `name`. It is none if a
    /// resource of this kind is the child of a claim, and the name has no claim. An article
    /// gets the version of the message; whoever writes it counts versions.
    fn read(self, check: &mut Checker, name: Name) -> Option<Resource>;

    /// What of the message outlives an erasure: the version of its text, and what it
    /// is printed in or leads to.
    fn bare(self) -> Self {
        Self::default()
    }

    /// The message without what only methods of their own write, such as retractions.
    fn given(self) -> Self {
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

    fn given(mut self) -> Self {
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

    fn bare(self) -> Self {
        Self {
            version: self.version,
            ..Self::default()
        }
    }

    fn given(mut self) -> Self {
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

    fn given(mut self) -> Self {
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

    fn given(mut self) -> Self {
        self.anchoring = None;
        self
    }

    fn bare(self) -> Self {
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

    fn bare(self) -> Self {
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

/// Evaluates an expression in which a name stands for the message type of a kind.
/// Standings have an expression of their own: they are computed, and nobody writes them.
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

/// The full name of a kind's message.
pub const fn type_of(kind: Kind) -> &'static str {
    with_message!(kind, M => M::TYPE, standing => "claimstore.v1.Standing")
}

/// A digest of a whole request, to tell a repeated one from another.
pub fn digest(request: &impl Message) -> Vec<u8> {
    Sha256::digest(request.encode_to_vec()).to_vec()
}
