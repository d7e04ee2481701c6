//! Spanish number words up to 999.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    numeral::Numeral,
    parser::{Found, Parser},
    spelling,
};

const UNITS: [&str; 30] = [
    "",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciseis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidos",
    "veintitres",
    "veinticuatro",
    "veinticinco",
    "veintiseis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];

/// Other forms of one, alone and in twenty-one.
const ONES: [(&str, u32); 4] = [("un", 1), ("una", 1), ("veintiun", 21), ("veintiuna", 21)];

const TENS: [&str; 7] = [
    "treinta",
    "cuarenta",
    "cincuenta",
    "sesenta",
    "setenta",
    "ochenta",
    "noventa",
];

const HUNDREDS: [(&str, u32); 10] = [
    ("ciento", 100),
    ("doscient", 200),
    ("trescient", 300),
    ("cuatrocient", 400),
    ("quinient", 500),
    ("seiscient", 600),
    ("setecient", 700),
    ("ochocient", 800),
    ("novecient", 900),
    ("cien", 100),
];

/// Every spelling of the numbers from 1 to 999, without anything between the words.
static SPELLINGS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut below: Vec<(String, u32)> = Vec::new();
    for (unit, value) in UNITS.into_iter().zip(0..).skip(1) {
        below.push((unit.to_owned(), value));
    }
    below.extend(ONES.map(|(one, value)| (one.to_owned(), value)));
    for (ten, tens) in TENS.into_iter().zip(3..) {
        below.push((ten.to_owned(), tens * 10));
        for (unit, value) in UNITS.into_iter().zip(0..).take(10).skip(1) {
            below.push((format!("{ten}y{unit}"), tens * 10 + value));
        }
        for one in ["un", "una"] {
            below.push((format!("{ten}y{one}"), tens * 10 + 1));
        }
    }
    let mut all = below.clone();
    for (hundred, value) in HUNDREDS {
        let forms = match hundred {
            "cien" => {
                all.push((hundred.to_owned(), value));
                continue;
            }
            "ciento" => vec![hundred.to_owned()],
            stem => vec![format!("{stem}os"), format!("{stem}as")],
        };
        for form in forms {
            for (rest, below) in &below {
                all.push((format!("{form}{rest}"), value + below));
            }
            all.push((form, value));
        }
    }
    all.into_iter().collect()
});

fn spelled(joined: &str) -> Option<Numeral> {
    match joined {
        "cero" => Some(Numeral::words(0)),
        "mil" => Some(Numeral::scaled_words(1, 3)),
        _ => SPELLINGS.get(joined).map(|value| spelling::numeral(*value)),
    }
}

/// Whether a word is part of a number.
pub(super) fn is_number_word(word: &str) -> bool {
    spelled(word).is_some()
}

/// Number words up to 999, and a thousand.
pub(super) fn numerals(p: &Parser, at: usize) -> Found<Numeral> {
    let is_part = |word: &str| word == "y" || is_number_word(word);
    spelling::numerals(p, at, is_part, spelled)
}
