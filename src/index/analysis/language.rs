//! The languages of texts: which stemmer and which stop words a language has.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use frostem::{Algorithm, Stemmer};

use super::fold;
use crate::domain::{passage, value::language};

/// The languages with a stemmer, by their subtags.
const STEMMED: &[(&str, Algorithm)] = &[
    ("ar", Algorithm::Arabic),
    ("ca", Algorithm::Catalan),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pl", Algorithm::Polish),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("tr", Algorithm::Turkish),
    ("uk", Algorithm::Ukrainian),
];

static KNOWN: LazyLock<HashMap<String, Language>> = LazyLock::new(|| {
    let tags = STEMMED.iter().map(|(tag, _)| *tag);
    let tags = tags.chain(stop_words::available_languages().iter().copied());
    tags.map(|tag| (tag.to_owned(), Language::new(tag)))
        .collect()
});

static PLAIN: LazyLock<Language> = LazyLock::new(|| Language::new("und"));

/// How words of a language become terms.
pub struct Language {
    stemmer: Option<Stemmer>,
    stop_words: HashSet<String>,
}

impl Language {
    /// The language of a tag. If the tag is empty, the language is told from the text; if that
    /// cannot be told, or the language has no stemmer, words stay as they are.
    pub fn of(tag: &str, text: &str) -> &'static Self {
        let told = || match passage::Language::of("", text)? {
            passage::Language::English => Some("en"),
            passage::Language::French => Some("fr"),
            passage::Language::German => Some("de"),
            passage::Language::Italian => Some("it"),
            passage::Language::Spanish => Some("es"),
        };
        let known = match tag {
            "" => told().and_then(|tag| KNOWN.get(tag)),
            // Most tags are just a language.
            tag => KNOWN
                .get(tag)
                .or_else(|| KNOWN.get(&language::primary(tag)?)),
        };
        known.unwrap_or(&PLAIN)
    }

    fn new(tag: &str) -> Self {
        let stemmer = STEMMED.iter().find(|(it, _)| *it == tag);
        let listed = stop_words::lookup(tag).unwrap_or_default();
        // Words with apostrophes are split before they are looked up.
        let words = listed.iter().flat_map(|it| it.split(['\'', '’', ' ']));
        let words = words.map(fold::lower).filter(|it| !it.is_empty());
        Self {
            stemmer: stemmer.map(|(_, algorithm)| Stemmer::new(*algorithm)),
            stop_words: words.collect(),
        }
    }

    /// Whether a word in lower case says nothing about what a text is about.
    pub(super) fn is_stop_word(&self, word: &str) -> bool {
        self.stop_words.contains(word)
    }

    /// The term of a word in lower case: its stem, without accents.
    pub(super) fn term(&self, word: &str) -> String {
        let stem = self.stemmer.map(|stemmer| stemmer.stem(word));
        let stem = stem.as_deref().filter(|it| !it.is_empty());
        fold::without_accents(stem.unwrap_or(word)).into_owned()
    }
}
