//! The languages of texts: which stemmer and which stop words a language has.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
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

/// The languages that have ı beside i, each with a capital of its own.
const DOTLESS: &[&str] = &["az", "tr"];

/// All languages that are known. The first one is for texts of any other.
static ALL: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let tags = STEMMED.iter().map(|(tag, _)| *tag);
    let tags = tags.chain(stop_words::available_languages().iter().copied());
    let tags: BTreeSet<&str> = tags.collect();
    let tags = std::iter::once("und").chain(tags).enumerate();
    tags.map(|(number, tag)| Language::new(number, tag))
        .collect()
});

static KNOWN: LazyLock<HashMap<&str, &Language>> = LazyLock::new(|| {
    let known = ALL.iter().skip(1);
    known.map(|it| (it.tag.as_str(), it)).collect()
});

/// The tag of the language of a text, if that can be told: a few words are often not enough.
pub fn told(text: &str) -> Option<&'static str> {
    passage::Language::of("", text).map(|language| match language {
        passage::Language::English => "en",
        passage::Language::French => "fr",
        passage::Language::German => "de",
        passage::Language::Italian => "it",
        passage::Language::Spanish => "es",
    })
}

/// How words of a language become terms.
pub struct Language {
    number: usize,
    tag: String,
    stemmer: Option<Stemmer>,
    stop_words: HashSet<String>,
    is_dotless: bool,
}

impl Language {
    /// The language of a tag. If the tag is empty, the language is told from the text; if that
    /// cannot be told, or the language has no stemmer, words stay as they are.
    pub fn of(tag: &str, text: &str) -> &'static Self {
        let known = match tag {
            "" => told(text).and_then(|tag| KNOWN.get(tag).copied()),
            // Most tags are just a language.
            tag => {
                let known = KNOWN.get(tag);
                let known = known.or_else(|| KNOWN.get(language::primary(tag)?.as_str()));
                known.copied()
            }
        };
        known.unwrap_or(&ALL[Self::UNKNOWN])
    }

    /// The number of all unknown languages, whose words stay as they are.
    pub const UNKNOWN: usize = 0;

    /// The number of the language. It is the same in all processes of one release.
    pub fn number(&self) -> usize {
        self.number
    }

    /// How many numbers there are.
    pub fn count() -> usize {
        ALL.len()
    }

    /// The language with a number.
    pub fn of_number(number: usize) -> &'static Self {
        ALL.get(number).unwrap_or(&ALL[Self::UNKNOWN])
    }

    fn new(number: usize, tag: &str) -> Self {
        let stemmer = STEMMED.iter().find(|(it, _)| *it == tag);
        let listed = stop_words::lookup(tag).unwrap_or_default();
        // Words with apostrophes are split before they are looked up.
        let words = listed.iter().flat_map(|it| it.split(['\'', '’', ' ']));
        let is_dotless = DOTLESS.contains(&tag);
        let words = words.map(|it| lower(it, is_dotless));
        let words = words.filter(|it| !it.is_empty());
        Self {
            is_dotless,
            number,
            tag: tag.to_owned(),
            stemmer: stemmer.map(|(_, algorithm)| Stemmer::new(*algorithm)),
            stop_words: words.collect(),
        }
    }

    /// A word in lower case: the capital of ı is I in some languages, and of i in the others.
    pub(super) fn lower(&self, word: &str) -> String {
        lower(word, self.is_dotless)
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

fn lower(word: &str, is_dotless: bool) -> String {
    match is_dotless {
        true => fold::lower_dotless(word),
        // Its capital is taken for that of i.
        false => fold::lower(word).replace('ı', "i"),
    }
}
