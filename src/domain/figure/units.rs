//! Units that have a UCUM code, in words and symbols.

use std::borrow::Cow;

use iso_currency::Country;

use super::{
    lexicon::{self, Table, Words},
    parser::{Found, Parser},
    prefixed,
    quantity::PerPeriod,
    unit::Unit,
};

/// Symbols that are read in every language. Upper and lower case differ.
pub(super) const SYMBOLS: Table<&str> = &[
    ("km", "km"),
    ("m", "m"),
    ("cm", "cm"),
    ("mm", "mm"),
    ("km²", "km2"),
    ("m²", "m2"),
    ("m³", "m3"),
    ("km³", "km3"),
    ("hm²", "hm2"),
    ("hm³", "hm3"),
    ("dam²", "dam2"),
    ("dam³", "dam3"),
    ("dm²", "dm2"),
    ("dm³", "dm3"),
    ("cm²", "cm2"),
    ("cm³", "cm3"),
    ("mm²", "mm2"),
    ("mm³", "mm3"),
    ("mi²", "[mi_i]2"),
    ("yd²", "[syd_i]"),
    ("yd³", "[cyd_i]"),
    ("ft²", "[sft_i]"),
    ("ft³", "[cft_i]"),
    ("in²", "[sin_i]"),
    ("in³", "[cin_i]"),
    ("ha", "har"),
    ("kg", "kg"),
    ("g", "g"),
    ("mg", "mg"),
    ("t", "t"),
    ("l", "L"),
    ("hl", "hL"),
    ("dl", "dL"),
    ("cl", "cL"),
    ("ml", "mL"),
    ("°C", "Cel"),
    ("°F", "[degF]"),
    ("ºC", "Cel"),
    ("ºF", "[degF]"),
    ("W", "W"),
    ("kW", "kW"),
    ("MW", "MW"),
    ("GW", "GW"),
    ("kWh", "kW.h"),
    ("MWh", "MW.h"),
    ("GWh", "GW.h"),
    ("TWh", "TW.h"),
    ("TW", "TW"),
    ("Hz", "Hz"),
    ("kHz", "kHz"),
    ("MHz", "MHz"),
    ("GHz", "GHz"),
    ("kB", "kBy"),
    ("KB", "kBy"),
    ("MB", "MBy"),
    ("GB", "GBy"),
    ("TB", "TBy"),
    ("PB", "PBy"),
    ("kJ", "kJ"),
    ("MJ", "MJ"),
    ("GJ", "GJ"),
    ("kcal", "kcal"),
    ("kV", "kV"),
    ("hPa", "hPa"),
    ("Pa", "Pa"),
    ("MPa", "MPa"),
    ("mbar", "mbar"),
    ("Sv", "Sv"),
    ("mSv", "mSv"),
    ("µSv", "uSv"),
    ("μSv", "uSv"),
    ("Bq", "Bq"),
    ("kBq", "kBq"),
    ("MBq", "MBq"),
    ("dB", "dB"),
    ("lm", "lm"),
    ("lx", "lx"),
    ("kN", "kN"),
    ("mV", "mV"),
    ("keV", "keV"),
    ("MeV", "MeV"),
    ("GeV", "GeV"),
    ("ms", "ms"),
    ("µm", "um"),
    ("μm", "um"),
    ("dm", "dm"),
    ("ppm", "[ppm]"),
    ("ppb", "[ppb]"),
    ("kPa", "kPa"),
    ("µg", "ug"),
    ("μg", "ug"),
    ("mcg", "ug"),
    ("mL", "mL"),
    ("㎡", "m2"),
    ("㎥", "m3"),
    ("㎢", "km2"),
    ("㎞", "km"),
    ("㎝", "cm"),
    ("㎜", "mm"),
    ("㎏", "kg"),
];

/// Symbols of two units with a slash, and their UCUM codes.
const QUOTIENTS: &[(&str, &str, &str)] = &[
    ("m", "s", "m/s"),
    ("km", "s", "km/s"),
    ("m³", "s", "m3/s"),
    ("l", "s", "L/s"),
    ("l", "min", "L/min"),
    ("g", "km", "g/km"),
    ("g", "l", "g/L"),
    ("mg", "l", "mg/L"),
    ("mg", "dl", "mg/dL"),
    ("kg", "m²", "kg/m2"),
    ("l", "m²", "L/m2"),
    ("kg", "m³", "kg/m3"),
    ("kg", "ha", "kg/har"),
    ("t", "ha", "t/har"),
];

/// Regions whose acre is the imperial one. In others it can be either.
const IMPERIAL: [Country; 15] = [
    Country::GB,
    Country::IE,
    Country::IN,
    Country::PK,
    Country::BD,
    Country::LK,
    Country::CA,
    Country::AU,
    Country::NZ,
    Country::ZA,
    Country::KE,
    Country::NG,
    Country::GH,
    Country::UG,
    Country::JM,
];

/// Pounds of weight.
const POUNDS: Table<&str> = &[("pound|pounds", "[lb_av]")];

/// A unit after a number. A hyphen can join them ("27-year-old").
pub(super) fn after(p: &Parser, at: usize) -> Found<Unit> {
    p.units.at(at, || find_after(p, at))
}

fn find_after(p: &Parser, at: usize) -> Found<Unit> {
    let joined = p.joined(at);
    let percent = p.is_sign(at, &['%']).then_some(("%", at + 1));
    let permille = p.is_sign(at, &['‰']).then_some(("[ppth]", at + 1));
    let mut plain = p.phrases(joined, p.lexicon.units);
    plain.extend(percent.into_iter().chain(permille));
    plain.extend(symbol(p, at));
    plain.extend(with_prefix(p, joined));
    plain.extend(quotient(p, at));
    plain.extend(stones(p, at));
    plain.extend(powers(p, joined));
    plain.extend(compound(p, joined));
    if p.words == Words::English {
        plain.extend(p.phrases(joined, POUNDS));
    }
    if !p.is_spaced(at)
        && at
            .checked_sub(1)
            .is_some_and(|last| p.number(last).is_some())
    {
        plain.extend(p.phrases(at, p.lexicon.glued));
        plain.extend(degrees(p, at));
    }
    let ages = p.phrases(joined, p.lexicon.ages).into_iter();
    let ages = ages.map(|(code, next)| {
        (
            Unit {
                age: true,
                ..Unit::plain(code)
            },
            next,
        )
    });
    let speeds = p.phrases(joined, p.lexicon.speeds).into_iter();
    let per = Some(PerPeriod::Hour);
    let speeds = speeds.map(|(code, next)| {
        (
            Unit {
                per,
                ..Unit::plain(code)
            },
            next,
        )
    });
    let multiples = p.phrases(joined, p.lexicon.multiples).into_iter();
    let multiples = multiples.map(|((code, size), next)| {
        (
            Unit {
                size,
                ..Unit::plain(code)
            },
            next,
        )
    });
    let plain = plain.into_iter().flat_map(|(code, next)| {
        let codes = shared(p, code).into_iter();
        codes.map(move |code| (Unit::plain(code), next))
    });
    plain.chain(ages).chain(speeds).chain(multiples).collect()
}

/// A symbol as it is written, with the sign of its power, and the token after it. The power
/// can also be a digit: "m2", "m^3".
fn written<'a>(p: &Parser<'a>, at: usize) -> (Cow<'a, str>, usize) {
    let is_caret = p.is_sign(at + 1, &['^']) && !p.is_spaced(at + 1);
    let power = if is_caret { at + 2 } else { at + 1 };
    let sign = match p.number(power).filter(|_| !p.is_spaced(power)) {
        Some("2") => '²',
        Some("3") => '³',
        _ => return (p.raw(at).into(), at + 1),
    };
    (format!("{}{sign}", p.raw(at)).into(), power + 1)
}

/// A symbol. "5m people" are counted and not measured.
fn symbol(p: &Parser, at: usize) -> Option<(&'static str, usize)> {
    let (written, next) = written(p, at);
    let (symbol, code) = SYMBOLS.iter().find(|(symbol, _)| *symbol == written)?;
    let is_million = *symbol == "m" && !p.entry(at + 1, p.lexicon.countable).is_empty();
    (!is_million).then_some((*code, next))
}

/// "5 kilojoules". In a text of another language no words are read.
fn with_prefix(p: &Parser, at: usize) -> Option<(&'static str, usize)> {
    let word = p.word(at).filter(|_| p.words != Words::None)?;
    let code = prefixed::code(word)?;
    (!prefixed::is_name(p.raw(at), word, p.words)).then_some((code, at + 1))
}

/// Units of length, with their square and their cube.
const LENGTHS: [(&str, &str, &str); 11] = [
    ("m", "m2", "m3"),
    ("km", "km2", "km3"),
    ("hm", "hm2", "hm3"),
    ("dam", "dam2", "dam3"),
    ("dm", "dm2", "dm3"),
    ("cm", "cm2", "cm3"),
    ("mm", "mm2", "mm3"),
    ("[mi_i]", "[mi_i]2", "[mi_i]3"),
    ("[ft_i]", "[sft_i]", "[cft_i]"),
    ("[in_i]", "[sin_i]", "[cin_i]"),
    ("[yd_i]", "[syd_i]", "[cyd_i]"),
];

/// "100 km quadrati", "100 square yards": a length and an adjective.
fn powers(p: &Parser, at: usize) -> Vec<(&'static str, usize)> {
    let mut found = Vec::new();
    let lengths = |at: usize| {
        let mut lengths = p.phrases(at, p.lexicon.units);
        lengths.extend(symbol(p, at));
        lengths.extend(with_prefix(p, at));
        lengths
    };
    let is_first = p.words == Words::English;
    let start = if is_first { p.joined(at + 1) } else { at };
    for (length, end) in lengths(start) {
        let adjective = if is_first { at } else { end };
        let next = if is_first { end } else { end + 1 };
        let Some((_, square, cube)) = LENGTHS.iter().find(|(known, ..)| *known == length) else {
            continue;
        };
        if p.is_one_of(adjective, p.lexicon.square) {
            found.push((*square, next));
        } else if p.is_one_of(adjective, p.lexicon.cubic) {
            found.push((*cube, next));
        }
    }
    found
}

/// "5 Quadratmeter", "3 Kubikhektometer": a German word for a power of a length.
fn compound(p: &Parser, at: usize) -> Option<(&'static str, usize)> {
    let word = p.word(at).filter(|_| p.words == Words::German)?;
    let (is_square, length) = match word.strip_prefix("quadrat") {
        Some(length) => (true, length),
        None => (false, word.strip_prefix("kubik")?),
    };
    let units = p.lexicon.units.iter();
    let mut units = units.flat_map(|(entry, code)| lexicon::phrases(entry).map(|it| (it, *code)));
    let known = units.find(|(phrase, _)| *phrase == length);
    let code = known
        .map(|(_, code)| code)
        .or_else(|| prefixed::code(length))?;
    let mut lengths = LENGTHS.iter();
    let (_, square, cube) = lengths.find(|(known, ..)| *known == code)?;
    Some((if is_square { *square } else { *cube }, at + 1))
}

/// Prints a power of a length in words that [`powers`] reads.
fn print_power(code: &str, words: Words) -> Option<String> {
    let mut lengths = LENGTHS.iter();
    let (length, square, _) = lengths.find(|(_, square, cube)| [square, cube].contains(&&code))?;
    let length = print_plain(length, words)?;
    let is_square = *square == code;
    Some(match (words, is_square) {
        (Words::Italian, true) => format!("{length} quadrati"),
        (Words::Italian, false) => format!("{length} cubi"),
        (_, true) => format!("square {length}"),
        (_, false) => format!("cubic {length}"),
    })
}

/// "5 m/s", "25 kg/m3".
fn quotient(p: &Parser, at: usize) -> Option<(&'static str, usize)> {
    let (above, slash) = written(p, at);
    let (below, end) = written(p, slash + 1);
    let is_slash = p.is_sign(slash, &['/']) && !p.is_spaced(slash) && !p.is_spaced(slash + 1);
    let mut quotients = QUOTIENTS.iter().filter(|_| is_slash);
    let found = quotients.find(|(symbol, per, _)| *symbol == above && *per == below);
    found.map(|(.., code)| (*code, end))
}

/// "12st", "21st 4lb": stones, unless it is an ordinal such as "21st".
fn stones(p: &Parser, at: usize) -> Option<(&'static str, usize)> {
    let digits = p.number(at.checked_sub(1)?)?;
    let is_ordinal = digits.ends_with('1') && !digits.ends_with("11");
    let has_pounds = p.number(at + 1).is_some() && p.is_one_of(at + 2, &["lb", "lbs"]);
    let is_stone = p.words == Words::English && p.raw(at) == "st" && !p.is_spaced(at);
    (is_stone && (!is_ordinal || has_pounds)).then_some(("[stone_av]", at + 1))
}

/// "40C", "104F": with at least two digits, because "4C" and "5F" are names.
fn degrees(p: &Parser, at: usize) -> Option<(&'static str, usize)> {
    let digits = p.number(at.checked_sub(1)?)?;
    let is_minus = at.checked_sub(2).is_some_and(|minus| {
        p.is_sign(minus, &['-', '−', '–']) || p.word(minus) == Some(p.lexicon.minus)
    });
    let is_clear = digits.chars().nth(1).is_some() || is_minus;
    let code = match p.raw(at) {
        "C" => "Cel",
        "F" => "[degF]",
        _ => return None,
    };
    (is_clear && p.words == Words::English).then_some((code, at + 1))
}

/// What a word can mean that several units share: one of them in some regions.
fn shared(p: &Parser, code: &'static str) -> Vec<&'static str> {
    let country = p.region().country;
    match (code, country) {
        ("#gallon", Some(Country::US)) => vec!["[gal_us]"],
        ("#gallon", Some(Country::GB)) => vec!["[gal_br]"],
        ("#gallon", _) => vec!["[gal_us]", "[gal_br]"],
        ("#pint", Some(Country::US)) => vec!["[pt_us]"],
        ("#pint", Some(Country::GB)) => vec!["[pt_br]"],
        ("#pint", _) => vec!["[pt_us]", "[pt_br]"],
        ("#ton", Some(Country::US)) => vec!["[ston_av]"],
        ("#ton", Some(Country::GB)) => vec!["[lton_av]", "t"],
        ("#ton", _) => vec!["[ston_av]", "[lton_av]", "t"],
        ("#acre", Some(Country::US)) => vec!["[acr_us]"],
        ("#acre", Some(country)) if IMPERIAL.contains(&country) => vec!["[acr_br]"],
        ("#acre", _) => vec!["[acr_us]", "[acr_br]"],
        // Gold is weighed in troy ounces, and what is drunk is measured in fluid ounces.
        ("[oz_av]", _) if p.is_about(p.lexicon.metals) => vec!["[oz_tr]"],
        ("[oz_av]", _) if p.is_about(p.lexicon.drinks) => vec!["[oz_av]", "[foz_us]", "[foz_br]"],
        ("#fluid", Some(Country::US)) => vec!["[foz_us]"],
        ("#fluid", Some(Country::GB)) => vec!["[foz_br]"],
        ("#fluid", _) => vec!["[foz_us]", "[foz_br]"],
        ("#degree", _) => vec!["Cel", "[degF]", "deg"],
        _ => vec![code],
    }
}

/// Prints a unit in words that [`after`] reads.
pub(super) fn print(code: &str, words: Words) -> Cow<'_, str> {
    let quotient = QUOTIENTS.iter().find(|(.., known)| *known == code);
    match quotient {
        Some((symbol, per, _)) => format!("{symbol}/{per}").into(),
        None => match print_plain(code, words) {
            Some(printed) => printed.into(),
            None => prefixed::word(code)
                .or_else(|| print_power(code, words))
                .map_or(code.into(), Cow::from),
        },
    }
}

fn print_plain(code: &str, words: Words) -> Option<&str> {
    match code {
        "%" => return Some(code),
        "Cel" => return Some("°C"),
        "[degF]" => return Some("°F"),
        _ => {}
    }
    let lexicon = match words {
        Words::Italian => words,
        _ => Words::English,
    };
    // The last phrase for a unit is the one that is printed.
    let mut units = lexicon.lexicon().units.iter();
    let entry = units.find(|(_, known)| *known == code);
    let word = entry.and_then(|(entry, _)| entry.rsplit('|').next());
    let symbol = || SYMBOLS.iter().find(|(_, known)| *known == code);
    word.or_else(|| symbol().map(|(symbol, _)| *symbol))
}
