//! Units with a prefix ("kilojoules", "centilitri"), composed as UCUM composes them.

use std::{collections::HashMap, sync::LazyLock};

use super::lexicon;

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

/// The spellings of a unit, of which the first is printed, and its UCUM code. A tonne with a
/// prefix is left out: it can be the force of a bomb.
const UNITS: [(&str, &str); 12] = [
    (
        "grams|gram|gramme|grammes|gramm|grammo|grammi|gramo|gramos",
        "g",
    ),
    ("metres|metre|meter|meters|metern|metro|metri|metros", "m"),
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
    ("sieverts|sievert", "Sv"),
];

/// Only a thousand calories are surely so many: "calories" alone are often thousands.
const CALORIES: &str = "kilocalories|kilocalorie|chilocaloria|chilocalorie|kilocaloria|\
    kilocalorias|kilokalorie|kilokalorien";

/// Units without a prefix that are read in every language.
const BARE: [(&str, &str); 5] = [
    ("watts|watt|vatio|vatios", "W"),
    ("joules|joule", "J"),
    ("hertz|hercio|hercios", "Hz"),
    ("bytes|byte|octet|octets", "By"),
    ("volts|volt|voltio|voltios", "V"),
];

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
    PREFIXES.into_iter().find_map(|(prefixes, power)| {
        let rest = code.strip_prefix(power)?;
        let (units, _) = UNITS.into_iter().find(|(_, unit)| *unit == rest)?;
        let prefix = lexicon::phrases(prefixes).next()?;
        Some(format!("{prefix}{}", lexicon::phrases(units).next()?))
    })
}
