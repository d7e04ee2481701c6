//! Negations that were added to the sentence around a passage: "No officials say ...",
//! "The mayor denied that ...", "..., which is false".
//!
//! A negation somewhere in the sentence says nothing of the passage. It counts only if it is
//! certain that the passage is what it negates.

use super::{behind, denial::is_denial, front::Front, may_negate::of, tables::of as table_of};
use crate::domain::passage::changes::{
    around::Around,
    language::Language,
    pair::{Pair, surplus},
    words::Word,
};

/// Whether a negation was added to the rest of the sentence that negates the new words.
pub(crate) fn is_added(around: &Around<'_>, pair: &Pair<'_>, language: Language) -> bool {
    if around.is_same() {
        return false;
    }
    let words = of(language);
    let (before, new) = (&around.before, &pair.new);
    let all: Vec<Word<'_>> = [before, new, &around.after]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let first = before.len() + new.len();
    let gone = surplus(&pair.old, &pair.new);
    let places = table_of(language).places(&all);
    let negates = |at: &usize| {
        let word = all[*at].folded.as_str();
        let negates = places.contains(at) || words.near.contains(&word);
        (negates || is_denial(&all[*at], language)) && !gone.contains_key(word)
    };
    let front = Front::of(before, language);
    let in_front = around.added_before.iter().copied().filter(negates);
    let in_front = in_front.filter(|at| front.is_negated_by(*at, places.contains(at)));
    let added_after: Vec<usize> = around.added_after.iter().map(|at| first + at).collect();
    let after: Vec<usize> = added_after.iter().copied().filter(negates).collect();
    let behind = behind::negations(&all, first, (&added_after, &after), around, language);
    // Two negations may cancel each other.
    in_front.count() + behind == 1
}

/// Whether a negation is all that was added around the new words.
pub(crate) fn is_added_alone(
    around: &Around<'_>,
    pair: &Pair<'_>,
    language: Option<Language>,
) -> bool {
    let Some(language) = language else {
        return false;
    };
    let (table, words) = (table_of(language), of(language));
    let is_part = |word: &Word<'_>| {
        let folded = word.folded.as_str();
        table.is_small(word) || words.all().any(|part| part == folded)
    };
    let before = around.added_before.iter().map(|at| &around.before[*at]);
    let after = around.added_after.iter().map(|at| &around.after[*at]);
    is_added(around, pair, language) && before.chain(after).all(is_part)
}
