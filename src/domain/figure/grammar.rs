//! The grammar of whole figures: a number or a range, with the words before and after it.

use super::{
    Figure,
    age::Years,
    amount::Amount,
    attribution,
    doubt::doubt,
    error::Why,
    lexicon::{BASIS_POINT, Limit, Modifier, PERCENTAGE_POINT},
    names, noun,
    number::{self, Number},
    numeral::Numeral,
    parser::Parser,
    quantity::{Bound, RangeKind},
    range::{self, Ends, Interval},
    share::Share,
    span::{self, Core},
    unit::{self, Unit},
    wording::{self, Around, MODIFIERS_MAX},
};

/// Every reading of the whole text as a figure.
pub(super) fn figures(p: &Parser) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (before, next) in wording::beginnings(p) {
        for (core, end) in span::cores(p, next) {
            for mut around in endings(p, &core, end) {
                around.is_age |= is_group(p, next, &core);
                if let Some(why) = names::doubt(p, (next, end), &core, &around) {
                    p.refuse(doubt(p, true).unwrap_or(why));
                    return Vec::new();
                }
                match build(&before, &core, around) {
                    Ok(built) => add(&mut figures, built),
                    Err(why) => p.report(0, p.end(), why),
                }
            }
        }
    }
    if let Some(why) = doubt(p, !figures.is_empty()) {
        p.refuse(why);
        return Vec::new();
    }
    let falls: Vec<Figure> = figures.iter().filter_map(|it| fall(p, it)).collect();
    add(&mut figures, falls);
    figures
}

/// "A 40% drop" is 40% of a drop, or a change of -40%.
fn fall(p: &Parser, figure: &Figure) -> Option<Figure> {
    let is_share = SHARES.contains(&figure.unit.as_str());
    let is_measured = !figure.unit.is_empty() || !figure.currency.is_empty();
    let is_fall = is_measured && p.mentioned(p.lexicon.falls).is_some();
    let is_loss = is_share && p.mentioned(p.lexicon.losses).is_some();
    let negated = |bound: Option<Bound>| {
        bound.map(|it| Bound {
            value: it.value.negated(),
            ..it
        })
    };
    (is_fall || is_loss).then(|| Figure {
        lower: negated(figure.upper),
        upper: negated(figure.lower),
        ..figure.clone()
    })
}

/// "Les 18-24 ans" are people, and not a time.
fn is_group(p: &Parser, at: usize, core: &Core) -> bool {
    match core {
        Core::Span(first, second) => {
            let is_words = first.numeral.is_words || second.numeral.is_words;
            let is_years = second.unit.is_some_and(|unit| unit.code == "a");
            p.is_one_of(at, p.lexicon.age_groups) && is_years && !is_words
        }
        _ => false,
    }
}

/// Everything that the words from a token to the end can say: modifiers, a noun, and more
/// modifiers.
fn endings(p: &Parser, core: &Core, at: usize) -> Vec<Around> {
    let mut found = Vec::new();
    let is_end = |end| end == p.end() || noun::is_skipped(p, end) || attribution::is_rest(p, end);
    for (around, next) in wording::after(p, at, MODIFIERS_MAX) {
        let nouns = noun::after(p, core.last(), at, next);
        // "1,234 abitanti" may be 1234 in the marks of another language.
        if let Some(number) = core.thousandths(at).filter(|_| !nouns.is_empty()) {
            p.report(number, number + 1, Why::Marks);
            continue;
        }
        for noun in nouns {
            for (more, end) in wording::after(p, noun, MODIFIERS_MAX) {
                if is_end(end) {
                    let mut around = around.clone().and(more);
                    around.has_noun = true;
                    found.push(around);
                }
            }
        }
        if is_end(next) {
            let is_speed = around.is_speed && !p.has_counted();
            found.push(Around { is_speed, ..around });
        }
    }
    found
}

fn add(figures: &mut Vec<Figure>, built: Vec<Figure>) {
    for figure in built {
        if !figures.contains(&figure) {
            figures.push(figure);
        }
    }
}

fn build(before: &[Modifier], core: &Core, mut around: Around) -> Result<Vec<Figure>, Why> {
    for modifier in before {
        around.modify(*modifier);
    }
    if around.periods.len() > 1 {
        return Err(Why::Bounds);
    }
    match core {
        Core::One(amount) => one(amount, around),
        Core::Part(share) => part(*share, &around),
        Core::Years(_) if !around.sides.is_empty() => Err(Why::Bounds),
        Core::Years(years) => years_old(*years, around),
        Core::Often(count) => often(*count, &around),
        Core::Span(..) | Core::Bounded(..) if !around.sides.is_empty() || around.is_single => {
            Err(Why::Bounds)
        }
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

/// A share that is not a finite decimal lies between the two nearest ones, and is
/// approximate.
fn part(share: Share, around: &Around) -> Result<Vec<Figure>, Why> {
    let is_exact = share.lower == share.upper;
    let mut around = around.clone();
    around.is_about |= !is_exact;
    let interval: Interval = match around.sides.as_slice() {
        [] => (
            Some((share.lower, !is_exact)),
            Some((share.upper, !is_exact)),
        ),
        [Limit::Lower { open }] => (Some((share.lower, *open || !is_exact)), None),
        [Limit::Upper { open }] => (None, Some((share.upper, *open || !is_exact))),
        _ => return Err(Why::Bounds),
    };
    let ends = Ends {
        lower: share.lower,
        upper: share.upper,
        money: None,
        unit: Some(Unit::plain("%")),
    };
    two(&[ends], |_| interval, &around, false)
}

/// "Twice a day".
fn often(count: u32, around: &Around) -> Result<Vec<Figure>, Why> {
    if around.periods.is_empty() {
        return Err(Why::Leftover);
    }
    let amount = Amount {
        numeral: Numeral::words(count),
        plus: false,
        money: None,
        unit: None,
        is_compound: false,
    };
    one(&amount, around.clone())
}

/// An age in years.
fn years_old(years: Years, mut around: Around) -> Result<Vec<Figure>, Why> {
    let interval = years.interval;
    around.is_age = true;
    around.is_about |= years.is_about;
    let bounds = [interval.0, interval.1].into_iter().flatten();
    let (number, _) = bounds.last().ok_or(Why::NoFigure)?;
    let ends = Ends {
        lower: number,
        upper: number,
        money: None,
        unit: Some(unit::YEAR),
    };
    two(&[ends], |_| interval, &around, false)
}

impl Around {
    fn and(mut self, more: Self) -> Self {
        self.is_about |= more.is_about;
        self.sides.extend(more.sides);
        self.is_age |= more.is_age;
        self.is_of |= more.is_of;
        self.is_single |= more.is_single;
        self.is_share |= more.is_share;
        self.is_measured |= more.is_measured;
        self.is_counted |= more.is_counted;
        self.periods.extend(more.periods);
        self.is_speed |= more.is_speed;
        self
    }

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
        let is_coin = ends.money.as_ref().is_some_and(|money| money.is_coin);
        let size = unit.map_or(1, |unit| unit.size);
        let bound = |bound: Option<(Number, bool)>| bound.map(|it| self::bound(it, is_coin, size));
        let (lower, upper) = spread(ends);
        let is_exact = lower == upper;
        let kind = match unit {
            Some(unit) if unit.age => RangeKind::Extent,
            _ => RangeKind::Uncertainty,
        };
        let own = unit.and_then(|unit| unit.per);
        let mut periods = own.iter().chain(&around.periods);
        let figure = Figure {
            lower: bound(lower).transpose()?,
            upper: bound(upper).transpose()?,
            approximate: around.is_about,
            range: (!is_exact).then_some(kind),
            unit: unit.map(|unit| unit.code.to_owned()).unwrap_or_default(),
            currency: String::new(),
            per: periods.next().copied(),
        };
        if periods.next().is_some() {
            return Err(Why::Bounds);
        }
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

fn bound((number, open): (Number, bool), is_coin: bool, size: u32) -> Result<Bound, Why> {
    let number = match (is_coin, size) {
        (true, _) => number::hundredth(number),
        (false, 1) => Some(number),
        (false, size) => number::product(number, size),
    };
    let number = number.ok_or(Why::Digits)?;
    let value = number::exact(number).ok_or(Why::Digits)?;
    Ok(Bound { value, open })
}

fn is_below_zero(ends: &Ends) -> bool {
    ends.lower < Number::ZERO || ends.upper < Number::ZERO
}

/// The units that percentages have, or differences between them.
const SHARES: [&str; 4] = ["%", "[ppth]", PERCENTAGE_POINT, BASIS_POINT];

/// The greatest age without a unit.
const YEARS_MAX: u32 = 130;

/// The unit of a figure, marked as an age if the words around say so.
fn age(ends: &Ends, around: &Around) -> Result<Option<Unit>, Why> {
    let is_share = ends.unit.is_some_and(|unit| SHARES.contains(&unit.code));
    let is_measure = ends.unit.is_some() || ends.money.is_some();
    // "130 all'ora" is a speed, and "-5 men" is an item of a list.
    let is_bare = around.is_speed && !around.has_noun || around.has_noun && is_below_zero(ends);
    let needs_measure = around.is_measured || is_bare;
    let is_refused = needs_measure && !is_measure || around.is_counted && is_measure;
    if around.is_share && !is_share || is_refused {
        return Err(Why::Leftover);
    }
    if !around.is_age && !around.is_of {
        return Ok(ends.unit);
    }
    let unit = match ends.unit {
        None if ends.upper > Number::from(YEARS_MAX) => return Err(Why::Bounds),
        None if around.is_age && ends.money.is_none() => unit::YEAR,
        Some(unit) if ["a", "mo", "wk", "d"].contains(&unit.code) => unit,
        _ => return Err(Why::Leftover),
    };
    if unit.size > 1 {
        return Err(Why::Bounds);
    }
    Ok(Some(Unit { age: true, ..unit }))
}
