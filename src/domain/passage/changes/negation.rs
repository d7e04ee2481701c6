//! Whether a negation was added or removed.
//!
//! Negations are counted as readers understand them: "n'a pas" and "non ... nessuno" negate
//! once, "not only" and "No. 10" do not. A word that became its opposite ("said", "denied") is
//! one too. A difference of the counts is certain only if the
//! words around the negation are the same, and no word of negative meaning ("unaware",
//! "refused") may make up for it.

mod around;
mod behind;
mod denial;
mod forms;
mod front;
mod germanic;
mod inflected;
mod may_negate;
mod opposites;
mod phrases;
mod prefixes;
mod romance;
mod table;
mod tables;
mod target;

use std::collections::{HashMap, HashSet};

pub(super) use self::around::{is_added, is_added_alone};
use self::{
    inflected::is_inflected,
    table::{Negations, within},
    tables::of as table_of,
};
use super::{
    hunks::Hunk,
    language::Language,
    pair::{Pair, surplus},
    words::{self, Word},
};

/// The most pairs of other words that are compared. If there are more, nothing is certain.
const COMPARED_MAX: usize = 10_000;

/// How far a word that makes up for a negation may be away from it, in words.
const MADE_UP_REACH: usize = 10;

/// The least letters of a word whose opposite with a prefix makes up for a negation.
const STEM_MIN: usize = 4;

/// The letters by which a form of such a word is recognised: "unanswered", "answer".
const FORM_MIN: usize = 6;

/// Words for "only": only she came, if nobody else did.
const ONLY: &[&str] = &[
    "only",
    "solely",
    "nur",
    "allein",
    "einzig",
    "seul",
    "seule",
    "seuls",
    "seules",
    "seulement",
    "uniquement",
    "solo",
    "sola",
    "soltanto",
    "solamente",
    "unicamente",
    "sólo",
    "únicamente",
];

/// Whether a word in lower case negates, denies, or has an opposite.
pub(super) fn has_word(word: &str, language: Language) -> bool {
    let (table, words) = (table_of(language), may_negate::of(language));
    let lists = [
        table.main,
        table.further,
        table.particles,
        table.small,
        table.negative,
    ];
    lists.iter().any(|list| list.contains(&word))
        || words.all().any(|it| it == word)
        || opposites::has_word(word, language)
}

/// Whether a word of a text may negate or deny something.
pub(super) fn may_be_in(text: &str, language: Language) -> bool {
    let (table, near) = (table_of(language), may_negate::of(language).near);
    let words = words::split(text, Some(language));
    words.iter().any(|word| {
        table.is_negating(word)
            || near.contains(&word.folded.as_str())
            || denial::is_denial(word, language)
    })
}

/// The words of a text that negate or deny something, as they are written. Of several negations that
/// belong together, the first.
pub(super) fn denying_words(text: &str, language: Language) -> Vec<String> {
    let words = words::split(text, Some(language));
    let other = may_negate::of(language);
    let (failures, before) = other.failures;
    let is_denying = |at: &usize| {
        let word = &words[*at];
        let next = words.get(at + 1).map(|it| it.folded.as_str());
        let fails = failures.contains(&word.folded.as_str()) && next == Some(before);
        fails || other.near.contains(&&*word.folded) || denial::is_denial(word, language)
    };
    let mut places = table_of(language).places(&words);
    places.extend((0..words.len()).filter(is_denying));
    places.sort_unstable();
    places.dedup();
    places.iter().map(|at| words[*at].text.to_owned()).collect()
}

/// Whether a negation was added or removed.
pub(super) fn has_changed(pair: &Pair<'_>, language: Language) -> bool {
    let table = table_of(language);
    let (old, new) = (table.places(&pair.old), table.places(&pair.new));
    let denials = |hunk: &&Hunk| denial::is_clause_of(pair, hunk, language);
    if pair.hunks.iter().filter(denials).count() % 2 == 1 {
        return true;
    }
    if old.len() == new.len() {
        return opposites::have_changed(pair, language, &|word| table.is_small(word));
    }
    pair.hunks.iter().any(|hunk| {
        let (before, after) = (within(&old, &hunk.old), within(&new, &hunk.new));
        let is_target = |test: target::Test| target::is(test, pair, (&old, &new), hunk, language);
        before != after
            && (before < after) == (old.len() < new.len())
            && !may_make_up(pair, hunk, language)
            && !phrases::differ(pair, language)
            && !is_target(target::Test::Replaced)
            && (has_same_rest(pair, hunk, table) || is_target(target::Test::Kept))
    })
}

/// Whether a negation that was added or removed is all that changed in one place.
pub(super) fn explains(pair: &Pair<'_>, hunk: &Hunk, language: Language) -> bool {
    let table = table_of(language);
    if denial::is_clause_of(pair, hunk, language) {
        return denial::is_all(pair, hunk, language);
    }
    let mut words = pair.old_in(hunk).iter().chain(pair.new_in(hunk));
    if words.all(|word| table.is_negating(word)) {
        return true;
    }
    let (old, new) = (table.places(&pair.old), table.places(&pair.new));
    let (before, after) = (within(&old, &hunk.old), within(&new, &hunk.new));
    match old.len() == new.len() {
        true => opposites::is_opposite(pair, hunk, language, &|word| table.is_small(word)),
        false => before != after && has_same_rest(pair, hunk, table),
    }
}

/// Whether any word that is gone has an opposite among the words that came.
pub(super) fn has_opposite(pair: &Pair<'_>, language: Language) -> bool {
    pair.hunks.iter().any(|hunk| {
        let (old, mut new) = (pair.old_in(hunk), pair.new_in(hunk).iter());
        new.any(|new| {
            let mut old = old.iter();
            old.any(|old| opposites::are_words(&old.folded, &new.folded, language))
        })
    })
}

/// Whether a negation was added or removed in one place.
pub(super) fn is_in(pair: &Pair<'_>, hunk: &Hunk, language: Language) -> bool {
    let table = table_of(language);
    let (old, new) = (table.places(&pair.old), table.places(&pair.new));
    within(&old, &hunk.old) != within(&new, &hunk.new)
}

/// Whether a word only helps to negate, or says so little that it does not matter
/// whether it changes.
pub(super) fn is_small(word: &Word<'_>, language: Language) -> bool {
    table_of(language).is_small(word)
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

/// Whether another word near a place may make up for a negation that was added or removed in
/// it. A name does not.
fn may_make_up(pair: &Pair<'_>, hunk: &Hunk, language: Language) -> bool {
    let table = table_of(language);
    let is_near = |other: &&Hunk| {
        other.old.start <= hunk.old.end + MADE_UP_REACH
            && hunk.old.start <= other.old.end + MADE_UP_REACH
    };
    let near: Vec<&Hunk> = pair.hunks.iter().filter(is_near).collect();
    let (gone, come) = (surplus(&pair.old, &pair.new), surplus(&pair.new, &pair.old));
    let gone = words_of(&near, &|it| pair.old_in(it), &gone, language);
    let come = words_of(&near, &|it| pair.new_in(it), &come, language);
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
    let has_prefix = |word: &str, of: &str| {
        let mut prefixes = table.prefixes.iter();
        prefixes.any(|prefix| word.strip_prefix(prefix).is_some_and(|rest| rest == of))
    };
    let are_opposites = |gone: &str, come: &str| {
        has_prefix(gone, come)
            || has_prefix(come, gone)
            || opposites::are_words(gone, come, language)
    };
    let all: HashSet<&str> = pair
        .old
        .iter()
        .chain(&pair.new)
        .map(|it| &*it.folded)
        .collect();
    let is_opposite_of_any = |word: &&str| {
        let mut prefixes = table.prefixes.iter();
        prefixes.any(|prefix| {
            let rest = word.strip_prefix(prefix);
            rest.is_some_and(|rest| {
                let stem: String = rest.chars().take(FORM_MIN).collect();
                let is_long = stem.chars().count() == FORM_MIN;
                let has_form = || is_long && all.iter().any(|it| it.starts_with(&stem));
                rest.len() >= STEM_MIN && (all.contains(rest) || has_form())
            })
        })
    };
    let mut changed = gone.iter().chain(&come);
    changed.any(|word| is_negative(word) || ONLY.contains(word) || is_opposite_of_any(word))
        || gone
            .iter()
            .any(|gone| come.iter().any(|come| are_opposites(gone, come)))
}

/// The words in places that are in one wording more often than in the other one.
fn words_of<'p>(
    hunks: &[&Hunk],
    side: &dyn Fn(&Hunk) -> &'p [Word<'p>],
    surplus: &HashMap<&str, i32>,
    language: Language,
) -> HashSet<&'p str> {
    let words = hunks.iter().flat_map(|hunk| side(hunk));
    let words = words.filter(|word| !word.may_be_name_in(language));
    let words = words.map(|word| word.folded.as_str());
    words.filter(|word| surplus.contains_key(word)).collect()
}
