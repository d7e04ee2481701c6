//! Long texts: each sentence is matched.

use std::ops::Range;

use super::{
    question::Question,
    ranking::{Match, matches},
    sentences::{SENTENCES_MAX, sentences},
};
use crate::index::{
    analysis,
    claims::{Error, Snapshot},
};

/// The longest text that is matched as a whole, in bytes: a post, or a few sentences.
pub const WHOLE_BYTES_MAX: usize = 1_000;

/// The longest sentence of which all is read, in bytes.
pub const SENTENCE_BYTES_MAX: usize = 2_000;

/// A part of a text, and the claims that it may repeat.
#[derive(Clone, Debug, PartialEq)]
pub struct PassageMatches {
    /// Where it is in the text, in bytes.
    pub range: Range<usize>,
    /// The claims, the best first.
    pub matches: Vec<Match>,
}

/// The claims that the parts of a text most likely repeat, at most so many for each part. A
/// text of up to [`WHOLE_BYTES_MAX`] is one part; of a longer one each sentence is. At most
/// [`SENTENCES_MAX`] sentences are matched, and [`SENTENCE_BYTES_MAX`] bytes of each.
pub fn matches_in(
    snapshot: &Snapshot,
    question: &Question<'_>,
    most: usize,
) -> Result<Vec<PassageMatches>, Error> {
    let text = question.text;
    let parts = parts(text).into_iter().take(SENTENCES_MAX).map(|range| {
        let sentence = Question {
            text: analysis::beginning(&text[range.clone()], SENTENCE_BYTES_MAX),
            ..*question
        };
        let matches = matches(snapshot, &sentence, most)?;
        Ok(PassageMatches { range, matches })
    });
    parts.collect()
}

/// The parts of a text that are matched by themselves, in bytes: one more than [`SENTENCES_MAX`]
/// if there are more.
pub fn parts(text: &str) -> Vec<Range<usize>> {
    match text.len() <= WHOLE_BYTES_MAX {
        true => std::iter::once(0..text.len()).collect(),
        false => sentences(text),
    }
}
