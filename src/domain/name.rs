//! Resource names: which resource is meant, as callers write it.

use std::{fmt, str::FromStr};

use uuid::Uuid;

use super::code::coded;

coded! {
    /// The kinds of resources.
    Kind {
        /// Anything a claim rests on.
        Source = 1,
        /// A piece of journalism.
        Article = 2,
        /// A proposition.
        Claim = 3,
        /// A printing of a claim.
        Appearance = 4,
    }
}

/// Declares the id of a kind of resource.
macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with this value.
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// Its value.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }
    };
}

id! {
    /// Says which source.
    SourceId
}
id! {
    /// Says which article.
    ArticleId
}
id! {
    /// Says which claim.
    ClaimId
}
id! {
    /// Says which appearance; unique among those of all claims.
    AppearanceId
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
}

impl Name {
    /// The name of a resource of a kind with an id; nothing for an appearance
    /// without its claim.
    pub const fn new(kind: Kind, claim: Option<ClaimId>, id: Uuid) -> Option<Self> {
        Some(match (kind, claim) {
            (Kind::Source, _) => Self::Source(SourceId(id)),
            (Kind::Article, _) => Self::Article(ArticleId(id)),
            (Kind::Claim, _) => Self::Claim(ClaimId(id)),
            (Kind::Appearance, Some(claim)) => Self::Appearance(claim, AppearanceId(id)),
            (Kind::Appearance, None) => return None,
        })
    }

    /// What kind of resource it names.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Source(_) => Kind::Source,
            Self::Article(_) => Kind::Article,
            Self::Claim(_) => Kind::Claim,
            Self::Appearance(..) => Kind::Appearance,
        }
    }

    /// The claim that the resource hangs on, if it hangs on one.
    pub const fn claim(self) -> Option<ClaimId> {
        match self {
            Self::Source(_) | Self::Article(_) | Self::Claim(_) => None,
            Self::Appearance(claim, _) => Some(claim),
        }
    }

    /// The last id in it.
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Source(id) => id.uuid(),
            Self::Article(id) => id.uuid(),
            Self::Claim(id) => id.uuid(),
            Self::Appearance(_, id) => id.uuid(),
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
        }
    }
}

/// The text is no resource name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "is no resource name; names look like sources/{{uuid}}, articles/{{uuid}}, claims/{{uuid}} or claims/{{uuid}}/appearances/{{uuid}}, with lower-case uuids"
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
            _ => Err(NotAName),
        }
    }
}

/// Reads an id in the one form that is accepted: lower case, with hyphens.
pub fn parse_id(text: &str) -> Result<Uuid, NotAName> {
    let id = Uuid::try_parse(text).map_err(|_| NotAName)?;
    if id.hyphenated().to_string() == text {
        Ok(id)
    } else {
        Err(NotAName)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0198c0de-0000-7000-8000-000000000001";

    #[test]
    fn names_read_back_as_written() {
        for text in [
            format!("sources/{ID}"),
            format!("articles/{ID}"),
            format!("claims/{ID}"),
            format!("claims/{ID}/appearances/{ID}"),
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
