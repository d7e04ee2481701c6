//! The terms of words that were met before. Few words make up most of what is indexed, and to look
//! one up takes less time than to stem it.

use std::collections::HashMap;

use super::{language::Language, words::Word};

/// How many words are known at most. Then all are forgotten, which bounds the memory to a few MB.
const WORDS_MAX: usize = if cfg!(test) { 16 } else { 1 << 16 };

/// Longer words are rare, and not kept.
const WORD_BYTES_MAX: usize = 60;

/// The terms of words, in each language. Stop words have none.
#[derive(Default)]
pub struct KnownTerms {
    /// By the numbers of the languages, and by the words as they are written.
    languages: Vec<HashMap<Box<str>, Option<Box<str>>>>,
    words: usize,
}

impl KnownTerms {
    /// What [`Word::term`] says.
    pub(super) fn term(&mut self, word: &Word<'_>, language: &Language) -> Option<String> {
        if word.text.len() > WORD_BYTES_MAX {
            return word.term(language);
        }
        if let Some(term) = self.get(word, language) {
            return term.as_deref().map(str::to_owned);
        }
        let term = word.term(language);
        self.keep(word, language, term.as_deref());
        term
    }

    fn get(&self, word: &Word<'_>, language: &Language) -> Option<&Option<Box<str>>> {
        self.languages.get(language.number())?.get(word.text)
    }

    fn keep(&mut self, word: &Word<'_>, language: &Language, term: Option<&str>) {
        if self.words >= WORDS_MAX {
            *self = Self::default();
        }
        self.languages
            .resize_with(Language::count(), HashMap::default);
        if let Some(known) = self.languages.get_mut(language.number()) {
            known.insert(word.text.into(), term.map(Into::into));
            self.words += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{language::Language, words::words},
        KnownTerms, WORDS_MAX,
    };

    #[test]
    fn a_known_word_has_the_term_of_its_language() {
        let long = "ä".repeat(200);
        let text = format!("Die Brücken were I ISIKLAR 1,000 die hats 1,000 {long} hats");
        let mut known = KnownTerms::default();
        for _ in 0..3 {
            for tag in ["de", "en", "tr", "und", "fr"] {
                let language = Language::of(tag, "");
                for word in words(&text, 1_000) {
                    assert_eq!(
                        known.term(&word, language),
                        word.term(language),
                        "{} in {tag}",
                        word.text
                    );
                    assert!(known.words <= WORDS_MAX);
                }
            }
        }
    }

    #[test]
    fn a_word_that_is_kept_is_not_analysed_again() {
        let language = Language::of("en", "");
        let mut known = KnownTerms::default();
        for text in ["hats", "the"] {
            let word = words(text, 10)[0];
            known.term(&word, language);
            assert_eq!(
                known.get(&word, language).unwrap().as_deref(),
                word.term(language).as_deref()
            );
        }
        assert_eq!(known.words, 2);
    }
}
