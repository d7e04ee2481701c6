//! Halves in words: "and a half" behind a figure or its unit, and "half an hour".

use rust_decimal::Decimal;

use super::{
    composed, measures,
    number_words::is_one,
    value::{Figure, Value},
};
use crate::domain::passage::changes::{language::Language, words::Word};

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// The words for "and a half", separated by spaces.
fn and_half(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => &["and a half"],
        Language::French => &["et demi", "et demie"],
        Language::German => &["und ein halbes", "und eine halbe", "und ein halber"],
        Language::Italian => &["e mezzo", "e mezza"],
        Language::Spanish => &["y medio", "y media"],
    }
}

/// The figure that "and a half" at an index belongs to, with the half: the last of `before`,
/// or the article in "an hour and a half". `before` are the figures that were read so far.
pub(super) fn read(
    words: &[Word<'_>],
    at: usize,
    before: &mut Vec<Figure>,
    language: Language,
) -> Option<Figure> {
    let length = length(words, at, language)?;
    let unit = at.checked_sub(1)?;
    let is_it = |figure: &Figure| {
        let end = figure.words.end;
        figure.is_certain && (end == at || end == unit && is_unit(words, unit, language))
    };
    if let Some(figure) = before.pop_if(|figure| is_it(figure)) {
        return Some(Figure {
            values: figure.values.into_iter().filter_map(with_half).collect(),
            words: figure.words.start..at + length,
            ..figure
        });
    }
    let article = unit.checked_sub(1)?;
    let is_single = is_one(&words[article].folded) && is_unit(words, unit, language);
    is_single.then(|| Figure {
        values: vec![Value::Number(Decimal::ONE + HALF)],
        words: article..at + length,
        measure: measures::beside(words, &(article..unit), Some(language)),
        is_certain: true,
    })
}

/// The code of the unit that a word for a half is one of for sure: "half an hour",
/// "demi-heure".
pub(super) fn unit(words: &[Word<'_>], at: usize, language: Language) -> Option<&'static str> {
    let is_between = |word: &&Word<'_>| is_one(&word.folded) || word.text == "-";
    let between = words[at + 1..].iter().take_while(is_between).count();
    let unit = words.get(at + 1 + between).filter(|_| between <= 1)?;
    measures::unit_code(unit, language)
}

fn is_unit(words: &[Word<'_>], at: usize, language: Language) -> bool {
    let word = words.get(at);
    word.is_some_and(|word| {
        composed::is_multiple(word) || measures::unit_code(word, language).is_some()
    })
}

/// A value with the half. What was only made of the number without it is left out.
fn with_half(value: Value) -> Option<Value> {
    match value {
        Value::Number(number) => Some(Value::Number((number + HALF).normalize())),
        Value::Quantity(..) | Value::Time(_) => None,
        value => Some(value),
    }
}

/// How many words at an index are "and a half".
fn length(words: &[Word<'_>], at: usize, language: Language) -> Option<usize> {
    let mut phrases = and_half(language).iter();
    phrases.find_map(|phrase| {
        let length = phrase.split(' ').count();
        let words = words.get(at..at + length)?.iter();
        let is_it = words.map(|it| it.folded.as_str()).eq(phrase.split(' '));
        is_it.then_some(length)
    })
}
