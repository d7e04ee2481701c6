//! Resource names, as callers write them.

use std::{fmt, str::FromStr};

use uuid::Uuid;

use crate::domain::value::{code::coded, fill::never_blank};

coded! {
    /// The kinds of resources.
    Kind {
        /// Anything or anyone that a claim rests on.
        Source = 1,
        /// A piece of journalism.
        Article = 2,
        /// A proposition that can be true or false.
        Claim = 3,
        /// One printing of a claim in an article.
        Appearance = 4,
        /// A typed link from one claim to another.
        Relation = 5,
        /// One desk's judgement of a claim.
        Review = 6,
        /// Whether a claim is disputed, and why. It is computed, never written.
        Standing = 7,
    }
}

impl Kind {
    /// Whether resources of this kind are children of a claim, with ids of their own.
    pub const fn is_child(self) -> bool {
        matches!(self, Self::Appearance | Self::Relation | Self::Review)
    }
}

/// Declares the type of the ids of one kind of resource.
macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID.
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }
    };
}

id! {
    /// The id of a source.
    SourceId
}
id! {
    /// The id of an article.
    ArticleId
}
id! {
    /// The id of a claim.
    ClaimId
}
id! {
    /// The id of an appearance, unique among the appearances of all claims.
    AppearanceId
}
id! {
    /// The id of a relation, unique among the relations of all claims.
    RelationId
}
id! {
    /// The id of a review, unique among the reviews of all claims.
    ReviewId
}

/// The name of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// `sources/{source}`
    Source(SourceId),
    /// `articles/{article}`
    Article(ArticleId),
    /// `claims/{claim}`
    Claim(ClaimId),
    /// `claims/{claim}/appearances/{appearance}`
    Appearance(ClaimId, AppearanceId),
    /// `claims/{claim}/relations/{relation}`
    Relation(ClaimId, RelationId),
    /// `claims/{claim}/reviews/{review}`
    Review(ClaimId, ReviewId),
    /// `claims/{claim}/standing`
    Standing(ClaimId),
}

impl Name {
    /// The name of the resource of this kind with this id. `None` if the kind is a child
    /// of a claim and no claim is given.
    pub const fn new(kind: Kind, claim: Option<ClaimId>, id: Uuid) -> Option<Self> {
        Some(match (kind, claim) {
            (Kind::Source, _) => Self::Source(SourceId(id)),
            (Kind::Article, _) => Self::Article(ArticleId(id)),
            (Kind::Claim, _) => Self::Claim(ClaimId(id)),
            (Kind::Appearance, Some(claim)) => Self::Appearance(claim, AppearanceId(id)),
            (Kind::Relation, Some(claim)) => Self::Relation(claim, RelationId(id)),
            (Kind::Review, Some(claim)) => Self::Review(claim, ReviewId(id)),
            (Kind::Appearance | Kind::Relation | Kind::Review, None) => return None,
            (Kind::Standing, _) => Self::Standing(ClaimId(id)),
        })
    }

    /// The kind of the named resource.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Source(_) => Kind::Source,
            Self::Article(_) => Kind::Article,
            Self::Claim(_) => Kind::Claim,
            Self::Appearance(..) => Kind::Appearance,
            Self::Relation(..) => Kind::Relation,
            Self::Review(..) => Kind::Review,
            Self::Standing(_) => Kind::Standing,
        }
    }

    /// The claim that the resource is a child of, if it is a child of one.
    pub const fn claim(self) -> Option<ClaimId> {
        match self {
            Self::Source(_) | Self::Article(_) | Self::Claim(_) => None,
            Self::Appearance(claim, _)
            | Self::Relation(claim, _)
            | Self::Review(claim, _)
            | Self::Standing(claim) => Some(claim),
        }
    }

    /// The last id in the name. For a standing it is the id of its claim.
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Source(id) => id.uuid(),
            Self::Article(id) => id.uuid(),
            Self::Claim(id) => id.uuid(),
            Self::Appearance(_, id) => id.uuid(),
            Self::Relation(_, id) => id.uuid(),
            Self::Review(_, id) => id.uuid(),
            Self::Standing(claim) => claim.uuid(),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(id) => write!(f, "sources/{}", id.uuid()),
            Self::Article(id) => write!(f, "articles/{}", id.uuid()),
            Self::Claim(id) => write!(f, "claims/{}", id.uuid()),
            Self::Appearance(claim, id) => {
                write!(f, "claims/{}/appearances/{}", claim.uuid(), id.uuid())
            }
            Self::Relation(claim, id) => {
                write!(f, "claims/{}/relations/{}", claim.uuid(), id.uuid())
            }
            Self::Review(claim, id) => {
                write!(f, "claims/{}/reviews/{}", claim.uuid(), id.uuid())
            }
            Self::Standing(claim) => write!(f, "claims/{}/standing", claim.uuid()),
        }
    }
}

/// The text is not a resource name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "is not a resource name; names look like sources/{{uuid}}, articles/{{uuid}}, claims/{{uuid}} or claims/{{uuid}}/appearances/{{uuid}} (or relations, or reviews), with lower-case UUIDs"
)]
pub struct NotAName;

impl FromStr for Name {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let parts: Vec<&str> = text.split('/').collect();
        match parts[..] {
            ["sources", id] => Ok(Self::Source(SourceId(parse_id(id)?))),
            ["articles", id] => Ok(Self::Article(ArticleId(parse_id(id)?))),
            ["claims", id] => Ok(Self::Claim(ClaimId(parse_id(id)?))),
            ["claims", claim, "appearances", id] => Ok(Self::Appearance(
                ClaimId(parse_id(claim)?),
                AppearanceId(parse_id(id)?),
            )),
            ["claims", claim, "relations", id] => Ok(Self::Relation(
                ClaimId(parse_id(claim)?),
                RelationId(parse_id(id)?),
            )),
            ["claims", claim, "reviews", id] => Ok(Self::Review(
                ClaimId(parse_id(claim)?),
                ReviewId(parse_id(id)?),
            )),
            ["claims", claim, "standing"] => Ok(Self::Standing(ClaimId(parse_id(claim)?))),
            _ => Err(NotAName),
        }
    }
}

/// Parses an id. The only accepted form is a UUID in lower case with hyphens.
pub fn parse_id(text: &str) -> Result<Uuid, NotAName> {
    let id = Uuid::try_parse(text).map_err(|_| NotAName)?;
    if id.hyphenated().to_string() == text {
        Ok(id)
    } else {
        Err(NotAName)
    }
}

never_blank!(ClaimId);

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0198c0de-0000-7000-8000-000000000001";

    #[test]
    fn names_are_parsed_and_printed_unchanged() {
        for text in [
            format!("sources/{ID}"),
            format!("articles/{ID}"),
            format!("claims/{ID}"),
            format!("claims/{ID}/appearances/{ID}"),
            format!("claims/{ID}/relations/{ID}"),
            format!("claims/{ID}/reviews/{ID}"),
            format!("claims/{ID}/standing"),
        ] {
            assert_eq!(text.parse::<Name>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [
            "",
            "sources",
            "sources/",
            "sources/1",
            &format!("sources/{}", ID.to_uppercase()),
            &format!("sources/{}", ID.replace('-', "")),
            &format!("sources/{{{ID}}}"),
            &format!("Sources/{ID}"),
            &format!("sources/{ID}/"),
            &format!("/sources/{ID}"),
        ] {
            assert_eq!(text.parse::<Name>(), Err(NotAName), "{text}");
        }
    }
}
