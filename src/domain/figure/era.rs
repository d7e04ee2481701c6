//! Centuries, decades and years that are named by a number in words: "il Novecento", "gli anni
//! Ottanta", "los noventa", "die Neunziger", "the 1990s".

use super::{
    age, cardinal, clock, lexicon::Words, number::Number, parser::Parser, title::is_title, units,
};

/// Whether a number in the text names a time.
pub(super) fn is_named(p: &Parser) -> bool {
    (0..p.end()).any(|at| is_century(p, at) || is_of_years(p, at) || is_plural(p, at))
        || is_bare_century(p)
}

/// Whether the text has a decade that no reading takes for a number: "the nineties".
pub(super) fn has_decade(p: &Parser) -> bool {
    (0..p.end()).any(|at| match p.words {
        Words::English => is_english(p, at),
        Words::German => is_german(p, at),
        _ => false,
    })
}

/// Articles in the singular, alone and in a preposition.
const ITALIAN: [&str; 19] = [
    "il", "lo", "l'", "nel", "nello", "nell'", "del", "dello", "dell'", "al", "allo", "all'",
    "dal", "dallo", "dall'", "sul", "sullo", "sull'", "col",
];
const SPANISH: [&str; 3] = ["el", "del", "al"];

/// A year or a century is named by a smaller number: "il mezzo milione" is an amount.
const YEARS: u32 = 10_000;

/// Other words before the name of a century: "fine Ottocento".
const BEFORE: [&str; 14] = [
    "un", "uno", "primo", "secondo", "tardo", "fine", "meta", "inizio", "tra", "fra", "e", "pieno",
    "medio", "basso",
];

/// "Il Novecento", "nel Settecento", "il Sessantotto", "el Quinientos": an article in the
/// singular before a number in words that is greater than a day of the month. A percentage has
/// one too: "il cinquanta per cento".
fn is_century(p: &Parser, at: usize) -> bool {
    let articles: &[&str] = match p.words {
        Words::Italian => &ITALIAN,
        Words::Spanish => &SPANISH,
        _ => return false,
    };
    let has_unit = || (0..p.end()).any(|at| !units::after(p, at).is_empty());
    let is_share = |end: usize| p.is_one_of(end, &["per", "por"]);
    let is_before_hundred = || p.is_one_of(at, &BEFORE) && is_hundred(p, at + 1);
    (p.is_one_of(at, articles) || is_before_hundred() && is_title(p.raw(at + 1)))
        && p.word(at + 1).is_some()
        && numbers(p, at + 1).iter().any(|(value, end)| {
            *value > Number::from(clock::DAYS)
                && *value < Number::from(YEARS)
                && !is_share(*end)
                && !has_scale(p, *end)
        })
        && (is_hundred(p, at + 1) && is_title(p.raw(at + 1)) || !has_unit())
}

/// Whether a multiplier follows a number.
fn has_scale(p: &Parser, at: usize) -> bool {
    !p.phrases(at, p.lexicon.scales).is_empty()
}

/// The Italian names of centuries.
const HUNDREDS: [&str; 8] = [
    "duecento",
    "trecento",
    "quattrocento",
    "cinquecento",
    "seicento",
    "settecento",
    "ottocento",
    "novecento",
];

fn is_hundred(p: &Parser, at: usize) -> bool {
    p.words == Words::Italian && p.is_one_of(at, &HUNDREDS)
}

/// The endings of Italian adjectives in the singular, and the nouns that have them too.
const SINGULAR: [&str; 3] = ["o", "ese", "ale"];
const PLURALS: [&str; 16] = [
    "euro", "auto", "foto", "moto", "video", "imprese", "spese", "chiese", "difese", "offese",
    "riprese", "attese", "prese", "sale", "scale", "pale",
];

/// "Novecento", "Ottocento italiano": a century alone or with its adjective. "Duecento
/// persone" are so many.
fn is_bare_century(p: &Parser) -> bool {
    let adjective = p.word(1).unwrap_or_default();
    let is_singular = SINGULAR.iter().any(|ending| adjective.ends_with(ending));
    let is_alone = p.end() == 1 || is_singular && !PLURALS.contains(&adjective);
    let is_counted = p.has_counted() || has_scale(p, 1);
    is_hundred(p, 0) && is_title(p.raw(0)) && is_alone && !is_counted
}

/// A number from 20 to 90 that a decade has.
fn is_ten(value: Number) -> bool {
    let value = u32::try_from(value).unwrap_or_default();
    (20..=90).contains(&value) && value.is_multiple_of(10)
}

/// The numbers in words at a token.
fn numbers(p: &Parser, at: usize) -> Vec<(Number, usize)> {
    if p.word(at).is_none() {
        return Vec::new();
    }
    let numerals = cardinal::numerals(p, at).into_iter();
    let words = numerals.filter(|(it, _)| it.is_words && !it.approximate && !it.is_article);
    words.map(|(it, end)| (it.value, end)).collect()
}

/// "Gli anni Ottanta", "los años noventa", "les années 80". "Di anni 80" is an age.
fn is_of_years(p: &Parser, at: usize) -> bool {
    let years: &[&str] = match p.words {
        Words::Italian => &["anni"],
        Words::Spanish => &["anos"],
        Words::French => &["annees"],
        _ => return false,
    };
    let is_age = at
        .checked_sub(1)
        .is_some_and(|last| p.is_one_of(last, &["di", "d'", "de"]));
    let start = if p.is_sign(at + 1, &['\'']) {
        at + 2
    } else {
        at + 1
    };
    let is_short = |digits: &str| matches!(digits.len(), 2 | 4) && digits.ends_with('0');
    let is_decade = p.number(start).is_some_and(is_short)
        || numbers(p, start).iter().any(|(value, _)| is_ten(*value));
    p.is_one_of(at, years) && is_decade && !(is_age && p.words == Words::Italian)
}

/// "Los noventa", "gli Ottanta": an article in the plural, and nothing that is counted.
fn is_plural(p: &Parser, at: usize) -> bool {
    let is_article = match p.words {
        Words::Spanish => p.is_one_of(at, &["los"]),
        Words::Italian => {
            p.is_one_of(at, &["i", "gli", "dei", "degli", "nei", "negli"])
                && is_title(p.raw(at + 1))
        }
        _ => false,
    };
    let is_last = |(value, end): &(Number, usize)| is_ten(*value) && *end == p.end();
    is_article && !p.has_counted() && numbers(p, at + 1).iter().any(is_last)
}

/// Whether glued letters follow the digits of a year: "1990s", "90er", "68er".
fn is_digits(p: &Parser, at: usize, endings: &[&str]) -> bool {
    let last = at.checked_sub(1).and_then(|last| p.sign(last));
    let is_apart = p.is_spaced(at) || at == 0 || last == Some('\'');
    let is_year = p
        .number(at)
        .is_some_and(|digits| matches!(digits.len(), 2 | 4));
    is_year && is_apart && !p.is_spaced(at + 1) && p.is_one_of(at + 1, endings)
}

fn is_english(p: &Parser, at: usize) -> bool {
    p.is_one_of(at, &age::DECADES) || p.is_one_of(at, &["noughties"]) || is_digits(p, at, &["s"])
}

const GERMAN: [&str; 8] = [
    "zwanziger",
    "dreissiger",
    "vierziger",
    "funfziger",
    "sechziger",
    "siebziger",
    "achtziger",
    "neunziger",
];

/// "Die Neunziger", "die neunziger Jahre", "die Neunzigerjahre", "die 90er".
fn is_german(p: &Parser, at: usize) -> bool {
    let word = p.word(at).unwrap_or_default();
    let endings = ["", "n", "jahre", "jahren"];
    // "Achtundsechziger" were young in 1968.
    let word = word.rsplit_once("und").map_or(word, |(_, ten)| ten);
    let is_decade = |decade: &&str| {
        let rest = word.strip_prefix(*decade);
        rest.is_some_and(|rest| endings.contains(&rest))
    };
    GERMAN.iter().any(is_decade) || is_digits(p, at, &["er", "ern"])
}
