//! What of a query was not understood, and what was done instead.

use std::fmt;

use super::bounds::{QUERY_LETTERS_MAX, QUERY_WORDS_MAX};
use crate::index::claims::Kind;

/// Something of a query that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// It has no words.
    NoWords,
    /// It has too many code points.
    TooLong,
    /// It has too many words.
    TooManyWords,
    /// A quotation mark is not closed.
    OpenQuote,
    /// A quotation mark stands behind a word, without one in front of it.
    StrayQuote,
    /// An OR does not stand between two words.
    LoneOr,
    /// “or” stands between two words.
    LowerOr,
    /// A NOT does not stand in front of a word.
    LoneNot,
    /// A minus does not stand in front of a word.
    LoneMinus,
    /// A plus stands in front of a word.
    Plus,
    /// Words stand in parentheses.
    Parentheses,
    /// `*` or `?` stands for letters.
    Wildcard,
    /// A word has a weight or a distance.
    Weight,
    /// `|` stands between words.
    Bar,
    /// `&&` stands between words.
    Ampersands,
    /// Nothing stands right behind a prefix.
    EmptyPrefix(&'static str),
    /// Words are stop words.
    TooFrequent(Vec<String>),
    /// It says only what is not wanted.
    OnlyExclusions,
    /// A prefix is not known.
    UnknownPrefix(String),
    /// A prefix names a part that what is searched for does not have.
    OtherPrefix(&'static str, Kind),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoWords => f.write_str("the query has no words"),
            Self::TooLong => write!(
                f,
                "only the first {QUERY_LETTERS_MAX} characters of the query were read"
            ),
            Self::TooManyWords => write!(
                f,
                "only the first {QUERY_WORDS_MAX} words of the query were searched"
            ),
            Self::OpenQuote => {
                f.write_str("a quotation mark is not closed: what follows was searched as words")
            }
            Self::StrayQuote => f.write_str(
                "a quotation mark stands behind a word, and none in front of it: it was left out",
            ),
            Self::LoneOr => {
                f.write_str("OR does not stand between two words: it was read as the word “or”")
            }
            Self::LowerOr => f.write_str(
                "“or” was read as a word: to search for one of two words, write OR in capitals",
            ),
            Self::LoneNot => {
                f.write_str("NOT does not stand in front of a word: it was read as the word “not”")
            }
            Self::LoneMinus => f.write_str(
                "a minus or a dash stands alone and was left out: to exclude a word, write it right \
                 in front of that",
            ),
            Self::Plus => f.write_str("all words are required anyway: “+” was left out"),
            Self::Parentheses => f.write_str(
                "words cannot be grouped: parentheses were left out, and what they hold was \
                 searched as words",
            ),
            Self::Wildcard => f.write_str(
                "“*” and “?” do not stand for letters: they were left out, and words are found in \
                 all their forms",
            ),
            Self::Weight => f.write_str(
                "words have no weights or distances: “^” and “~” with their numbers were left out",
            ),
            Self::Bar => f.write_str(
                "“|” was left out: to search for one of two words, write OR between them",
            ),
            Self::Ampersands => f.write_str("all words are required anyway: “&&” was left out"),
            Self::EmptyPrefix(prefix) => write!(
                f,
                "“{prefix}:” does not stand right in front of a word: it was searched as a word"
            ),
            Self::TooFrequent(words) => {
                let words: Vec<String> = words.iter().map(|it| format!("“{it}”")).collect();
                let words = words.join(", ");
                write!(
                    f,
                    "these are too frequent to be searched, and were left out: {words}"
                )
            }
            Self::OnlyExclusions => f.write_str(
                "the query says only what is not wanted: its words were searched instead",
            ),
            Self::UnknownPrefix(prefix) => write!(
                f,
                "the prefix “{prefix}:” is not known: it was searched as a word"
            ),
            Self::OtherPrefix(prefix, kind) => {
                let kind = match kind {
                    Kind::Claim => "claims",
                    Kind::Article => "articles",
                    Kind::Source => "sources",
                };
                write!(
                    f,
                    "{kind} have no “{prefix}:”: what follows was searched in all their words"
                )
            }
        }
    }
}
