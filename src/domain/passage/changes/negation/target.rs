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

/// What is asked of the word that is negated by a negation that was added or removed.
#[derive(Clone, Copy)]
pub(super) enum Test {
    /// It is in both wordings, whatever else changed beside it.
    Kept,
    /// Another word is in its place, which may be its opposite ("not rare", "common").
    Replaced,
}

/// Whether the words that are negated in one place of one wording alone pass a test.
pub(super) fn is(
    test: Test,
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
    let is_in_both = |at: usize| {
        let mut hunks = pair.hunks.iter();
        let hunk = hunks.find(|it| own(it).contains(&at));
        let mut words_there = hunk.into_iter().flat_map(|it| other(it).iter());
        hunk.is_none() || words_there.any(|it| is_form(it, &words[at], language))
    };
    let is_replaced = |at: usize| {
        let mut hunks = pair.hunks.iter().filter(|it| own(it).contains(&at));
        let mut words_there = hunks.next().into_iter().flat_map(|it| other(it).iter());
        // A noun has no opposite.
        let is_noun = words[at].is_capitalized() && !words[at].is_first;
        !is_noun && !is_in_both(at) && words_there.any(|it| is_content(it, language))
    };
    let passes = |at: usize| match test {
        Test::Kept => is_in_both(at),
        Test::Replaced => is_replaced(at),
    };
    let mut negations = places.iter().filter(|at| range.contains(at));
    negations.any(|at| target(words, *at, language).is_some_and(passes))
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
