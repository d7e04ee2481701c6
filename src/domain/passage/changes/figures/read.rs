//! Reads the figures of a wording: dates, digits, number words, and words for an amount.

use std::ops::Range;

use super::{
    amounts, composed, dates, digits, halves, hundredths,
    measures::{self, Measure},
    number_words::is_number_like,
    signs,
    spelled::in_words,
    value::Figure,
};
use crate::domain::passage::changes::{
    language::Language,
    words::{Kind, Word},
};

/// How far from a difference number words are read, in words.
const NEAR: usize = 6;

/// The most places of a wording at which number words are read.
const READ_MAX: usize = 50;

/// How the figures of a wording are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Each number by itself.
    Literal,
    /// Several words together, where they may be one figure: a share, a time, a century.
    Composed,
}

/// The figures of a wording. Digits are read everywhere, words only near differences.
pub(super) fn read(
    words: &[Word<'_>],
    changed: &[Range<usize>],
    language: Option<Language>,
    reading: Reading,
) -> Vec<Figure> {
    let composing = language.filter(|_| reading == Reading::Composed);
    let mut figures = Vec::new();
    let (mut at, mut tries, mut composed_tries) = (0, 0, 0);
    while at < words.len() {
        let is_near = changed
            .iter()
            .any(|range| range.start <= at + NEAR && at <= range.end + NEAR);
        let whole = language
            .filter(|_| is_near)
            .and_then(|it| halves::read(words, at, &mut figures, it));
        let date = dates::read(words, at, language);
        let composed = composing
            .filter(|_| is_near && whole.is_none() && composed_tries < READ_MAX)
            .and_then(|it| composed::read(words, at, it));
        let is_number = words[at].kind == Kind::Number || is_number_like(&words[at].folded);
        composed_tries += usize::from(is_near && is_number);
        let figure = match words[at].kind {
            _ if whole.is_some() => whole,
            _ if composed.is_some() => composed,
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
        let beside = || measures::beside(words, &figure.words, language);
        let measure = figure.measure.or_else(beside);
        let figure = signs::apply(words, Figure { measure, ..figure }, language);
        let mut figure = hundredths::apply(words, figure, language);
        if let Some(language) = composing {
            composed::widen(words, &mut figure, language);
        }
        at = measures::pair_end(words, figure.words.end);
        figures.push(figure);
    }
    figures
}

/// Reads a word that says an amount.
fn amount(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    let values = amounts::values(&words[at].folded, language);
    if values.is_empty() {
        return None;
    }
    let unit = match amounts::is_half(&words[at].folded, language) {
        true => halves::unit(words, at, language),
        false => None,
    };
    Some(Figure {
        values,
        words: at..at + 1,
        measure: unit.map(|code| Measure {
            code,
            is_sign: false,
        }),
        is_certain: unit.is_some(),
    })
}
