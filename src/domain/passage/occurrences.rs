//! The occurrences of words in a text.

/// Finds all occurrences of words in one pass over the text, with the algorithm of Knuth,
/// Morris and Pratt. A naive search would take quadratic time on repetitive texts.
pub(super) struct Occurrences<'t> {
    text: &'t [u8],
    words: &'t [u8],
    /// The failure function: for each prefix of the words, the length of the longest
    /// shorter prefix that it ends with.
    overlaps: Vec<usize>,
    at: usize,
    matched: usize,
}

impl<'t> Occurrences<'t> {
    pub(super) fn new(text: &'t str, words: &'t str) -> Self {
        let words = words.as_bytes();
        let mut overlaps = Vec::with_capacity(words.len());
        let mut matched = 0;
        for (index, &byte) in words.iter().enumerate() {
            if index > 0 {
                matched = extend(words, &overlaps, matched, byte);
            }
            overlaps.push(matched);
        }
        Self {
            text: text.as_bytes(),
            words,
            overlaps,
            at: 0,
            matched: 0,
        }
    }
}

/// The number of matched bytes after one more byte of the text.
fn extend(words: &[u8], overlaps: &[usize], mut matched: usize, byte: u8) -> usize {
    while matched > 0 && words[matched] != byte {
        matched = overlaps[matched - 1];
    }
    matched + usize::from(words[matched] == byte)
}

impl Iterator for Occurrences<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let length = self.words.len();
        if length == 0 {
            return None;
        }
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            self.matched = extend(self.words, &self.overlaps, self.matched, byte);
            if self.matched == length {
                self.matched = self.overlaps[length - 1];
                return Some(self.at - length);
            }
        }
        None
    }
}
