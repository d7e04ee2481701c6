//! The occurrences of words in a text.

use memchr::memmem::Finder;

/// Finds all occurrences of words in a text. Each of them takes about as long as the way to it,
/// and all of them together no longer than the text, however repetitive that is.
pub(super) struct Occurrences<'t> {
    text: &'t str,
    words: &'t str,
    /// Finds one occurrence. It is fast, but begins anew after each.
    finder: Finder<'t>,
    at: usize,
    found: usize,
    /// Finds those that are left, once there were many.
    pass: Option<Pass<'t>>,
}

/// The most occurrences that are searched for one by one. Most words are in a text once, or
/// not at all.
const EACH_MAX: usize = 8;

impl<'t> Occurrences<'t> {
    pub(super) fn new(text: &'t str, words: &'t str) -> Self {
        Self {
            text,
            words,
            finder: Finder::new(words),
            // Empty words are nowhere.
            at: if words.is_empty() { text.len() } else { 0 },
            found: 0,
            pass: None,
        }
    }
}

impl Iterator for Occurrences<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if let Some(pass) = &mut self.pass {
            return pass.next();
        }
        let left = &self.text.as_bytes()[self.at..];
        let next = match left {
            [] => None,
            left => self.finder.find(left),
        };
        let Some(next) = next.map(|from| self.at + from) else {
            self.at = self.text.len();
            return None;
        };
        self.at = next + 1;
        self.found += 1;
        if self.found == EACH_MAX {
            self.pass = Some(Pass::new(self.text, self.words, self.at));
        }
        Some(next)
    }
}

/// Finds all occurrences in one pass over the text, with the algorithm of Knuth, Morris and
/// Pratt. A naive search would take quadratic time on repetitive texts.
struct Pass<'t> {
    text: &'t [u8],
    words: &'t [u8],
    /// The failure function: for each prefix of the words, the length of the longest
    /// shorter prefix that it ends with.
    overlaps: Vec<usize>,
    at: usize,
    matched: usize,
}

impl<'t> Pass<'t> {
    /// Begins at a byte.
    fn new(text: &'t str, words: &'t str, at: usize) -> Self {
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
            at,
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

impl Iterator for Pass<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let length = self.words.len();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(text: &str, words: &str) -> Vec<usize> {
        let bytes = text.as_bytes();
        let places = (0..bytes.len()).filter(|&at| bytes[at..].starts_with(words.as_bytes()));
        places.collect()
    }

    #[test]
    fn many_occurrences_are_the_same_as_by_a_naive_search() {
        let repeated = "ab aba ".repeat(20);
        let other = "à é à".repeat(30) + "aab".repeat(9).as_str();
        for text in [repeated.as_str(), &other, "", "a"] {
            for words in [
                "a", "ab", "aba", "a ab", "é", "à é", "aa", " ", "abc", "b aba a",
            ] {
                let found: Vec<usize> = Occurrences::new(text, words).collect();
                assert_eq!(found, naive(text, words), "{words:?} in {text:?}");
            }
        }
    }

    #[test]
    fn empty_words_are_nowhere_and_the_end_stays_the_end() {
        assert_eq!(Occurrences::new("ab", "").next(), None);
        let mut once = Occurrences::new("abc", "b");
        assert_eq!(once.next(), Some(1));
        assert_eq!((once.next(), once.next()), (None, None));
    }

    #[test]
    fn a_repetitive_text_is_gone_through_once() {
        let text = "a".repeat(1 << 20);
        let words = "a".repeat(10_000);
        assert_eq!(
            Occurrences::new(&text, &words).count(),
            text.len() - words.len() + 1
        );
    }
}
