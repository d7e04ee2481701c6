//! Two numbers made one range: which unit and which multiple count for both.

use super::{
    amount::{Amount, Money},
    error::Why,
    number::{self, Number},
    quantity::Decimal,
    units::Unit,
};

/// The two ends of a range, in order, and what they share.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    pub lower: Number,
    pub upper: Number,
    pub money: Option<Money>,
    pub unit: Option<Unit>,
}

/// All ranges that two amounts may be the ends of; `in_full` where each has words of
/// its own, so that the zeros of the second are not those of the first.
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

/// A currency counts for both ends if it stands before the first, after the second,
/// or at both.
fn shared_money(first: &Amount, second: &Amount) -> Result<Option<Money>, Why> {
    match (&first.money, &second.money) {
        (Some(a), Some(b)) => {
            let mut both = a.clone();
            both.codes.retain(|code| b.codes.contains(code));
            if both.codes.is_empty() {
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
        (Some(a), Some(b)) if a.code == b.code => Ok(Some(if a.age { a } else { b })),
        (None, unit) => Ok(unit),
        (Some(a), None) if a.age && second.money.is_none() => Ok(Some(a)),
        _ => Err(Why::Ends),
    }
}

/// The pairs of numbers that may be meant, in order.
///
/// The multiple of the second counts for the first too if the first is so small
/// that nobody would print the distance otherwise. And `20-30.000` may well be
/// twenty to thirty thousand: zeros of the second, too, may count for the first.
fn numbers(first: &Amount, second: &Amount, in_full: bool) -> Result<Vec<(Number, Number)>, Why> {
    let (x, y) = (first.numeral.value, second.numeral.value);
    let own = multiple(first);
    let shared = multiple(second);
    let exponents = match (own, shared) {
        (Some((_, own)), Some((_, shared))) if own == shared => vec![0],
        (_, Some(_)) if x.is_zero() => vec![0],
        (_, Some((base, exponent))) if x < base => {
            let zeros = zeros(x, first.numeral.is_words, base);
            let mut all: Vec<u32> = zeros.into_iter().map(|zeros| zeros + exponent).collect();
            if !number::is_small(x) {
                all.insert(0, 0);
            }
            all
        }
        (_, Some(_)) if number::is_small(x) && !is_near(x, y) => return Err(Why::Multiple),
        (Some(_), None) if x >= y && number::is_small(y) => return Err(Why::Multiple),
        (None, None) if !in_full => zeros(x, first.numeral.is_words, y),
        _ => vec![0],
    };
    let lower = |exponent| number::shifted(x, exponent).ok_or(Why::Digits);
    let mut pairs = Vec::new();
    for exponent in exponents {
        // A number that is not multiplied keeps its digits.
        let lower = if exponent == 0 { x } else { lower(exponent)? };
        pairs.push((lower, y));
    }
    if pairs.iter().any(|(lower, upper)| lower >= upper) {
        return Err(Why::Reversed);
    }
    Ok(pairs)
}

/// What was multiplied, and by which power of ten. The hundreds of words are part
/// of the number.
fn multiple(amount: &Amount) -> Option<(Number, u32)> {
    let numeral = &amount.numeral;
    let is_multiple = |scale: &(Number, u32)| scale.1 > 2 || !numeral.is_words;
    numeral.scale.filter(is_multiple)
}

/// How many zeros of the second number may count for the first, none included:
/// those of whole hundreds ("2-300"), thousands and millions.
fn zeros(x: Number, is_words: bool, second: Number) -> Vec<u32> {
    let mut all = vec![0];
    if x <= Number::ZERO {
        return all;
    }
    // Digits from one to some hundred are what they say: "1-500 employees".
    let from = if is_words { 1 } else { 2 };
    for (exponent, max) in [(2, 10), (3, 1000), (6, 1000)] {
        let Some(unit) = number::shifted(Number::ONE, exponent) else {
            continue;
        };
        let is_whole = second.checked_rem(unit).is_some_and(|rest| rest.is_zero());
        let fits = number::shifted(x, exponent).is_some_and(|multiplied| multiplied < second);
        let is_short = number::shifted(Number::from(max), exponent).is_some_and(|end| second < end);
        if is_whole && fits && is_short && (exponent > 2 || x >= Number::from(from)) {
            all.push(exponent);
        }
    }
    all
}

/// Whether two numbers in digits are a range with one reading.
pub(super) fn is_clear(lower: Decimal, upper: Decimal) -> bool {
    let number = |decimal: Decimal| Number::from_str_exact(&decimal.to_string());
    match (number(lower), number(upper)) {
        (Ok(lower), Ok(upper)) => zeros(lower, false, upper).len() == 1,
        _ => true,
    }
}

/// Whether two numbers are within three powers of ten.
fn is_near(x: Number, y: Number) -> bool {
    number::shifted(x, 3).is_some_and(|thousandfold| thousandfold >= y)
}
