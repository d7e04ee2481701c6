//! Currencies: codes, signs and words, and which currency an ambiguous one means.
//!
//! Several currencies can share a sign or a word. It means the currency of the region where
//! the text was printed, if that is one of them. Elsewhere, style guides agree on some: `£`
//! is sterling, and `$` and "dollars" are US dollars. If they do not agree, or the region is
//! not known, every candidate is a reading.

use std::{collections::HashMap, sync::LazyLock};

use iso_currency::Currency;

use super::{
    parser::{Found, Parser, Words},
    region::{Region, is_current},
};

/// The codes of the currencies that a sign or word can mean.
pub(super) type Codes = Vec<&'static str>;

/// Every currency that is in use.
static CURRENT: LazyLock<Vec<Currency>> = LazyLock::new(|| {
    let all = (0..1000).filter_map(Currency::from_numeric);
    all.filter(|currency| is_current(*currency)).collect()
});

/// The currencies of each sign that is a single character and not a letter.
static SIGNS: LazyLock<HashMap<char, Codes>> = LazyLock::new(|| {
    let mut signs: HashMap<char, Codes> = HashMap::new();
    for currency in CURRENT.iter() {
        let symbol = currency.symbol().to_string();
        let mut chars = symbol.chars();
        if let (Some(sign), None) = (chars.next(), chars.next())
            && !sign.is_alphabetic()
            && sign != '¤'
        {
            signs.entry(sign).or_default().push(currency.code());
        }
    }
    signs
});

/// The English names of ISO 4217, and their plurals.
static NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for currency in CURRENT.iter() {
        let name = currency.name().to_lowercase();
        names.insert(format!("{name}s"), currency.code());
        names.insert(name, currency.code());
    }
    names
});

/// The currency that a shared sign means outside the regions that use it.
const AGREED: &[(char, &str)] = &[('£', "GBP"), ('₩', "KRW"), ('₱', "PHP")];

/// The currencies that an unmarked dollar can mean, the likeliest first.
const DOLLARS: [&str; 8] = ["USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "JMD"];

/// Languages that no region with a dollar or peso of its own speaks. In them an unmarked
/// dollar is the US dollar.
const WITHOUT_DOLLAR: [&str; 22] = [
    "bg", "cs", "da", "de", "el", "et", "fi", "hr", "hu", "it", "lt", "lv", "nb", "nn", "no", "pl",
    "ro", "ru", "sk", "sl", "sv", "uk",
];

/// Marks right before a dollar sign ("A$").
const MARKED_DOLLARS: &[(&str, &str)] = &[
    ("US", "USD"),
    ("A", "AUD"),
    ("AU", "AUD"),
    ("C", "CAD"),
    ("CA", "CAD"),
    ("CAN", "CAD"),
    ("NZ", "NZD"),
    ("HK", "HKD"),
    ("S", "SGD"),
    ("SG", "SGD"),
    ("NT", "TWD"),
    ("R", "BRL"),
];

/// Codes that are also words. Before a number they are not read as currencies ("TOP 10").
const WORD_CODES: [&str; 10] = [
    "ALL", "COP", "CUP", "GEL", "MAD", "MOP", "PEN", "SOS", "TOP", "TRY",
];

/// Codes that are also read in lower case.
const LOWER_CODES: [&str; 4] = ["EUR", "USD", "GBP", "CHF"];

/// Words that are read in every language.
const ANY: &[(&str, &str)] = &[("euro", "EUR"), ("euros", "EUR")];

const ENGLISH: &[(&str, &str)] = &[
    ("dollar", "$"),
    ("dollars", "$"),
    ("us dollar", "USD"),
    ("us dollars", "USD"),
    ("american dollars", "USD"),
    ("pound", "£"),
    ("pounds", "£"),
    ("pounds sterling", "GBP"),
    ("british pounds", "GBP"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("rouble", "RUB"),
    ("roubles", "RUB"),
    ("ruble", "RUB"),
    ("rubles", "RUB"),
    ("rupees", "₨"),
    ("hryvnia", "UAH"),
    ("hryvnias", "UAH"),
    ("shekels", "ILS"),
    ("turkish lira", "TRY"),
    ("zloty", "PLN"),
    ("zlotys", "PLN"),
    ("danish kroner", "DKK"),
    ("norwegian kroner", "NOK"),
    ("swedish kronor", "SEK"),
];

const ITALIAN: &[(&str, &str)] = &[
    ("dollaro", "$"),
    ("dollari", "$"),
    ("dollari usa", "USD"),
    ("dollari americani", "USD"),
    ("dollari statunitensi", "USD"),
    ("dollari canadesi", "CAD"),
    ("dollari australiani", "AUD"),
    ("sterlina", "£"),
    ("sterline", "£"),
    ("lire sterline", "GBP"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
    ("rublo", "RUB"),
    ("rubli", "RUB"),
    ("franchi svizzeri", "CHF"),
    ("grivnia", "UAH"),
    ("grivnie", "UAH"),
    ("grivne", "UAH"),
    ("rupie", "₨"),
    ("rupie indiane", "INR"),
    ("shekel", "ILS"),
    ("lire turche", "TRY"),
    ("zloty", "PLN"),
    ("corone danesi", "DKK"),
    ("corone norvegesi", "NOK"),
    ("corone svedesi", "SEK"),
];

/// A currency before a number.
pub(super) fn before(p: &Parser, at: usize) -> Found<Codes> {
    let code = code(p, at).filter(|(codes, _)| !codes.iter().any(|it| WORD_CODES.contains(it)));
    signed(p, at).into_iter().chain(code).collect()
}

/// A currency after a number.
pub(super) fn after(p: &Parser, at: usize) -> Found<Codes> {
    let words = p.phrases(at, p.words.choose(ENGLISH, ITALIAN));
    let words = words.into_iter().chain(p.phrases(at, ANY));
    let words = words.map(|(word, next)| {
        let sign = word.chars().next().filter(|sign| !sign.is_alphabetic());
        let codes = sign.map_or_else(|| vec![word], |sign| shared(p.region, sign, true));
        (codes, next)
    });
    let mut found: Found<Codes> = words.chain(signed(p, at)).chain(code(p, at)).collect();
    if p.words == Words::English {
        found.extend(named(p, at));
    }
    found
}

fn signed(p: &Parser, at: usize) -> Option<(Codes, usize)> {
    if let Some(sign) = p.sign(at) {
        let codes = shared(p.region, sign, false);
        return (!codes.is_empty()).then_some((codes, at + 1));
    }
    let mark = p.raw(at).replace('.', "");
    if !p.is_sign(at + 1, &['$']) || p.is_spaced(at + 1) {
        return None;
    }
    let mut marked = MARKED_DOLLARS.iter();
    let (_, code) = marked.find(|(known, _)| *known == mark)?;
    Some((vec![code], at + 2))
}

fn code(p: &Parser, at: usize) -> Option<(Codes, usize)> {
    p.word(at)?;
    let raw = p.raw(at);
    let upper = raw.to_uppercase();
    if raw != upper && !LOWER_CODES.contains(&upper.as_str()) {
        return None;
    }
    let code = Currency::from_code(&upper)?.code();
    Some((vec![code], at + 1))
}

const NAME_WORDS_MAX: usize = 4;

fn named(p: &Parser, at: usize) -> Found<Codes> {
    let mut found = Vec::new();
    let mut name = String::new();
    for next in at..at + NAME_WORDS_MAX {
        let Some(word) = p.word(next) else { break };
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
        if let Some(code) = NAMES.get(&name) {
            found.push((vec![*code], next + 1));
        }
    }
    found
}

/// The currencies that a shared sign, or the word for it, can mean in a region.
fn shared(region: &Region, sign: char, is_word: bool) -> Codes {
    if sign == '$' {
        return dollars(region, is_word);
    }
    let Some(candidates) = SIGNS.get(&sign) else {
        return Vec::new();
    };
    let own = region.own();
    let own = own.iter().map(|currency| currency.code());
    let own: Codes = own.filter(|code| candidates.contains(code)).collect();
    if !own.is_empty() {
        return own;
    }
    match AGREED.iter().find(|(agreed, _)| *agreed == sign) {
        Some((_, code)) => vec![code],
        None => candidates.clone(),
    }
}

fn dollars(region: &Region, is_word: bool) -> Codes {
    if region.country.is_none() {
        return if WITHOUT_DOLLAR.contains(&region.language.as_str()) {
            vec!["USD"]
        } else {
            DOLLARS.to_vec()
        };
    }
    let is_dollar = |currency: &Currency| currency.name().to_lowercase().contains("dollar");
    let mut own = region.own();
    own.retain(|it| is_dollar(it) || !is_word && it.symbol().to_string().contains('$'));
    let is_plain = |it: &Currency| is_dollar(it) || it.symbol().to_string() == "$";
    let mut codes: Codes = own.iter().map(|currency| currency.code()).collect();
    if !own.iter().any(is_plain) {
        codes.push("USD");
    }
    codes
}
