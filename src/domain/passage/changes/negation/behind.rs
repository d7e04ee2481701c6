//! Negations behind a passage: "[The bridge] is not closed", "[...], which is false".

use std::ops::Range;

use super::{
    denial::is_clause,
    front::{is_clause_mark, opens_clause},
    inflected::is_inflected,
    tables::of as table_of,
};
use crate::domain::passage::changes::{around::Around, language::Language, words::Word};

/// How many negations behind a passage negate it. `all` are the words of the sentence; those
/// behind the passage begin at `first`. `added` are the indexes of the words that were added
/// there, and `negating` those of added words that negate.
pub(super) fn negations(
    all: &[Word<'_>],
    first: usize,
    (added, negating): (&[usize], &[usize]),
    around: &Around<'_>,
    language: Language,
) -> usize {
    let within = |clause: &Range<usize>| negating.iter().any(|at| clause.contains(at));
    let clauses = clauses(all, first).filter(within);
    let negates = |clause: &Range<usize>| match clause.start == first {
        true => goes_on(all, clause, (added, negating), around, language),
        false => is_clause(&all[clause.clone()], language),
    };
    clauses.filter(negates).count()
}

/// The clauses behind a passage.
fn clauses(all: &[Word<'_>], first: usize) -> impl Iterator<Item = Range<usize>> {
    let marks = (first..all.len()).filter(|at| is_clause_mark(&all[*at]));
    let mut start = first;
    let ends = marks.chain([all.len()]);
    ends.map(move |end| {
        let clause = start.min(end)..end;
        start = end + 1;
        clause
    })
}

/// Negates with a negation in front of it ("no more").
const MORE: &str = "more";

/// Whether the clause of the passage goes on behind it with a negation that was put in, and
/// is else as it was. In German, the negation may also be the end of the clause.
fn goes_on(
    all: &[Word<'_>],
    clause: &Range<usize>,
    (added, negating): (&[usize], &[usize]),
    around: &Around<'_>,
    language: Language,
) -> bool {
    let table = table_of(language);
    let negations: Vec<usize> = negating
        .iter()
        .copied()
        .filter(|it| clause.contains(it))
        .collect();
    let [at] = negations[..] else {
        return false;
    };
    let is_kept = |word: &Word<'_>| {
        table.is_small(word)
            || word.folded == MORE
            || around
                .gone
                .iter()
                .any(|gone| is_inflected(gone, &word.folded))
    };
    let is_small = |range: Range<usize>| all[range].iter().all(|word| table.is_small(word));
    let opens = |range: Range<usize>| {
        let mut words = all[range].iter();
        words.any(|word| opens_clause(word, language))
    };
    let is_beside =
        is_small(clause.start..at) || language == Language::German && is_small(at..clause.end);
    let mut added = added.iter().filter(|it| clause.contains(it));
    is_beside && !opens(clause.start..at) && added.all(|it| is_kept(&all[*it]))
}
