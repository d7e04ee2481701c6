//! The text of one part of an article: positions in code points, and the occurrences of
//! words.

use std::sync::{Arc, OnceLock};

use super::{folded::FoldedText, occurrences::Occurrences};

/// A text with an index from code points to bytes.
pub struct PartText<'a> {
    pub(crate) text: &'a str,
    length: i32,
    /// The byte at which every 256th code point begins. From there it is a short walk to
    /// any position.
    marks: Vec<usize>,
    /// The text in its folded spelling, once it is needed.
    folded: OnceLock<FoldedText>,
    /// The text in its loosely folded spelling, once it is needed.
    loose: OnceLock<FoldedText>,
    /// The text as others hold it too: as it was given, or a copy once it is needed.
    shared: OnceLock<Arc<str>>,
}

const MARK_EVERY: usize = 256;
const PLACES_NAMED_MAX: usize = 3;

impl<'a> PartText<'a> {
    /// Indexes a text.
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::new();
        let mut count = 0;
        for (byte, _) in text.char_indices() {
            if count % MARK_EVERY == 0 {
                marks.push(byte);
            }
            count += 1;
        }
        Self {
            text,
            length: i32::try_from(count).unwrap_or(i32::MAX),
            marks,
            folded: OnceLock::new(),
            loose: OnceLock::new(),
            shared: OnceLock::new(),
        }
    }

    /// Indexes a text that others hold too.
    pub fn of_shared(text: &'a Arc<str>) -> Self {
        Self {
            shared: OnceLock::from(text.clone()),
            ..Self::new(text)
        }
    }

    /// The text in its folded spelling.
    pub(crate) fn folded(&self) -> &FoldedText {
        self.folded.get_or_init(|| FoldedText::new(self.text))
    }

    /// The text in its loosely folded spelling.
    pub(crate) fn loose(&self) -> &FoldedText {
        self.loose.get_or_init(|| FoldedText::loose(self.text))
    }

    /// Drops the text in its folded spelling, until it is needed again.
    pub(super) fn forget_folded(&mut self) {
        self.folded.take();
    }

    /// The text for others to hold, the same one each time.
    pub(super) fn shared(&self) -> Arc<str> {
        self.shared.get_or_init(|| Arc::from(self.text)).clone()
    }

    /// The length in code points.
    pub fn length(&self) -> i32 {
        self.length
    }

    /// The byte at which a code point begins. The end of the text is a position too.
    pub(crate) fn byte(&self, position: i32) -> Option<usize> {
        if position == self.length {
            return Some(self.text.len());
        }
        let position = usize::try_from(position).ok()?;
        let mark = *self.marks.get(position / MARK_EVERY)?;
        self.text[mark..]
            .char_indices()
            .nth(position % MARK_EVERY)
            .map(|(byte, _)| mark + byte)
    }

    /// The range of bytes between two positions.
    pub(crate) fn byte_range(&self, start: i32, end: i32) -> Option<(usize, usize)> {
        let range = (self.byte(start)?, self.byte(end)?);
        (range.0 <= range.1).then_some(range)
    }

    /// The text between two positions. Empty if they are not positions of the text.
    pub(crate) fn slice(&self, start: i32, end: i32) -> &'a str {
        let range = self.byte_range(start, end);
        range.map_or("", |(from, to)| &self.text[from..to])
    }

    /// The position of the code point that begins at a byte.
    pub(crate) fn position(&self, byte: usize) -> i32 {
        let mark = self.marks.partition_point(|&mark| mark <= byte).max(1) - 1;
        let from = self.marks.get(mark).copied().unwrap_or_default();
        let position = mark * MARK_EVERY + self.text[from..byte].chars().count();
        i32::try_from(position).unwrap_or(i32::MAX)
    }

    /// The bytes at which the words occur. Occurrences can overlap.
    pub(crate) fn places<'t>(&'t self, words: &'t str) -> impl Iterator<Item = usize> + 't {
        Occurrences::new(self.text, words)
    }

    /// A clause for the end of an error text: where the words are in the text.
    pub(crate) fn describe_places(&self, words: &str) -> String {
        if words.is_empty() {
            return String::new();
        }
        let mut places: Vec<String> = self
            .places(words)
            .take(PLACES_NAMED_MAX + 1)
            .map(|byte| {
                let start = self.position(byte);
                format!("{start}..{}", start + code_points(words))
            })
            .collect();
        if places.is_empty() {
            return "; it is nowhere in the text".to_owned();
        }
        if places.len() > PLACES_NAMED_MAX {
            places[PLACES_NAMED_MAX] = "more".to_owned();
        }
        format!("; it is at {}", places.join(", "))
    }
}

/// The length of a text in code points.
pub(crate) fn code_points(text: &str) -> i32 {
    // A text is at most 1 MiB long, so its length fits.
    i32::try_from(text.chars().count()).unwrap_or(i32::MAX)
}

/// The number of a version of an article's text, from 1.
pub type TextVersion = i32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_bytes_agree_across_marks() {
        let text: String = (0..2000)
            .map(|i| if i % 3 == 0 { 'é' } else { 'a' })
            .collect();
        let counted = PartText::new(&text);
        assert_eq!(counted.length(), 2000);
        for (position, (byte, _)) in text.char_indices().enumerate() {
            let position = i32::try_from(position).unwrap();
            assert_eq!(counted.byte(position), Some(byte));
            assert_eq!(counted.position(byte), position);
        }
        assert_eq!(counted.byte(2000), Some(text.len()));
        assert_eq!(counted.byte(2001), None);
        assert_eq!(counted.byte(-1), None);
    }

    #[test]
    fn the_same_places_are_found_as_by_a_naive_search() {
        let text = "abababcabababab é";
        for words in [
            "a", "ab", "abab", "ababab", "bc", "c", "aa", "é", " é", text,
        ] {
            let expected: Vec<usize> = (0..text.len())
                .filter(|&at| text.as_bytes()[at..].starts_with(words.as_bytes()))
                .collect();
            let found: Vec<usize> = PartText::new(text).places(words).collect();
            assert_eq!(found, expected, "{words}");
        }
    }
}
