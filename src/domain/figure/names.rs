//! Numbers that are part of a name ("a 737", "8-Mile", "9-11") and spans of years, which are
//! refused.

use super::{
    amount::Amount, cardinal, error::Why, german, lexicon::Words, noun, parser::Parser, span::Core,
    units, wording::Around,
};

/// Why the numbers from `at` to `end`, with what is around them, may be a name or years.
pub(super) fn doubt(
    p: &Parser,
    (at, end): (usize, usize),
    core: &Core,
    around: &Around,
) -> Option<Why> {
    let is_years = || match core {
        Core::Span(a, b) => is_years(p, end, (a, b), around),
        Core::One(amount) => is_year_in_hundreds(p, at, amount, around),
        _ => false,
    };
    let is_name =
        || matches!(core, Core::One(amount) if is_designation(p, (at, end), amount, around));
    if is_hyphened(p) || is_name() || is_club(p, end) {
        return Some(Why::Name);
    }
    if is_years() {
        return Some(Why::Years);
    }
    let is_spelled = matches!(core, Core::One(amount) if is_spelled_year(p, (at, end), amount));
    is_spelled.then_some(Why::Era)
}

/// "8-Mile", "7-Eleven": a hyphen before a word with a capital, other than in German, and not
/// in a unit ("100-MW plant") or in the title case of an age ("A 17-Year-Old").
fn is_hyphened(p: &Parser) -> bool {
    let is_joined = |at: usize| p.is_sign(at, &['-']) && !p.is_spaced(at) && !p.is_spaced(at + 1);
    let is_name = |at: usize| {
        let raw = p.raw(at + 1);
        let is_capital = p.word(at + 1).is_some() && raw.starts_with(char::is_uppercase);
        let is_unit = units::SYMBOLS.iter().any(|(symbol, _)| *symbol == raw);
        let is_age = || !p.phrases(at + 1, p.lexicon.ages).is_empty();
        let is_digits = at
            .checked_sub(1)
            .is_some_and(|last| p.number(last).is_some());
        is_digits && is_joined(at) && is_capital && !is_unit && !is_age()
    };
    p.words != Words::German && (0..p.end()).any(is_name)
}

/// Towns whose clubs have the year of their foundation as a name: "1860 München", "96
/// Hannover". A German town looks like any noun.
const TOWNS: [&str; 46] = [
    "aachen",
    "augsburg",
    "basel",
    "berlin",
    "bern",
    "bielefeld",
    "bochum",
    "bonn",
    "braunschweig",
    "bremen",
    "chemnitz",
    "cottbus",
    "darmstadt",
    "dortmund",
    "dresden",
    "duisburg",
    "dusseldorf",
    "erfurt",
    "frankfurt",
    "freiburg",
    "furth",
    "gelsenkirchen",
    "graz",
    "hamburg",
    "hannover",
    "heidenheim",
    "hoffenheim",
    "innsbruck",
    "kaiserslautern",
    "karlsruhe",
    "kiel",
    "koln",
    "leipzig",
    "leverkusen",
    "linz",
    "magdeburg",
    "mainz",
    "mannheim",
    "munchen",
    "munster",
    "nurnberg",
    "rostock",
    "salzburg",
    "stuttgart",
    "wien",
    "zurich",
];

/// Whether a town is right after a number.
pub(super) fn is_club(p: &Parser, end: usize) -> bool {
    p.words == Words::German && p.is_one_of(end, &TOWNS)
}

/// Whether an amount has neither a unit nor a currency nor a multiplier.
fn is_bare(amount: &Amount) -> bool {
    let is_scaled = amount.numeral.scale.is_some() || amount.numeral.is_article;
    amount.unit.is_none() && amount.money.is_none() && !amount.plus && !is_scaled
}

/// "A 737", "una 500", "the 737", "a five": an article before a bare number. What is counted
/// needs no indefinite article, so "a 911 call" is one call.
fn is_designation(p: &Parser, (at, end): (usize, usize), amount: &Amount, around: &Around) -> bool {
    let is_digits = p.number(at + 1).is_some() && end == at + 2;
    let is_indefinite = p.is_one_of(at, p.lexicon.indefinite) && end > at + 1;
    let is_definite = p.is_one_of(at, p.lexicon.definite);
    let is_many = p.word(p.joined(end)) == Some("strong");
    let is_alone = !around.has_noun && around.periods.is_empty();
    let numerals = cardinal::numerals(p, at + 1);
    let is_words = p.words == Words::English && numerals.iter().any(|(_, next)| *next == end);
    let is_free = is_bare(amount) && !around.is_age && !around.is_of && !is_many;
    let is_named = match (is_indefinite, is_definite) {
        (true, _) => is_digits || is_alone && is_words,
        (_, true) => is_digits && is_alone && !p.has_counted(),
        _ => false,
    };
    is_free && is_named
}

/// The years that newspapers print: as four digits without marks.
const YEARS: std::ops::RangeInclusive<u32> = 1000..=2100;

/// Whether digits can be a year.
pub(super) fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.parse().is_ok_and(|year: u32| YEARS.contains(&year))
}

/// The English numbers of hundreds that are more often a year than a count.
const CENTURIES: [&str; 2] = ["eighteen", "nineteen"];

/// "Neunzehnhundert", "nineteen hundred": without what it counts, it can be a year.
fn is_year_in_hundreds(p: &Parser, at: usize, amount: &Amount, around: &Around) -> bool {
    let is_alone = !around.has_noun && around.periods.is_empty() && !p.has_counted();
    let has_hundreds = || (at..p.end()).any(|word| is_in_hundreds(p, word));
    amount.unit.is_none() && amount.money.is_none() && is_alone && has_hundreds()
}

/// "Deux mille treize", "duemilatredici", "nineteen eighty-four": a number in words alone that
/// a year can have. A round thousand is a count.
fn is_spelled_year(p: &Parser, (at, end): (usize, usize), amount: &Amount) -> bool {
    let value = u32::try_from(amount.numeral.value).unwrap_or_default();
    let is_alone = at == 0 && end == p.end() && !p.has_counted();
    let is_plain = amount.unit.is_none() && amount.money.is_none() && !amount.plus;
    let is_words = amount.numeral.is_words && !amount.numeral.approximate;
    let is_certain = is_plain && is_words && !value.is_multiple_of(1000);
    is_alone && is_certain && (YEARS_SPELLED..=*YEARS.end()).contains(&value)
}

/// The first year that a number in words alone can be. English says "fifteen hundred" of
/// anything, and "nineteen hundred" of years.
const YEARS_SPELLED: u32 = 1801;

fn is_in_hundreds(p: &Parser, at: usize) -> bool {
    let word = p.word(at).unwrap_or_default();
    match p.words {
        Words::German => german::is_in_hundreds(word),
        Words::English => CENTURIES.contains(&word) && p.phrase(at + 1, "hundred").is_some(),
        _ => false,
    }
}

/// The years from which on a noun can follow them: "the 1914-1918 war".
const YEARS_BEFORE_NOUN: u32 = 1800;

/// Whether a range can be a span of years.
fn is_years(p: &Parser, end: usize, (first, second): (&Amount, &Amount), around: &Around) -> bool {
    let year = |amount: &Amount| {
        let year = u32::try_from(amount.numeral.value).ok()?;
        let digits = year.to_string();
        let is_digits = |at: usize| p.number(at) == Some(&digits);
        let is_printed = (0..p.end()).any(|at| is_digits(at) || is_in_hundreds(p, at));
        let is_plain = is_bare(amount) || amount.numeral.exponent() == 2;
        (is_plain && is_printed && YEARS.contains(&year)).then_some(year)
    };
    let (Some(from), Some(_)) = (year(first), year(second)) else {
        return false;
    };
    let is_count = p.has_counted() || !around.periods.is_empty();
    let has_people = around.has_noun && noun::is_counted_noun(p, end);
    let is_before_noun = !around.has_noun || from >= YEARS_BEFORE_NOUN;
    is_before_noun && !is_count && !has_people
}
