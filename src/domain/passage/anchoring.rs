//! The outcome of re-anchoring an appearance in a new version of its article.

use super::part_text::TextVersion;
use crate::domain::value::code::coded;

coded! {
    /// What happened to words in a new version.
    AnchoringOutcome {
        /// The same words are at the same place.
        Unchanged = 1,
        /// The same words are at another place.
        Moved = 2,
        /// Other words are in their place.
        Changed = 3,
        /// The words are gone, or cannot be found with certainty.
        Orphaned = 4,
    }
}

/// The score of words that are unchanged.
pub const WHOLE: i32 = 1_000;

/// The outcome of the last re-anchoring of an appearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchoring {
    /// What happened to its words.
    pub outcome: AnchoringOutcome,
    /// How much of the wording is unchanged, in thousandths.
    pub score: i32,
    /// The version in which the words were searched.
    pub version: TextVersion,
}

/// Converts a score from 0 to 1 to thousandths.
pub fn thousandths(score: f64) -> i32 {
    (score.clamp(0.0, 1.0) * f64::from(WHOLE)).round() as i32
}
