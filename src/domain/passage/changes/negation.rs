//! Whether a negation was added or removed.
//!
//! Negations are counted as readers understand them: "n'a pas" and "non ... nessuno" negate
//! once, "not only" and "No. 10" do not. A word that became its opposite ("said", "denied") is
//! one too. A difference of the counts is certain only if the
//! words around the negation are the same, and no word of negative meaning ("unaware",
//! "refused") may make up for it.

mod around;
mod germanic;
mod inflected;
mod may_negate;
mod opposites;
mod romance;
mod table;
mod tables;

use std::ops::Range;

pub(super) use self::around::{is_added, is_added_alone};
use self::{inflected::is_inflected, table::Negations, tables::of as table_of};
use super::{
    hunks::Hunk,
    language::Language,
    pair::{Pair, surplus},
    words::Word,
};

/// The most pairs of other words that are compared. If there are more, nothing is certain.
const COMPARED_MAX: usize = 10_000;

/// Whether a negation was added or removed.
pub(super) fn has_changed(pair: &Pair<'_>, language: Language) -> bool {
    let table = table_of(language);
    let (old, new) = (table.places(&pair.old), table.places(&pair.new));
    if old.len() == new.len() {
        return opposites::have_changed(pair, language, &|word| table.is_small(word));
    }
    if may_make_up(pair, table) {
        return false;
    }
    pair.hunks.iter().any(|hunk| {
        let (before, after) = (within(&old, &hunk.old), within(&new, &hunk.new));
        before != after
            && (before < after) == (old.len() < new.len())
            && has_same_rest(pair, hunk, table)
    })
}

/// Whether a negation that was added or removed is all that changed in one place.
pub(super) fn explains(pair: &Pair<'_>, hunk: &Hunk, language: Language) -> bool {
    let table = table_of(language);
    let (old, new) = (table.places(&pair.old), table.places(&pair.new));
    let (before, after) = (within(&old, &hunk.old), within(&new, &hunk.new));
    match old.len() == new.len() {
        true => opposites::is_opposite(pair, hunk, language, &|word| table.is_small(word)),
        false => before != after && has_same_rest(pair, hunk, table),
    }
}

fn within(places: &[usize], range: &Range<usize>) -> usize {
    places.iter().filter(|at| range.contains(at)).count()
}

/// Whether a hunk has the same words on both sides, except for the negation and small words.
/// An inflected verb ("paid", "did not pay") is the same word.
fn has_same_rest(pair: &Pair<'_>, hunk: &Hunk, table: &Negations) -> bool {
    let rest = |words: &'_ [Word<'_>]| {
        let words = words.iter().filter(|word| !table.is_small(word));
        words.map(|word| word.folded.clone()).collect::<Vec<_>>()
    };
    let (old, new) = (rest(pair.old_in(hunk)), rest(pair.new_in(hunk)));
    old.len() == new.len()
        && old
            .iter()
            .zip(&new)
            .all(|(old, new)| is_inflected(old, new))
}

/// Whether another word may make up for an added or removed negation.
fn may_make_up(pair: &Pair<'_>, table: &Negations) -> bool {
    let gone = surplus(&pair.old, &pair.new);
    let come = surplus(&pair.new, &pair.old);
    if gone.len() * come.len() > COMPARED_MAX {
        return true;
    }
    let is_negative = |word: &&str| {
        table.negative.contains(word)
            || table
                .negative_stems
                .iter()
                .any(|stem| word.starts_with(stem))
    };
    let is_opposite = |word: &str, of: &str| {
        let mut prefixes = table.prefixes.iter();
        prefixes.any(|prefix| word.strip_prefix(prefix).is_some_and(|rest| rest == of))
    };
    let mut all = gone.keys().chain(come.keys());
    all.any(is_negative)
        || gone.keys().any(|gone| {
            come.keys()
                .any(|come| is_opposite(gone, come) || is_opposite(come, gone))
        })
}
