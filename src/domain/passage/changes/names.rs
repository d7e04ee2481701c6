//! Whether a name changed: a name of the old wording that is not in the new one, and another
//! name in its place.
//!
//! A name is a capitalised word. Its capital must say something: elsewhere in the text it
//! stands within a sentence, and the word never occurs in lower case. Headlines and other
//! lines in which most words have capitals say nothing, nor do the capitals of common words
//! ("the Spring") and of roles in front of a name ("Engineer Carter"), unless a title or a
//! given name stands before them. At the start of a sentence, and in German, where every noun
//! has a capital, something else must say that a word is a name: it is a given name or a
//! place, or it stands behind a title or a given name or beside a verb of attribution.

mod bare;
pub(super) mod evidence;
mod german;
mod ignored;
mod known;
mod lists;
mod other_forms;
mod same;
mod speech;
mod spelling;
mod start;

use std::{collections::HashSet, ops::Range};

pub(super) use self::{
    evidence::{is_common, is_given},
    known::KnownNames,
};
use self::{
    evidence::{is_place, is_role},
    ignored::IGNORED,
    spelling::{bare, plain},
};
use super::{
    figures,
    language::Language,
    negation,
    pair::Pair,
    roman, slots,
    words::{Kind, Word},
};

/// Whether a name was replaced by another name, or two changed places.
pub(super) fn have_changed<'n>(
    pair: &Pair<'_>,
    language: Language,
    known: &dyn Fn() -> &'n KnownNames,
) -> bool {
    let has_capital = |words: &[Word<'_>]| words.iter().any(Word::is_capitalized);
    let mut hunks = pair.hunks.iter();
    let has_gone = hunks.clone().any(|hunk| has_capital(pair.old_in(hunk)));
    let has_come = hunks.any(|hunk| has_capital(pair.new_in(hunk)));
    if !has_gone || !has_come {
        return false;
    }
    let known = known();
    // "Anna beat Robin" says the same as "Robin lost to Anna".
    let is_turned = || negation::has_opposite(pair, language);
    let (old, new) = (letters(&pair.old), letters(&pair.new));
    pair.hunks.iter().any(|hunk| {
        let gone = only(&pair.old, hunk.old.clone(), &new, language, known);
        let come = only(&pair.new, hunk.new.clone(), &old, language, known);
        other_forms::is_other_ruler(pair, hunk)
            || !gone.is_empty()
                && !come.is_empty()
                && !is_abbreviated(&gone, &come)
                && !same::are_same([pair.old_in(hunk), pair.new_in(hunk)], [&gone, &come])
                && !other_forms::are_forms([pair.old_in(hunk), pair.new_in(hunk)], [&gone, &come])
                && !same::are_around(pair, hunk)
    }) || !is_turned() && have_changed_places(pair, language, known)
        || !is_turned()
            && language != Language::German
            && start::have_changed(pair, language, known)
}

/// Whether names changed places, so that each is where another one was. In a list they may
/// stand in any order.
fn have_changed_places(pair: &Pair<'_>, language: Language, known: &KnownNames) -> bool {
    let [old, new] = [&pair.old, &pair.new].map(|words| slots_of(words, language, known));
    let name = |words: &[Word<'_>], slot: &Range<usize>| -> Vec<String> {
        let words = words[slot.clone()].iter();
        words.map(|word| plain(bare(&word.folded))).collect()
    };
    let names = |words: &[Word<'_>], slots: &[Range<usize>]| {
        let names = slots.iter().map(|slot| name(words, slot));
        names.collect::<Vec<_>>()
    };
    let (before, after) = (names(&pair.old, &old), names(&pair.new, &new));
    if !slots::are_in_place((&pair.old, &old), (&pair.new, &new)) {
        return false;
    }
    let other: Vec<usize> = (0..old.len())
        .filter(|&at| before[at] != after[at])
        .collect();
    let is_there = |at: &usize| after.contains(&before[*at]) && before.contains(&after[*at]);
    let is_list = |two: &[usize]| {
        let mut between = pair.old[old[two[0]].end..old[two[1]].start].iter();
        between.all(|word| !word.is_word() || LINKS.contains(&word.folded.as_str()))
    };
    other.iter().all(is_there) && other.windows(2).any(|two| !is_list(two))
}

/// The names of a wording. Names right after each other are one name.
fn slots_of(words: &[Word<'_>], language: Language, known: &KnownNames) -> Vec<Range<usize>> {
    let mut slots: Vec<Range<usize>> = Vec::new();
    for at in (0..words.len()).filter(|at| is_name(words, *at, language, known)) {
        match slots.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => slots.push(at..at + 1),
        }
    }
    slots
}

/// Words between the items of a list.
const LINKS: &[&str] = &[
    "and", "or", "e", "ed", "o", "et", "ou", "und", "oder", "y", "u", "with", "con", "mit", "avec",
];

/// The names in a range of words that are not in the other wording.
fn only(
    words: &[Word<'_>],
    range: Range<usize>,
    other: &HashSet<String>,
    language: Language,
    known: &KnownNames,
) -> Vec<String> {
    let names = range.filter(|index| is_name(words, *index, language, known));
    let names = names.map(|index| plain(bare(&words[index].folded)));
    names.filter(|name| !other.contains(name)).collect()
}

fn is_name(words: &[Word<'_>], index: usize, language: Language, known: &KnownNames) -> bool {
    let word = &words[index];
    let is_figure_before = index
        .checked_sub(1)
        .is_some_and(|it| words[it].kind == Kind::Number);
    let is_unit = is_figure_before && figures::is_measure(&word.folded);
    // The number of a ruler, a war or a century.
    let is_numeral = roman::value(word.text).is_some();
    if !word.is_capitalized() || is_unit || is_numeral {
        return false;
    }
    let bare = bare(&word.folded);
    let speaks = || !known.lower.contains(bare) && evidence::speaks(words, index, language);
    if known.certain.contains(bare) || evidence::names(words, index, language) || speaks() {
        return true;
    }
    let is_before_name = words.get(index + 1).is_some_and(Word::is_capitalized);
    language != Language::German
        && known.names.contains(bare)
        && !is_common(bare)
        && !(is_role(bare) && is_before_name)
}

/// Whether a word may be a part of a name.
pub(super) fn is_part(word: &Word<'_>, language: Language, known: &KnownNames) -> bool {
    let bare = bare(&word.folded);
    let is_known = known.certain.contains(bare) || is_given(word) || is_place(word);
    let is_title = IGNORED.contains(&bare) || is_role(bare);
    match language {
        Language::German => {
            word.is_capitalized() && (is_known || german::is_title(std::slice::from_ref(word), 0))
        }
        _ => {
            word.is_capitalized()
                && (is_known
                    || is_title
                    || known.names.contains(bare)
                    || start::may_be_name(word, known))
        }
    }
}

/// All words of a wording, as names are compared.
fn letters(words: &[Word<'_>]) -> HashSet<String> {
    words.iter().map(|word| plain(bare(&word.folded))).collect()
}

/// Whether the names on one side may abbreviate those on the other ("UN", "United Nations"),
/// or only leave a letter out.
fn is_abbreviated(gone: &[String], come: &[String]) -> bool {
    let is_short = |short: &[String], long: &[String]| {
        let initials: String = long.iter().filter_map(|name| name.chars().next()).collect();
        short.iter().any(|name| {
            *name == initials
                || long.iter().any(|long| {
                    long.starts_with(name.as_str())
                        || name.chars().count() == 1 && {
                            name.chars().next() == long.chars().next()
                        }
                })
        })
    };
    is_short(gone, come) || is_short(come, gone)
}
