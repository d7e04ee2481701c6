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
    /// An OR does not stand between two words.
    LoneOr,
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
            Self::LoneOr => {
                f.write_str("OR does not stand between two words: it was searched as a word")
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
