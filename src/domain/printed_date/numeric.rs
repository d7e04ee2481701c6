//! Dates in digits only: `27/04/2025`, `27.04.2025`, `2025-04-27`.

use super::{token::Token, written::Calendar};

/// The first year in which newspapers of all five languages used the Gregorian calendar. Days
/// before it can be days of the Julian calendar, so they are not read.
pub(super) const GREGORIAN_FROM: i32 = 1753;

/// Reads three numbers with the same sign between them. Returns how many tokens they are.
pub(super) fn date(tokens: &[Token]) -> Option<(Calendar, usize)> {
    let [first, one, second, other, third, ..] = tokens else {
        return None;
    };
    let sign = one.text.as_str();
    if !matches!(sign, "/" | "." | "-") || other.text != sign || one.spaced || other.spaced {
        return None;
    }
    // "27. 4. 2025" is a way of writing; "27 / 4" is not.
    if (second.spaced || third.spaced) && sign != "." {
        return None;
    }
    let short = |token: &Token| number(token.digits(1..=2)?);
    if let Some(year) = first.digits(4..=4) {
        // After the year, the month comes first wherever the year does.
        let is_iso = sign == "-" && second.text.len() == 2 && third.text.len() == 2;
        let year = number(year).filter(|it| is_iso || *it >= GREGORIAN_FROM)?;
        let calendar = Calendar::Day(year, short(second)?, short(third)?);
        return Some((calendar, 5));
    }
    let year = number(third.digits(4..=4)?)?;
    if (1..GREGORIAN_FROM).contains(&year) {
        return None;
    }
    Some((
        Calendar::EitherOrder(short(first)?, short(second)?, year),
        5,
    ))
}

/// Reads month and year (`04/2025`, `2025-04`). Returns how many tokens they are.
pub(super) fn month(tokens: &[Token]) -> Option<(Calendar, usize)> {
    year_first(tokens).or_else(|| month_first(tokens))
}

/// Reads `2025-04`, but not `2011-12`, which can be two years.
fn year_first(tokens: &[Token]) -> Option<(Calendar, usize)> {
    let [year, sign, month, ..] = tokens else {
        return None;
    };
    if sign.text != "-" || sign.spaced || month.spaced {
        return None;
    }
    let year = self::year(year).filter(|it| *it >= GREGORIAN_FROM)?;
    let month: u32 = number(month.digits(2..=2)?)?;
    let is_month = (1..=12).contains(&month);
    let is_range = year % 100 < month.cast_signed();
    (is_month && !is_range).then_some((Calendar::Month(year, month), 3))
}

fn month_first(tokens: &[Token]) -> Option<(Calendar, usize)> {
    let [month, sign, year, ..] = tokens else {
        return None;
    };
    if sign.text != "/" || sign.spaced || year.spaced {
        return None;
    }
    let month: u32 = number(month.digits(1..=2)?)?;
    let year = self::year(year).filter(|it| *it >= GREGORIAN_FROM)?;
    (1..=12)
        .contains(&month)
        .then_some((Calendar::Month(year, month), 3))
}

/// The last year that is read. Four digits above it are more likely something else.
const YEAR_MAX: i32 = 2199;

/// Reads a year of four digits.
pub(super) fn year(token: &Token) -> Option<i32> {
    let year = number(token.digits(4..=4)?)?;
    (1000..=YEAR_MAX).contains(&year).then_some(year)
}

pub(super) fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    digits.parse().ok()
}
