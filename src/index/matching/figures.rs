//! A figure of a sentence: its number with the words around it, read as an interval, and how it
//! stands to another one.

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
    figure: Figure,
    /// The term of the word behind it.
    noun: String,
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
        Some(Self {
            printed: text[number.start..number.end].to_owned(),
            figure: figure(text, number, tag)?,
            noun: noun(&text[number.end..], language),
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
        let (ours, theirs) = (&self.figure, &other.figure);
        let has_unit = !ours.unit.is_empty() || !ours.currency.is_empty();
        ours.unit == theirs.unit
            && ours.currency == theirs.currency
            && (ours.per == theirs.per || ours.per.is_none() || theirs.per.is_none())
            && (has_unit || !self.noun.is_empty() && self.noun == other.noun)
    }

    /// Whether all values of this figure are values of the other one, which has more.
    pub fn is_narrower(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.figure, &other.figure);
        let is_within = match (ours.lower, theirs.lower) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(ours), Some(theirs)) => ours.value.compare(theirs.value).is_ge(),
        } && match (ours.upper, theirs.upper) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(ours), Some(theirs)) => ours.value.compare(theirs.value).is_le(),
        };
        let is_another = (ours.lower, ours.upper) != (theirs.lower, theirs.upper);
        is_within
            && match (ours.approximate, theirs.approximate) {
                (false, true) => true,
                (true, false) => false,
                (true, true) | (false, false) => is_another,
            }
    }

    /// Whether two figures have a value in common.
    pub fn meets(&self, other: &Self) -> bool {
        let is_below = |upper: Option<Bound>, lower: Option<Bound>| match (upper, lower) {
            (Some(upper), Some(lower)) => upper.value.compare(lower.value).is_lt(),
            _ => false,
        };
        !is_below(self.figure.upper, other.figure.lower)
            && !is_below(other.figure.upper, self.figure.lower)
    }
}

/// The figure of a number: with as many of the words around it as can be read.
fn figure(text: &str, number: &Number, tag: &str) -> Option<Figure> {
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
    let mut windows = starts
        .iter()
        .flat_map(|start| ends.iter().map(|end| (*start, number.end + *end)));
    windows.find_map(|(start, end)| {
        let printed = Printed {
            text: text[start..end].trim(),
            number_locale: tag,
            language: tag,
            counted: "",
        };
        read(&printed).ok()
    })
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
