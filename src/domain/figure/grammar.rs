//! The grammar of whole figures: a number or a range, with the words before and after it.

use super::{
    Figure,
    amount::{Amount, amounts},
    error::Why,
    number::{self, Number},
    parser::{Found, Parser, Words},
    period,
    phrases::{
        ENGLISH_AFTER, ENGLISH_BEFORE, ITALIAN_AFTER, ITALIAN_BEFORE, Limit,
        Modifier::{self, About, Age, AgeEnd, End, Just, Of},
    },
    quantity::{Bound, PerPeriod, RangeKind},
    range::{self, Ends},
    units::{self, Unit},
};

/// The numbers of a figure, between the words before and after.
enum Core {
    One(Amount),
    /// A range: "5 to 10".
    Span(Amount, Amount),
    /// Two amounts with a bound each: "more than 5 and at most 10".
    Bounded(Limit, Amount, Limit, Amount),
}

/// What all the words around the numbers say.
#[derive(Clone, Debug, Default)]
struct Around {
    is_about: bool,
    sides: Vec<Limit>,
    is_age: bool,
    is_of: bool,
    periods: Vec<PerPeriod>,
}

/// Every reading of the whole text as a figure.
pub(super) fn figures(p: &Parser) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (before, next) in before(p, 0, MODIFIERS_MAX) {
        for (core, next) in cores(p, next) {
            let whole = after(p, next, MODIFIERS_MAX).into_iter();
            for (after, _) in whole.filter(|(_, end)| *end == p.end()) {
                match build(&before, &core, after) {
                    Ok(built) => add(&mut figures, built),
                    Err(why) => p.report(0, p.end(), why),
                }
            }
        }
    }
    figures
}

fn add(figures: &mut Vec<Figure>, built: Vec<Figure>) {
    for figure in built {
        if !figures.contains(&figure) {
            figures.push(figure);
        }
    }
}

const MODIFIERS_MAX: usize = 3;

/// Every sequence of at most `max` modifiers at a token.
fn before(p: &Parser, at: usize, max: usize) -> Found<Vec<Modifier>> {
    p.reach(at);
    let mut found = vec![(Vec::new(), at)];
    if max == 0 {
        return found;
    }
    for (modifier, next) in modifiers(p, at) {
        for (mut rest, end) in before(p, next, max - 1) {
            rest.insert(0, modifier);
            found.push((rest, end));
        }
    }
    found
}

fn modifiers(p: &Parser, at: usize) -> Found<Modifier> {
    let mut words = p.phrases(at, p.words.choose(ENGLISH_BEFORE, ITALIAN_BEFORE));
    // "C$" is a Canadian dollar, and not "c." before a dollar.
    words.retain(|(_, next)| p.is_spaced(*next) || !p.is_sign(*next, &['$']));
    words.into_iter().chain(comparison(p, at)).collect()
}

fn comparison(p: &Parser, at: usize) -> Option<(Modifier, usize)> {
    let is_equal = p.is_sign(at + 1, &['=']) && !p.is_spaced(at + 1);
    let (modifier, length) = match p.sign(at)? {
        '~' | '≈' => (About, 1),
        '>' if is_equal => (End(Limit::Lower { open: false }), 2),
        '<' if is_equal => (End(Limit::Upper { open: false }), 2),
        '>' => (End(Limit::Lower { open: true }), 1),
        '<' => (End(Limit::Upper { open: true }), 1),
        '≥' => (End(Limit::Lower { open: false }), 1),
        '≤' => (End(Limit::Upper { open: false }), 1),
        _ => return None,
    };
    Some((modifier, at + length))
}

/// Every sequence of at most `max` modifiers and periods at a token.
fn after(p: &Parser, at: usize, max: usize) -> Found<Around> {
    p.reach(at);
    let mut found = vec![(Around::default(), at)];
    if max == 0 {
        return found;
    }
    let words = p.phrases(p.joined(at), p.words.choose(ENGLISH_AFTER, ITALIAN_AFTER));
    let plus = (End(Limit::Lower { open: false }), at + 1);
    let plus = p.is_sign(at, &['+']).then_some(plus);
    for (modifier, next) in words.into_iter().chain(plus) {
        for (mut rest, end) in after(p, next, max - 1) {
            rest.modify(modifier);
            found.push((rest, end));
        }
    }
    for (period, next) in period::after(p, at) {
        for (mut rest, end) in after(p, next, max - 1) {
            rest.periods.push(period);
            found.push((rest, end));
        }
    }
    found
}

impl Around {
    fn modify(&mut self, modifier: Modifier) {
        match modifier {
            About => self.is_about = true,
            End(side) => self.sides.push(side),
            Just(side) => {
                self.is_about = true;
                self.sides.push(side);
            }
            Age => self.is_age = true,
            AgeEnd(side) => {
                self.is_age = true;
                self.sides.push(side);
            }
            Of => self.is_of = true,
        }
    }
}

fn cores(p: &Parser, at: usize) -> Found<Core> {
    let mut found = opened(p, at);
    found.extend(bounded(p, at));
    for (first, next) in amounts(p, at) {
        let is_dash = p.is_sign(next, &['-', '–']);
        let to = p.phrase(next, "to").filter(|_| p.words == Words::English);
        for second in to.into_iter().chain(is_dash.then_some(next + 1)) {
            found.extend(to_second(p, &first, second));
        }
        found.push((Core::One(first), next));
    }
    found
}

/// The words that open a range, and the word between its ends.
const ENGLISH_SPANS: &[(&str, &str)] = &[("between", "and"), (BETWEEN_AGES, "and"), ("from", "to")];
const BETWEEN_AGES: &str = "between the ages of";
const ITALIAN_SPANS: &[(&str, &str)] = &[("tra", "e"), ("fra", "e"), ("DA", "A")];

/// "Between 10 and 20".
fn opened(p: &Parser, at: usize) -> Found<Core> {
    let mut found = Vec::new();
    for (opening, between) in p.words.choose(ENGLISH_SPANS, ITALIAN_SPANS) {
        let Some(start) = p.phrase(at, opening) else {
            continue;
        };
        p.reach(start);
        let ages = (*opening == BETWEEN_AGES).then_some(Unit {
            age: true,
            ..units::YEAR
        });
        for (mut first, next) in amounts(p, start) {
            first.unit = ages.or(first.unit);
            if let Some(next) = p.phrase(next, between) {
                found.extend(to_second(p, &first, next));
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
        let links = match p.words {
            Words::English => ["and", "but"],
            Words::Italian => ["e", "ma"],
            Words::None => [""; 2],
        };
        let is_link = p.is_sign(next, &[',', '-', '–'])
            || p.word(next).is_some_and(|word| links.contains(&word));
        let next = if is_link { next + 1 } else { next };
        for (other, second, end) in bounds(p, next) {
            found.push((Core::Bounded(side, first.clone(), other, second), end));
        }
    }
    found
}

fn bounds(p: &Parser, at: usize) -> Vec<(Limit, Amount, usize)> {
    let mut found = Vec::new();
    for (modifier, next) in modifiers(p, at) {
        if let End(side) = modifier {
            let amounts = amounts(p, next).into_iter();
            found.extend(amounts.map(|(amount, end)| (side, amount, end)));
        }
    }
    found
}

/// The lower and the upper bound of a figure, each with whether it is open. One can be
/// absent.
type Interval = (Option<(Number, bool)>, Option<(Number, bool)>);

fn build(before: &[Modifier], core: &Core, mut around: Around) -> Result<Vec<Figure>, Why> {
    for modifier in before {
        around.modify(*modifier);
    }
    if around.periods.len() > 1 {
        return Err(Why::Bounds);
    }
    match core {
        Core::One(amount) => one(amount, around),
        Core::Span(..) | Core::Bounded(..) if !around.sides.is_empty() => Err(Why::Bounds),
        Core::Span(first, second) => {
            around.note(first);
            around.note(second);
            let spread = |ends: &Ends| {
                let closed = |number| Some((number, false));
                (closed(ends.lower), closed(ends.upper))
            };
            two(
                &range::ends(first, second, false)?,
                spread,
                &around,
                needs_money(first, second),
            )
        }
        Core::Bounded(Limit::Lower { open: lower }, a, Limit::Upper { open: upper }, b) => {
            around.note(a);
            around.note(b);
            let spread = |ends: &Ends| (Some((ends.lower, *lower)), Some((ends.upper, *upper)));
            two(
                &range::ends(a, b, true)?,
                spread,
                &around,
                needs_money(a, b),
            )
        }
        Core::Bounded(..) => Err(Why::Bounds),
    }
}

fn needs_money(first: &Amount, second: &Amount) -> bool {
    first.numeral.needs_money || second.numeral.needs_money
}

impl Around {
    fn note(&mut self, amount: &Amount) {
        self.is_about |= amount.numeral.approximate;
    }
}

fn one(amount: &Amount, mut around: Around) -> Result<Vec<Figure>, Why> {
    around.note(amount);
    if amount.plus {
        around.sides.push(Limit::Lower { open: false });
    }
    let number = amount.numeral.value;
    let interval: Interval = match around.sides.as_slice() {
        [] => (Some((number, false)), Some((number, false))),
        [Limit::Lower { open }] => (Some((number, *open)), None),
        [Limit::Upper { open }] => (None, Some((number, *open))),
        _ => return Err(Why::Bounds),
    };
    let ends = Ends {
        lower: number,
        upper: number,
        money: amount.money.clone(),
        unit: amount.unit,
    };
    two(&[ends], |_| interval, &around, amount.numeral.needs_money)
}

/// One figure for each pair of ends and each currency that is possible.
fn two(
    all: &[Ends],
    spread: impl Fn(&Ends) -> Interval,
    around: &Around,
    needs_money: bool,
) -> Result<Vec<Figure>, Why> {
    let mut figures = Vec::new();
    for ends in all {
        let unit = age(ends, around)?;
        let (lower, upper) = spread(ends);
        let is_exact = lower == upper;
        let kind = match unit {
            Some(unit) if unit.age => RangeKind::Extent,
            _ => RangeKind::Uncertainty,
        };
        let figure = Figure {
            lower: lower.map(bound).transpose()?,
            upper: upper.map(bound).transpose()?,
            approximate: around.is_about,
            range: (!is_exact).then_some(kind),
            unit: unit.map(|unit| unit.code.to_owned()).unwrap_or_default(),
            currency: String::new(),
            per: around.periods.first().copied(),
        };
        match &ends.money {
            None if needs_money => return Err(Why::Leftover),
            None => figures.push(figure),
            Some(money) => figures.extend(money.codes.iter().map(|code| Figure {
                currency: (*code).to_owned(),
                ..figure.clone()
            })),
        }
    }
    Ok(figures)
}

fn bound((number, open): (Number, bool)) -> Result<Bound, Why> {
    let value = number::exact(number).ok_or(Why::Digits)?;
    Ok(Bound { value, open })
}

/// The unit of a figure, marked as an age if the words around say so.
fn age(ends: &Ends, around: &Around) -> Result<Option<Unit>, Why> {
    if ends.unit.is_some_and(|unit| unit.code.is_empty()) {
        return Err(Why::PercentagePoints);
    }
    if !around.is_age && !around.is_of {
        return Ok(ends.unit);
    }
    let unit = match ends.unit {
        None if around.is_age && ends.money.is_none() => units::YEAR,
        Some(unit) if ["a", "mo", "wk", "d"].contains(&unit.code) => unit,
        _ => return Err(Why::Leftover),
    };
    Ok(Some(Unit { age: true, ..unit }))
}
