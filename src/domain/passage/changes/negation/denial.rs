//! Clauses that say of a statement that it is not true: ", which is false", "— wrongly",
//! ", a claim that is untrue".

use super::{may_negate::of, tables::of as table_of};
use crate::domain::passage::changes::{hunks::Hunk, language::Language, pair::Pair, words::Word};

/// Whether such a clause is all that was added in one place, or removed.
pub(super) fn is_clause_of(pair: &Pair<'_>, hunk: &Hunk, language: Language) -> bool {
    let has_words = |words: &[Word<'_>]| words.iter().any(|it| !is_mark(it));
    let (words, range) = match (has_words(pair.old_in(hunk)), has_words(pair.new_in(hunk))) {
        (false, true) => (&pair.new, &hunk.new),
        (true, false) => (&pair.old, &hunk.old),
        _ => return false,
    };
    let added = &words[range.clone()];
    let before = range.start.checked_sub(1).map(|at| &words[at]);
    let is_parted = added.first().is_some_and(is_mark) || before.is_some_and(is_mark);
    is_parted && is_clause(added, language)
}

/// Whether nothing else is in the clause.
pub(super) fn is_all(pair: &Pair<'_>, hunk: &Hunk, language: Language) -> bool {
    let mut words = pair.old_in(hunk).iter().chain(pair.new_in(hunk));
    words.all(|word| is_part(word, language))
}

/// Whether a clause denies the statement in front of it.
pub(super) fn is_clause(clause: &[Word<'_>], language: Language) -> bool {
    let marks = clause.iter().take_while(|it| is_mark(it)).count();
    let clause = &clause[marks..];
    let words = of(language);
    let is_relative = clause
        .first()
        .is_some_and(|word| words.relatives.contains(&word.folded.as_str()));
    let denials = clause.iter().filter(|word| is_denial(word, language));
    let negations = table_of(language).places(clause).len();
    let affirms = || {
        let mut clause = clause.iter();
        clause.any(|word| words.affirmations.contains(&word.folded.as_str()))
    };
    let denials = denials.count();
    // "Not false" is true.
    (denials + negations) % 2 == 1
        && (denials > 0 || affirms())
        && (is_relative && ends_with_denial(clause, language)
            || clause.iter().all(|word| is_part(word, language)))
}

/// Whether a clause ends with what it says of the statement: "which the mayor said is false",
/// but not "which led to false hopes".
fn ends_with_denial(clause: &[Word<'_>], language: Language) -> bool {
    let words = of(language);
    let is_said = |word: &Word<'_>| {
        is_denial(word, language) || words.affirmations.contains(&word.folded.as_str())
    };
    let said = clause.iter().rposition(is_said);
    said.is_some_and(|said| {
        let before = said.checked_sub(1).map(|at| &clause[at]);
        before.is_none_or(|word| is_part(word, language))
            && clause[said + 1..]
                .iter()
                .all(|word| is_part(word, language))
    })
}

/// Whether a word says that a statement is not true.
pub(super) fn is_denial(word: &Word<'_>, language: Language) -> bool {
    let words = of(language);
    let folded = word.folded.as_str();
    words.denials.contains(&folded) || words.untruths.contains(&folded)
}

/// Whether a word only comes and goes with a denial.
fn is_part(word: &Word<'_>, language: Language) -> bool {
    let folded = word.folded.as_str();
    table_of(language).is_small(word) || of(language).all().any(|part| part == folded)
}

fn is_mark(word: &Word<'_>) -> bool {
    !word.is_word() && !word.text.starts_with(|c: char| c.is_numeric())
}
