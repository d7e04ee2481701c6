//! The words around a passage in its sentence that were not around it before.

use std::collections::HashMap;

use super::{
    language::Language,
    passage::Passage,
    typography,
    words::{self, Word},
};

/// The rest of the sentence around new words, and which of its words are new.
pub(super) struct Around<'a> {
    /// The words in front of the passage.
    pub before: Vec<Word<'a>>,
    /// The words behind the passage.
    pub after: Vec<Word<'a>>,
    /// The indexes of those in front that were not around the passage before.
    pub added_before: Vec<usize>,
    /// The indexes of those behind.
    pub added_after: Vec<usize>,
    /// The words that were around the passage before, and are not any more.
    pub gone: Vec<String>,
}

impl<'a> Around<'a> {
    /// Compares the sentences of an old and a new passage.
    pub fn new(old: &Passage<'a>, new: &Passage<'a>, language: Option<Language>) -> Self {
        let split = |text: &'a str| words::split(text, language);
        let mut counts: HashMap<String, usize> = HashMap::new();
        for text in [old.before, old.after] {
            for word in split(text) {
                *counts.entry(word.folded).or_default() += 1;
            }
        }
        let mut added = |words: &[Word<'_>], at: &mut dyn Iterator<Item = usize>| {
            let is_new = |at: &usize| {
                let count = counts.get_mut(&words[*at].folded).filter(|it| **it > 0);
                match count {
                    Some(count) => {
                        *count -= 1;
                        false
                    }
                    None => typography::is_telling(words, *at),
                }
            };
            let mut added: Vec<usize> = at.filter(is_new).collect();
            added.sort_unstable();
            added
        };
        let [before, after] = [new.before, new.after].map(split);
        // Those nearest to the passage first.
        let added_before = added(&before, &mut (0..before.len()).rev());
        let added_after = added(&after, &mut (0..after.len()));
        let gone = counts.into_iter().filter(|(_, count)| *count > 0);
        let gone = gone.map(|(word, _)| word).collect();
        Self {
            before,
            after,
            added_before,
            added_after,
            gone,
        }
    }

    /// Whether no words were added.
    pub fn is_same(&self) -> bool {
        self.added_before.is_empty() && self.added_after.is_empty()
    }
}

/// The parts of two texts that are not the same, in whole words. Words that are in one text
/// more often than in the other one are in them.
pub(super) fn differing<'a>(old: &'a str, new: &'a str) -> [&'a str; 2] {
    let [a, b] = [old, new].map(str::as_bytes);
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let same = a.iter().rev().zip(b.iter().rev());
    let end = same.take_while(|(a, b)| a == b).count();
    [old, new].map(|text| {
        let is_space = |at: &usize| text.as_bytes()[*at].is_ascii_whitespace();
        let from = (0..start).rfind(is_space).unwrap_or(0);
        let to = (text.len() - end..text.len()).find(is_space);
        &text[from..to.unwrap_or(text.len())]
    })
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn what_differs_is_given_in_whole_words() {
        for (old, new, parts) in [
            ("It is so. ", "It is so. ", ["", ""]),
            ("he noted it ", "he not it ", ["noted", "not"]),
            ("é never ", "è never ", ["é", "è"]),
            ("", "No ", ["", "No"]),
        ] {
            assert_eq!(differing(old, new).map(str::trim), parts, "{old} / {new}");
        }
    }
}
