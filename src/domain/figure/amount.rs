//! Amounts: a number with its sign, currency and unit.

use super::{
    cardinal,
    lexicon::Words,
    money::{self, Codes},
    number::{self, Number},
    numeral::Numeral,
    parser::{Found, Parser},
    part,
    unit::Unit,
    units,
};

/// The currency of a number.
#[derive(Clone, Debug)]
pub(super) struct Money {
    pub codes: Codes,
    /// Whether it is before the number.
    pub is_before: bool,
    /// Whether the number counts hundredths: cents and pence.
    pub is_coin: bool,
}

/// A number with its currency or unit.
#[derive(Clone, Debug)]
pub(super) struct Amount {
    pub numeral: Numeral,
    /// Whether a plus sign follows: "155+".
    pub plus: bool,
    pub money: Option<Money>,
    pub unit: Option<Unit>,
    /// Whether it has two units: "6ft 2in".
    pub is_compound: bool,
}

/// Every reading of an amount at a token.
pub(super) fn amounts(p: &Parser, at: usize) -> Found<Amount> {
    let at = after_article(p, at);
    let (minus, start) = minus(p, at);
    let mut found = Vec::new();
    let plain = (None, start);
    let priced = money::before(p, start).into_iter();
    for (codes, next) in priced
        .map(|(codes, next)| (Some(codes), next))
        .chain([plain])
    {
        let (inner, next) = match codes {
            Some(_) if !minus => self::minus(p, next),
            _ => (false, next),
        };
        if codes.is_none() && p.is_glued(next) {
            continue;
        }
        let numerals = cardinal::numerals(p, next).into_iter();
        let numerals = numerals.chain(part::numerals(p, next));
        for (numeral, next) in numerals.chain(plurals(p, next)) {
            let numeral = if minus || inner {
                numeral.negated()
            } else {
                numeral
            };
            found.extend(with_suffix(p, numeral, codes.clone(), next));
        }
    }
    found.extend(height(p, start).filter(|_| !minus));
    found.extend(one_and_half(p, start).into_iter().filter(|_| !minus));
    for (_, next) in &found {
        p.reach(*next);
    }
    found
}

/// `6'2"`: feet and inches, as one number of inches. With one of the signs only, it can be
/// minutes or a quotation.
fn height(p: &Parser, at: usize) -> Option<(Amount, usize)> {
    let is_mark = |at: usize, sign: char| p.is_sign(at, &[sign]) && !p.is_spaced(at);
    let whole = |at: usize| -> Option<u32> { p.number(at)?.parse().ok() };
    let end = match is_mark(at + 3, '"') {
        true => at + 4,
        false => (is_mark(at + 3, '\'') && is_mark(at + 4, '\'')).then_some(at + 5)?,
    };
    let (feet, inches) = (whole(at)?, whole(at + 2)?);
    let is_height = (1..FEET_END).contains(&feet) && inches < 12 && is_mark(at + 1, '\'');
    let unit = Some(Unit::plain("[in_i]"));
    let amount = Amount {
        numeral: Numeral::digits(Number::from(feet * 12 + inches)),
        plus: false,
        money: None,
        unit,
        is_compound: true,
    };
    (is_height && p.words == Words::English && !p.is_glued(at)).then_some((amount, end))
}

/// "Millón y medio", "hora y media": one and a half, without an article.
fn one_and_half(p: &Parser, at: usize) -> Found<Amount> {
    if p.words != Words::Spanish || p.is_glued(at) {
        return Vec::new();
    }
    let one = Numeral::article();
    let mut found = Vec::new();
    for (numeral, next) in cardinal::one_and_half(p, at) {
        found.extend(with_suffix(p, numeral, None, next));
    }
    let amount = Amount {
        numeral: one,
        plus: false,
        money: None,
        unit: None,
        is_compound: false,
    };
    for (unit, next) in with_unit(p, &amount, at) {
        found.extend(halved(p, &unit, next));
    }
    found
}

/// Nobody is so many feet tall.
const FEET_END: u32 = 10;

/// The token after an article that can be left out. An indefinite one before a word may be
/// part of the number ("a million").
fn after_article(p: &Parser, at: usize) -> usize {
    let is_definite = p.is_one_of(at, p.lexicon.definite);
    let is_digits = p.number(at + 1).is_some() || p.sign(at + 1).is_some_and(|sign| sign != '-');
    let is_words = || {
        let is_joined = p.joined(at + 2) > at + 2;
        p.lexicon.joins && p.word(at + 1).is_some() && (is_joined || is_small(p, at + 1))
    };
    let is_indefinite = p.is_one_of(at, p.lexicon.indefinite) && (is_digits || is_words());
    if (is_definite || is_indefinite) && p.is_apart(at + 1) {
        at + 1
    } else {
        at
    }
}

/// "A six month old baby": a small number in words, which needs no article.
fn is_small(p: &Parser, at: usize) -> bool {
    let numerals = cardinal::numerals(p, at).into_iter();
    let mut values = numerals.map(|(numeral, _)| numeral.value);
    values.any(|value| value > Number::ONE && value < Number::ONE_HUNDRED)
}

/// "Dozens", "several dozen": at least twice as many.
fn plurals(p: &Parser, at: usize) -> Found<Numeral> {
    let mut found = p.phrases(at, p.lexicon.plurals);
    for next in p.entry(at, p.lexicon.several) {
        found.extend(p.phrases(next, p.lexicon.several_of));
    }
    let found = found.into_iter();
    found
        .map(|(count, next)| (Numeral::plural(count), next))
        .collect()
}

/// Whether a minus is here, and the token after the minus or plus.
fn minus(p: &Parser, at: usize) -> (bool, usize) {
    let is_joined = !p.is_spaced(at + 1);
    if is_joined && p.is_sign(at, &['-', '−', '–']) {
        return (true, at + 1);
    }
    if is_joined && p.is_sign(at, &['+']) {
        return (false, at + 1);
    }
    let word = p.phrase(at, p.lexicon.minus);
    word.map_or((false, at), |next| (true, next))
}

fn with_suffix(p: &Parser, numeral: Numeral, before: Option<Codes>, next: usize) -> Found<Amount> {
    let mut found = Vec::new();
    let money = before.map(|codes| Money {
        codes,
        is_before: true,
        is_coin: false,
    });
    let amount = |plus| Amount {
        numeral,
        plus: plus || numeral.is_plural,
        money: money.clone(),
        unit: None,
        is_compound: false,
    };
    let plus = p.is_sign(next, &['+']).then(|| (amount(true), next + 1));
    let joined = p.joined(next);
    let word = p
        .word(joined)
        .filter(|_| p.words == Words::English && joined > next);
    let tail = match word {
        Some("plus") => Some((amount(true), joined + 1)),
        Some("odd") => Some((about(amount(false)), joined + 1)),
        _ => None,
    };
    let amounts = [(amount(false), next)].into_iter().chain(plus);
    for (amount, next) in amounts.chain(tail) {
        // An article alone is not a number, but "an hour" and "a dollar" are amounts.
        if !numeral.is_article {
            found.push((amount.clone(), next));
        }
        let is_of = p.is_one_of(next, p.lexicon.of);
        let starts = [Some(next), is_of.then_some(next + 1)];
        for next in starts.into_iter().flatten() {
            let units = with_unit(p, &amount, next);
            found.extend(compounds(p, &units));
            found.extend(units);
            found.extend(with_money(p, &amount, next));
        }
    }
    found
}

/// "30-odd years".
fn about(mut amount: Amount) -> Amount {
    amount.numeral.approximate = true;
    amount
}

fn with_unit(p: &Parser, amount: &Amount, next: usize) -> Found<Amount> {
    if amount.money.is_some() {
        return Vec::new();
    }
    let is_article = amount.numeral.is_article;
    let with = |unit| Amount {
        unit: Some(unit),
        ..amount.clone()
    };
    let mut units = units::after(p, next);
    // "A second" is also an ordinal, and symbols follow digits.
    units.retain(|(unit, end)| !is_article || unit.code != "s" && unit.code != p.raw(end - 1));
    units.retain(|(_, end)| !is_price(p, amount, end - 1));
    let units = units.into_iter();
    units.map(|(unit, end)| (with(unit), end)).collect()
}

/// Whether pounds are a price where people pay in them: millions, pence after the
/// mark, or "a 200-pound fine".
fn is_price(p: &Parser, amount: &Amount, last: usize) -> bool {
    let is_pound = p.is_one_of(last, &["pound", "pounds"]) && p.region().pays_in_pounds();
    let is_much = amount.numeral.exponent() > 3;
    let is_joined = last.checked_sub(1).is_some_and(|at| p.is_sign(at, &['-']));
    is_pound && (is_much || is_joined || amount.numeral.value.scale() == 2)
}

/// Units, their smaller units, and how many of those they have.
const SMALLER: [(&str, &str, u32); 8] = [
    ("[ft_i]", "[in_i]", 12),
    ("h", "min", 60),
    ("min", "s", 60),
    ("a", "mo", 12),
    ("m", "cm", 100),
    ("kg", "g", 1000),
    ("[lb_av]", "[oz_av]", 16),
    ("[stone_av]", "[lb_av]", 14),
];

/// "6ft 2in", "an hour and 20 minutes": one number of the smaller unit. "An hour and a half":
/// half of the unit.
fn compounds(p: &Parser, amounts: &Found<Amount>) -> Found<Amount> {
    let mut found = Vec::new();
    for (first, next) in amounts {
        let is_whole = first.numeral.value.scale() == 0 && !first.numeral.approximate;
        let Some(unit) = first
            .unit
            .filter(|unit| is_whole && !unit.age && !first.plus)
        else {
            continue;
        };
        found.extend(halved(p, first, *next));
        let link = p.is_one_of(*next, p.lexicon.but.get(..1).unwrap_or_default());
        let start = if link { next + 1 } else { *next };
        for (second, end) in smaller(p, start) {
            let mut sizes = SMALLER.iter();
            let is_smaller = |(big, small, _): &&(&str, &str, u32)| {
                *big == unit.code && second.unit.is_some_and(|unit| unit.code == *small)
            };
            let size = sizes.find(is_smaller).map(|(.., size)| *size);
            let sum = size.and_then(|size| sum(first, &second, size));
            found.extend(sum.map(|sum| (sum, end)));
        }
        found.extend(without_unit(p, first, *next));
    }
    found
}

/// "5ft 11", "11 stone 4", "six-foot-two": the smaller unit can be left out.
fn without_unit(p: &Parser, first: &Amount, next: usize) -> Found<Amount> {
    let small = match first.unit.map(|unit| unit.code) {
        Some("[ft_i]") => ("[in_i]", 12),
        Some("[stone_av]") => ("[lb_av]", 14),
        _ => return Vec::new(),
    };
    // "100 ft2" is an area.
    let is_tall = first.numeral.value < Number::from(FEET_END) || small.1 != 12;
    let is_apart = p.is_spaced(next) || p.joined(next) > next || is_tall;
    if p.words != Words::English || !is_apart {
        return Vec::new();
    }
    let numerals = cardinal::numerals(p, p.joined(next)).into_iter();
    let numerals = numerals.filter(|(numeral, _)| is_smaller(numeral));
    let sum = |(numeral, end): (Numeral, usize)| {
        let second = Amount {
            numeral,
            plus: false,
            money: None,
            unit: Some(Unit::plain(small.0)),
            is_compound: true,
        };
        Some((self::sum(first, &second, small.1)?, end))
    };
    numerals.filter_map(sum).collect()
}

fn is_smaller(numeral: &Numeral) -> bool {
    let is_whole = numeral.value.scale() == 0 && numeral.scale.is_none();
    is_whole && !numeral.approximate && !numeral.is_article
}

fn halved(p: &Parser, amount: &Amount, next: usize) -> Found<Amount> {
    let half = Numeral::digits(Number::new(5, 1));
    let numeral = Numeral {
        scale: None,
        ..amount.numeral
    };
    let sum = numeral
        .plus(half)
        .filter(|_| amount.numeral.scale.is_none());
    let halved = |numeral| Amount {
        numeral,
        ..amount.clone()
    };
    let ends = p.entry(next, p.lexicon.and_half).into_iter();
    ends.filter_map(|end| Some((halved(sum?), end))).collect()
}

/// A whole number with a unit.
fn smaller(p: &Parser, at: usize) -> Found<Amount> {
    let mut found = Vec::new();
    for (numeral, next) in cardinal::numerals(p, at) {
        let amount = Amount {
            numeral,
            plus: false,
            money: None,
            unit: None,
            is_compound: true,
        };
        if is_smaller(&numeral) {
            found.extend(with_unit(p, &amount, next));
            // "5 ft 10 in": a word of its own only at the end.
            let is_inch = p.word(next) == Some("in") && next + 1 == p.end();
            let inches = is_inch.then(|| Amount {
                unit: Some(Unit::plain("[in_i]")),
                ..amount.clone()
            });
            found.extend(inches.map(|inches| (inches, next + 1)));
        }
    }
    found
}

fn sum(first: &Amount, second: &Amount, size: u32) -> Option<Amount> {
    let (big, small) = (first.numeral.value, second.numeral.value);
    let is_rest = small < Number::from(size) && small > Number::ZERO && big > Number::ZERO;
    let value = number::sum(number::product(big, size)?, small)?;
    let sum = Amount {
        numeral: Numeral {
            is_words: first.numeral.is_words,
            ..Numeral::digits(value)
        },
        ..second.clone()
    };
    is_rest.then_some(sum)
}

/// A currency after the number. It may say which currency a sign before the number means
/// ("$5 million CAD").
fn with_money(p: &Parser, amount: &Amount, next: usize) -> Found<Amount> {
    let mut found = Vec::new();
    for (mut codes, end) in money::after(p, next) {
        if let Some(before) = &amount.money {
            // "$1,200 pesos" in Mexico says the same twice.
            let is_same = p.is_one_of(next, &["pesos"]) && codes == before.codes;
            if before.codes.len() < 2 && !is_same {
                continue;
            }
            codes.retain(|code| before.codes.contains(code));
        }
        found.push((codes, false, amount.money.is_some(), end));
    }
    if amount.money.is_none() {
        let coins = money::coins(p, next).into_iter();
        found.extend(coins.map(|(codes, end)| (codes, true, false, end)));
    }
    found.retain(|(codes, ..)| !codes.is_empty());
    let with = |(codes, is_coin, is_before, end)| {
        let money = Money {
            codes,
            is_before,
            is_coin,
        };
        let amount = amount.clone();
        (
            Amount {
                money: Some(money),
                ..amount
            },
            end,
        )
    };
    found.into_iter().map(with).collect()
}
