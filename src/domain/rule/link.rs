//! Links that form no cycle: who publishes whom, what translates what, what takes
//! whose place, what was made from what, what turned out to be what.

use uuid::Uuid;

use crate::domain::{
    resource::{
        any::Resource,
        name::{Kind, Name},
        relation::{RelationState, RelationType},
    },
    value::code::coded,
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
        /// From a source to the one that it was merged into.
        MergedSource = 5,
        /// From a claim to the one that it was merged into.
        MergedClaim = 6,
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
    /// The sort of link that a merge of a resource makes.
    pub const fn of_merge(resource: &Resource) -> Self {
        match resource {
            Resource::Source(_) => Self::MergedSource,
            _ => Self::MergedClaim,
        }
    }

    /// What it leads from and to.
    pub const fn ends(self) -> Kind {
        match self {
            Self::Publisher | Self::MergedSource => Kind::Source,
            Self::Translation | Self::Supersedes | Self::DerivedFrom | Self::MergedClaim => {
                Kind::Claim
            }
        }
    }

    /// What makes it.
    pub const fn owner(self) -> Kind {
        match self {
            Self::Publisher | Self::MergedSource => Kind::Source,
            Self::Translation | Self::MergedClaim => Kind::Claim,
            Self::Supersedes | Self::DerivedFrom => Kind::Relation,
        }
    }

    /// The field that holds where it leads.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Publisher => "publisher",
            Self::Translation => "translation_of",
            Self::Supersedes | Self::DerivedFrom => "target",
            Self::MergedSource | Self::MergedClaim => "into",
        }
    }
}

impl Edge {
    /// The links that a resource makes.
    pub fn all_of(name: Name, resource: &Resource) -> Vec<Self> {
        let from_itself = |link, to| Self {
            link,
            from: name.uuid(),
            to,
        };
        match resource {
            Resource::Source(source) => {
                let publisher = source.publisher.map(|to| (Link::Publisher, to));
                let merged = source.merged_into.map(|to| (Link::MergedSource, to));
                let links = publisher.into_iter().chain(merged);
                links
                    .map(|(link, to)| from_itself(link, to.uuid()))
                    .collect()
            }
            Resource::Claim(claim) => {
                let original = claim.translation_of.map(|to| (Link::Translation, to));
                let merged = claim.merged_into.map(|to| (Link::MergedClaim, to));
                let links = original.into_iter().chain(merged);
                links
                    .map(|(link, to)| from_itself(link, to.uuid()))
                    .collect()
            }
            Resource::Relation(relation) => {
                let link = match relation.relation_type {
                    RelationType::Supersedes => Link::Supersedes,
                    RelationType::DerivedFrom => Link::DerivedFrom,
                    _ => return Vec::new(),
                };
                if relation.state != RelationState::Confirmed {
                    return Vec::new();
                }
                vec![Self {
                    link,
                    from: relation.claim.uuid(),
                    to: relation.target.uuid(),
                }]
            }
            Resource::Article(..) | Resource::Appearance(_) | Resource::Review(_) => Vec::new(),
        }
    }
}
