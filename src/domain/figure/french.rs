//! French number words up to 999, as spelled in France, Belgium and Switzerland.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    numeral::Numeral,
    parser::{Found, Parser},
    spelling,
};

const UNITS: [&str; 20] = [
    "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dixsept", "dixhuit", "dixneuf",
];

/// The tens, and how many numbers follow each of them.
const TENS: [(&str, u32, u32); 11] = [
    ("vingt", 20, 10),
    ("trente", 30, 10),
    ("quarante", 40, 10),
    ("cinquante", 50, 10),
    ("soixante", 60, 20),
    ("quatrevingt", 80, 20),
    ("quatrevingts", 80, 1),
    ("septante", 70, 10),
    ("huitante", 80, 10),
    ("octante", 80, 10),
    ("nonante", 90, 10),
];

/// The words of numbers, besides the units.
const PARTS: [&str; 14] = [
    "une",
    "et",
    "vingt",
    "vingts",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "septante",
    "huitante",
    "octante",
    "nonante",
    "cent",
    "cents",
];

/// Every spelling of the numbers from 1 to 999, without anything between the words.
static SPELLINGS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut below: Vec<(String, u32)> = Vec::new();
    for (unit, value) in UNITS.into_iter().zip(0..).skip(1) {
        below.push((unit.to_owned(), value));
    }
    below.push(("une".to_owned(), 1));
    for (ten, tens, count) in TENS {
        below.push((ten.to_owned(), tens));
        for (unit, value) in UNITS.into_iter().zip(0..count).skip(1) {
            below.push((format!("{ten}{unit}"), tens + value));
            if value % 10 == 1 {
                below.push((format!("{ten}et{unit}"), tens + value));
            }
        }
        below.push((format!("{ten}etune"), tens + 1));
    }
    below.retain(|(spelled, _)| spelled != "quatrevingtsetune");
    let mut all = below.clone();
    for (count, hundreds) in UNITS.into_iter().zip(0..).take(10) {
        if hundreds == 1 {
            continue;
        }
        let value = if hundreds == 0 { 100 } else { hundreds * 100 };
        all.push((format!("{count}cent"), value));
        all.push((format!("{count}cents"), value));
        for (rest, below) in &below {
            all.push((format!("{count}cent{rest}"), value + below));
        }
    }
    all.retain(|(spelled, _)| spelled != "cents");
    all.into_iter().collect()
});

fn spelled(joined: &str) -> Option<Numeral> {
    match joined {
        "zero" => Some(Numeral::words(0)),
        "mille" => Some(Numeral::scaled_words(1, 3)),
        _ => SPELLINGS.get(joined).map(|value| spelling::numeral(*value)),
    }
}

fn is_part(word: &str) -> bool {
    ["zero", "mille"].contains(&word)
        || !word.is_empty() && UNITS.contains(&word)
        || PARTS.contains(&word)
}

/// Whether a word is part of a number.
pub(super) fn is_number_word(word: &str) -> bool {
    word != "et" && is_part(word)
}

/// Number words up to 999, and a thousand.
pub(super) fn numerals(p: &Parser, at: usize) -> Found<Numeral> {
    spelling::numerals(p, at, is_part, spelled)
}
