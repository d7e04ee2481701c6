//! The messages of resources, so that what is done alike for every kind is
//! written once.

use prost::Message;
use sha2::{Digest as _, Sha256};

use super::{appearance, article, claim, pb, read::Keys, source};
use crate::domain::{
    name::{ClaimId, Kind, Name},
    resource::Resource,
    violation::Checker,
};

/// A message that is a resource.
pub trait ResourceMessage: Message + Default + Clone + 'static {
    /// Its full name in the contract.
    const TYPE: &'static str;
    /// What kind of resource it is.
    const KIND: Kind;
    /// The field that holds it in requests.
    const FIELD: &'static str;

    /// The resource name in it, or nothing.
    fn name(&self) -> &str;

    /// The etag in it, or nothing.
    fn etag(&self) -> &str;

    /// Reads what callers write of the resource `name`.
    fn read(self, check: &mut Checker, name: Name) -> Resource;

    /// What callers wrote of a resource of this kind.
    fn write(resource: &Resource) -> Option<Self>;
}

impl ResourceMessage for pb::Source {
    const TYPE: &'static str = "claimstore.v1.Source";
    const KIND: Kind = Kind::Source;
    const FIELD: &'static str = "source";

    fn name(&self) -> &str {
        &self.name
    }

    fn etag(&self) -> &str {
        &self.etag
    }

    fn read(self, check: &mut Checker, _: Name) -> Resource {
        Resource::Source(source::read(check, &Keys::none(), self))
    }

    fn write(resource: &Resource) -> Option<Self> {
        match resource {
            Resource::Source(source) => Some(source::write(source)),
            _ => None,
        }
    }
}

impl ResourceMessage for pb::Article {
    const TYPE: &'static str = "claimstore.v1.Article";
    const KIND: Kind = Kind::Article;
    const FIELD: &'static str = "article";

    fn name(&self) -> &str {
        &self.name
    }

    fn etag(&self) -> &str {
        &self.etag
    }

    fn read(self, check: &mut Checker, _: Name) -> Resource {
        // Whoever writes it counts its texts.
        Resource::Article(article::read(check, &Keys::none(), self), 0)
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
}

impl ResourceMessage for pb::Claim {
    const TYPE: &'static str = "claimstore.v1.Claim";
    const KIND: Kind = Kind::Claim;
    const FIELD: &'static str = "claim";

    fn name(&self) -> &str {
        &self.name
    }

    fn etag(&self) -> &str {
        &self.etag
    }

    fn read(self, check: &mut Checker, _: Name) -> Resource {
        Resource::Claim(claim::read(check, &Keys::none(), self))
    }

    fn write(resource: &Resource) -> Option<Self> {
        match resource {
            Resource::Claim(claim) => Some(claim::write(claim)),
            _ => None,
        }
    }
}

impl ResourceMessage for pb::Appearance {
    const TYPE: &'static str = "claimstore.v1.Appearance";
    const KIND: Kind = Kind::Appearance;
    const FIELD: &'static str = "appearance";

    fn name(&self) -> &str {
        &self.name
    }

    fn etag(&self) -> &str {
        &self.etag
    }

    fn read(self, check: &mut Checker, name: Name) -> Resource {
        let claim = match name {
            Name::Appearance(claim, _) | Name::Claim(claim) => claim,
            Name::Source(_) | Name::Article(_) => ClaimId::new(uuid::Uuid::nil()),
        };
        let keys = Keys::none();
        Resource::Appearance(appearance::read(check, &keys, claim, None, self))
    }

    fn write(resource: &Resource) -> Option<Self> {
        match resource {
            Resource::Appearance(appearance) => Some(appearance::write(appearance)),
            _ => None,
        }
    }
}

/// A digest of a whole request, to tell a repeated one from another.
pub fn digest(request: &impl Message) -> Vec<u8> {
    Sha256::digest(request.encode_to_vec()).to_vec()
}
