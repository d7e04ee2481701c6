//! Whether a figure changed: a value of one wording that is nowhere in the other one, another
//! sign, currency or unit, or figures that changed places.
//!
//! A number can have several values: `10.000` is ten in English and ten thousand in German, and
//! in Spanish it can be both. It is found in the other wording if any of its values is. If the other wording has new words that may be
//! a number but could not be read, nothing is certain.

mod bounds;
mod measures;
mod number_words;
mod ordinals;
mod read;

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use rust_decimal::Decimal;

use self::{
    number_words::{UNITS, is_number_like, is_one, multiplier},
    read::{Figure, read},
};
use super::{
    language::Language,
    pair::{Pair, surplus},
    slots,
    words::{Kind, Word},
};

/// The most figures that are compared with each other.
const UNMATCHED_MAX: usize = 50;

/// Whether a word in lower case says an amount.
pub(super) fn is_amount(word: &str) -> bool {
    is_number_like(word) && !is_one(word)
}

/// Whether a word in lower case multiplies a figure, or is its unit.
pub(super) fn is_measure(word: &str) -> bool {
    multiplier(word).is_some() || UNITS.contains(&word) || measures::of(word).is_some()
}

/// The words of a wording that are parts of figures.
pub(super) struct Parts<'w> {
    words: &'w [Word<'w>],
    bounds: Vec<Range<usize>>,
    language: Option<Language>,
}

impl<'w> Parts<'w> {
    /// Finds the bounds of a wording.
    pub fn of(words: &'w [Word<'w>], language: Option<Language>) -> Self {
        Self {
            words,
            bounds: bounds::words_of(words, language),
            language,
        }
    }

    /// Whether the word at an index is a part of a figure, its unit or its bound.
    pub fn contain(&self, at: usize) -> bool {
        let word = &self.words[at];
        let folded = word.folded.as_str();
        let is_word = || {
            is_number_like(folded)
                || is_measure(folded)
                || MEASURE_PARTS.contains(&folded)
                || self
                    .language
                    .is_some_and(|language| ordinals::is_one_of(folded, language))
        };
        word.kind == Kind::Number
            || is_word()
            || self.bounds.iter().any(|range| range.contains(&at))
    }
}

/// Signs and words that are parts of figures and units.
const MEASURE_PARTS: &[&str] = &["-", "+", "per", "of", "de", "d'", "di", "von"];

/// Whether a figure was added, removed or replaced by another value.
pub(super) fn have_changed(pair: &Pair<'_>, language: Option<Language>) -> bool {
    let is_bounded = language.is_some_and(|language| bounds::have_changed(pair, language));
    if is_bounded || ordinals::have_changed(pair, language) {
        return true;
    }
    let old_ranges: Vec<_> = pair.hunks.iter().map(|hunk| hunk.old.clone()).collect();
    let new_ranges: Vec<_> = pair.hunks.iter().map(|hunk| hunk.new.clone()).collect();
    let old = read(&pair.old, &old_ranges, language);
    let new = read(&pair.new, &new_ranges, language);
    let Some((old_only, new_only)) = unmatched(&old, &new) else {
        return false;
    };
    if old_only.is_empty() && new_only.is_empty() {
        return have_changed_in_place(pair, &old, &new);
    }
    if language.is_none() {
        return has_other_digits(pair, &old_only, &new_only);
    }
    let unread_old = unread(&pair.old, &pair.new, &old);
    let unread_new = unread(&pair.new, &pair.old, &new);
    let is_gone =
        |only: &[&Figure], unread: &Unread| only.iter().any(|figure| unread.excludes(figure));
    is_gone(&old_only, &unread_new) || is_gone(&new_only, &unread_old)
}

/// Whether figures changed places, or what they measure changed, if all values are in both
/// wordings.
fn have_changed_in_place(pair: &Pair<'_>, old: &[Figure], new: &[Figure]) -> bool {
    let [old_slots, new_slots] = [old, new].map(|figures| {
        let figures = figures.iter();
        figures.map(|it| it.words.clone()).collect::<Vec<_>>()
    });
    let is_swapped = |(old, new): (&Figure, &Figure)| {
        let mut values = old.values.iter();
        !values.any(|value| new.values.contains(value))
    };
    let is_other = |(old, new): (&Figure, &Figure)| match (old.measure, new.measure) {
        (Some(old), Some(new)) => old.code != new.code,
        (Some(gone), None) => gone.is_sign && !measures::is_in(&pair.new, gone.code),
        (None, Some(come)) => come.is_sign && !measures::is_in(&pair.old, come.code),
        (None, None) => may_be_multiplied(old, new) || may_be_multiplied(new, old),
    };
    let is_same_order = old.len() == new.len() && !old.iter().zip(new).any(is_swapped);
    match is_same_order {
        true => old.iter().zip(new).any(is_other),
        false => slots::are_in_place((&pair.old, &old_slots), (&pair.new, &new_slots)),
    }
}

/// Whether a figure is the other one with an uncertain multiplier ("5" and "5m").
fn may_be_multiplied(plain: &Figure, other: &Figure) -> bool {
    match (&plain.values[..], &other.values[..]) {
        ([value], [scaled, same]) => value == same && scaled != same && scaled > &MULTIPLIED_MIN,
        _ => false,
    }
}

/// More than a number with a mark that may group digits or separate decimals.
const MULTIPLIED_MIN: Decimal = Decimal::ONE_THOUSAND;

/// Whether digits were replaced by other digits, and nothing else with them. Only that is
/// certain if the number words of the language are not known.
fn has_other_digits(pair: &Pair<'_>, old_only: &[&Figure], new_only: &[&Figure]) -> bool {
    let is_only = |only: &[&Figure], range: &Range<usize>| {
        let mut only = only.iter();
        range.len() == 1 && only.any(|figure| figure.words.contains(&range.start))
    };
    let mut hunks = pair.hunks.iter();
    // A minus sign alone was added or removed.
    let is_sign = |only: &[&Figure], range: &Range<usize>, other: &Range<usize>| {
        let mut only = only.iter();
        other.is_empty() && range.len() == 1 && only.any(|it| it.words.start == range.start)
    };
    hunks.any(|hunk| {
        is_only(old_only, &hunk.old) && is_only(new_only, &hunk.new)
            || is_sign(new_only, &hunk.new, &hunk.old)
            || is_sign(old_only, &hunk.old, &hunk.new)
    })
}

/// The figures that cannot be paired with one of equal value in the other wording. `None` if
/// there are too many to tell.
fn unmatched<'f>(
    old: &'f [Figure],
    new: &'f [Figure],
) -> Option<(Vec<&'f Figure>, Vec<&'f Figure>)> {
    let old_rest = without_equal(old, new);
    let new_rest = without_equal(new, old);
    if old_rest.len().max(new_rest.len()) > UNMATCHED_MAX {
        return None;
    }
    let mut partners: Vec<Option<usize>> = vec![None; new_rest.len()];
    let mut old_only = Vec::new();
    for (index, figure) in old_rest.iter().enumerate() {
        let mut tried = HashSet::new();
        if !pair_up(&old_rest, &new_rest, index, &mut partners, &mut tried) {
            old_only.push(*figure);
        }
    }
    let new_only = new_rest.into_iter().zip(partners);
    let new_only = new_only.filter(|(_, partner)| partner.is_none());
    Some((old_only, new_only.map(|(figure, _)| figure).collect()))
}

/// The figures of one wording without those that the other one has with the same readings.
fn without_equal<'f>(of: &'f [Figure], other: &[Figure]) -> Vec<&'f Figure> {
    let mut counts: HashMap<&[Decimal], usize> = HashMap::new();
    for figure in other {
        *counts.entry(&figure.values).or_default() += 1;
    }
    let rest = of.iter().filter(|figure| {
        let count = counts.get_mut(figure.values.as_slice());
        let count = count.filter(|count| **count > 0);
        let is_equal = count.is_some();
        if let Some(count) = count {
            *count -= 1;
        }
        !is_equal
    });
    rest.collect()
}

/// Finds a partner for an old figure; others give theirs up if they have another choice.
fn pair_up(
    old: &[&Figure],
    new: &[&Figure],
    index: usize,
    partners: &mut [Option<usize>],
    tried: &mut HashSet<usize>,
) -> bool {
    for candidate in 0..new.len() {
        let is_equal = old[index]
            .values
            .iter()
            .any(|value| new[candidate].values.contains(value));
        if !is_equal || !tried.insert(candidate) {
            continue;
        }
        let is_free = match partners[candidate] {
            None => true,
            Some(other) => pair_up(old, new, other, partners, tried),
        };
        if is_free {
            partners[candidate] = Some(index);
            return true;
        }
    }
    false
}

/// New words of a wording that may be numbers, but were not read.
struct Unread {
    /// Whether one of them may have any value.
    any: bool,
    /// Whether one of them means one.
    one: bool,
}

impl Unread {
    /// Whether none of them can have the value of the figure.
    fn excludes(&self, figure: &Figure) -> bool {
        let may_be_one = self.one && figure.values.contains(&Decimal::ONE);
        !(self.any || may_be_one)
    }
}

fn unread(of: &[Word<'_>], over: &[Word<'_>], read: &[Figure]) -> Unread {
    let surplus = surplus(of, over);
    let is_read = |index: &usize| read.iter().any(|figure| figure.words.contains(index));
    let unread = (0..of.len()).filter(|index| !is_read(index));
    let unread = unread.filter(|index| surplus.contains_key(of[*index].folded.as_str()));
    let mut found = Unread {
        any: false,
        one: false,
    };
    for word in unread.map(|index| &of[index]) {
        match is_one(&word.folded) {
            true => found.one = true,
            false => found.any |= word.kind == Kind::Number || is_number_like(&word.folded),
        }
    }
    found
}
