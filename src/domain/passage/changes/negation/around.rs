//! Negations that were added to the sentence around a passage: "No officials say ...",
//! "The mayor denied that ...", "..., which is false".

use std::ops::Range;

use super::{
    denial::{is_clause, is_denial},
    may_negate::{MayNegate, of},
    tables::of as table_of,
};
use crate::domain::passage::changes::{
    around::Around,
    language::Language,
    pair::{Pair, surplus},
    words::Word,
};

/// Whether a negation was added in the clause right in front of the new words, or behind them.
pub(crate) fn is_added(around: &Around<'_>, pair: &Pair<'_>, language: Language) -> bool {
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
    let negates = |at: usize| {
        let word = all[at].folded.as_str();
        (places.contains(&at) || is_denial(&all[at], language) || words.near.contains(&word))
            && !gone.contains_key(word)
    };
    let front = clause_before(before, words);
    let added_before = around.added_before.iter().filter(|at| front.contains(at));
    let added_after: Vec<usize> = around.added_after.iter().map(|at| first + at).collect();
    let behind = clauses_after(&all, first, language);
    let behind = added_after
        .iter()
        .filter(|at| behind.iter().any(|clause| clause.contains(at)));
    // Two negations may cancel each other.
    added_before
        .chain(behind)
        .filter(|at| negates(**at))
        .count()
        == 1
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

/// The last clause in front of a passage. In German, a comma stands before "dass".
fn clause_before(before: &[Word<'_>], words: &MayNegate) -> Range<usize> {
    let is_end = |at: &usize| {
        let next = before.get(at + 1).map_or("", |next| next.folded.as_str());
        is_clause_mark(&before[*at]) && !words.that_after_comma.contains(&next)
    };
    let start = (0..before.len()).rfind(is_end).map_or(0, |at| at + 1);
    start..before.len()
}

/// The first clause behind a passage, and those that begin as "which" does or deny it.
fn clauses_after(all: &[Word<'_>], first: usize, language: Language) -> Vec<Range<usize>> {
    let words = of(language);
    let marks = (first..all.len()).filter(|at| is_clause_mark(&all[*at]));
    let mut ends: Vec<usize> = marks.collect();
    ends.push(all.len());
    let mut start = first;
    let mut clauses = Vec::new();
    for end in ends {
        let begin = all.get(start).map_or("", |word| word.folded.as_str());
        let is_relative = words.relatives.contains(&begin);
        if start == first || is_relative || is_clause(&all[start.min(end)..end], language) {
            clauses.push(start..end);
        }
        start = end + 1;
    }
    clauses
}

fn is_clause_mark(word: &Word<'_>) -> bool {
    !word.is_word() && matches!(word.text, "," | ";" | ":" | "(" | ")" | "–" | "—")
}
