//! The forms in which words are looked for, by language.

use crate::index::{
    analysis::{Language, Word},
    claims::{Kind, Snapshot},
};

/// A set of languages, a bit for each number.
pub(super) type Languages = u128;

/// All languages.
const ALL: Languages = Languages::MAX;

/// The languages in which the words of a query are looked for.
pub(super) struct Spoken {
    languages: Vec<&'static Language>,
    /// The language of the query is known.
    is_known: bool,
}

/// The forms of words that stand one after the other.
pub(super) struct Forms {
    /// The different sequences of terms, each with its place. Stop words are left out.
    pub sequences: Vec<Vec<(usize, String)>>,
    /// The languages in which there is nothing to look for.
    pub silent: Languages,
}

/// A set of one language.
pub(super) fn only(language: usize) -> Languages {
    let bit = u32::try_from(language).ok();
    bit.and_then(|bit| 1_u128.checked_shl(bit)).unwrap_or(0)
}

impl Spoken {
    /// The language of a tag, or all languages of documents of a kind if it is empty.
    pub fn new(snapshot: &Snapshot, kind: Kind, tag: &str) -> Self {
        let spoken = &snapshot.totals(kind).languages;
        if tag.is_empty() {
            let languages = spoken.iter().map(|it| Language::of_number(*it));
            return Self {
                languages: languages.collect(),
                is_known: false,
            };
        }
        let mut languages = vec![Language::of(tag, "")];
        // In documents of a language that nobody knows, words are as they were written.
        if languages[0].number() != Language::UNKNOWN && spoken.contains(&Language::UNKNOWN) {
            languages.push(Language::of_number(Language::UNKNOWN));
        }
        Self {
            languages,
            is_known: true,
        }
    }

    /// One language that is known.
    pub fn one(language: &'static Language) -> Self {
        Self {
            languages: vec![language],
            is_known: true,
        }
    }

    /// The forms of words.
    pub fn forms(&self, words: &[Word<'_>]) -> Forms {
        let mut forms = Forms {
            sequences: Vec::new(),
            silent: 0,
        };
        for language in &self.languages {
            let terms = words.iter().enumerate();
            let terms = terms.filter_map(|(place, word)| Some((place, word.term(language)?)));
            let terms: Vec<(usize, String)> = terms.collect();
            match terms.is_empty() {
                true if self.is_known => {
                    forms.silent = ALL;
                    return forms;
                }
                true => forms.silent |= only(language.number()),
                false if forms.sequences.contains(&terms) => {}
                false => forms.sequences.push(terms),
            }
        }
        forms
    }
}
