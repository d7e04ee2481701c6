//! Amounts: a number with its sign, multiplier, currency and unit.

use super::{
    english,
    error::Why,
    italian, marks,
    money::{self, Codes},
    number::{self, Number},
    numeral::Numeral,
    parser::{Found, Parser, Words},
    phrases,
    units::{self, Unit},
};

fn half() -> Number {
    Number::new(5, 1)
}

/// Every reading of a number at a token.
fn numerals(p: &Parser, at: usize) -> Found<Numeral> {
    let mut found = Vec::new();
    for (simple, next) in simple(p, at).into_iter().chain(halves(p, at)) {
        let halved = and_half(p, simple, next);
        for (simple, next) in halved.into_iter().chain([(simple, next)]) {
            let scaled = scaled(p, simple, next);
            for (scaled, next) in scaled.into_iter().chain([(simple, next)]) {
                found.push((scaled, next));
                found.extend(and_half_multiplier(p, scaled, next));
                found.extend(composed(p, scaled, next));
            }
        }
    }
    found.retain(|(numeral, _)| !numeral.is_article);
    found
}

/// A number without a multiplier.
fn simple(p: &Parser, at: usize) -> Found<Numeral> {
    if let Some(digits) = p.number(at) {
        return match marks::value(digits, p.marks) {
            Ok(value) => with_fraction(p, value, at + 1),
            Err(why) => {
                p.report(at, at + 1, why);
                Vec::new()
            }
        };
    }
    if let Some(value) = fraction(p, at) {
        return vec![(Numeral::digits(value), at + 1)];
    }
    match p.words {
        Words::English => english::numerals(p, at),
        Words::Italian => italian::numerals(p, at),
        Words::None => Vec::new(),
    }
}

/// Digits, with the fraction sign that may follow them ("2½").
fn with_fraction(p: &Parser, value: Number, next: usize) -> Found<Numeral> {
    let fraction = fraction(p, next).filter(|_| !p.is_spaced(next) && value.scale() == 0);
    match fraction.and_then(|fraction| number::sum(value, fraction)) {
        Some(value) => vec![(Numeral::digits(value), next + 1)],
        None => vec![(Numeral::digits(value), next)],
    }
}

fn fraction(p: &Parser, at: usize) -> Option<Number> {
    match p.sign(at)? {
        '¼' => Some(Number::new(25, 2)),
        '½' => Some(half()),
        '¾' => Some(Number::new(75, 2)),
        _ => None,
    }
}

/// "Half a", before a multiplier.
fn halves(p: &Parser, at: usize) -> Found<Numeral> {
    let phrases = p.words.choose(english::HALVES, italian::HALVES);
    let ends = phrases.iter().filter_map(|phrase| p.phrase(at, phrase));
    let half = Numeral {
        value: half(),
        ..Numeral::article()
    };
    ends.map(|end| (half, end)).collect()
}

fn and_half_ends(p: &Parser, at: usize) -> Vec<usize> {
    let at = p.joined(at);
    let phrases = p.words.choose(english::AND_HALF, italian::AND_HALF);
    let ends = phrases.iter().filter_map(|phrase| p.phrase(at, phrase));
    ends.collect()
}

/// "Three and a half", before a multiplier.
fn and_half(p: &Parser, simple: Numeral, next: usize) -> Found<Numeral> {
    let is_whole = simple.value.scale() == 0 && simple.scale.is_none() && !simple.is_article;
    let ends = and_half_ends(p, next).into_iter().filter(|_| is_whole);
    let sum = |end| Some((simple.plus(Numeral::digits(half()))?, end));
    ends.filter_map(sum).collect()
}

/// "A million and a half".
fn and_half_multiplier(p: &Parser, scaled: Numeral, next: usize) -> Found<Numeral> {
    let Some((_, exponent)) = scaled.scale.filter(|_| scaled.value.scale() == 0) else {
        return Vec::new();
    };
    let sum = |end| {
        let half = number::shifted(half(), exponent)?;
        let sum = scaled.plus(Numeral::digits(half))?;
        Some((sum, end))
    };
    // "Ventimila e mezzo" could be half of one or of a thousand. Nobody writes that.
    let ends = if scaled.is_words && exponent < 6 && p.words == Words::Italian {
        Vec::new()
    } else {
        and_half_ends(p, next)
    };
    ends.into_iter().filter_map(sum).collect()
}

/// A number with the multipliers that follow it ("thousand", "thousand million").
fn scaled(p: &Parser, simple: Numeral, next: usize) -> Found<Numeral> {
    let mut found = hundreds(p, simple, next);
    for (exponent, needs_money, end) in scales(p, next) {
        if simple.exponent() >= exponent {
            continue;
        }
        let Some(once) = simple.times(exponent) else {
            p.report(next.saturating_sub(1), end, Why::Digits);
            continue;
        };
        let once = Numeral {
            needs_money,
            ..once
        };
        found.push((once, end));
        if exponent == 3 {
            found.extend(scaled(p, once, end));
        }
    }
    found
}

/// "5 hundred", in digits.
fn hundreds(p: &Parser, simple: Numeral, next: usize) -> Found<Numeral> {
    let is_few = !simple.is_words && simple.scale.is_none() && simple.value < Number::ONE_HUNDRED;
    let end = p
        .phrase(next, "hundred")
        .filter(|_| is_few && p.words == Words::English);
    let hundreds = |end| Some((simple.times(2)?, end));
    end.and_then(hundreds).into_iter().collect()
}

fn scales(p: &Parser, at: usize) -> Vec<(u32, bool, usize)> {
    let words = p.phrases(at, p.words.choose(english::SCALES, italian::SCALES));
    let mut found: Vec<_> = words
        .into_iter()
        .map(|(exponent, end)| (exponent, false, end))
        .collect();
    let money = p.phrases(at, p.words.choose(english::MONEY_SCALES, &[]));
    found.extend(
        money
            .into_iter()
            .map(|(exponent, end)| (exponent, true, end)),
    );
    match p.raw(at) {
        "k" | "K" => found.push((3, false, at + 1)),
        "M" if p.words == Words::None => found.push((6, false, at + 1)),
        _ => {}
    }
    found
}

/// "Two million three hundred thousand": a number with a multiplier, and a smaller number.
fn composed(p: &Parser, head: Numeral, next: usize) -> Found<Numeral> {
    if head.exponent() < 3 || head.value.scale() > 0 || head.is_article {
        return Vec::new();
    }
    let link = match p.words {
        Words::English => p.phrase(next, "and"),
        Words::Italian => p.phrase(next, "e"),
        Words::None => None,
    };
    let unit = number::shifted(Number::ONE, head.exponent());
    let mut found = Vec::new();
    for (rest, end) in numerals(p, link.unwrap_or(next)) {
        let fits = unit.is_some_and(|unit| rest.value > Number::ZERO && rest.value < unit);
        // "Two million three hundred" may be short for "two million three hundred
        // thousand".
        let is_clear = rest.exponent() >= 3
            || rest.is_words && (head.exponent() == 3 || rest.value >= Number::ONE_THOUSAND);
        if fits && is_clear && rest.value.scale() == 0 {
            found.extend(head.plus(rest).map(|sum| (sum, end)));
        }
    }
    found
}

/// The currency of a number.
#[derive(Clone, Debug)]
pub(super) struct Money {
    pub codes: Codes,
    /// Whether it is before the number.
    pub is_before: bool,
}

/// A number with its currency or unit.
#[derive(Clone, Debug)]
pub(super) struct Amount {
    pub numeral: Numeral,
    /// Whether a plus sign follows: "155+".
    pub plus: bool,
    pub money: Option<Money>,
    pub unit: Option<Unit>,
}

/// Every reading of an amount at a token.
pub(super) fn amounts(p: &Parser, at: usize) -> Found<Amount> {
    let article = p.word(at).filter(|word| phrases::ARTICLES.contains(word));
    let at = match article {
        Some(_) if p.words == Words::Italian => at + 1,
        _ => at,
    };
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
        for (numeral, next) in numerals(p, next) {
            let numeral = if minus || inner {
                numeral.negated()
            } else {
                numeral
            };
            found.extend(with_suffix(p, numeral, codes.clone(), next));
        }
    }
    for (_, next) in &found {
        p.reach(*next);
    }
    found
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
    let word = match p.words {
        Words::English => p.phrase(at, "minus"),
        Words::Italian => p.phrase(at, "meno"),
        Words::None => None,
    };
    word.map_or((false, at), |next| (true, next))
}

fn with_suffix(p: &Parser, numeral: Numeral, before: Option<Codes>, next: usize) -> Found<Amount> {
    let mut found = Vec::new();
    let money = before.map(|codes| Money {
        codes,
        is_before: true,
    });
    let amount = |plus| Amount {
        numeral,
        plus,
        money: money.clone(),
        unit: None,
    };
    let plus = p.is_sign(next, &['+']).then(|| (amount(true), next + 1));
    for (amount, next) in [(amount(false), next)].into_iter().chain(plus) {
        found.push((amount.clone(), next));
        let of = p
            .word(next)
            .filter(|word| p.words == Words::Italian && ["di", "d'"].contains(word));
        let next = of.map_or(next, |_| next + 1);
        found.extend(with_unit(p, &amount, next));
        found.extend(with_money(p, &amount, next));
    }
    found
}

fn with_unit(p: &Parser, amount: &Amount, next: usize) -> Found<Amount> {
    if amount.money.is_some() {
        return Vec::new();
    }
    let with = |unit| Amount {
        unit: Some(unit),
        ..amount.clone()
    };
    let units = units::after(p, next).into_iter();
    units.map(|(unit, end)| (with(unit), end)).collect()
}

/// A currency after the number. It may say which currency a sign before the number means
/// ("$5 million CAD").
fn with_money(p: &Parser, amount: &Amount, next: usize) -> Found<Amount> {
    let mut found = Vec::new();
    for (mut codes, end) in money::after(p, next) {
        if let Some(before) = &amount.money {
            if before.codes.len() < 2 {
                continue;
            }
            codes.retain(|code| before.codes.contains(code));
        }
        let money = Some(Money {
            codes,
            is_before: amount.money.is_some(),
        });
        let is_known = money.as_ref().is_some_and(|money| !money.codes.is_empty());
        if is_known {
            let amount = amount.clone();
            found.push((Amount { money, ..amount }, end));
        }
    }
    found
}
