//! Erasures: that what a resource said was removed for good.

use super::{
    any::Resource,
    appearance::{Appearance, Printing},
    article::Article,
    claim::Claim,
    relation::{Relation, RelationState, RelationType},
    review::{Review, Verdict},
    source::Source,
};
use crate::domain::{
    Timestamp,
    value::{text, violation::Checker},
};

/// That what a resource said was removed for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Why.
    pub reason: String,
    /// When.
    pub time: Timestamp,
}

const REASON_MAX: usize = 1_000;

/// Complains about what is no reason for an erasure.
pub fn check_reason(check: &mut Checker, reason: &str) {
    text::check_required(check, "reason", reason, REASON_MAX);
}

impl Resource {
    /// What is left of a resource that is erased: what it hangs on, and nothing that it
    /// said.
    pub fn erased(&self) -> Self {
        match self {
            Self::Source(_) => Self::Source(Source::default()),
            Self::Article(_, version) => Self::Article(Article::default(), *version),
            Self::Claim(_) => Self::Claim(Claim::default()),
            Self::Appearance(appearance) => Self::Appearance(Appearance {
                anchoring: None,
                claim: appearance.claim,
                article: appearance.article,
                article_version: appearance.article_version,
                printing: Printing::default(),
            }),
            Self::Relation(relation) => Self::Relation(Relation {
                claim: relation.claim,
                relation_type: RelationType::default(),
                target: relation.target,
                author: String::new(),
                method: String::new(),
                confidence: None,
                state: RelationState::default(),
                appearance: None,
            }),
            Self::Review(review) => Self::Review(Review {
                claim: review.claim,
                author: String::new(),
                url: String::new(),
                review_time: Timestamp::default(),
                rating: None,
                verdict: Verdict::default(),
                explanation: String::new(),
                evidence: Vec::new(),
            }),
        }
    }
}
