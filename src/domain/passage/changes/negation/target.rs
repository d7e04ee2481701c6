//! What a negation negates: the word behind it, or the one in front of it at the end of a
//! clause.

use std::ops::Range;

use super::{inflected::is_inflected, table::within, tables::of as table_of};
use crate::domain::passage::changes::{
    figures,
    hunks::Hunk,
    language::Language,
    pair::Pair,
    words::{Kind, Word},
};

/// Whether what is negated by a negation that was added or removed in one place is in both
/// wordings, whatever else changed beside it.
pub(super) fn is_same(
    pair: &Pair<'_>,
    (old, new): (&[usize], &[usize]),
    hunk: &Hunk,
    language: Language,
) -> bool {
    let is_added = within(old, &hunk.old) < within(new, &hunk.new);
    let (words, places, range) = match is_added {
        true => (&pair.new, new, &hunk.new),
        false => (&pair.old, old, &hunk.old),
    };
    let own = |it: &Hunk| {
        if is_added {
            it.new.clone()
        } else {
            it.old.clone()
        }
    };
    let other = |it: &Hunk| {
        if is_added {
            pair.old_in(it)
        } else {
            pair.new_in(it)
        }
    };
    let is_kept = |at: usize| {
        let mut hunks = pair.hunks.iter();
        match hunks.find(|it| own(it).contains(&at)) {
            None => true,
            Some(hunk) => {
                let mut words_there = other(hunk).iter();
                words_there.any(|it| is_form(it, &words[at], language))
            }
        }
    };
    let mut negations = places.iter().filter(|at| range.contains(at));
    negations.any(|at| target(words, *at, language).is_some_and(is_kept))
}

/// Whether a word is a form of another one, and not a small word.
fn is_form(word: &Word<'_>, of: &Word<'_>, language: Language) -> bool {
    is_content(word, language) && is_inflected(&word.folded, &of.folded)
}

/// The word that a negation negates.
fn target(words: &[Word<'_>], at: usize, language: Language) -> Option<usize> {
    let ends = |at: &usize| {
        matches!(
            words[*at].text,
            "." | "," | ";" | ":" | "!" | "?" | "–" | "—"
        )
    };
    let first = |mut range: Box<dyn Iterator<Item = usize> + '_>| {
        range.find(|at| is_content(&words[*at], language))
    };
    let clause: Range<usize> = at + 1..(at + 1..words.len()).find(ends).unwrap_or(words.len());
    first(Box::new(clause)).or_else(|| first(Box::new((0..at).rev().take_while(|at| !ends(at)))))
}

/// Whether a word says something by itself. Names and figures are changed on their own.
fn is_content(word: &Word<'_>, language: Language) -> bool {
    word.kind == Kind::Word
        && !table_of(language).is_small(word)
        && !word.may_be_name_in(language)
        && !figures::is_amount_of(&word.folded, language)
}
