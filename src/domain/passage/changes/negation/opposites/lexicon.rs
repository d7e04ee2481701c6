//! The opposites of each language, with all their forms.

use std::collections::HashMap;

use crate::domain::passage::changes::{language::Language, negation::forms};

/// Lists of words in lower case and their opposites. Words that belong together are joined by
/// `_`. The first pair are the words for "with" and "without".
pub(super) type Opposites = &'static [(&'static str, &'static str)];

/// The opposites of a language.
pub(super) struct Lexicon {
    /// The word for "without".
    pub without: &'static str,
    /// The pairs of lists that a word is in, and whether it is in the second list.
    places: HashMap<String, Vec<(usize, bool)>>,
}

impl Lexicon {
    /// Spells out all forms of the words in lists.
    pub fn new(opposites: Opposites, language: Language) -> Self {
        let mut places: HashMap<String, Vec<(usize, bool)>> = HashMap::new();
        for (at, (first, second)) in opposites.iter().enumerate() {
            for (list, is_second) in [(first, false), (second, true)] {
                for word in forms::all(list, language) {
                    places.entry(word).or_default().push((at, is_second));
                }
            }
        }
        Self {
            without: opposites.first().map_or("", |(_, without)| *without),
            places,
        }
    }

    /// Whether a word or a phrase has an opposite.
    pub fn has(&self, word: &str) -> bool {
        self.places.contains_key(word)
    }

    /// Whether two words or phrases are opposites.
    pub fn are_opposites(&self, one: &str, other: &str) -> bool {
        let (Some(one), Some(other)) = (self.places.get(one), self.places.get(other)) else {
            return false;
        };
        one.iter()
            .any(|(pair, is_second)| other.contains(&(*pair, !is_second)))
    }
}
