//! Whether a figure changed: a value of one wording that is nowhere in the other one, another
//! sign, currency, unit or bound, or figures that changed places.
//!
//! A number can have several values: `10.000` is ten in English and ten thousand in German, and
//! in Spanish it can be both. It is found in the other wording if any of its values is. A value
//! that is gone counts, whatever else changed, unless a number word that could not be read
//! stands in its place.

mod amounts;
mod bounds;
mod composed;
mod dates;
mod digits;
mod halves;
mod hundredths;
mod measures;
mod number_words;
mod read;
mod signs;
mod spelled;
mod value;

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use rust_decimal::Decimal;

use self::{
    number_words::{UNITS, is_number_like, is_number_word, is_one, multiplier},
    read::{Reading, read},
    value::{Figure, Value, meet},
};
use super::{
    hunks::Hunk,
    language::Language,
    pair::Pair,
    slots,
    words::{Kind, Word},
};

/// The most figures that are compared with each other.
const UNMATCHED_MAX: usize = 50;

/// Whether a word in lower case says an amount.
pub(super) fn is_amount(word: &str) -> bool {
    is_number_like(word) && !is_one(word)
}

/// Whether a word in lower case may be a number, a part of one, or an article.
pub(super) fn may_be_number(word: &str) -> bool {
    is_number_like(word)
}

/// Whether a word in lower case multiplies a figure, or is its unit.
pub(super) fn is_measure(word: &str) -> bool {
    multiplier(word).is_some() || UNITS.contains(&word) || measures::of(word).is_some()
}

/// The words of a wording that are parts of figures.
pub(super) struct Parts<'w> {
    words: &'w [Word<'w>],
    figures: Vec<Range<usize>>,
}

impl<'w> Parts<'w> {
    /// Finds the figures and the bounds of a wording near the places where it differs.
    pub fn of(words: &'w [Word<'w>], changed: &[Range<usize>], language: Option<Language>) -> Self {
        let mut figures: Vec<Range<usize>> = bounds::words_of(words, language);
        let read = read(words, changed, language, Reading::Literal).into_iter();
        figures.extend(read.map(|figure| {
            let end = measures::pair_end(words, figure.words.end);
            figure.words.start..end
        }));
        Self { words, figures }
    }

    /// Whether the word at an index is a part of a figure, its unit or its bound.
    pub fn contain(&self, at: usize) -> bool {
        let word = &self.words[at];
        let folded = word.folded.as_str();
        word.kind == Kind::Number
            || is_one(folded)
            || is_number_word(folded)
            || is_measure(folded)
            || MEASURE_PARTS.contains(&folded)
            || self.figures.iter().any(|range| range.contains(&at))
    }
}

/// Signs and words that are parts of figures and units.
const MEASURE_PARTS: &[&str] = &["-", "+", "per", "of", "de", "d'", "di", "von"];

/// Whether a word in lower case says a number or another amount.
pub(super) fn is_amount_of(word: &str, language: Language) -> bool {
    is_number_word(word) || !amounts::values(word, language).is_empty()
}

/// Whether a word in lower case may belong to a figure, as its number, unit, month or bound.
pub(super) fn is_word_of(word: &str, language: Language) -> bool {
    is_number_word(word)
        || word.ends_with('\'') && spelled::number(word, language).is_some()
        || measures::of(word).is_some()
        || dates::is_month(word, language)
        || bounds::has_word(word, language)
        || !amounts::values(word, language).is_empty()
}

/// Whether the bounds in two ranges of words say the same ("more than", "over").
pub(super) fn is_same_bound(pair: &Pair<'_>, hunk: &Hunk, language: Language) -> bool {
    bounds::are_same(pair, hunk, language)
}

/// Whether a figure was added, removed or replaced by another value. However its words are
/// read, it is another one.
pub(super) fn have_changed(pair: &Pair<'_>, language: Option<Language>) -> bool {
    language.is_some_and(|language| bounds::have_changed(pair, language))
        || pair
            .hunks
            .iter()
            .any(|hunk| is_other_form(pair, hunk) || composed::is_other_century(pair, hunk))
        || [Reading::Literal, Reading::Composed]
            .into_iter()
            .all(|reading| have_changed_as_read(pair, language, reading))
}

fn have_changed_as_read(pair: &Pair<'_>, language: Option<Language>, reading: Reading) -> bool {
    let old_ranges: Vec<_> = pair.hunks.iter().map(|hunk| hunk.old.clone()).collect();
    let new_ranges: Vec<_> = pair.hunks.iter().map(|hunk| hunk.new.clone()).collect();
    let old = read(&pair.old, &old_ranges, language, reading);
    let new = read(&pair.new, &new_ranges, language, reading);
    let Some((old_only, new_only)) = unmatched(&old, &new) else {
        return false;
    };
    if old_only.is_empty() && new_only.is_empty() {
        return have_changed_in_place(pair, &old, &new)
            || language.is_some_and(|it| bounds::differ(pair, (&old, &new), it));
    }
    if language.is_none() {
        return has_other_digits(pair, &old_only, &new_only);
    }
    let flipped = pair.flipped();
    let is_gone = |figure: &&Figure| figure.is_certain && !is_excused(pair, figure, &new);
    let is_come = |figure: &&Figure| figure.is_certain && !is_excused(&flipped, figure, &old);
    old_only.iter().any(is_gone)
        || new_only.iter().any(is_come)
        || are_replaced(pair, &old_only, &new_only)
}

/// Whether figures changed places, or what they measure changed, if all values are in both
/// wordings.
fn have_changed_in_place(pair: &Pair<'_>, old: &[Figure], new: &[Figure]) -> bool {
    let [old_slots, new_slots] = [old, new].map(|figures| {
        let figures = figures.iter();
        figures.map(|it| it.words.clone()).collect::<Vec<_>>()
    });
    let is_swapped = |(old, new): (&Figure, &Figure)| !meet(&old.values, &new.values);
    // "Half" says no percent.
    let is_share = |it: &Figure| it.values.iter().any(Value::is_share);
    let is_other = |(old, new): (&Figure, &Figure)| match (old.measure, new.measure) {
        _ if value::are_same_quantity(&old.values, &new.values) => false,
        (None, Some(_)) if is_share(old) => false,
        (Some(_), None) if is_share(new) => false,
        (Some(old), Some(new)) => !old.meets(new),
        (Some(gone), None) => {
            gone.is_sign && !measures::is_in(&pair.new, gone.code)
                || gone.is_other_length() && may_be_metres(new)
        }
        (None, Some(come)) => {
            come.is_sign && !measures::is_in(&pair.old, come.code)
                || come.is_other_length() && may_be_metres(old)
        }
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
    let is_unmultiplied = |it: &&Value| matches!(it, Value::Unmultiplied(..));
    let unmultiplied = other.values.iter().find(is_unmultiplied);
    let mut numbers = plain.values.iter().filter_map(Value::number);
    let is_it = |number: Decimal| unmultiplied.is_some_and(|it| it.meets(&Value::Number(number)));
    !plain.values.iter().any(|it| is_unmultiplied(&it))
        && numbers.next().is_some_and(is_it)
        && numbers.next().is_none()
}

/// Whether an "m" behind a figure may be metres or millions.
fn may_be_metres(figure: &Figure) -> bool {
    let is_million = |value: &Value| matches!(value, Value::Unmultiplied(_, 6));
    figure.values.iter().any(is_million)
}

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
    let mut counts: HashMap<&[Value], usize> = HashMap::new();
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
        let is_equal = meet(&old[index].values, &new[candidate].values);
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

/// Whether a number word that could not be read, or "one", may have the value of an old figure
/// that is gone. It stands in the place of the figure.
fn is_excused(pair: &Pair<'_>, figure: &Figure, read: &[Figure]) -> bool {
    let touches =
        |hunk: &&Hunk| hunk.old.start <= figure.words.end && figure.words.start <= hunk.old.end;
    let mut hunks: Vec<&Hunk> = pair.hunks.iter().filter(touches).collect();
    if hunks.is_empty() {
        hunks = pair.hunks.iter().collect();
    }
    let mut places = hunks.into_iter().flat_map(|hunk| hunk.new.clone());
    places.any(|at| {
        let word = pair.new[at].folded.as_str();
        let may_be_it = match is_one(word) {
            true => figure.values.contains(&Value::Number(Decimal::ONE)),
            false => is_number_word(word),
        };
        may_be_it && !read.iter().any(|it| it.words.contains(&at))
    })
}

/// Whether uncertain amounts were replaced by each other ("first" by
/// "third", "G7" by "G8").
fn are_replaced(pair: &Pair<'_>, old: &[&Figure], new: &[&Figure]) -> bool {
    let is_within = |figures: &[&Figure], range: &Range<usize>| {
        let mut figures = figures.iter();
        figures.any(|it| it.words.start < range.end && range.start < it.words.end)
    };
    let mut hunks = pair.hunks.iter();
    hunks.any(|hunk| is_within(old, &hunk.old) && is_within(new, &hunk.new))
}

/// Whether digits with other marks or letters were replaced by others of the same form: dates,
/// times, designations.
fn is_other_form(pair: &Pair<'_>, hunk: &Hunk) -> bool {
    let form = |word: &Word<'_>| -> String {
        let chars = word.folded.chars();
        chars
            .map(|c| if c.is_numeric() { '0' } else { c })
            .collect()
    };
    let ([old], [new]) = (pair.old_in(hunk), pair.new_in(hunk)) else {
        return false;
    };
    let are_numbers = old.kind == Kind::Number && new.kind == Kind::Number;
    let is_marked = old.folded.contains(['/', ':']) || old.folded.starts_with(char::is_alphabetic);
    are_numbers && is_marked && form(old) == form(new)
}
