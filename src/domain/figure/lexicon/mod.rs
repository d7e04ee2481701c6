//! The words of each language, as tables.

mod english;
mod french;
mod german;
mod italian;
mod spanish;
mod tables;

use std::fmt;

pub(super) use self::tables::{BASIS_POINT, Lexicon, Limit, Modifier, PERCENTAGE_POINT, Table};
use crate::domain::value::language;

/// The language whose words are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    English,
    Italian,
    German,
    French,
    Spanish,
    /// No words are read, only digits and signs.
    None,
}

use Words::{English, French, German, Italian, Spanish};

impl Words {
    pub(super) const ALL: [Self; 5] = [English, Italian, German, French, Spanish];

    /// The languages that a text with this tag may be in.
    pub(super) fn of(tag: &str) -> Vec<Self> {
        if tag.is_empty() {
            return Self::ALL.to_vec();
        }
        let language = language::primary(tag).unwrap_or_default();
        vec![match language.as_str() {
            "en" => English,
            "it" => Italian,
            "de" => German,
            "fr" => French,
            "es" => Spanish,
            _ => Self::None,
        }]
    }

    /// The tables of this language.
    pub(super) fn lexicon(self) -> &'static Lexicon {
        match self {
            English => &english::LEXICON,
            Italian => &italian::LEXICON,
            German => &german::LEXICON,
            French => &french::LEXICON,
            Spanish => &spanish::LEXICON,
            Self::None => &tables::NO_WORDS,
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            English => "English",
            Italian => "Italian",
            German => "German",
            French => "French",
            Spanish => "Spanish",
            Self::None => "no words",
        })
    }
}

/// The phrases of an entry of a table.
pub(super) fn phrases(entry: &'static str) -> impl Iterator<Item = &'static str> {
    entry.split('|').filter(|phrase| !phrase.is_empty())
}

fn is_listed(word: &str, list: impl Fn(&Lexicon) -> &'static str) -> bool {
    Words::ALL
        .iter()
        .any(|words| phrases(list(words.lexicon())).any(|listed| listed == word))
}

/// Whether a word counts without a definite number.
pub(super) fn is_vague(word: &str) -> bool {
    is_listed(word, |lexicon| lexicon.vague)
}

/// Whether a word is an ordinal or the ending of one.
pub(super) fn is_ordinal(word: &str) -> bool {
    is_listed(word, |lexicon| lexicon.ordinals)
}
