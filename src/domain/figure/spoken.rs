//! Decimals in words: "three point five", "tre virgola cinque", "drei Komma fünf".

use super::{
    number::Number,
    numeral::Numeral,
    parser::{Found, Parser},
};

/// The most digits after the mark.
const DIGITS_MAX: usize = 6;

/// Every decimal that begins with a whole number in words which ends at a token. Each digit
/// after the mark is a word of its own; `digit` reads one.
pub(super) fn decimals(
    p: &Parser,
    whole: Numeral,
    at: usize,
    digit: impl Fn(usize) -> Option<(u32, usize)>,
) -> Found<Numeral> {
    let is_whole = whole.is_words && !whole.is_article && !whole.approximate;
    let mark = p.phrase(at, p.lexicon.point).filter(|_| is_whole);
    let Some(mut next) = mark else {
        return Vec::new();
    };
    let mut mantissa = whole.value;
    let mut digits = 0;
    while let Some((value, end)) = digit(next).filter(|_| digits < DIGITS_MAX) {
        mantissa = mantissa * Number::TEN + Number::from(value);
        digits += 1;
        next = end;
    }
    let scale = u32::try_from(digits).unwrap_or_default();
    let value = i128::try_from(mantissa).ok();
    let value = value.and_then(|it| Number::try_from_i128_with_scale(it, scale).ok());
    let decimal = value.filter(|_| digits > 0).map(|value| Numeral {
        value,
        scale: None,
        ..whole
    });
    decimal.map(|it| (it, next)).into_iter().collect()
}
