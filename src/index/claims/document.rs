//! Claims, articles and sources as the index knows them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What of a claim is indexed. It is kept in the index as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexedClaim {
    /// The id. A claim replaces the one with the same id.
    pub id: Uuid,
    /// The statement.
    pub statement: String,
    /// Other wordings of the same claim: what articles print, or titles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wordings: Vec<String>,
    /// The tag of the language of the statement, or empty if it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// The names of people, things and places that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<String>,
    /// The subject, the predicate and the object, as far as they are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// The time that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<Years>,
    /// The figures that are known of it, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<String>,
    /// The tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whatever else filters ask for, as `key=value`: `verdict=false`, `type=numerical`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

/// The years that a claim is about. An end that is absent is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Years {
    /// The first year.
    pub from: Option<i32>,
    /// The last year.
    pub through: Option<i32>,
}

impl IndexedClaim {
    /// The statement, then the wordings.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let wordings = self.wordings.iter().map(String::as_str);
        std::iter::once(self.statement.as_str()).chain(wordings)
    }
}

/// What of an article is indexed. None of its texts is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexedArticle {
    /// The id. An article replaces the one with the same id.
    pub id: Uuid,
    /// The headline.
    pub headline: String,
    /// The text.
    pub body: Arc<str>,
    /// The names of its authors.
    pub bylines: Vec<String>,
    /// The tag of the language of the text, or empty if it is not known.
    pub language: String,
}

/// What of a source is indexed. None of its names is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexedSource {
    /// The id. A source replaces the one with the same id.
    pub id: Uuid,
    /// The names under which it is known.
    pub names: Vec<String>,
    /// The tag of the language of the names, or empty if it is not known.
    pub language: String,
}

/// What is searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Claims.
    Claim,
    /// Articles.
    Article,
    /// Sources.
    Source,
}

/// A part of a document that can be searched by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The names of people, things and places that a claim is about.
    Entity,
    /// The subject, the predicate and the object of a claim.
    Subject,
    /// The tags of a claim.
    Tag,
    /// The headline of an article.
    Headline,
    /// The authors of an article.
    Byline,
}

impl Kind {
    /// Whether documents of the kind have a part.
    pub fn has(self, part: Part) -> bool {
        let holder = match part {
            Part::Entity | Part::Subject | Part::Tag => Self::Claim,
            Part::Headline | Part::Byline => Self::Article,
        };
        self == holder
    }
}
