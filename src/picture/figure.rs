//! Figures in words: `about 7,000–24,000 EUR a month`. Numbers are grouped, never rounded.

use super::text::words;
use crate::domain::figure::quantity::{Bound, Decimal, PerPeriod, Quantity};

/// A figure with its unit and what it counts.
pub fn figure(quantity: &Quantity) -> String {
    let about = match quantity.approximate {
        true => "about ",
        false => "",
    };
    let unit = unit(quantity);
    match unit.is_empty() {
        true => format!("{about}{}", interval(quantity)),
        false => format!("{about}{} {unit}", interval(quantity)),
    }
}

/// The unit or currency, what is counted, and the time that it is for.
pub fn unit(quantity: &Quantity) -> String {
    let code = match quantity.unit.as_str() {
        "a" => "years",
        "mo" => "months",
        "wk" => "weeks",
        "d" => "days",
        "h" => "hours",
        code => code,
    };
    let per = match quantity.per {
        None => String::new(),
        Some(PerPeriod::Hour) => "an hour".to_owned(),
        Some(period) => format!("a {}", words(period)),
    };
    let parts = [code, &quantity.currency, &quantity.counted, &per];
    let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    parts.join(" ")
}

fn interval(quantity: &Quantity) -> String {
    match (quantity.lower, quantity.upper) {
        (Some(lower), Some(upper)) if lower.value.compare(upper.value).is_eq() => {
            number(lower.value)
        }
        (Some(lower), Some(upper)) if !lower.open && !upper.open => {
            format!("{}–{}", number(lower.value), number(upper.value))
        }
        (Some(lower), Some(upper)) => format!("{} and {}", at_least(lower), at_most(upper)),
        (Some(lower), None) => at_least(lower),
        (None, Some(upper)) => at_most(upper),
        (None, None) => "?".to_owned(),
    }
}

fn at_least(bound: Bound) -> String {
    match bound.open {
        true => format!("more than {}", number(bound.value)),
        false => format!("at least {}", number(bound.value)),
    }
}

fn at_most(bound: Bound) -> String {
    match bound.open {
        true => format!("less than {}", number(bound.value)),
        false => format!("at most {}", number(bound.value)),
    }
}

/// A number with commas between its thousands.
pub fn number(value: Decimal) -> String {
    grouped(&value.to_string())
}

/// A number in digits, with commas between its thousands.
pub fn grouped(value: &str) -> String {
    let (sign, digits) = match value.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", value),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(value: &str, open: bool) -> Option<Bound> {
        let value = value.parse().unwrap();
        Some(Bound { value, open })
    }

    #[test]
    fn a_figure_says_its_bounds_and_unit() {
        let quantity = |lower, upper| Quantity {
            lower,
            upper,
            ..Quantity::default()
        };
        for (lower, upper, expected) in [
            (bound("155", false), None, "at least 155"),
            (None, bound("-1000.50", true), "less than -1,000.50"),
            (bound("18", false), bound("30", false), "18–30"),
            (bound("2", false), bound("2.0", false), "2"),
            (
                bound("1", true),
                bound("2", false),
                "more than 1 and at most 2",
            ),
        ] {
            assert_eq!(figure(&quantity(lower, upper)), expected);
        }
        let pay = Quantity {
            currency: "EUR".to_owned(),
            per: Some(PerPeriod::Month),
            approximate: true,
            ..quantity(bound("7000", false), bound("24000", false))
        };
        assert_eq!(figure(&pay), "about 7,000–24,000 EUR a month");
    }
}
