//! Units with a prefix ("kilojoules", "centilitri"), composed as UCUM composes them.

use std::{collections::HashMap, sync::LazyLock};

use super::lexicon::{self, Words};

/// The spellings of a prefix in the languages that are read, and its UCUM code.
const PREFIXES: [(&str, &str); 17] = [
    ("kilo|chilo", "k"),
    ("mega", "M"),
    ("giga", "G"),
    ("tera", "T"),
    ("peta", "P"),
    ("exa", "E"),
    ("hecto|hekto", "h"),
    ("deci|dezi", "d"),
    ("centi|zenti", "c"),
    ("milli|mili", "m"),
    ("micro|mikro", "u"),
    ("nano", "n"),
    ("pico|piko", "p"),
    ("kibi", "Ki"),
    ("mebi", "Mi"),
    ("gibi", "Gi"),
    ("tebi", "Ti"),
];

const METRES: &str = "metres|metre|meter|meters|metern|metro|metri|metros";

/// The spellings of a unit, of which the first is printed, and its UCUM code. A tonne with a
/// prefix is left out: it can be the force of a bomb.
const UNITS: [(&str, &str); 27] = [
    (
        "grams|gram|gramme|grammes|gramm|grammo|grammi|gramo|gramos",
        "g",
    ),
    (METRES, "m"),
    ("litres|litre|liter|liters|litern|litro|litri|litros", "L"),
    ("watts|watt|vatio|vatios", "W"),
    (
        "watthours|watthour|wattheure|wattheures|wattora|wattstunde|wattstunden",
        "W.h",
    ),
    ("joules|joule|julio|julios", "J"),
    ("hertz|hercio|hercios", "Hz"),
    ("bytes|byte|octet|octets", "By"),
    ("bits|bit", "bit"),
    ("volts|volt|voltio|voltios", "V"),
    ("pascals|pascal|pascales", "Pa"),
    ("sieverts|sievert|sievertio|sievertios", "Sv"),
    ("becquerels|becquerel|becquerelio|becquerelios", "Bq"),
    ("grays|gray", "Gy"),
    ("teslas|tesla", "T"),
    ("newtons|newton|newtonio|newtonios", "N"),
    ("ohms|ohm|ohmio|ohmios", "Ohm"),
    ("amperes|ampere|amperio|amperios", "A"),
    ("farads|farad|faradio|faradios", "F"),
    ("henrys|henry|henries|henrio|henrios", "H"),
    ("coulombs|coulomb|culombio|culombios", "C"),
    ("lumens|lumen|lumenes", "lm"),
    (
        "electronvolts|electronvolt|elettronvolt|elektronenvolt|elektronvolt|\
        electronvoltio|electronvoltios",
        "eV",
    ),
    ("moles|mole|mol|moli", "mol"),
    ("bars|bar|bares", "bar"),
    (
        "seconds|second|secondo|secondi|sekunde|sekunden|seconde|secondes|segundo|segundos",
        "s",
    ),
    ("parsecs|parsec|parsecios", "pc"),
];

/// Prefixes that only metres have in print, and that a text squares or cubes: "5 hectómetros
/// cúbicos".
const METRE_PREFIXES: [(&str, &str); 2] = [("etto", "h"), ("deca|deka", "da")];

/// Only a thousand calories are surely so many: "calories" alone are often thousands.
const CALORIES: &str = "kilocalories|kilocalorie|chilocaloria|chilocalorie|kilocaloria|\
    kilocalorias|kilokalorie|kilokalorien";

/// Units without a prefix that are read in every language. The first spelling is printed.
const BARE: [(&str, &str); 19] = [
    ("watts|watt|vatio|vatios", "W"),
    ("joules|joule|julios", "J"),
    ("hertz|hercio|hercios", "Hz"),
    ("bytes|byte|octet|octets", "By"),
    ("volts|volt|voltio|voltios", "V"),
    ("sieverts|sievert|sievertios", "Sv"),
    ("becquerels|becquerel|becquerelios", "Bq"),
    ("lumens|lumen|lumenes", "lm"),
    ("lux|luxes", "lx"),
    ("ohms|ohm|ohmio|ohmios", "Ohm"),
    ("pascals|pascal|pascales", "Pa"),
    ("newtons|newton|newtonios", "N"),
    ("teslas|tesla", "T"),
    ("grays|gray", "Gy"),
    ("coulombs|coulomb|culombios", "C"),
    ("amperes|ampere|amperios", "A"),
    ("kelvins|kelvin", "K"),
    (
        "decibels|decibel|dezibel|decibelio|decibelios|decibeles",
        "dB",
    ),
    (
        "electronvolts|electronvolt|elettronvolt|elektronenvolt|electronvoltios",
        "eV",
    ),
];

/// Units that are also the names of people, cars and teams: "five Teslas", "50 gray seals".
const NAMES: &str = "teslas|tesla|grays|gray|newtons|newton|coulombs|coulomb";

/// Whether a unit may be a name: with a capital, or in English without its plural. A German
/// noun always has a capital, and a Tesla is more often a car.
pub(super) fn is_name(raw: &str, word: &str, words: Words) -> bool {
    let is_capital = raw.starts_with(char::is_uppercase);
    let is_car = ["tesla", "teslas"].contains(&word);
    let is_singular = words == Words::English && !word.ends_with('s');
    let is_sure = match words {
        Words::German => !is_car,
        _ => !is_capital && !is_singular,
    };
    !is_sure && lexicon::phrases(NAMES).any(|name| name == word)
}

/// Whether a word is a unit that is read with or without a prefix.
pub(super) fn is_unit(word: &str) -> bool {
    let is_bare = |(spellings, _): &(&'static str, &str)| {
        lexicon::phrases(spellings).any(|spelling| spelling == word)
    };
    word != "gray" && (code(word).is_some() || BARE.iter().any(is_bare))
}

/// Every word and its UCUM code.
static WORDS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (prefixes, power) in PREFIXES {
        for (units, unit) in UNITS {
            let code = format!("{power}{unit}");
            for prefix in lexicon::phrases(prefixes) {
                for unit in lexicon::phrases(units) {
                    words.insert(format!("{prefix}{unit}"), code.clone());
                }
            }
        }
    }
    for (prefixes, power) in METRE_PREFIXES {
        for prefix in lexicon::phrases(prefixes) {
            for metre in lexicon::phrases(METRES) {
                words.insert(format!("{prefix}{metre}"), format!("{power}m"));
            }
        }
    }
    let plain = [(CALORIES, "kcal")].into_iter().chain(BARE);
    for (spellings, code) in plain {
        for word in lexicon::phrases(spellings) {
            words.insert(word.to_owned(), code.to_owned());
        }
    }
    words
});

/// The UCUM code of a unit with a prefix.
pub(super) fn code(word: &str) -> Option<&'static str> {
    WORDS.get(word).map(String::as_str)
}

/// A word for a code, which [`code`] reads.
pub(super) fn word(code: &str) -> Option<String> {
    let bare = BARE.into_iter().chain([(CALORIES, "kcal")]);
    let mut bare = bare.filter(|(_, known)| *known == code);
    if let Some((spellings, _)) = bare.next() {
        return lexicon::phrases(spellings).next().map(str::to_owned);
    }
    let prefixes = PREFIXES.into_iter().chain(METRE_PREFIXES);
    prefixes.into_iter().find_map(|(prefixes, power)| {
        let rest = code.strip_prefix(power)?;
        let (units, _) = UNITS.into_iter().find(|(_, unit)| *unit == rest)?;
        let prefix = lexicon::phrases(prefixes).next()?;
        Some(format!("{prefix}{}", lexicon::phrases(units).next()?))
    })
}
