//! Ranges of two amounts: which unit and which multiplier apply to both.

use super::{
    amount::{Amount, Money},
    error::Why,
    number::{self, Number},
    quantity::Decimal,
    unit::Unit,
};

/// The two ends of a range, in order, with their common currency or unit.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    pub lower: Number,
    pub upper: Number,
    pub money: Option<Money>,
    pub unit: Option<Unit>,
}

/// The lower and the upper bound of a figure, each with whether it is open. One can be
/// absent.
pub(super) type Interval = (Option<(Number, bool)>, Option<(Number, bool)>);

/// All ranges that the two amounts can mean. `in_full` says that each amount has words of
/// its own, so that zeros of the second cannot apply to the first.
pub(super) fn ends(first: &Amount, second: &Amount, in_full: bool) -> Result<Vec<Ends>, Why> {
    if first.plus || second.plus {
        return Err(Why::Bounds);
    }
    let money = shared_money(first, second)?;
    let unit = shared_unit(first, second)?;
    let numbers = numbers(first, second, in_full)?;
    let ends = numbers.into_iter().map(|(lower, upper)| Ends {
        lower,
        upper,
        money: money.clone(),
        unit,
    });
    Ok(ends.collect())
}

/// A currency applies to both ends if it is before the first, after the second, or at
/// both.
fn shared_money(first: &Amount, second: &Amount) -> Result<Option<Money>, Why> {
    match (&first.money, &second.money) {
        (Some(a), Some(b)) => {
            let mut both = a.clone();
            both.codes.retain(|code| b.codes.contains(code));
            if both.codes.is_empty() {
                return Err(Why::Ends);
            }
            if a.is_coin != b.is_coin {
                return Err(Why::Ends);
            }
            Ok(Some(both))
        }
        (Some(a), None) if a.is_before && second.unit.is_none() => Ok(Some(a.clone())),
        (None, Some(b)) if first.unit.is_none() => Ok(Some(b.clone())),
        (None, None) => Ok(None),
        _ => Err(Why::Ends),
    }
}

fn shared_unit(first: &Amount, second: &Amount) -> Result<Option<Unit>, Why> {
    match (first.unit, second.unit) {
        (Some(a), Some(b)) if a.code == b.code && a.size == b.size => {
            Ok(Some(if a.age { a } else { b }))
        }
        // "5 to 6ft 2in" may leave out feet or inches.
        (None, Some(_)) if second.is_compound => Err(Why::Ends),
        (None, unit) => Ok(unit),
        (Some(a), None) if a.age && second.money.is_none() => Ok(Some(a)),
        _ => Err(Why::Ends),
    }
}

/// The pairs of numbers that the range can mean, each in order.
///
/// The multiplier of the second number applies to the first too if the first is so small
/// that the range would otherwise be implausible. Zeros of the second number can also apply
/// to the first: `20-30.000` may be twenty to thirty thousand.
fn numbers(first: &Amount, second: &Amount, in_full: bool) -> Result<Vec<(Number, Number)>, Why> {
    if second.numeral.is_dozens && !first.numeral.is_dozens {
        return Err(Why::Multiplier);
    }
    let (x, y) = (first.numeral.value, second.numeral.value);
    let own = multiplier(first);
    let shared = multiplier(second);
    let exponents = match (own, shared) {
        (Some((_, own)), Some((_, shared))) if own == shared => vec![0],
        (_, Some(_)) if x.is_zero() => vec![0],
        (_, Some((base, exponent))) if x < base => {
            let zeros = zeros(x, first.numeral.is_words, base);
            let mut exponents: Vec<u32> = zeros.iter().map(|zeros| zeros + exponent).collect();
            if !number::is_small(x) {
                exponents.insert(0, 0);
            }
            exponents
        }
        (_, Some(_)) if number::is_small(x) && !is_near(x, y) => return Err(Why::Multiplier),
        (Some(_), None) if x >= y && number::is_small(y) => return Err(Why::Multiplier),
        (None, None) if !in_full => zeros(x, first.numeral.is_words, y),
        _ => vec![0],
    };
    let lower = |exponent| number::shifted(x, exponent).ok_or(Why::Digits);
    let mut pairs = Vec::new();
    for exponent in exponents {
        // Shifting by 0 would normalize the number, so its digits would not be kept.
        let lower = if exponent == 0 { x } else { lower(exponent)? };
        pairs.push((lower, y));
    }
    if pairs.iter().any(|(lower, upper)| lower >= upper) {
        return Err(Why::Reversed);
    }
    Ok(pairs)
}

/// The number before the multiplier, and the multiplier as a power of ten. "Hundred" in
/// words is part of the number, not a multiplier.
fn multiplier(amount: &Amount) -> Option<(Number, u32)> {
    let numeral = &amount.numeral;
    let is_multiplier = |scale: &(Number, u32)| scale.1 > 2 || !numeral.is_words;
    numeral.scale.filter(is_multiplier)
}

/// How many zeros of the second number can apply to the first: 0, and those of whole
/// hundreds ("2-300"), thousands and millions.
fn zeros(x: Number, is_words: bool, second: Number) -> Vec<u32> {
    let mut counts = vec![0];
    if x <= Number::ZERO {
        return counts;
    }
    // A 1 in digits is never a hundred: "1-500 employees".
    let from = if is_words { 1 } else { 2 };
    for (exponent, max) in [(2, 10), (3, 1000), (6, 1000)] {
        let Some(unit) = number::shifted(Number::ONE, exponent) else {
            continue;
        };
        let is_whole = second.checked_rem(unit).is_some_and(|rest| rest.is_zero());
        let fits = number::shifted(x, exponent).is_some_and(|multiplied| multiplied < second);
        let is_short = number::shifted(Number::from(max), exponent).is_some_and(|end| second < end);
        if is_whole && fits && is_short && (exponent > 2 || x >= Number::from(from)) {
            counts.push(exponent);
        }
    }
    counts
}

/// Whether a range of two numbers in digits has only one reading.
pub(super) fn is_clear(lower: Decimal, upper: Decimal) -> bool {
    let number = |decimal: Decimal| Number::from_str_exact(&decimal.to_string());
    match (number(lower), number(upper)) {
        (Ok(lower), Ok(upper)) => zeros(lower, false, upper).len() == 1,
        _ => true,
    }
}

/// Whether the second number is at most a thousand times the first.
fn is_near(x: Number, y: Number) -> bool {
    number::shifted(x, 3).is_some_and(|thousandfold| thousandfold >= y)
}
