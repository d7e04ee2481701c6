//! What figures measure: currencies, units and percent, as they are printed beside a figure.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use crate::domain::{
    figure::unit_word,
    passage::changes::{
        language::Language,
        words::{Kind, Word},
    },
};

/// The currency or unit that a sign or a word in lower case stands for, by its ISO 4217 or
/// UCUM code. A sign of several currencies stands for the commonest one, and a word of several
/// measures for all of them, separated by `|`.
pub(super) fn of(word: &str) -> Option<&'static str> {
    CODES.get(word).copied()
}

/// The codes of the measures by their signs and words.
static CODES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let mut codes = HashMap::new();
    for (code, words) in MEASURES {
        for word in words.split(' ') {
            // The first one counts.
            codes.entry(word).or_insert(*code);
        }
    }
    codes
});

/// What a figure measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    /// The code.
    pub code: &'static str,
    /// Whether it is a sign of currency or percent, without which the figure is another one.
    pub is_sign: bool,
}

/// What is printed beside a figure: a currency before it, or a unit or currency after it.
pub(super) fn beside(
    words: &[Word<'_>],
    figure: &Range<usize>,
    language: Option<Language>,
) -> Option<Measure> {
    let word = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
    let measure = |of: &str| {
        let code = self::of(of)?;
        let is_sign = !of.chars().all(char::is_alphanumeric) || code == "%";
        Some(Measure { code, is_sign })
    };
    let is_currency = |measure: &Measure| {
        let code = measure.code.split('|').next();
        code.is_some_and(|code| {
            code.len() == CURRENCY_LETTERS && code.chars().all(|c| c.is_ascii_uppercase())
        })
    };
    let degrees = |suffix: &str| match (suffix, language) {
        ("c", Some(Language::English)) => Some("Cel"),
        ("f", Some(Language::English)) => Some("[degF]"),
        _ => None,
    };
    let degrees = |suffix: &str| {
        let code = degrees(suffix)?;
        Some(Measure {
            code,
            is_sign: false,
        })
    };
    let digits = figure.clone().find(|at| words[*at].kind == Kind::Number);
    let suffix = digits.and_then(|at| {
        word(at)
            .find(char::is_alphabetic)
            .map(|from| &word(at)[from..])
    });
    let before = [digits, Some(figure.start)].into_iter().flatten();
    let before = before
        .filter_map(|at| at.checked_sub(1))
        .find_map(|at| dollar_of(words, at).or_else(|| measure(word(at))));
    let next = figure.end;
    let is_stop = word(next) == "." && is_shortened(word(next.saturating_sub(1)));
    let next = next + usize::from(is_stop);
    let two = pair_at(words, next);
    let next = next + usize::from(BETWEEN.contains(&word(next)));
    before
        .filter(is_currency)
        .or_else(|| suffix.and_then(|it| measure(it).or_else(|| degrees(it))))
        .or_else(|| {
            two.map(|code| Measure {
                code,
                is_sign: code == "%",
            })
        })
        .or_else(|| measure(word(next)))
        .or_else(|| {
            let code = unit_code(words.get(next)?, language?)?;
            Some(Measure {
                code,
                is_sign: false,
            })
        })
}

/// The code of the unit that a word or symbol stands for.
pub(super) fn unit_code(word: &Word<'_>, language: Language) -> Option<&'static str> {
    let is_unit = word.is_word();
    of(&word.folded)
        .or_else(|| unit_word::code(word.text, language.tag()))
        .filter(|_| is_unit)
}

/// The dollar of a country whose letters stand before the sign: `C$`.
fn dollar_of(words: &[Word<'_>], sign: usize) -> Option<Measure> {
    let country = sign.checked_sub(1).filter(|_| words[sign].is_glued)?;
    let mut dollars = DOLLARS.iter();
    let is_it = |letters: &str| letters.split(' ').any(|it| it == words[country].folded);
    let (code, _) = dollars.find(|(_, letters)| words[sign].text == "$" && is_it(letters))?;
    Some(Measure {
        code,
        is_sign: true,
    })
}

/// Whether a word in lower case is a multiplier that is printed with a full stop.
fn is_shortened(word: &str) -> bool {
    matches!(word, "mio" | "mrd" | "tsd" | "mld" | "mln")
}

/// The codes of dollars and other money with the letters before a dollar sign.
const DOLLARS: &[(&str, &str)] = &[
    ("USD", "us usa"),
    ("CAD", "c ca can"),
    ("AUD", "a au"),
    ("NZD", "nz"),
    ("HKD", "hk"),
    ("SGD", "s sg"),
    ("TWD", "nt"),
    ("BRL", "r"),
    ("MXN", "mx mex"),
];

/// Where the words of a figure end if a unit of two words may follow it.
pub(super) fn pair_end(words: &[Word<'_>], end: usize) -> usize {
    match pair_at(words, end) {
        Some(_) => end + 2 + usize::from(has_points(words, end + 2)),
        None => end,
    }
}

/// Whether percent are points: "5 per cent points".
fn has_points(words: &[Word<'_>], at: usize) -> bool {
    let word = words.get(at).map_or("", |it| it.folded.as_str());
    matches!(word, "point" | "points")
}

/// The unit that two words stand for.
pub(super) fn pair_at(words: &[Word<'_>], at: usize) -> Option<&'static str> {
    let two = words.get(at..at + 2)?;
    let mut pairs = PAIRS.iter();
    let is_it = |pair: &&(&str, &str, &str)| (pair.0, pair.1) == (&two[0].folded, &two[1].folded);
    let code = pairs.find(is_it).map(|(.., code)| *code)?;
    Some(match code == "%" && has_points(words, at + 2) {
        true => "pp",
        false => code,
    })
}

impl Measure {
    /// Whether two measures may be the same. Some words stand for several.
    pub fn meets(self, other: Self) -> bool {
        are_same(self.code, other.code)
    }

    /// Whether it is a length in another unit than metres.
    pub fn is_other_length(self) -> bool {
        matches!(
            self.code,
            "mm" | "cm" | "km" | "[ft_i]" | "[yd_i]" | "[in_i]" | "[mi_i]" | "[nmi_i]"
        )
    }
}

fn are_same(some: &str, other: &str) -> bool {
    some.split('|')
        .any(|code| other.split('|').any(|it| it == code))
}

/// The letters of the code of a currency.
const CURRENCY_LETTERS: usize = 3;

/// Whether a wording has a sign or word for a measure anywhere.
pub(super) fn is_in(words: &[Word<'_>], code: &str) -> bool {
    let mut words = words.iter();
    words.any(|word| {
        let suffix = word.folded.trim_start_matches(|c: char| !c.is_alphabetic());
        [of(&word.folded), of(suffix)]
            .into_iter()
            .flatten()
            .any(|it| are_same(it, code))
            || (code == "%" && PERCENT.contains(&word.folded.as_str()))
    })
}

/// Two words after a figure that are a unit.
const PAIRS: &[(&str, &str, &str)] = &[
    ("per", "cent", "%"),
    ("per", "cento", "%"),
    ("por", "ciento", "%"),
    ("pour", "cent", "%"),
    ("percentage", "points", "pp"),
    ("percentage", "point", "pp"),
    ("percent", "points", "pp"),
    ("percent", "point", "pp"),
    ("puntos", "porcentuales", "pp"),
    ("punti", "percentuali", "pp"),
    ("square", "metres", "m2"),
    ("square", "meters", "m2"),
    ("square", "kilometres", "km2"),
    ("square", "kilometers", "km2"),
    ("square", "metre", "m2"),
    ("square", "meter", "m2"),
    ("square", "kilometre", "km2"),
    ("square", "kilometer", "km2"),
    ("cubic", "metre", "m3"),
    ("cubic", "meter", "m3"),
    ("mètre", "carré", "m2"),
    ("kilomètre", "carré", "km2"),
    ("mètre", "cube", "m3"),
    ("metro", "cuadrado", "m2"),
    ("kilómetro", "cuadrado", "km2"),
    ("metro", "cúbico", "m3"),
    ("metro", "quadrato", "m2"),
    ("metro", "quadro", "m2"),
    ("chilometro", "quadrato", "km2"),
    ("chilometri", "quadri", "km2"),
    ("metro", "cubo", "m3"),
    ("sq", "km", "km2"),
    ("sq", "m", "m2"),
    ("cubic", "metres", "m3"),
    ("cubic", "meters", "m3"),
    ("mètres", "carrés", "m2"),
    ("kilomètres", "carrés", "km2"),
    ("mètres", "cubes", "m3"),
    ("metros", "cuadrados", "m2"),
    ("kilómetros", "cuadrados", "km2"),
    ("metros", "cúbicos", "m3"),
    ("metri", "quadrati", "m2"),
    ("metri", "quadri", "m2"),
    ("chilometri", "quadrati", "km2"),
    ("metri", "cubi", "m3"),
    ("°", "c", "Cel"),
    ("°", "f", "[degF]"),
];

/// The second words of these for percent.
const PERCENT: &[&str] = &["cent", "cento", "ciento"];

/// Words between a figure and its unit.
const BETWEEN: &[&str] = &["square", "sq", "cubic", "nautical", "us", "de", "d'", "di"];

/// The codes with the signs and words for them, separated by spaces. A word that is also
/// another word of one of the languages is left out.
const MEASURES: &[(&str, &str)] = &[
    ("USD", "$ usd dollar dollars dollari dollaro dólar dólares"),
    ("EUR", "€ eur euro euros"),
    ("GBP", "£ gbp sterling sterline sterlina esterlinas"),
    ("GBP|[lb_av]", "pound pounds pfund livres libras"),
    ("JPY|CNY", "¥"),
    ("JPY", "jpy yen yens yenes 円"),
    ("CNY", "cny rmb yuan renminbi 元"),
    ("INR", "₹ inr rupee rupees rupie rupien roupies rupias"),
    ("CHF", "chf franken"),
    (
        "CHF|XAF|XOF|XPF|CDF|GNF|RWF|BIF|DJF|KMF",
        "franc francs franco franchi francos",
    ),
    (
        "SEK|NOK|DKK|ISK|CZK",
        "krone kronen krona kronor kroner corone couronne couronnes coronas",
    ),
    ("MXN|ARS|CLP|COP|UYU|DOP|CUP|PHP", "peso pesos"),
    ("PEN", "pen soles"),
    ("PLN", "pln zloty zlotys złoty"),
    (
        "RUB",
        "₽ rub rouble roubles ruble rubles rubli rubel rublos",
    ),
    ("TRY", "₺ lira liras lire"),
    ("KRW", "₩ krw won"),
    ("UAH", "₴ hryvnia"),
    ("%", "% percent prozent"),
    ("pp", "prozentpunkt prozentpunkte prozentpunkten"),
    ("[ppth]", "‰ promille"),
    ("m2", "m² m2 quadratmeter quadratmetern"),
    ("km2", "km² km2 quadratkilometer quadratkilometern"),
    ("m3", "m³ m3 kubikmeter kubikmetern"),
    (
        "mm",
        "mm millimetre millimetres millimeter millimeters millimetri",
    ),
    (
        "cm",
        "cm centimetre centimetres centimeter centimeters centimetri zentimeter",
    ),
    (
        "m",
        "metre metres meter meters metri metro metros mètre mètres",
    ),
    (
        "km",
        "km kilometre kilometres kilometer kilometers chilometro chilometri kilometern \
         kilomètre kilomètres kilómetro kilómetros",
    ),
    ("[ft_i]", "ft foot feet"),
    ("[yd_i]", "yd yard yards"),
    ("[in_i]", "inch inches zoll"),
    ("[mi_i]", "mi mile miles miglia meile meilen millas"),
    ("[mi_i]|[nmi_i]", "milles"),
    ("[nmi_i]", "nm"),
    ("mg", "mg milligram milligrams milligramm"),
    ("g", "g gram grams gramme grammes gramm grammi gramos"),
    (
        "kg",
        "kg kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm chili \
         chilogrammi kilogramos",
    ),
    ("t", "tonne tonnes tonnen tonnellate toneladas"),
    ("[lb_av]", "lb lbs libbre"),
    ("[oz_av]", "oz ounce ounces"),
    (
        "har",
        "ha hectare hectares ettaro ettari hektar hectárea hectáreas",
    ),
    ("[acr_us]|[acr_br]", "acre acres"),
    ("mL", "ml millilitre millilitres milliliter milliliters"),
    ("cL", "cl"),
    (
        "hL",
        "hl hectolitre hectolitres hektoliter ettolitro ettolitri hectolitro hectolitros",
    ),
    ("L", "l litre litres liter liters litri litros"),
    ("[gal_us]|[gal_br]", "gallon gallons"),
    ("km/h", "kmh km/h kph"),
    ("[mi_i]/h", "mph"),
    ("s", "sec secs seconds sekunden secondi secondes segundos"),
    ("min", "min mins minute minutes minuten minuti minutos"),
    ("h", "hour hours stunde stunden ore heures horas"),
    ("d", "day days tag tage tagen giorni jours días"),
    ("wk", "week weeks woche wochen settimane semaines semanas"),
    ("mo", "month months monat monate monaten mesi mois meses"),
    ("a", "year years jahr jahre jahren anni ans años"),
    ("kW", "kw kilowatt kilowatts"),
    ("MW", "mw megawatt megawatts"),
    ("GW", "gw gigawatt gigawatts"),
    ("kW.h", "kwh"),
    ("MW.h", "mwh"),
    ("GW.h", "gwh"),
    ("TW.h", "twh"),
    ("MBy", "mb"),
    ("GBy", "gb"),
    ("TBy", "tb"),
    ("Cel", "°c celsius"),
    ("[degF]", "°f fahrenheit"),
];
