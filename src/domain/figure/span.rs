//! The numbers of a figure: one, a range, or two bounds.

use super::{
    age::{self, Years},
    amount::{Amount, amounts},
    error::Why,
    lexicon::{Limit, Modifier::End, Table, Words},
    number::Number,
    parser::{Found, Parser},
    share::{self, Share},
    unit::{self, Unit},
    wording,
};

/// The numbers of a figure, between the words before and after.
pub(super) enum Core {
    One(Amount),
    /// A range: "5 to 10".
    Span(Amount, Amount),
    /// Two amounts with a bound each: "more than 5 and at most 10".
    Bounded(Limit, Amount, Limit, Amount),
    /// A share of a whole: "a third".
    Part(Share),
    /// The bounds of an age in years: "over-65s".
    Years(Years),
    /// How often, before a period: "twice a day".
    Often(u32),
}

impl Core {
    /// The amount that ends where the numbers end.
    pub(super) fn last(&self) -> Option<&Amount> {
        match self {
            Self::One(amount) | Self::Span(_, amount) | Self::Bounded(.., amount) => Some(amount),
            Self::Part(_) | Self::Years(_) | Self::Often(_) => None,
        }
    }

    /// The token before `end` if it counts something in thousandths.
    pub(super) fn thousandths(&self, end: usize) -> Option<usize> {
        let amount = self.last()?;
        let is_count = amount.unit.is_none() && amount.money.is_none();
        let is_plain = amount.numeral.scale.is_none() && !amount.numeral.is_words;
        let is_thousandth = amount.numeral.value.scale() == 3;
        (is_count && is_plain && is_thousandth).then(|| end.saturating_sub(1))
    }
}

/// Every reading of the numbers at a token.
pub(super) fn cores(p: &Parser, at: usize) -> Found<Core> {
    let mut found = opened(p, at, p.lexicon.spans, None);
    let ages = Unit {
        age: true,
        ..unit::YEAR
    };
    found.extend(opened(p, at, p.lexicon.age_spans, Some(ages)));
    found.extend(bounded(p, at));
    let years = age::groups(p, at).into_iter();
    found.extend(years.map(|(years, next)| (Core::Years(years), next)));
    let often = p.phrases(at, p.lexicon.often).into_iter();
    found.extend(often.map(|(count, next)| (Core::Often(count), next)));
    let shares = share::shares(p, at).into_iter();
    found.extend(shares.map(|(share, next)| (Core::Part(share), next)));
    for (first, next) in amounts(p, at) {
        for second in second(p, next) {
            for (core, end) in to_second(p, &first, second) {
                if is_name(p, next, &core) {
                    p.report(at, end, Why::Name);
                } else {
                    found.push((core, end));
                }
            }
        }
        found.push((Core::One(first), next));
    }
    found
}

/// Where the second number of a range begins: after a dash, or after "to". The hyphen in
/// "18- to 30-year-olds" stands for the unit of the second number, and "18-to-30-year-olds" has
/// hyphens throughout.
fn second(p: &Parser, next: usize) -> Vec<usize> {
    // "Quatre-vingt-un" is one number.
    let is_word = p.words == Words::French && p.word(next.saturating_sub(1)).is_some();
    let is_inside = is_word && p.word(next + 1).is_some() && p.is_sign(next, &['-']);
    let is_dash = p.is_sign(next, &['-', '–']) && !is_inside;
    let is_between = p.is_spaced(next + 1) || p.is_one_of(next + 1, p.lexicon.to);
    let is_suspended = is_dash && p.lexicon.joins && !p.is_spaced(next) && is_between;
    let start = if is_suspended { next + 1 } else { next };
    let words = p.lexicon.to.iter();
    let to = words.filter_map(|to| p.phrase(start, to));
    let to = to.map(|end| p.joined(end));
    to.chain(is_dash.then_some(next + 1)).collect()
}

/// Numbers that a hyphen joins in a name or a date.
const NAMES: [(&str, &str); 2] = [("7", "11"), ("9", "11")];

/// Whether a dash after the first number does not make a range: "9-11", "Nine-Eleven",
/// "7-Eleven", "a one-two punch". Other languages than English print ranges in words so:
/// "due-tre persone".
fn is_name(p: &Parser, dash: usize, core: &Core) -> bool {
    let Core::Span(first, second) = core else {
        return false;
    };
    if !p.is_sign(dash, &['-', '–']) {
        return false;
    }
    let is_bare = second.unit.is_none() && second.money.is_none();
    let is_unscaled = is_bare && second.numeral.scale.is_none();
    if !first.numeral.is_words && !second.numeral.is_words {
        let digits = (p.number(dash.saturating_sub(1)), p.number(dash + 1));
        let mut names = NAMES.iter();
        let is_known = names.any(|(a, b)| digits == (Some(a), Some(b)));
        return is_unscaled && is_known && !p.is_spaced(dash) && !p.has_counted();
    }
    let is_capital = p.raw(dash + 1).starts_with(char::is_uppercase);
    let is_mixed = first.numeral.is_words != second.numeral.is_words;
    let is_one = first.numeral.value == Number::ONE && is_bare;
    is_capital || is_mixed || is_one || is_unscaled && p.words == Words::English
}

/// "Between 10 and 20".
fn opened(p: &Parser, at: usize, spans: Table<&'static str>, unit: Option<Unit>) -> Found<Core> {
    let mut found = Vec::new();
    for (opening, between) in spans {
        for start in p.entry(at, opening) {
            p.reach(start);
            for (mut first, next) in amounts(p, start) {
                first.unit = unit.or(first.unit);
                if let Some(next) = p.phrase(next, between) {
                    found.extend(to_second(p, &first, next));
                }
            }
        }
    }
    found
}

fn to_second(p: &Parser, first: &Amount, next: usize) -> Found<Core> {
    p.reach(next);
    let seconds = amounts(p, next).into_iter();
    seconds
        .map(|(second, end)| (Core::Span(first.clone(), second), end))
        .collect()
}

/// "More than 5 and at most 10", ">5–≤10".
fn bounded(p: &Parser, at: usize) -> Found<Core> {
    let mut found = Vec::new();
    for (side, first, next) in bounds(p, at) {
        let is_link = p.is_sign(next, &[',', '-', '–']) || p.is_one_of(next, p.lexicon.but);
        let next = if is_link { next + 1 } else { next };
        for (other, second, end) in bounds(p, next) {
            found.push((Core::Bounded(side, first.clone(), other, second), end));
        }
    }
    found
}

fn bounds(p: &Parser, at: usize) -> Vec<(Limit, Amount, usize)> {
    let mut found = Vec::new();
    for (modifier, next) in wording::modifiers(p, at) {
        if let End(side) = modifier {
            let amounts = amounts(p, next).into_iter();
            found.extend(amounts.map(|(amount, end)| (side, amount, end)));
        }
    }
    found
}
