//! German number words up to 999 999, written as one word.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    number::Number,
    numeral::Numeral,
    parser::{Found, Parser},
    spelling,
};

const UNITS: [&str; 20] = [
    "", "ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn", "elf",
    "zwolf", "dreizehn", "vierzehn", "funfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
];

const TENS: [&str; 8] = [
    "zwanzig", "dreissig", "vierzig", "funfzig", "sechzig", "siebzig", "achtzig", "neunzig",
];

/// The forms of one that stand alone.
const ONE: [&str; 6] = ["eins", "eine", "einen", "einem", "einer", "eines"];

/// Every spelling of the numbers from 1 to 999, and of those that are counted in hundreds:
/// "zwölfhundert".
static SPELLINGS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut below = Vec::new();
    for (unit, value) in UNITS.into_iter().zip(0..).skip(1) {
        below.push((unit.to_owned(), value));
    }
    below.extend(ONE.map(|one| (one.to_owned(), 1)));
    below.push(("zwo".to_owned(), 2));
    for (ten, tens) in TENS.into_iter().zip(2..) {
        below.push((ten.to_owned(), tens * 10));
        for (unit, value) in UNITS.into_iter().zip(0..).take(10).skip(1) {
            below.push((format!("{unit}und{ten}"), tens * 10 + value));
        }
    }
    let mut all = below.clone();
    for (count, hundreds) in UNITS.into_iter().zip(0..) {
        if hundreds == 10 {
            continue;
        }
        let hundred = format!("{count}hundert");
        let value = if hundreds == 0 { 100 } else { hundreds * 100 };
        all.push((hundred.clone(), value));
        for (rest, below) in &below {
            all.push((format!("{hundred}{rest}"), value + below));
            all.push((format!("{hundred}und{rest}"), value + below));
        }
    }
    all.into_iter().collect()
});

/// A whole ten from twenty to ninety.
pub(super) fn tens(word: &str) -> Option<u32> {
    TENS.into_iter()
        .zip(2..)
        .find_map(|(ten, tens)| (ten == word).then_some(tens * 10))
}

/// Whether a word is a number.
pub(super) fn is_number(word: &str) -> bool {
    spelled(word).is_some()
}

/// The value of a number that is written as one word.
fn spelled(word: &str) -> Option<Numeral> {
    let known = |part: &str| SPELLINGS.get(part).copied();
    let below = |part: &str| known(part).filter(|value| *value < 1000);
    if word == "null" {
        return Some(Numeral::words(0));
    }
    if let Some(value) = known(word) {
        return Some(spelling::numeral(value));
    }
    if let Some(whole) = word.strip_suffix("einhalb") {
        let whole = Number::from(known(whole)?) + Number::new(5, 1);
        return Some(Numeral {
            is_words: true,
            ..Numeral::digits(whole)
        });
    }
    if word == "anderthalb" {
        return spelled("eineinhalb");
    }
    let (count, rest) = word.split_once("tausend")?;
    let thousands = if count.is_empty() { 1 } else { below(count)? };
    if rest.is_empty() {
        return Some(Numeral::scaled_words(thousands, 3));
    }
    let rest = below(rest).or_else(|| below(rest.strip_prefix("und")?))?;
    Some(Numeral::words(thousands * 1000 + rest))
}

/// Whether a word counts more than ten hundreds, as years do: "neunzehnhundertachtzig".
pub(super) fn is_in_hundreds(word: &str) -> bool {
    let value = SPELLINGS.get(word).copied().unwrap_or_default();
    value > 999
}

/// Whether a word is a number.
pub(super) fn is_number_word(word: &str) -> bool {
    spelled(word).is_some()
}

/// Number words up to 999 999, and the dozen.
pub(super) fn numerals(p: &Parser, at: usize) -> Found<Numeral> {
    let mut found = spelling::numerals(p, at, is_number_word, spelled);
    if let Some(next) = p.phrase(at, "ein dutzend") {
        found.push((Numeral::words(12), next));
    }
    if let Some(next) = p.phrase(at, "ein halbes dutzend") {
        found.push((Numeral::words(6), next));
    }
    found
}
