//! The messages of resources, so that what is done alike for every kind is
//! written once.

use prost::Message;
use sha2::{Digest as _, Sha256};

use super::{
    pb,
    resource::{appearance, article, claim, relation, review, source},
    value::read::{self, Keys},
};
use crate::domain::{
    resource::{
        any::{Resource, Stamp},
        name::{ClaimId, Kind, Name},
    },
    value::violation::Checker,
};

/// What every resource's message has beside what callers write.
pub trait Stamped {
    /// The resource name in it, or nothing.
    fn name(&self) -> &str;

    /// The etag in it, or nothing.
    fn etag(&self) -> &str;

    /// What the store added; complains about what is not there.
    fn stamp(&self, check: &mut Checker) -> Option<Stamp>;

    /// The message with what the store adds.
    fn stamped(self, name: Name, stamp: Stamp) -> Self;

    /// That what it said was removed, if it was.
    fn erasure(&self) -> Option<&pb::Erasure>;

    /// The message with that.
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

    /// Reads what callers write of the resource `name`. The version of an article's
    /// text is the message's, for whoever writes to count.
    fn read(self, check: &mut Checker, name: Name) -> Resource;

    /// What callers wrote of a resource of this kind.
    fn write(resource: &Resource) -> Option<Self>;

    /// The message with nothing but what it hangs on and leads to.
    fn bare(self) -> Self {
        Self::default()
    }

    /// The message without what callers cannot write, but methods of their own record.
    fn given(self) -> Self {
        self
    }
}

impl ResourceMessage for pb::Source {
    const TYPE: &'static str = "claimstore.v1.Source";
    const KIND: Kind = Kind::Source;
    const FIELD: &'static str = "source";

    fn read(self, check: &mut Checker, _: Name) -> Resource {
        Resource::Source(source::read(check, &Keys::none(), self))
    }

    fn write(resource: &Resource) -> Option<Self> {
        match resource {
            Resource::Source(source) => Some(source::write(source)),
            _ => None,
        }
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

    fn read(self, check: &mut Checker, _: Name) -> Resource {
        let version = self.version;
        Resource::Article(article::read(check, &Keys::none(), self), version)
    }

    fn write(resource: &Resource) -> Option<Self> {
        match resource {
            Resource::Article(article, version) => Some(Self {
                body: article.body.clone(),
                ..article::write(article, *version)
            }),
            _ => None,
        }
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

    fn read(self, check: &mut Checker, _: Name) -> Resource {
        Resource::Claim(claim::read(check, &Keys::none(), self))
    }

    fn write(resource: &Resource) -> Option<Self> {
        match resource {
            Resource::Claim(claim) => Some(claim::write(claim)),
            _ => None,
        }
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

    fn read(self, check: &mut Checker, name: Name) -> Resource {
        let (claim, keys) = (claim_of(name), Keys::none());
        Resource::Appearance(appearance::read(check, &keys, claim, None, self))
    }

    fn given(mut self) -> Self {
        self.anchoring = None;
        self
    }

    fn write(resource: &Resource) -> Option<Self> {
        match resource {
            Resource::Appearance(appearance) => Some(appearance::write(appearance)),
            _ => None,
        }
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

    fn read(self, check: &mut Checker, name: Name) -> Resource {
        Resource::Relation(relation::read(check, &Keys::none(), claim_of(name), self))
    }

    fn write(resource: &Resource) -> Option<Self> {
        match resource {
            Resource::Relation(relation) => Some(relation::write(relation)),
            _ => None,
        }
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

    fn read(self, check: &mut Checker, name: Name) -> Resource {
        Resource::Review(review::read(check, &Keys::none(), claim_of(name), self))
    }

    fn write(resource: &Resource) -> Option<Self> {
        match resource {
            Resource::Review(review) => Some(review::write(review)),
            _ => None,
        }
    }
}

/// The claim that a resource hangs on. Where its kind hangs on none, whoever gave
/// the name finds that out.
fn claim_of(name: Name) -> ClaimId {
    name.claim().unwrap_or(ClaimId::new(uuid::Uuid::nil()))
}

/// A digest of a whole request, to tell a repeated one from another.
pub fn digest(request: &impl Message) -> Vec<u8> {
    Sha256::digest(request.encode_to_vec()).to_vec()
}
