//! The words that are known as names, and those that are not names in spite of a capital.

use std::collections::HashSet;

use super::{evidence, ignored::IGNORED, spelling::bare};
use crate::domain::passage::changes::{
    language::Language,
    words::{self, Word},
};

/// The words that are names in a text.
#[derive(Default)]
pub(crate) struct KnownNames {
    /// Those with a capital within a sentence, and never without one.
    pub names: HashSet<String>,
    /// Those behind a title or a given name, or beside a verb of attribution.
    pub certain: HashSet<String>,
    /// The words that occur in lower case.
    pub lower: HashSet<String>,
}

impl KnownNames {
    /// Learns the names in texts. In unknown languages there are none.
    pub fn of(language: Option<Language>, texts: &[&str]) -> Self {
        let mut known = Self::default();
        let Some(language) = language else {
            return known;
        };
        for line in texts.iter().flat_map(|text| text.lines()) {
            let words = words::split(line, Some(language));
            let is_telling = !is_mostly_capitals(&words);
            for at in 0..words.len() {
                known.learn(&words, at, language, is_telling);
            }
        }
        let lower = &known.lower;
        known.names.retain(|name| !lower.contains(name));
        known.certain.retain(|name| !lower.contains(name));
        known
    }

    fn learn(&mut self, words: &[Word<'_>], at: usize, language: Language, is_telling: bool) {
        let word = &words[at];
        if !word.is_word() {
            return;
        }
        let name = bare(&word.folded).to_owned();
        if !word.is_capitalized() {
            self.lower.insert(name);
            return;
        }
        // In German, most words of any sentence may have capitals.
        if !is_telling && language != Language::German {
            return;
        }
        if evidence::names(words, at, language) || evidence::speaks(words, at, language) {
            self.certain.insert(name.clone());
        }
        let is_telling = language != Language::German && !word.is_first;
        if is_telling && !IGNORED.contains(&name.as_str()) {
            self.names.insert(name);
        }
    }
}

/// Whether so many words of a line have capitals that these say nothing.
fn is_mostly_capitals(words: &[Word<'_>]) -> bool {
    let all = words.iter().filter(|word| word.is_word());
    let capitals = all.clone().filter(|word| word.is_capitalized()).count();
    let count = all.count();
    count > 3 && 2 * capitals > count
}
