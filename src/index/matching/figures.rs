//! A figure of a sentence: its number with the words around it, read as an interval, and how it
//! stands to another one.

use std::{cmp::Ordering, ops::Range};

use super::numbers::Number;
use crate::{
    domain::figure::{
        Figure,
        quantity::Bound,
        read::{Printed, read},
    },
    index::analysis::{self, Language},
};

/// The most words in front of a number, and behind it, that may belong to its figure.
const WORDS_BEFORE: usize = 2;
const WORDS_BEHIND: usize = 2;

/// No figure reaches beyond these.
const MARKS: [char; 9] = ['.', ',', ';', ':', '!', '?', '(', '"', '\n'];

/// A figure in a sentence.
#[derive(Clone, Debug)]
pub(super) struct FigureMention {
    /// The figure as printed, with all words that belong to it.
    pub printed: String,
    pub figure: Figure,
    /// The term of the word behind it, or the sign in front of it if that is the currency of
    /// several countries.
    pub noun: String,
    /// Where it is in the text.
    pub place: Range<usize>,
}

impl FigureMention {
    /// The figure of a number in a text.
    pub fn of(text: &str, number: &Number, tag: &str, language: &Language) -> Option<Self> {
        let (figure, sign, place) = figure(text, number, tag)?;
        let noun = match sign {
            Some(sign) => sign.to_string(),
            None => noun(&text[place.end..], language),
        };
        Some(Self {
            printed: text[place.clone()].trim().to_owned(),
            figure,
            noun,
            place,
        })
    }

    /// The figure of a range of two numbers in a text.
    pub fn range(text: &str, both: &Number, tag: &str, language: &Language) -> Option<Self> {
        let range = Self::of(text, both, tag, language)?;
        let (lower, upper) = (range.figure.lower?, range.figure.upper?);
        lower.value.compare(upper.value).is_lt().then_some(range)
    }

    /// Whether two figures measure the same kind of thing. Where one is not said to be a rate, that
    /// may stand elsewhere in the sentence.
    pub fn is_comparable(&self, other: &Self) -> bool {
        let has_unit = !self.figure.unit.is_empty() || !self.figure.currency.is_empty();
        self.has_same_unit(other) && (has_unit || !self.noun.is_empty() && self.noun == other.noun)
    }

    /// Whether two figures say the same of the same kind of thing, or may do so.
    pub fn is_met_by(&self, other: &Self) -> bool {
        let has_unit = !self.figure.unit.is_empty() || !self.figure.currency.is_empty();
        let is_of_same = has_unit || self.noun == other.noun;
        self.has_same_unit(other) && is_of_same && self.meets(other)
    }

    fn has_same_unit(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.figure, &other.figure);
        ours.unit == theirs.unit
            && ours.currency == theirs.currency
            && (ours.per == theirs.per || ours.per.is_none() || theirs.per.is_none())
    }

    /// Whether all values of this figure are values of the other one, which has more.
    pub fn is_narrower(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.figure, &other.figure);
        let is_within = is_lower(theirs.lower, ours.lower) && is_upper(theirs.upper, ours.upper);
        let is_another = (ours.lower, ours.upper) != (theirs.lower, theirs.upper);
        is_within
            && match (ours.approximate, theirs.approximate) {
                (false, true) => true,
                (true, false) => false,
                (true, true) | (false, false) => is_another,
            }
    }

    /// Whether two figures give the same. That two without an end have values in common says
    /// nothing: "more than 30" is not "more than 3,000".
    pub fn is_same(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.figure, &other.figure);
        let has_ends = |it: &Figure| it.lower.is_some() && it.upper.is_some();
        let is_equal = (ours.lower, ours.upper) == (theirs.lower, theirs.upper);
        self.meets(other) && (is_equal || has_ends(ours) && has_ends(theirs))
    }

    /// Whether two figures have a value in common. An approximate one also meets the number that it
    /// nearly reaches.
    pub fn meets(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.figure, &other.figure);
        let may_touch = ours.approximate || theirs.approximate;
        let is_below = |upper: Option<Bound>, lower: Option<Bound>| match (upper, lower) {
            (Some(upper), Some(lower)) => match upper.value.compare(lower.value) {
                Ordering::Less => true,
                Ordering::Equal => (upper.open || lower.open) && !may_touch,
                Ordering::Greater => false,
            },
            _ => false,
        };
        !is_below(ours.upper, lowest(theirs)) && !is_below(theirs.upper, lowest(ours))
    }

    /// Whether two figures give the same number of something else: 5 kg and 5 t.
    pub fn is_of_other_unit(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.figure, &other.figure);
        let has_unit = |it: &Figure| !it.unit.is_empty() || !it.currency.is_empty();
        has_unit(ours)
            && has_unit(theirs)
            && (&ours.unit, &ours.currency) != (&theirs.unit, &theirs.currency)
            && (ours.lower, ours.upper) == (theirs.lower, theirs.upper)
    }
}

/// The lower bound of a figure. What is nearly a number is more than half of it.
fn lowest(figure: &Figure) -> Option<Bound> {
    let nearly = figure.upper.filter(|_| figure.approximate);
    let half = nearly.map(|upper| Bound {
        value: upper.value.half(),
        ..upper
    });
    figure.lower.or(half)
}

/// Whether an interval with the first lower bound begins where one with the second does, or
/// before.
fn is_lower(first: Option<Bound>, second: Option<Bound>) -> bool {
    match (first, second) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(first), Some(second)) => match first.value.compare(second.value) {
            Ordering::Less => true,
            Ordering::Equal => !first.open || second.open,
            Ordering::Greater => false,
        },
    }
}

/// Whether an interval with the first upper bound ends where one with the second does, or behind.
fn is_upper(first: Option<Bound>, second: Option<Bound>) -> bool {
    match (first, second) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(first), Some(second)) => match first.value.compare(second.value) {
            Ordering::Greater => true,
            Ordering::Equal => !first.open || second.open,
            Ordering::Less => false,
        },
    }
}

/// A figure, where it is, and the sign in front of it if that is the currency of several countries.
type Found = (Figure, Option<char>, Range<usize>);

/// The figure of a number, with the words around it that belong to it.
fn figure(text: &str, number: &Number, tag: &str) -> Option<Found> {
    let before = text[..number.start].chars().next_back();
    let sign = before.filter(|c| ['$', '€', '£', '¥'].contains(c));
    let start = number.start - sign.map_or(0, char::len_utf8);
    let rest = &text[number.end..];
    let stop = rest.find(MARKS);
    let rest = &rest[..stop.unwrap_or(rest.len())];
    let ends = rest.char_indices().filter(|(_, c)| c.is_whitespace());
    let ends = ends.map(|(at, _)| at).chain([rest.len()]);
    let ends: Vec<usize> = ends.filter(|at| *at > 0).take(WORDS_BEHIND + 1).collect();
    let ends: Vec<usize> = ends.into_iter().rev().chain([0]).collect();
    let starts = starts(text, start);
    let windows = starts
        .iter()
        .flat_map(|start| ends.iter().map(|end| *start..number.end + *end));
    let windows: Vec<Range<usize>> = windows.collect();
    let read = |it: &Range<usize>| Some((read_in(&text[it.clone()], tag)?, None, it.clone()));
    let without_sign = |it: &Range<usize>| {
        let sign = sign?;
        let printed = text[it.clone()].replacen(sign, "", 1);
        Some((read_in(&printed, tag)?, Some(sign), it.clone()))
    };
    let found = windows.iter().find_map(read);
    let found = found.or_else(|| windows.iter().find_map(without_sign))?;
    let (figure, sign, place) = found;
    // What is counted does not belong to it, but a unit does.
    let has_unit = figure.per.is_none() && !(figure.unit.is_empty() && figure.currency.is_empty());
    let is_it = |it: &Figure| match has_unit {
        true => *it == figure,
        false => (it.lower, it.upper) == (figure.lower, figure.upper),
    };
    let shorter = ends.iter().rev().map(|end| place.start..number.end + *end);
    let mut read = shorter.filter_map(|it| match sign {
        Some(_) => without_sign(&it),
        None => read(&it),
    });
    let shortest = read.find(|(other, _, _)| is_it(other));
    let place = shortest.map_or(place, |(_, _, place)| place);
    Some((figure, sign, place))
}

fn read_in(printed: &str, tag: &str) -> Option<Figure> {
    let printed = Printed {
        text: printed.trim(),
        number_locale: tag,
        language: tag,
        counted: "",
    };
    read(&printed).ok()
}

/// Where a figure may begin: with the words in front of its number, such as "more than", or with
/// the number itself.
fn starts(text: &str, number: usize) -> Vec<usize> {
    let before = &text[..number];
    let sentence = before.rfind(MARKS).map_or(0, |at| at + 1);
    let mut starts = vec![number];
    let mut at = number;
    while starts.len() <= WORDS_BEFORE {
        let left = text[sentence..at].trim_end();
        let word = left.split_whitespace().next_back();
        match word {
            Some(word) if at != number || left.len() < text[sentence..at].len() => {
                at = sentence + left.len() - word.len();
                starts.push(at);
            }
            _ => break,
        }
    }
    starts.reverse();
    starts
}

/// The term of the word right behind a number.
fn noun(rest: &str, language: &Language) -> String {
    let word = rest.strip_prefix([' ', '\u{a0}']).unwrap_or_default();
    let end = word
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(word.len());
    let terms = analysis::terms(&word[..end], language);
    terms
        .into_iter()
        .next()
        .map(|it| it.text)
        .unwrap_or_default()
}
