//! The sentences of a text.

use std::ops::Range;

use crate::domain::passage::{Passage, part_text::PartText};

/// The most sentences of a text that are matched.
pub const SENTENCES_MAX: usize = 500;

/// The sentences of a text, in bytes: one more than [`SENTENCES_MAX`] if there are more.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
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
