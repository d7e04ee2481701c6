//! Several words that are one figure together: a day in words, a time, a share, a century; and
//! what else a figure may be beside its words ("90 minutes" and an hour and a half).

mod clock;
mod days;
mod eras;
mod ordinals;
mod other_words;
mod quantities;
mod shares;

use rust_decimal::Decimal;

use super::{
    amounts,
    value::{Figure, Value},
};
use crate::domain::passage::changes::{hunks::Hunk, language::Language, pair::Pair, words::Word};

/// Whether the Roman numeral of a century became another one.
pub(super) fn is_other_century(pair: &Pair<'_>, hunk: &Hunk) -> bool {
    eras::is_other_century(pair, hunk)
}

/// Whether a word stands for several of a unit ("decades").
pub(super) fn is_multiple(word: &Word<'_>) -> bool {
    quantities::multiple(word).is_some()
}

/// Reads a figure of several words, or one of a word that is another thing by itself.
pub(super) fn read(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    days::read(words, at, language)
        .or_else(|| clock::read(words, at, language))
        .or_else(|| shares::read(words, at, language))
        .or_else(|| eras::read(words, at, language))
        .or_else(|| ordinal(words, at, language))
        .or_else(|| quantities::read(words, at, language))
        .or_else(|| other_words::read(words, at, language))
}

/// Adds what a figure may be as well.
pub(super) fn widen(words: &[Word<'_>], figure: &mut Figure, language: Language) {
    other_words::widen(words, figure, language);
    eras::widen(words, figure, language);
    clock::widen(words, figure, language);
    quantities::widen(words, figure, language);
}

/// "The thirteenth": what the words of amounts have already is left to them.
fn ordinal(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    let (place, end) = ordinals::read(words, at, language)?;
    let is_known = end == at + 1 && !amounts::values(&words[at].folded, language).is_empty();
    (!is_known).then(|| Figure {
        values: vec![Value::Number(Decimal::from(place))],
        words: at..end,
        measure: None,
        is_certain: false,
    })
}
