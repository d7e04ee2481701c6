//! Times of day and days of the month, which are printed like a number with an article:
//! "las cinco", "alle 17", "il 27". They are not quantities.

use super::{cardinal, number::Number, parser::Parser};

/// Whether the text is, or ends with, a time of day or a day of the month.
pub(super) fn is_clock(p: &Parser) -> bool {
    !p.has_counted() && (0..p.end()).any(|at| is_article(p, at) || is_until(p, at))
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

/// The hours of a day.
const HOURS: u32 = 24;

/// The tokens after each number at a token that is not above a limit.
fn ends(p: &Parser, at: usize, limit: u32) -> Vec<usize> {
    let numerals = cardinal::numerals(p, at).into_iter();
    let small = numerals.filter(|(numeral, _)| numeral.value <= Number::from(limit));
    small.map(|(_, end)| end).collect()
}
