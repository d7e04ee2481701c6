//! Whether a negation was added or removed.
//!
//! Negations are counted as readers understand them: "n'a pas" and "non ... nessuno" negate
//! once, "not only" and "No. 10" do not. A word that became its opposite ("said", "denied") is
//! one too. A difference of the counts is certain only if the
//! words around the negation are the same, and no word of negative meaning ("unaware",
//! "refused") may make up for it.

mod around;
mod germanic;
mod may_negate;
mod opposites;
mod romance;
mod table;

use std::ops::Range;

pub(super) use self::around::{is_added, is_added_alone};
use self::{germanic::IRREGULAR, table::Negations};
use super::{
    hunks::Hunk,
    language::Language,
    pair::{Pair, surplus},
    words::Word,
};

/// How many words a further negation may be away from the one that it belongs to.
const REACH: usize = 8;

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

fn table_of(language: Language) -> &'static Negations {
    match language {
        Language::English => &germanic::ENGLISH,
        Language::French => &romance::FRENCH,
        Language::German => &germanic::GERMAN,
        Language::Italian => &romance::ITALIAN,
        Language::Spanish => &romance::SPANISH,
    }
}

fn within(places: &[usize], range: &Range<usize>) -> usize {
    places.iter().filter(|at| range.contains(at)).count()
}

impl Negations {
    /// The words that negate. Of several that belong together, the first.
    fn places(&self, words: &[Word<'_>]) -> Vec<usize> {
        let mut places: Vec<usize> = Vec::new();
        for at in 0..words.len() {
            let belongs = places
                .last()
                .is_some_and(|last| at - last <= REACH && !is_parted(&words[*last..at]));
            if self.is_main(words, at) || (self.is_further(words, at) && !belongs) {
                places.push(at);
            }
        }
        places
    }

    /// Whether a word negates, whatever else does.
    fn is_main(&self, words: &[Word<'_>], at: usize) -> bool {
        let word = words[at].folded.as_str();
        let is_main = self.main.contains(&word)
            || self.stems.iter().any(|stem| word.starts_with(stem))
            || (self.is_contracted && is_contracted(word));
        is_main
            && !self.is_exempt(words, at, self.main_not_after)
            && (self.particles.is_empty() || self.has_particle(words, at))
    }

    /// Whether a French "ne" has the particle without which it does not negate.
    fn has_particle(&self, words: &[Word<'_>], at: usize) -> bool {
        let mut after = (at + 1..words.len()).take(REACH);
        let after = after.find(|next| self.particles.contains(&words[*next].folded.as_str()));
        let mut before = words[..at].iter().rev().take(REACH / 2);
        match after {
            Some(particle) => !self.is_exempt(words, particle, &[]),
            None => before.any(|word| self.further.contains(&word.folded.as_str())),
        }
    }

    /// Whether a word negates if none near it does.
    fn is_further(&self, words: &[Word<'_>], at: usize) -> bool {
        let mut after = words[at + 1..].iter().take(REACH / 2);
        self.further.contains(&words[at].folded.as_str())
            && !self.is_exempt(words, at, self.further_not_after)
            // "Personne n'est venu": the negation follows.
            && !after.any(|next| self.main.contains(&next.folded.as_str()))
    }

    /// Whether the words around a negation make it something else ("not only", "No. 10").
    fn is_exempt(&self, words: &[Word<'_>], at: usize, not_after: &[&str]) -> bool {
        let word = |at: Option<usize>| {
            at.and_then(|at| words.get(at))
                .map_or("", |word| word.folded.as_str())
        };
        let (one, two) = (word(Some(at + 1)), word(Some(at + 2)));
        let before = word(at.checked_sub(1));
        let is_answer = self.answers.contains(&words[at].folded.as_str());
        let is_number = starts_with_digit(one) || (one == "." && starts_with_digit(two));
        // "may or may not"
        let is_open = before == word(at.checked_sub(3)) && self.or == word(at.checked_sub(2));
        (is_answer && (is_number || matches!(one, "," | "!" | "?")))
            || (at + 1..=at + self.not_before_reach)
                .any(|next| self.not_before.contains(&word(Some(next))))
            || self.not_before_two.contains(&(one, two))
            || not_after.contains(&before)
            || (is_open && !before.is_empty())
    }

    /// Whether a word only helps to negate, or says so little that its change is none.
    fn is_small(&self, word: &Word<'_>) -> bool {
        let folded = word.folded.as_str();
        !word.is_word()
            || self.main.contains(&folded)
            || self.further.contains(&folded)
            || self.particles.contains(&folded)
            || self.small.contains(&folded)
            || self.stems.iter().any(|stem| folded.starts_with(stem))
            || (self.is_contracted && is_contracted(folded))
    }
}

fn is_contracted(word: &str) -> bool {
    word.ends_with("n't") || word == "cannot"
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a sentence or a clause ends within these words.
fn is_parted(words: &[Word<'_>]) -> bool {
    let mut words = words.iter();
    words.any(|word| matches!(word.folded.as_str(), "." | ";" | ":" | "!" | "?"))
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

/// Whether two words may be forms of the same word.
fn is_inflected(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (a_length, b_length) = (a.chars().count(), b.chars().count());
    let shorter = a_length.min(b_length);
    let other_letters = a.chars().zip(b.chars()).filter(|(a, b)| a != b).count();
    let has_other_vowel = a_length == b_length && common > 0 && other_letters == 1;
    common >= 3
        || (common == 2 && shorter <= 4)
        || has_other_vowel
        || IRREGULAR.contains(&(a, b))
        || IRREGULAR.contains(&(b, a))
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
