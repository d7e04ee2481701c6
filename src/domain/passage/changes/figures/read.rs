//! Reads the figures of a wording: dates, digits, number words, and words for an amount.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{
    amounts, dates, digits, halves, measures,
    number_words::{LINKS, is_number_like, is_one},
    value::{Figure, Value},
};
use crate::domain::{
    figure,
    passage::changes::{
        language::Language,
        words::{Kind, Word},
    },
};

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
        let whole = language
            .filter(|_| is_near)
            .and_then(|it| halves::read(words, at, &mut figures, it));
        let date = dates::read(words, at, language);
        let figure = match words[at].kind {
            _ if whole.is_some() => whole,
            _ if date.is_some() => date,
            Kind::Number => Some(digits::read(words, at, language)),
            Kind::Word if is_near && tries < READ_MAX => language.and_then(|language| {
                tries += usize::from(is_number_like(&words[at].folded));
                in_words(words, at, language).or_else(|| amount(words, at, language))
            }),
            _ => None,
        };
        let Some(figure) = figure else {
            at += 1;
            continue;
        };
        // The second word of "por ciento" is not a figure by itself.
        at = measures::pair_end(words, figure.words.end);
        let measure = measures::beside(words, &figure.words, language);
        figures.push(Figure { measure, ..figure });
    }
    figures
}

/// Reads the longest number in words that begins here.
fn in_words(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    if !is_number_like(&words[at].folded) {
        return None;
    }
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
        let mut value = printed(&words[at..at + length], language)?;
        let mut end = at + length;
        // "twenty-first"
        if is_ten(value)
            && let Some(ordinal) = ordinal_after(words, end, language)
        {
            value += ordinal;
            end += 2;
        }
        let mut values = vec![Value::Number(value.normalize())];
        if value > Decimal::ZERO && value < Decimal::ONE {
            values.extend(amounts::share(value));
        }
        Some(Figure {
            values,
            words: at..end,
            measure: None,
            is_certain: true,
        })
    })
}

/// The number that words are, if they are nothing else.
fn printed(words: &[Word<'_>], language: Language) -> Option<Decimal> {
    let printed: Vec<&str> = words.iter().map(|it| it.text).collect();
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
    lower.value.to_string().parse().ok()
}

fn is_ten(value: Decimal) -> bool {
    let ten = Decimal::TEN;
    value > ten && value < Decimal::ONE_HUNDRED && (value % ten).is_zero()
}

/// The ordinal of a single digit after a hyphen.
fn ordinal_after(words: &[Word<'_>], at: usize, language: Language) -> Option<Decimal> {
    let [hyphen, ordinal] = words.get(at..at + 2)? else {
        return None;
    };
    let values = amounts::values(&ordinal.folded, language);
    let place = values.first()?.number()?;
    (hyphen.text == "-" && ordinal.is_glued && place < Decimal::TEN).then_some(place)
}

/// Reads a word that says an amount.
fn amount(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    let values = amounts::values(&words[at].folded, language);
    (!values.is_empty()).then_some(Figure {
        values,
        words: at..at + 1,
        measure: None,
        is_certain: amounts::is_half(&words[at].folded, language)
            && halves::is_of_unit(words, at, language),
    })
}
