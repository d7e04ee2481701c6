//! Numbers whose words are looked up by their joined spelling, with or without hyphens and
//! white space between them.

use super::{
    numeral::Numeral,
    parser::{Found, Parser},
};

/// The most words of a number below a thousand ("cuatrocientos cuarenta y cuatro" has 4,
/// "neuf cent quatre-vingt-dix-neuf" has 6).
const WORDS_MAX: usize = 7;

/// Every number at a token. `is_part` tells the words of numbers, and `value` knows each
/// number by its words without anything between them.
pub(super) fn numerals(
    p: &Parser,
    at: usize,
    is_part: impl Fn(&str) -> bool,
    value: impl Fn(&str) -> Option<Numeral>,
) -> Found<Numeral> {
    let mut found = Vec::new();
    let mut joined = String::new();
    let mut next = at;
    for index in 0..WORDS_MAX {
        let is_hyphen = index > 0 && p.is_sign(next, &['-']) && !p.is_spaced(next);
        let start = if is_hyphen { next + 1 } else { next };
        let Some(word) = p.word(start).filter(|word| is_part(word)) else {
            break;
        };
        joined.push_str(word);
        next = start + 1;
        found.extend(value(&joined).map(|numeral| (numeral, next)));
    }
    found
}

/// A number below a thousand. Whole hundreds can be a multiplier in a range.
pub(super) fn numeral(value: u32) -> Numeral {
    if value >= 100 && value.is_multiple_of(100) {
        Numeral::scaled_words(value / 100, 2)
    } else {
        Numeral::words(value)
    }
}
