//! Units that have a UCUM code, in words and symbols.

use super::parser::{Found, Parser, Words};

/// The unit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// The UCUM code. Empty for percentage points, which do not have one.
    pub code: &'static str,
    /// Whether the number is somebody's age.
    pub age: bool,
}

pub(super) const YEAR: Unit = Unit {
    code: "a",
    age: false,
};

/// Symbols that are read in every language. Upper and lower case differ.
const SYMBOLS: &[(&str, &str)] = &[
    ("km", "km"),
    ("m", "m"),
    ("km²", "km2"),
    ("m²", "m2"),
    ("ha", "har"),
    ("kg", "kg"),
    ("t", "t"),
    ("°C", "Cel"),
    ("kW", "kW"),
    ("MW", "MW"),
    ("GW", "GW"),
    ("kWh", "kW.h"),
    ("MWh", "MW.h"),
    ("GWh", "GW.h"),
];

const ENGLISH: &[(&str, &str)] = &[
    ("per cent", "%"),
    ("percent", "%"),
    ("pct", "%"),
    ("percentage point", ""),
    ("percentage points", ""),
    ("year", "a"),
    ("yrs", "a"),
    ("years", "a"),
    ("month", "mo"),
    ("months", "mo"),
    ("week", "wk"),
    ("weeks", "wk"),
    ("day", "d"),
    ("days", "d"),
    ("hour", "h"),
    ("hours", "h"),
    ("minute", "min"),
    ("minutes", "min"),
    ("second", "s"),
    ("seconds", "s"),
    ("kilometer", "km"),
    ("kilometers", "km"),
    ("kilometre", "km"),
    ("kilometres", "km"),
    ("meter", "m"),
    ("meters", "m"),
    ("metre", "m"),
    ("metres", "m"),
    ("mile", "[mi_i]"),
    ("miles", "[mi_i]"),
    ("square kilometers", "km2"),
    ("square kilometres", "km2"),
    ("square meters", "m2"),
    ("square metres", "m2"),
    ("hectare", "har"),
    ("hectares", "har"),
    ("kilo", "kg"),
    ("kilos", "kg"),
    ("kilogram", "kg"),
    ("kilograms", "kg"),
    ("tonne", "t"),
    ("tonnes", "t"),
    ("liter", "L"),
    ("liters", "L"),
    ("litre", "L"),
    ("litres", "L"),
    ("barrel", "[bbl_us]"),
    ("barrels", "[bbl_us]"),
    ("degrees celsius", "Cel"),
    ("megawatts", "MW"),
    ("gigawatts", "GW"),
];

const POUNDS: &[(&str, &str)] = &[("pound", "[lb_av]"), ("pounds", "[lb_av]")];

const ITALIAN: &[(&str, &str)] = &[
    ("per cento", "%"),
    ("percento", "%"),
    ("punto percentuale", ""),
    ("punti percentuali", ""),
    ("anno", "a"),
    ("anni", "a"),
    ("mese", "mo"),
    ("mesi", "mo"),
    ("settimana", "wk"),
    ("settimane", "wk"),
    ("giorno", "d"),
    ("giorni", "d"),
    ("ora", "h"),
    ("ore", "h"),
    ("minuto", "min"),
    ("minuti", "min"),
    ("secondo", "s"),
    ("secondi", "s"),
    ("chilometro", "km"),
    ("chilometri", "km"),
    ("metro", "m"),
    ("metri", "m"),
    ("miglio", "[mi_i]"),
    ("miglia", "[mi_i]"),
    ("chilometri quadrati", "km2"),
    ("metri quadri", "m2"),
    ("metri quadrati", "m2"),
    ("ettaro", "har"),
    ("ettari", "har"),
    ("chilo", "kg"),
    ("chili", "kg"),
    ("chilogrammo", "kg"),
    ("chilogrammi", "kg"),
    ("tonnellata", "t"),
    ("tonnellate", "t"),
    ("litro", "L"),
    ("litri", "L"),
    ("barile", "[bbl_us]"),
    ("barili", "[bbl_us]"),
    ("gradi centigradi", "Cel"),
    ("megawatt", "MW"),
    ("gigawatt", "GW"),
];

const ENGLISH_AGES: &[(&str, &str)] = &[
    ("year old", "a"),
    ("year olds", "a"),
    ("years old", "a"),
    ("years of age", "a"),
    ("month old", "mo"),
    ("months old", "mo"),
];

const ITALIAN_AGES: &[(&str, &str)] = &[
    ("anni di eta", "a"),
    ("anni compiuti", "a"),
    ("mesi di eta", "mo"),
];

/// Endings that make a number an age ("27enne").
const ITALIAN_ENDINGS: [&str; 2] = ["enne", "enni"];

/// A unit after a number. A hyphen can join them ("27-year-old").
pub(super) fn after(p: &Parser, at: usize) -> Found<Unit> {
    let percent = p.is_sign(at, &['%']).then_some(("%", at + 1));
    let symbol = SYMBOLS.iter().find(|(symbol, _)| *symbol == p.raw(at));
    let symbol = symbol.map(|(_, code)| (*code, at + 1));
    let joined = p.joined(at);
    let words = p.phrases(joined, p.words.choose(ENGLISH, ITALIAN));
    let pounds = if p.words == Words::English && !p.region.pays_in_pounds() {
        p.phrases(joined, POUNDS)
    } else {
        Vec::new()
    };
    let plain = percent.into_iter().chain(symbol).chain(words).chain(pounds);
    let plain = plain.map(|(code, next)| (Unit { code, age: false }, next));

    let ages = p.phrases(joined, p.words.choose(ENGLISH_AGES, ITALIAN_AGES));
    let ages = ages.into_iter().chain(ending(p, at));
    plain
        .chain(ages.map(|(code, next)| (Unit { code, age: true }, next)))
        .collect()
}

fn ending(p: &Parser, at: usize) -> Option<(&'static str, usize)> {
    let is_ending = p.words == Words::Italian && !p.is_spaced(at);
    let word = p.word(at).filter(|_| is_ending)?;
    ITALIAN_ENDINGS.contains(&word).then_some(("a", at + 1))
}

/// Prints a unit in words that [`after`] reads.
pub(super) fn print(code: &str, words: Words) -> &str {
    let table = match words {
        Words::Italian => ITALIAN,
        _ => ENGLISH,
    };
    if code == "%" || code == "Cel" {
        return if code == "%" { code } else { "°C" };
    }
    // The last entry for a unit is the one that is printed.
    let word = table.iter().rfind(|(_, known)| *known == code);
    let symbol = || SYMBOLS.iter().find(|(_, known)| *known == code);
    word.or_else(symbol).map_or(code, |(word, _)| word)
}
