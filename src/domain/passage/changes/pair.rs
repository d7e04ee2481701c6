//! An old and a new wording, and where they differ.

use std::collections::HashMap;

use super::{
    hunks::{self, Hunk},
    language::Language,
    words::{self, Word},
};

/// The words of an old and a new wording, and where they differ.
pub(super) struct Pair<'a> {
    pub old: Vec<Word<'a>>,
    pub new: Vec<Word<'a>>,
    pub hunks: Vec<Hunk>,
}

impl<'a> Pair<'a> {
    /// Splits and compares two wordings.
    pub fn new(old: &'a str, new: &'a str, language: Option<Language>) -> Self {
        let [old, new] = [old, new].map(|text| words::split(text, language));
        let hunks = hunks::between(&old, &new);
        Self { old, new, hunks }
    }

    /// A wording that stayed as it was.
    pub fn same(words: &'a str, language: Option<Language>) -> Self {
        let old = words::split(words, language);
        Self {
            new: old.clone(),
            old,
            hunks: Vec::new(),
        }
    }

    /// The same pair, from the new wording to the old one.
    pub fn flipped(&self) -> Self {
        let hunks = self.hunks.iter().map(|hunk| Hunk {
            old: hunk.new.clone(),
            new: hunk.old.clone(),
        });
        Self {
            old: self.new.clone(),
            new: self.old.clone(),
            hunks: hunks.collect(),
        }
    }

    pub fn old_in(&self, hunk: &Hunk) -> &[Word<'_>] {
        &self.old[hunk.old.clone()]
    }

    pub fn new_in(&self, hunk: &Hunk) -> &[Word<'_>] {
        &self.new[hunk.new.clone()]
    }
}

/// How often each word is in the first list more than in the second one.
pub(super) fn surplus<'a>(of: &'a [Word<'_>], over: &'a [Word<'_>]) -> HashMap<&'a str, i32> {
    let mut counts: HashMap<&str, i32> = HashMap::new();
    for word in of {
        *counts.entry(&word.folded).or_default() += 1;
    }
    for word in over {
        *counts.entry(&word.folded).or_default() -= 1;
    }
    counts.retain(|_, count| *count > 0);
    counts
}
