//! English number words up to 999.

use super::{
    numeral::Numeral,
    parser::{Found, Parser},
};

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// Zero, as it is said before a decimal point.
const ZEROS: [&str; 2] = ["nought", "naught"];

fn position(table: &[&str], word: &str) -> Option<u32> {
    let index = table.iter().position(|entry| *entry == word)?;
    u32::try_from(index).ok()
}

/// Whether a word is a number from eleven to nineteen.
pub(super) fn is_teen(word: &str) -> bool {
    position(&UNITS, word).is_some_and(|value| value > 10)
}

/// Whether a word is part of a number.
pub(super) fn is_number_word(word: &str) -> bool {
    position(&UNITS, word).is_some() || position(&TENS, word).is_some() || ZEROS.contains(&word)
}

/// Number words below a thousand, and below ten thousand if counted in hundreds.
pub(super) fn numerals(p: &Parser, at: usize) -> Found<Numeral> {
    let mut found = Vec::new();
    let mut counts = below_hundred(p, at);
    for (value, next) in &counts {
        found.push((Numeral::words(*value), *next));
    }
    if matches!(p.word(at), Some("a" | "an")) {
        counts.push((1, at + 1));
        found.push((Numeral::article(), at + 1));
    }
    for (count, next) in counts {
        if let Some(next) = p.phrase(next, "dozen") {
            let dozens = Numeral {
                is_dozens: count > 1,
                ..Numeral::words(count * 12)
            };
            found.push((dozens, next));
        }
        let is_counted = count > 0 && (count < 10 || count % 10 > 0);
        if let Some(next) = p.phrase(next, "hundred").filter(|_| is_counted) {
            found.extend(hundreds(p, count, next));
        }
    }
    if let Some(next) = p.phrase(at, "half a dozen") {
        found.push((Numeral::words(6), next));
    }
    found
}

fn hundreds(p: &Parser, count: u32, next: usize) -> Found<Numeral> {
    let mut found = vec![(Numeral::scaled_words(count, 2), next)];
    let after = p.phrase(next, "and").unwrap_or(next);
    for (rest, end) in below_hundred(p, after) {
        if rest > 0 {
            found.push((Numeral::words(count * 100 + rest), end));
        }
    }
    found
}

fn below_hundred(p: &Parser, at: usize) -> Found<u32> {
    let Some(word) = p.word(at) else {
        return Vec::new();
    };
    if ZEROS.contains(&word) {
        return vec![(0, at + 1)];
    }
    if let Some(value) = position(&UNITS, word) {
        return vec![(value, at + 1)];
    }
    let Some(tens) = position(&TENS, word).map(|index| index * 10 + 20) else {
        return Vec::new();
    };
    let mut found = vec![(tens, at + 1)];
    let next = if p.is_sign(at + 1, &['-']) {
        at + 2
    } else {
        at + 1
    };
    let unit = p.word(next).and_then(|word| position(&UNITS, word));
    if let Some(unit) = unit.filter(|unit| (1..10).contains(unit)) {
        found.push((tens + unit, next + 1));
    }
    found
}
