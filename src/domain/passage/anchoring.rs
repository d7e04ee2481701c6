//! What became of words when their article got a new version.

use super::part_text::TextVersion;
use crate::domain::value::code::coded;

coded! {
    /// What became of words in a new version.
    AnchoringOutcome {
        /// They stand where they stood.
        Unchanged = 1,
        /// The same words stand elsewhere.
        Moved = 2,
        /// Other words stand in their place.
        Changed = 3,
        /// They stand there no more, or it is not certain where.
        Orphaned = 4,
    }
}

/// The score of words that are what they were.
pub const WHOLE: i32 = 1_000;

/// What became of an appearance when its article last got a new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchoring {
    /// What became of its words.
    pub outcome: AnchoringOutcome,
    /// How much the wording is what it was, in thousandths.
    pub score: i32,
    /// The version in which they were looked for.
    pub version: TextVersion,
}

/// A score from 0 to 1 in thousandths.
pub fn thousandths(score: f64) -> i32 {
    (score.clamp(0.0, 1.0) * f64::from(WHOLE)).round() as i32
}
