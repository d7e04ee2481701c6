//! Links that must not form a cycle: publishers, translations, claims that supersede or
//! derive from others, and merges.

use uuid::Uuid;

use crate::domain::{
    resource::{Kind, Name, RelationState, RelationType, Resource},
    value::code::coded,
};

/// The maximum length of a chain of links. A longer one is surely a mistake.
pub const LINKS_MAX: usize = 64;

coded! {
    /// A kind of link.
    Link {
        /// From a source to its publisher.
        Publisher = 1,
        /// From a translation to the translated claim.
        Translation = 2,
        /// From a claim to the claim that it supersedes.
        Supersedes = 3,
        /// From a claim to the claim that it was derived from.
        DerivedFrom = 4,
        /// From a source to the source that it was merged into.
        MergedSource = 5,
        /// From a claim to the claim that it was merged into.
        MergedClaim = 6,
    }
}

/// A link between two resources of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The kind of link.
    pub link: Link,
    /// The id at the start.
    pub from: Uuid,
    /// The id at the end.
    pub to: Uuid,
}

impl Link {
    /// The kind of link that a merge of this resource makes.
    pub const fn of_merge(resource: &Resource) -> Self {
        match resource {
            Resource::Source(_) => Self::MergedSource,
            _ => Self::MergedClaim,
        }
    }

    /// The kind of the resources at both ends.
    pub const fn ends(self) -> Kind {
        match self {
            Self::Publisher | Self::MergedSource => Kind::Source,
            Self::Translation | Self::Supersedes | Self::DerivedFrom | Self::MergedClaim => {
                Kind::Claim
            }
        }
    }

    /// The kind of the resource that the link is stored in.
    pub const fn owner(self) -> Kind {
        match self {
            Self::Publisher | Self::MergedSource => Kind::Source,
            Self::Translation | Self::MergedClaim => Kind::Claim,
            Self::Supersedes | Self::DerivedFrom => Kind::Relation,
        }
    }

    /// The field that names the end of the link.
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
    /// The links that are stored in a resource.
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
