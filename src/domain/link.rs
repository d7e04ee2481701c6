//! Links that form no cycle: who publishes whom, what translates what, what takes
//! whose place, what was made from what.

use uuid::Uuid;

use super::{
    code::coded,
    name::{Kind, Name},
    relation::{RelationState, RelationType},
    resource::Resource,
};

coded! {
    /// A sort of link.
    Link {
        /// From a source to its publisher.
        Publisher = 1,
        /// From a claim to the one that it translates.
        Translation = 2,
        /// From a claim to the one whose place it takes.
        Supersedes = 3,
        /// From a claim to the one that it was made from.
        DerivedFrom = 4,
    }
}

/// A link between two resources of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Its sort.
    pub link: Link,
    /// Where it begins.
    pub from: Uuid,
    /// Where it leads.
    pub to: Uuid,
}

impl Link {
    /// What it leads from and to.
    pub const fn ends(self) -> Kind {
        match self {
            Self::Publisher => Kind::Source,
            Self::Translation | Self::Supersedes | Self::DerivedFrom => Kind::Claim,
        }
    }

    /// What makes it.
    pub const fn owner(self) -> Kind {
        match self {
            Self::Publisher => Kind::Source,
            Self::Translation => Kind::Claim,
            Self::Supersedes | Self::DerivedFrom => Kind::Relation,
        }
    }

    /// The field that holds where it leads.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Publisher => "publisher",
            Self::Translation => "translation_of",
            Self::Supersedes | Self::DerivedFrom => "target",
        }
    }
}

impl Edge {
    /// The link that a resource makes, if it makes one.
    pub fn of(name: Name, resource: &Resource) -> Option<Self> {
        let from_itself = |link, to| Self {
            link,
            from: name.uuid(),
            to,
        };
        match resource {
            Resource::Source(source) => {
                let to = source.publisher?.uuid();
                Some(from_itself(Link::Publisher, to))
            }
            Resource::Claim(claim) => {
                let to = claim.translation_of?.uuid();
                Some(from_itself(Link::Translation, to))
            }
            Resource::Relation(relation) => {
                let link = match relation.relation_type {
                    RelationType::Supersedes => Link::Supersedes,
                    RelationType::DerivedFrom => Link::DerivedFrom,
                    _ => return None,
                };
                (relation.state == RelationState::Confirmed).then(|| Self {
                    link,
                    from: relation.claim.uuid(),
                    to: relation.target.uuid(),
                })
            }
            Resource::Article(..) | Resource::Appearance(_) | Resource::Review(_) => None,
        }
    }
}
