//! Long texts: each sentence is matched.

use std::ops::Range;

use super::{
    question::Question,
    ranking::{Match, matches},
};
use crate::{
    domain::passage::{Passage, part_text::PartText},
    index::{
        analysis,
        claims::{Error, Snapshot},
    },
};

/// The longest text that is matched as a whole, in bytes: a post, or a few sentences.
pub const WHOLE_BYTES_MAX: usize = 1_000;

/// The most sentences of a text that are matched.
pub const SENTENCES_MAX: usize = 500;

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

/// The sentences of a text, in bytes.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let indexed = PartText::new(text);
    let mut found = Vec::new();
    let (mut position, mut start) = (0, 0);
    while start < text.len() && found.len() <= SENTENCES_MAX {
        let blank = text[start..].chars().take_while(|c| c.is_whitespace());
        let (count, bytes) = blank.fold((0, 0), |(n, b), c| (n + 1, b + c.len_utf8()));
        (position, start) = (position + count, start + bytes);
        let Some(first) = text[start..].chars().next() else {
            break;
        };
        let around = Passage::of(&indexed, position, position + 1);
        let length = (first.len_utf8() + around.after.len()).min(text.len() - start);
        let sentence = &text[start..start + length];
        found.push(start..start + sentence.trim_end().len());
        let count = i32::try_from(sentence.chars().count()).unwrap_or(i32::MAX);
        (position, start) = (position.saturating_add(count), start + length);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn a_text_is_cut_into_its_sentences() {
        let text = "The bridge fell. Mr. Moser paid 1.5 million!\n\nNobody was hurt? 世界。卫生。";
        let parts: Vec<&str> = sentences(text).into_iter().map(|it| &text[it]).collect();
        assert_eq!(
            parts,
            [
                "The bridge fell.",
                "Mr. Moser paid 1.5 million!",
                "Nobody was hurt?",
                "世界。",
                "卫生。"
            ]
        );
    }
}
