//! Italian number words up to 999 999, written as one word or several.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    numeral::Numeral,
    parser::{Found, Parser},
};

const UNITS: [&str; 20] = [
    "",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
];

const TENS: [&str; 8] = [
    "venti",
    "trenta",
    "quaranta",
    "cinquanta",
    "sessanta",
    "settanta",
    "ottanta",
    "novanta",
];

/// Every spelling of the numbers from 1 to 999.
static SPELLINGS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let tens: Vec<(String, u32)> = (1..100).flat_map(below_hundred).collect();
    let mut all = tens.clone();
    for hundreds in 1..10_u32 {
        let count = match hundreds {
            1 => "",
            count => unit(count),
        };
        let hundred = format!("{count}cento");
        all.push((hundred.clone(), hundreds * 100));
        for (rest, value) in &tens {
            all.push((format!("{hundred}{rest}"), hundreds * 100 + value));
            // The o of "cento" may be elided before "otto" and "ottanta".
            if rest.starts_with('o') {
                let elided = hundred.trim_end_matches('o');
                all.push((format!("{elided}{rest}"), hundreds * 100 + value));
            }
        }
    }
    all.into_iter().collect()
});

fn unit(value: u32) -> &'static str {
    let index = usize::try_from(value).unwrap_or_default();
    UNITS.get(index).copied().unwrap_or_default()
}

fn below_hundred(value: u32) -> Vec<(String, u32)> {
    if value == 1 {
        return ["uno", "un", "una", "un'"]
            .map(|one| (one.to_owned(), 1))
            .into();
    }
    if value < 20 {
        return vec![(unit(value).to_owned(), value)];
    }
    let index = usize::try_from(value / 10 - 2).unwrap_or_default();
    let tens = TENS.get(index).copied().unwrap_or_default();
    let spelled = match value % 10 {
        0 => vec![tens.to_owned()],
        // The last vowel of the tens is elided before "uno" and "otto". The o of "uno" is
        // elided before a noun and before "mila".
        rest @ (1 | 8) => {
            let stem = tens.get(..tens.len() - 1).unwrap_or_default();
            let full = format!("{stem}{}", unit(rest));
            match rest {
                1 => vec![format!("{stem}un"), full],
                _ => vec![full],
            }
        }
        rest => vec![format!("{tens}{}", unit(rest))],
    };
    spelled.into_iter().map(|text| (text, value)).collect()
}

/// "Vent'anni", "cent'anni": a number without its last vowel before another vowel.
fn elided(word: &str) -> Option<Numeral> {
    let stem = word.strip_suffix('\'')?;
    let full = ["i", "a", "o"].iter();
    let whole = full.filter_map(|vowel| SPELLINGS.get(&format!("{stem}{vowel}")));
    let whole = whole.copied().find(|value| *value > 19);
    whole.map(|value| match value.checked_rem(100) {
        Some(0) => Numeral::scaled_words(value / 100, 2),
        _ => Numeral::words(value),
    })
}

/// The value of a number that is written as one word.
fn spelled(word: &str) -> Option<Numeral> {
    let known = |part: &str| SPELLINGS.get(part).copied();
    if word == "zero" {
        return Some(Numeral::words(0));
    }
    if let Some(value) = known(word) {
        return Some(match value {
            100 | 200 | 300 | 400 | 500 | 600 | 700 | 800 | 900 => {
                Numeral::scaled_words(value / 100, 2)
            }
            _ => Numeral::words(value),
        });
    }
    let (thousands, rest) = match word.strip_prefix("mille") {
        Some(rest) => (1, rest),
        None => {
            let (count, rest) = word.split_once("mila")?;
            (known(count).filter(|count| *count > 1)?, rest)
        }
    };
    if rest.is_empty() {
        return Some(Numeral::scaled_words(thousands, 3));
    }
    Some(Numeral::words(thousands * 1000 + known(rest)?))
}

/// Whether a word is a number.
pub(super) fn is_number(word: &str) -> bool {
    spelled(word).is_some()
}

/// Whether a word is a number, or a person of that age ("trentenne").
pub(super) fn is_number_word(word: &str) -> bool {
    is_number(word) || word.ends_with("enne") || word.ends_with("enni")
}

/// The age that a word for a person says: "trentenne" is thirty.
pub(super) fn years_old(word: &str) -> Option<u32> {
    let stem = word
        .strip_suffix("enne")
        .or_else(|| word.strip_suffix("enni"))?;
    let mut spellings = ["", "a", "e", "i", "o"].iter();
    let value = spellings.find_map(|end| SPELLINGS.get(&format!("{stem}{end}")));
    value.copied().filter(|value| (2..130).contains(value))
}

const WORDS_MAX: usize = 6;

/// Number words up to 999 999.
pub(super) fn numerals(p: &Parser, at: usize) -> Found<Numeral> {
    let mut found = Vec::new();
    let mut joined = String::new();
    for next in at..at + WORDS_MAX {
        let Some(word) = p.word(next) else { break };
        // "mille e cento": "e" only joins a number to thousands.
        let links = word == "e" && (joined.ends_with("mille") || joined.ends_with("mila"));
        if links {
            continue;
        }
        if let Some(numeral) = elided(word).filter(|_| joined.is_empty()) {
            found.push((numeral, next + 1));
        }
        if spelled(word).is_none() {
            break;
        }
        joined.push_str(word);
        if let Some(numeral) = spelled(&joined) {
            found.push((numeral, next + 1));
        }
    }
    found
}
