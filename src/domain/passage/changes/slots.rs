//! Slots: the words of one kind in two wordings, such as figures, and which of them are in the
//! same place.

use std::{collections::HashSet, ops::Range};

use imara_diff::{Algorithm, Diff, Interner, Token};

use super::words::Word;

/// Stands for any words in a slot. No word of a wording is spelled like it.
const SLOT: &str = "\u{0}";

/// Whether each slot is in the same place of two wordings, which are given with the ranges of
/// words in their slots. It is not certain if a slot or other words were moved.
pub(super) fn are_in_place(
    old: (&[Word<'_>], &[Range<usize>]),
    new: (&[Word<'_>], &[Range<usize>]),
) -> bool {
    if old.1.len() != new.1.len() {
        return false;
    }
    let words = [skeleton(old), skeleton(new)];
    let mut spellings = Interner::new(words[0].len() + words[1].len());
    let [a, b] = words.map(|words| {
        let words = words.into_iter();
        words
            .map(|word| spellings.intern(word))
            .collect::<Vec<Token>>()
    });
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Myers, &a, &b, spellings.num_tokens());
    let mut gone: HashSet<Token> = HashSet::new();
    let mut come: HashSet<Token> = HashSet::new();
    for hunk in diff.hunks() {
        gone.extend(&a[hunk.before.start as usize..hunk.before.end as usize]);
        come.extend(&b[hunk.after.start as usize..hunk.after.end as usize]);
    }
    let slot = spellings.intern(SLOT);
    gone.is_disjoint(&come) && !gone.contains(&slot) && !come.contains(&slot)
}

/// The words of a wording with each slot as one word.
fn skeleton<'a>((words, slots): (&'a [Word<'_>], &[Range<usize>])) -> Vec<&'a str> {
    let mut slots = slots.iter().peekable();
    let mut skeleton = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        match slots.next_if(|slot| slot.start <= at) {
            Some(slot) => {
                skeleton.push(SLOT);
                at = slot.end.max(at + 1);
            }
            None => {
                skeleton.push(words[at].folded.as_str());
                at += 1;
            }
        }
    }
    skeleton
}
