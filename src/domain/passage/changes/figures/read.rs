//! Reads the figures of a wording: digits with their multipliers, and number words.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{
    measures::{self, Measure},
    number_words::{LINKS, ORDINAL_ENDINGS, UNITS, is_number_like, is_one, multiplier},
};
use crate::domain::{
    figure,
    passage::changes::{
        language::Language,
        words::{Kind, Word},
    },
};

/// A number of a wording.
pub(super) struct Figure {
    /// Its possible values.
    pub values: Vec<Decimal>,
    /// The indexes of its words.
    pub words: Range<usize>,
    /// What it measures, if that is printed beside it.
    pub measure: Option<Measure>,
}

/// How far from a difference number words are read, in words.
const NEAR: usize = 6;

/// The most words of one number that is written in words.
const WORDS_MAX: usize = 6;

/// The most places of a wording at which number words are read.
const READ_MAX: usize = 50;

/// The figures of a wording. Digits are read everywhere, words only near differences.
pub(super) fn read(
    words: &[Word<'_>],
    changed: &[Range<usize>],
    language: Option<Language>,
) -> Vec<Figure> {
    let mut figures = Vec::new();
    let (mut at, mut tries) = (0, 0);
    while at < words.len() {
        let is_near = changed
            .iter()
            .any(|range| range.start <= at + NEAR && at <= range.end + NEAR);
        let figure = match words[at].kind {
            Kind::Number => digits(words, at, language),
            Kind::Word if is_near && tries < READ_MAX && is_number_like(&words[at].folded) => {
                tries += 1;
                language.and_then(|language| in_words(words, at, language))
            }
            _ => None,
        };
        at = figure.as_ref().map_or(at + 1, |figure| figure.words.end);
        let figure = figure.map(|figure| Figure {
            measure: measures::beside(words, &figure.words),
            ..figure
        });
        figures.extend(figure);
    }
    figures
}

/// Reads digits and the multiplier after them.
fn digits(words: &[Word<'_>], at: usize, language: Option<Language>) -> Option<Figure> {
    let folded = &words[at].folded;
    let end = folded.find(char::is_alphabetic).unwrap_or(folded.len());
    let (number, suffix) = folded.split_at(end);
    let mut values = values(number, language)?;
    let mut next = at + 1;
    if suffix.is_empty() {
        if let Some(word) = words.get(next)
            && let Some(exponent) = multiplier(&word.folded)
        {
            let is_certain = word.folded.chars().count() > 2;
            values = times(&values, exponent, is_certain);
            next += 1;
        }
    } else if let Some(exponent) = multiplier(suffix) {
        values = times(&values, exponent, false);
    } else if !UNITS.contains(&suffix)
        && !ORDINAL_ENDINGS.contains(&suffix)
        && measures::of(suffix).is_none()
    {
        return None;
    }
    let sign = sign(words, at);
    if sign.is_some() {
        values
            .iter_mut()
            .for_each(|value| value.set_sign_negative(true));
    }
    Some(Figure {
        values,
        words: sign.unwrap_or(at)..next,
        measure: None,
    })
}

/// The minus sign before the digits at an index. A dash after another word, or before a
/// space, is not one.
fn sign(words: &[Word<'_>], at: usize) -> Option<usize> {
    let is_currency = |it: &Word<'_>| it.kind == Kind::Mark && measures::of(&it.folded).is_some();
    let glued_to = |at: usize| at.checked_sub(1).filter(|_| words[at].is_glued);
    let before = glued_to(at)?;
    let sign = match is_currency(&words[before]) {
        true => glued_to(before)?,
        false => before,
    };
    let is_minus = matches!(words[sign].text, "-" | "−" | "–" | "‐" | "‑" | "－");
    let is_free = glued_to(sign).is_none_or(|it| matches!(words[it].text, "(" | "[" | "“" | "\""));
    (is_minus && is_free).then_some(sign)
}

/// The values times a power of ten. If it is not certain that the multiplier is one ("m" can
/// be metres), the values without it too.
fn times(values: &[Decimal], exponent: u32, is_certain: bool) -> Vec<Decimal> {
    let factor = Decimal::from(10_u64.pow(exponent));
    let scaled = values.iter().filter_map(|value| value.checked_mul(factor));
    let mut all: Vec<Decimal> = scaled.map(|value| value.normalize()).collect();
    if !is_certain {
        all.extend(values);
    }
    all
}

/// The mark that groups digits by three in a language. `None` if it depends on the country.
fn grouping(language: Option<Language>) -> Option<char> {
    match language? {
        Language::English => Some(','),
        Language::French | Language::German | Language::Italian => Some('.'),
        Language::Spanish => None,
    }
}

/// The possible values of digits with marks between them. `None` for dates and times.
fn values(number: &str, language: Option<Language>) -> Option<Vec<Decimal>> {
    let number: String = number
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\'')
        .collect();
    if number.contains(['/', ':']) {
        return None;
    }
    let marks: Vec<usize> = number.match_indices(['.', ',']).map(|(at, _)| at).collect();
    let grouped = number.replace(['.', ','], "");
    let with_decimals = |at: usize| {
        let (whole, decimals) = number.split_at(at);
        format!("{}.{}", whole.replace(['.', ','], ""), &decimals[1..])
    };
    let groups_three = |at: &usize| {
        let rest = &number[at + 1..];
        rest.find(['.', ',']).unwrap_or(rest.len()) == 3
    };
    let spellings = match marks[..] {
        [] => vec![grouped],
        [1] if number.starts_with('0') => vec![with_decimals(1)],
        [at] if groups_three(&at) && at <= 3 => match grouping(language) {
            Some(mark) if number[at..].starts_with(mark) => vec![grouped],
            Some(_) => vec![with_decimals(at)],
            None => vec![with_decimals(at), grouped],
        },
        [at] => vec![with_decimals(at)],
        [first, .., last] if number[first..=first] != number[last..=last] => {
            vec![with_decimals(last)]
        }
        // The same mark several times groups digits, or it separates the parts of a date.
        _ if marks.iter().all(groups_three) => vec![grouped],
        _ => return None,
    };
    let values = spellings.iter().map(|spelling| spelling.parse::<Decimal>());
    let values: Result<Vec<Decimal>, _> = values.collect();
    let values = values.ok()?.into_iter();
    Some(values.map(|value| value.normalize()).collect())
}

/// Reads the longest number in words that begins here.
fn in_words(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    let is_part =
        |word: &&Word<'_>| is_number_like(&word.folded) || LINKS.contains(&word.folded.as_str());
    let longest = words[at..]
        .iter()
        .take(WORDS_MAX)
        .take_while(is_part)
        .count();
    (1..=longest).rev().find_map(|length| {
        let last = &words[at + length - 1];
        let is_alone = length == 1 && is_one(&last.folded);
        if is_alone || LINKS.contains(&last.folded.as_str()) {
            return None;
        }
        let printed: Vec<&str> = words[at..at + length].iter().map(|it| it.text).collect();
        let printed = printed.join(" ").replace(" - ", "-");
        let printed = figure::read::Printed {
            text: &printed,
            language: language.tag(),
            ..figure::read::Printed::default()
        };
        let figure = figure::read::read(&printed).ok()?;
        let (lower, upper) = (figure.lower?, figure.upper?);
        let is_plain = figure.unit.is_empty() && figure.currency.is_empty();
        if lower.value != upper.value || !is_plain {
            return None;
        }
        let value: Decimal = lower.value.to_string().parse().ok()?;
        Some(Figure {
            values: vec![value.normalize()],
            words: at..at + length,
            measure: None,
        })
    })
}
