//! Currencies: codes, signs and words, and which currency an ambiguous one means.
//!
//! Several currencies can share a sign or a word. It means the currency of the region where
//! the text was printed, if that is one of them. Elsewhere, style guides agree on some: `£`
//! is sterling, and `$` and "dollars" are US dollars. If they do not agree, or the region is
//! not known, every candidate is a reading.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use iso_currency::Currency;

use super::{
    currency_names,
    lexicon::{Table, Words},
    parser::{Found, Parser},
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

/// The last words of the names of currencies ("franc").
static NOUNS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let names = NAMES.keys();
    names.filter_map(|name| name.rsplit(' ').next()).collect()
});

/// Whether a word names a currency: the noun of a name, or a code in capitals.
pub(super) fn is_currency(raw: &str, word: &str) -> bool {
    NOUNS.contains(word)
        || Currency::from_code(raw).is_some()
        || LOWER_CODES.contains(&word.to_uppercase().as_str())
}

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

/// Codes that are also words. Before a number they are not read as currencies ("TOP 10"),
/// nor before a noun ("10 TOP executives").
pub(super) const WORD_CODES: [&str; 10] = [
    "ALL", "COP", "CUP", "GEL", "MAD", "MOP", "PEN", "SOS", "TOP", "TRY",
];

/// Codes that are also read in lower case.
const LOWER_CODES: [&str; 4] = ["EUR", "USD", "GBP", "CHF"];

/// Words that are read in every language.
pub(super) const ANY: Table<&str> = &[("euro|euros", "EUR")];

/// A currency before a number.
pub(super) fn before(p: &Parser, at: usize) -> Found<Codes> {
    let code = code(p, at).filter(|(codes, _)| !codes.iter().any(|it| WORD_CODES.contains(it)));
    let marked = signed(p, at).into_iter().chain(code);
    marked.chain(rupees(p, at)).collect()
}

/// A currency after a number.
pub(super) fn after(p: &Parser, at: usize) -> Found<Codes> {
    p.currencies.at(at, || find_after(p, at))
}

fn find_after(p: &Parser, at: usize) -> Found<Codes> {
    let words = p.phrases(at, p.lexicon.currencies);
    let words = words.into_iter().chain(p.phrases(at, ANY));
    let words = words.map(|(word, next)| {
        let sign = word.chars().next().filter(|sign| !sign.is_alphabetic());
        let codes = match sign {
            Some('#') => local(p.region(), word),
            Some(sign) => shared(p.region(), sign, true),
            None => vec![word],
        };
        (codes, next)
    });
    let mut found: Found<Codes> = words.chain(signed(p, at)).chain(code(p, at)).collect();
    if p.words == Words::English {
        found.extend(named(p, at));
    }
    let countries = currency_names::after(p, at).into_iter();
    found.extend(countries.map(|(code, next)| (vec![code], next)));
    // "Weighing 200 pounds" is a weight.
    found.retain(|(_, next)| next - at > 1 || !is_weight(p, at));
    found
}

/// What says that pounds are a weight.
const WEIGHTS: &str = "weigh|weighs|weighed|weighing|weight|heavy|heavier|lighter|overweight";

/// Whether the pounds at a token are a weight.
fn is_weight(p: &Parser, at: usize) -> bool {
    let is_pound = p.words == Words::English && p.is_one_of(at, &["pound", "pounds"]);
    is_pound && p.is_about(WEIGHTS)
}

/// Hundredths of a currency after a number: "20p", "50 cents".
pub(super) fn coins(p: &Parser, at: usize) -> Found<Codes> {
    let found = p.phrases(at, p.lexicon.coins).into_iter();
    let found = found.filter(|_| p.raw(at) != "p" || is_pence(p, at));
    let sign = p.is_sign(at, &['¢']).then_some(("¢", at + 1));
    let found = found.chain(sign);
    let codes = |code| match code {
        "¢" => cents(p.region()),
        code => vec![code],
    };
    found.map(|(code, next)| (codes(code), next)).collect()
}

/// The heights of pictures in lines: "1080p".
const LINES: [&str; 9] = [
    "144", "240", "288", "360", "480", "540", "576", "720", "900",
];

/// The greatest number of pence that is not printed in pounds.
const PENCE_DIGITS: usize = 3;

/// Whether "p" after digits is pence: where people pay in pounds, and not the lines of a
/// picture.
fn is_pence(p: &Parser, at: usize) -> bool {
    let digits = at.checked_sub(1).and_then(|last| p.number(last));
    let is_price = |digits: &str| {
        let whole = digits.split(['.', ',']).next().unwrap_or_default();
        whole.len() <= PENCE_DIGITS && !LINES.contains(&digits)
    };
    p.region().pays_in_pounds() && digits.is_some_and(is_price)
}

/// Cents are those of the region's dollar or euro. Elsewhere they can be of each.
fn cents(region: &Region) -> Codes {
    let is_cent = |it: &Currency| *it == Currency::EUR || it.name().contains("dollar");
    let own = region.own().into_iter().filter(is_cent);
    let own: Codes = own.map(|it| it.code()).collect();
    if !own.is_empty() {
        return own;
    }
    let mut codes = dollars(region, true);
    codes.push("EUR");
    codes
}

/// The currencies that newspapers call crowns.
const CROWNS: [&str; 5] = ["SEK", "NOK", "DKK", "ISK", "CZK"];

/// "Pesos" are those of the region, or else of any country that has some. The name is after
/// `#`.
fn local(region: &Region, name: &str) -> Codes {
    let name = name.trim_start_matches('#');
    let is_named = |it: &Currency| match name {
        "krone" => CROWNS.contains(&it.code()),
        name => it.name().to_lowercase().contains(name),
    };
    let own: Codes = region
        .own()
        .into_iter()
        .filter(is_named)
        .map(|it| it.code())
        .collect();
    if !own.is_empty() {
        return own;
    }
    let all = CURRENT.iter().copied().filter(is_named);
    all.map(|it| it.code()).collect()
}

fn signed(p: &Parser, at: usize) -> Option<(Codes, usize)> {
    if let Some(sign) = p.sign(at) {
        let codes = shared(p.region(), sign, false);
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

/// "Rs 500", "Rs.500".
fn rupees(p: &Parser, at: usize) -> Option<(Codes, usize)> {
    let is_rupee = p.words == Words::English && p.is_one_of(at, &["rs", "re"]);
    let is_stop = p.is_sign(at + 1, &['.']) && !p.is_spaced(at + 1);
    let next = if is_stop { at + 2 } else { at + 1 };
    is_rupee.then(|| (shared(p.region(), '₨', true), next))
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
    let mut candidates = candidates.clone();
    // India has a sign of its own, and goes on writing "Rs".
    if sign == '₨' {
        candidates.insert(0, "INR");
    }
    let own = region.own();
    let own = own.iter().map(|currency| currency.code());
    let own: Codes = own.filter(|code| candidates.contains(code)).collect();
    if !own.is_empty() {
        return own;
    }
    match AGREED.iter().find(|(agreed, _)| *agreed == sign) {
        Some((_, code)) => vec![code],
        None => candidates,
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
