//! Shares of a whole in several words: "one in four", "vier von fünf", "two thirds".

use std::str::FromStr;

use rust_decimal::Decimal;

use crate::domain::passage::changes::{
    figures::{
        amounts, measures,
        number_words::{is_number_like, is_one},
        spelled,
        value::{Figure, Value},
    },
    language::Language,
    words::{Kind, Word},
};

/// The most words of a share.
const WORDS_MAX: usize = 8;

/// The most words of what is counted, between the numbers: "four young farmers in five".
const NOUN_MAX: usize = 3;

/// Reads the longest share that begins at an index and ends with a number.
pub(super) fn read(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    let is_number = |word: &Word<'_>| {
        word.kind == Kind::Number
            || is_number_like(&word.folded)
            || !amounts::values(&word.folded, language).is_empty()
    };
    let is_each = words[at].folded.starts_with("jede");
    if !is_each && !is_number(&words[at]) {
        return None;
    }
    let most = WORDS_MAX.min(words.len() - at);
    (2..=most).rev().find_map(|length| {
        let range = at..at + length;
        let last = &words[range.end - 1];
        let is_end = is_number(last) && !is_one(&last.folded);
        if !is_end {
            return None;
        }
        let share = &words[range.clone()];
        let without_noun = || {
            let mut nouns = 1..=NOUN_MAX.min(length.saturating_sub(3));
            nouns.find_map(|nouns| {
                let is_noun = |word: &Word<'_>| word.is_word() && !is_number(word);
                let rest = [&share[..1], &share[nouns + 1..]].concat();
                let has_noun = share[1..=nouns].iter().all(is_noun);
                has_noun.then(|| percent(&rest, language))?
            })
        };
        let (lower, upper) = percent(share, language).or_else(without_noun)?;
        Some(Figure {
            values: vec![Value::Share(lower, upper)],
            words: range,
            measure: None,
            is_certain: true,
        })
    })
}

/// The percentage that words without the word for it say.
fn percent(words: &[Word<'_>], language: Language) -> Option<(Decimal, Decimal)> {
    let is_percent = |it: &Word<'_>| measures::of(&it.folded) == Some("%");
    let has_pair = |at: usize| measures::pair_end(words, at) > at;
    if words.iter().any(is_percent) || (0..words.len()).any(has_pair) {
        return None;
    }
    let mut text = String::new();
    for word in words {
        if !word.is_glued && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word.text);
    }
    let figure = spelled::printed(&text, language).filter(|it| it.unit == "%")?;
    let value = |bound: crate::domain::figure::quantity::Bound| {
        Decimal::from_str(&bound.value.to_string()).ok()
    };
    Some((value(figure.lower?)?, value(figure.upper?)?))
}
