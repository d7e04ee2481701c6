//! The outcome of re-anchoring an appearance in a new version of its article.

use super::part_text::TextVersion;
use crate::domain::{Timestamp, value::code::coded};

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

coded! {
    /// A kind of difference between old and new words.
    AnchoringChange {
        /// A negation was added or removed, or a word became its opposite.
        Negation = 1,
        /// A figure was added or removed, or its value, sign, unit or place is another one.
        Figure = 2,
        /// A name was replaced by another one, or two changed places.
        Name = 3,
        /// Only the typography differs.
        Typography = 4,
        /// Words were added, removed or replaced that no other kind explains.
        Wording = 5,
    }
}

/// Kinds of difference, each at most once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnchoringChanges(u8);

impl AnchoringChanges {
    /// Adds a kind.
    pub fn insert(&mut self, change: AnchoringChange) {
        self.0 |= 1 << change.code();
    }

    /// Whether a kind is among them.
    pub fn contains(self, change: AnchoringChange) -> bool {
        self.0 & 1 << change.code() != 0
    }

    /// The kinds in the order of their numbers.
    pub fn iter(self) -> impl Iterator<Item = AnchoringChange> {
        let all = AnchoringChange::ALL.iter().copied();
        all.filter(move |change| self.contains(*change))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<AnchoringChange> for AnchoringChanges {
    fn from_iter<I: IntoIterator<Item = AnchoringChange>>(changes: I) -> Self {
        let mut all = Self::default();
        for change in changes {
            all.insert(change);
        }
        all
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
    /// How the new words differ from the old ones. Changed words have at least one kind,
    /// except in states that were written before there was a kind for other words. Words that
    /// still stand have a negation if the rest of their sentence now denies them, or no longer
    /// does.
    pub changes: AnchoringChanges,
    /// When the article got that version. `None` until it is written, and in states that
    /// were written before this was recorded.
    pub time: Option<Timestamp>,
}

impl Anchoring {
    /// When the article got the version. If that was not recorded, the time of the state,
    /// which is not earlier.
    pub fn known_time(&self, updated: Timestamp) -> Timestamp {
        self.time.unwrap_or(updated)
    }
}

/// How an appearance counts in the standing of its claim by what happened to its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchored {
    /// Its words are as they were given, perhaps at another place.
    Same,
    /// Its words are as they were given, and the rest of their sentence denies them now, or no
    /// longer does.
    Denied,
    /// Its words were changed.
    Changed,
    /// Its words were changed, and with them a negation, a figure or a name.
    Altered,
    /// Its words are not printed any more.
    Orphaned,
}

impl Anchored {
    /// The changes of words that count as altered.
    pub const ALTERING: [AnchoringChange; 3] = [
        AnchoringChange::Negation,
        AnchoringChange::Figure,
        AnchoringChange::Name,
    ];

    /// How an appearance with this outcome counts.
    pub fn of(anchoring: Option<Anchoring>) -> Self {
        let Some(anchoring) = anchoring else {
            return Self::Same;
        };
        let mut altering = Self::ALTERING.into_iter();
        let is_altered = altering.any(|change| anchoring.changes.contains(change));
        match (anchoring.outcome, is_altered) {
            (AnchoringOutcome::Orphaned, _) => Self::Orphaned,
            (AnchoringOutcome::Changed, true) => Self::Altered,
            (AnchoringOutcome::Changed, false) => Self::Changed,
            (AnchoringOutcome::Unchanged | AnchoringOutcome::Moved, true) => Self::Denied,
            (AnchoringOutcome::Unchanged | AnchoringOutcome::Moved, false) => Self::Same,
        }
    }
}

/// Converts a score from 0 to 1 to thousandths.
pub fn thousandths(score: f64) -> i32 {
    (score.clamp(0.0, 1.0) * f64::from(WHOLE)).round() as i32
}
