//! Where two wordings differ: a diff of their words.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, Interner, Token};

use super::words::Word;

/// A place where two wordings differ: the words that were replaced, and their replacement.
/// One of the two can be empty.
#[derive(Clone, Debug)]
pub(super) struct Hunk {
    pub old: Range<usize>,
    pub new: Range<usize>,
}

/// The places where two wordings differ, in order. Letter case makes no difference.
pub(super) fn between(old: &[Word<'_>], new: &[Word<'_>]) -> Vec<Hunk> {
    let mut spellings = Interner::new(old.len() + new.len());
    let [old, new] = [old, new].map(|words| {
        let words = words.iter();
        words
            .map(|word| spellings.intern(word.folded.as_str()))
            .collect::<Vec<Token>>()
    });
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Myers, &old, &new, spellings.num_tokens());
    let range = |range: Range<u32>| range.start as usize..range.end as usize;
    let hunks = diff.hunks().map(|hunk| Hunk {
        old: range(hunk.before),
        new: range(hunk.after),
    });
    hunks.collect()
}
