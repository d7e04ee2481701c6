//! Times of day and days of the month, which are printed like a number with an article:
//! "las cinco", "alle 17", "il 27". They are not quantities.

use iso_currency::Country;

use super::{cardinal, english, lexicon::Words, number::Number, parser::Parser, region::Region};

/// Whether the text is, or ends with, a time of day or a day of the month.
pub(super) fn is_clock(p: &Parser) -> bool {
    let is_at = |at: usize| is_article(p, at) || is_until(p, at) || is_military(p, at);
    !p.has_counted() && ((0..p.end()).any(is_at) || is_stopped(p))
}

/// "Le 17", "las cinco", "les 20 heures": an article and a number without what it counts.
fn is_article(p: &Parser, at: usize) -> bool {
    let limits = p.phrases(at, p.lexicon.clocks).into_iter();
    let mut limits = limits.filter(|(_, next)| p.is_apart(*next));
    limits.any(|(limit, next)| {
        ends(p, next, limit).iter().any(|end| {
            let is_of = p.is_one_of(*end, p.lexicon.of);
            *end == p.end() || is_of || !p.entry(*end, p.lexicon.hours).is_empty()
        })
    })
}

/// "À 20 heures", "de 8 a 20 horas".
fn is_until(p: &Parser, at: usize) -> bool {
    let mut starts = p.entry(at, p.lexicon.until).into_iter();
    starts.any(|start| {
        ends(p, start, HOURS).iter().any(|end| {
            let hours = p.entry(*end, p.lexicon.hours);
            hours.contains(&p.end())
        })
    })
}

/// Whether hours and minutes are a time of day.
fn is_time(hours: &str, minutes: &str) -> bool {
    let below = |digits: &str, end: u32| digits.parse().is_ok_and(|value: u32| value < end);
    (1..=2).contains(&hours.len()) && minutes.len() == 2 && below(hours, 25) && below(minutes, 60)
}

/// Words before hours that are counted: "more than 1400 hours".
const COUNTING: [&str; 11] = [
    "than",
    "least",
    "most",
    "of",
    "over",
    "exceeding",
    "minimum",
    "maximum",
    "record",
    "additional",
    "further",
];

/// "1400 hours", "1800 hrs", "nineteen hundred hours": four digits without a mark, or hundreds,
/// at the end of an English text.
fn is_military(p: &Parser, at: usize) -> bool {
    let teen = p.word(at).filter(|word| english::is_teen(word));
    let hours = teen.and_then(|_| p.phrase(at + 1, "hundred hours"));
    if p.words == Words::English && hours == Some(p.end()) {
        return true;
    }
    let digits = p.number(at).filter(|_| p.words == Words::English);
    let (hours, minutes) = digits
        .and_then(|it| it.split_at_checked(2))
        .unwrap_or_default();
    let is_hours = p.is_one_of(at + 1, &["hours", "hrs", "hr", "h"]) && at + 2 == p.end();
    let is_counted = at
        .checked_sub(1)
        .is_some_and(|last| p.is_one_of(last, &COUNTING));
    hours.len() == 2 && is_hours && is_time(hours, minutes) && !is_counted
}

/// "10.30" where newspapers print a time of day so, and nothing else in the text.
fn is_stopped(p: &Parser) -> bool {
    let is_alone = p.end() == 1 && p.words == Words::English;
    is_alone
        && p.number(0)
            .is_some_and(|digits| is_british(digits, p.region()))
}

/// Whether a decimal number is a time of day in the region.
pub(super) fn is_british(digits: &str, region: &Region) -> bool {
    let is_region = matches!(region.country, Some(Country::GB | Country::IE));
    let time = digits.split_once('.').filter(|_| is_region);
    time.is_some_and(|(hours, minutes)| is_time(hours, minutes))
}

/// The hours of a day.
const HOURS: u32 = 24;

/// The days of a month.
pub(super) const DAYS: u32 = 31;

/// The tokens after each number at a token that is not above a limit.
fn ends(p: &Parser, at: usize, limit: u32) -> Vec<usize> {
    let numerals = cardinal::numerals(p, at).into_iter();
    let small = numerals.filter(|(numeral, _)| numeral.value <= Number::from(limit));
    small.map(|(_, end)| end).collect()
}
