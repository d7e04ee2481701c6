//! A figure of a sentence: its number with the words around it, read as an interval, and how it
//! stands to another one.

use std::{cmp::Ordering, ops::Range};

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

/// What stands between the two numbers of a range.
const RANGE_WORDS: &[&str] = &[
    "to", "and", "bis", "und", "à", "et", "a", "y", "e", "tot", "en",
];

/// No figure reaches beyond these.
const MARKS: [char; 9] = ['.', ',', ';', ':', '!', '?', '(', '"', '\n'];

/// A figure in a sentence.
#[derive(Clone, Debug)]
pub(super) struct FigureMention {
    /// The figure as printed.
    pub printed: String,
    pub figure: Figure,
    /// The term of the word behind it, or the sign in front of it if that is the currency of
    /// several countries.
    pub noun: String,
    /// Where its number is in the text, with the words in front of it that belong to it.
    pub place: Range<usize>,
}

/// A number of a text and its place.
pub(super) struct Number {
    pub start: usize,
    pub end: usize,
}

impl Number {
    /// The range of this number and the next one, if that is what they are: "4,000 to 5,000",
    /// "4 000–5 000", "between 4 and 5".
    pub fn to(&self, next: &Self, text: &str) -> Option<Self> {
        let between = text[self.end..next.start].trim();
        let is_dash = matches!(between, "–" | "—");
        (is_dash || RANGE_WORDS.contains(&between)).then_some(Self {
            start: self.start,
            end: next.end,
        })
    }
}

impl FigureMention {
    /// The figure of a number in a text.
    pub fn of(text: &str, number: &Number, tag: &str, language: &Language) -> Option<Self> {
        let (figure, sign, start) = figure(text, number, tag)?;
        let noun = match sign {
            Some(sign) => sign.to_string(),
            None => noun(&text[number.end..], language),
        };
        Some(Self {
            printed: text[number.start..number.end].to_owned(),
            figure,
            noun,
            place: start..number.end,
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

    /// Whether two figures have a value in common.
    pub fn meets(&self, other: &Self) -> bool {
        !is_below(self.figure.upper, other.figure.lower)
            && !is_below(other.figure.upper, self.figure.lower)
    }
}

/// Whether an interval that ends here is below one that begins there.
fn is_below(upper: Option<Bound>, lower: Option<Bound>) -> bool {
    let (Some(upper), Some(lower)) = (upper, lower) else {
        return false;
    };
    match upper.value.compare(lower.value) {
        Ordering::Less => true,
        Ordering::Equal => upper.open || lower.open,
        Ordering::Greater => false,
    }
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

/// The figure of a number, with as many of the words around it as can be read, and where these
/// begin. A sign that is the currency of several countries is returned beside it.
fn figure(text: &str, number: &Number, tag: &str) -> Option<(Figure, Option<char>, usize)> {
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
    let read = |it: &Range<usize>| Some((read_in(&text[it.clone()], tag)?, None, it.start));
    let without_sign = |it: &Range<usize>| {
        let sign = sign?;
        let printed = text[it.clone()].replacen(sign, "", 1);
        Some((read_in(&printed, tag)?, Some(sign), it.start))
    };
    let found = windows.iter().find_map(read);
    found.or_else(|| windows.iter().find_map(without_sign))
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
