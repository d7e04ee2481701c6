//! Figures in words: `about 7,000–24,000 EUR (by offer)`.
//!
//! Numbers are exact decimals and are grouped, never rounded.

use super::{quoted, words};
use crate::{
    picture::figure::grouped,
    wire::pb::{Bound, PerPeriod, Quantity, QuantityRole},
};

/// A figure of a claim, with what it measures and how it was printed. `all` are the figures
/// of the claim.
pub fn figure(quantity: &Quantity, all: &[Quantity]) -> String {
    let about = match quantity.approximate {
        true => "about ",
        false => "",
    };
    let mut text = format!("{about}{}", interval(quantity));
    for part in [unit(quantity), quantity.counted.clone(), per(quantity)] {
        if !part.is_empty() {
            text.push(' ');
            text.push_str(&part);
        }
    }
    let remarks = [
        reason(quantity),
        role(quantity, all),
        match quantity.printed.is_empty() {
            true => String::new(),
            false => format!("printed {}", quoted(&quantity.printed)),
        },
    ];
    let remarks: Vec<String> = remarks.into_iter().filter(|it| !it.is_empty()).collect();
    if !remarks.is_empty() {
        text.push_str(&format!(" ({})", remarks.join("; ")));
    }
    text
}

fn interval(quantity: &Quantity) -> String {
    let (lower, upper) = (quantity.lower.as_ref(), quantity.upper.as_ref());
    match (lower, upper) {
        (Some(lower), Some(upper)) if number(lower) == number(upper) => number(lower),
        (Some(lower), Some(upper)) if !lower.open && !upper.open => {
            format!("{}–{}", number(lower), number(upper))
        }
        (Some(lower), Some(upper)) => format!("{} and {}", lower_bound(lower), upper_bound(upper)),
        (Some(lower), None) => lower_bound(lower),
        (None, Some(upper)) => upper_bound(upper),
        (None, None) => "?".to_owned(),
    }
}

fn lower_bound(bound: &Bound) -> String {
    match bound.open {
        true => format!("more than {}", number(bound)),
        false => format!("at least {}", number(bound)),
    }
}

fn upper_bound(bound: &Bound) -> String {
    match bound.open {
        true => format!("less than {}", number(bound)),
        false => format!("at most {}", number(bound)),
    }
}

/// The number with commas between its thousands.
fn number(bound: &Bound) -> String {
    let value = bound.value.as_ref().map_or("?", |value| &value.value);
    grouped(value)
}

/// The currency or unit, in words where a reader would not know the code.
fn unit(quantity: &Quantity) -> String {
    let code = match quantity.unit.as_str() {
        "a" => "years",
        "mo" => "months",
        "wk" => "weeks",
        "d" => "days",
        "h" => "hours",
        other => other,
    };
    format!("{}{code}", quantity.currency)
}

fn per(quantity: &Quantity) -> String {
    match quantity.per() {
        PerPeriod::Unspecified => String::new(),
        PerPeriod::Hour => "an hour".to_owned(),
        period => format!("a {}", words(period.as_str_name(), "PER_PERIOD_")),
    }
}

fn reason(quantity: &Quantity) -> String {
    match quantity.range_reason.is_empty() {
        true => words(quantity.range().as_str_name(), "RANGE_KIND_"),
        false => quantity.range_reason.clone(),
    }
}

fn role(quantity: &Quantity, all: &[Quantity]) -> String {
    let role = match quantity.role() {
        QuantityRole::Value => String::new(),
        role => words(role.as_str_name(), "QUANTITY_ROLE_"),
    };
    let narrowed = quantity.narrows.iter();
    let narrowed = narrowed.filter_map(|index| all.get(usize::try_from(*index).ok()?));
    let narrowed: Vec<&str> = narrowed.map(|it| it.measure.as_str()).collect();
    match narrowed.is_empty() {
        true => role,
        false => format!("{role} of {}", narrowed.join(" and ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::pb::{Decimal, RangeKind};

    fn bound(value: &str, open: bool) -> Option<Bound> {
        let value = Some(Decimal {
            value: value.to_owned(),
        });
        Some(Bound { value, open })
    }

    fn quantity(lower: Option<Bound>, upper: Option<Bound>) -> Quantity {
        Quantity {
            lower,
            upper,
            role: QuantityRole::Value.into(),
            ..Quantity::default()
        }
    }

    #[test]
    fn bounds_are_written_in_words() {
        for (lower, upper, expected) in [
            (bound("155", false), None, "at least 155"),
            (bound("155", true), None, "more than 155"),
            (None, bound("-1000.50", false), "at most -1,000.50"),
            (None, bound("1000000", true), "less than 1,000,000"),
            (bound("18", false), bound("30", false), "18–30"),
            (bound("2", false), bound("2", false), "2"),
            (
                bound("1", true),
                bound("2", false),
                "more than 1 and at most 2",
            ),
        ] {
            assert_eq!(figure(&quantity(lower, upper), &[]), expected);
        }
    }

    #[test]
    fn a_figure_has_its_unit_and_remarks() {
        let mut bonus = quantity(bound("7000", false), bound("24000", false));
        bonus.currency = "EUR".to_owned();
        bonus.range = RangeKind::Variation.into();
        bonus.range_reason = "by offer".to_owned();
        assert_eq!(figure(&bonus, &[]), "7,000–24,000 EUR (by offer)");
        let mut pay = quantity(bound("2000", false), bound("2000", false));
        pay.approximate = true;
        pay.currency = "EUR".to_owned();
        pay.set_per(PerPeriod::Month);
        pay.printed = "2000€".to_owned();
        assert_eq!(
            figure(&pay, &[]),
            "about 2,000 EUR a month (printed “2000€”)"
        );
        let mut age = quantity(bound("27", false), bound("27", false));
        age.unit = "a".to_owned();
        age.set_role(QuantityRole::Before);
        assert_eq!(figure(&age, &[]), "27 years (before)");
        age.set_role(QuantityRole::Qualifier);
        age.narrows = vec![0];
        pay.measure = "pay".to_owned();
        assert_eq!(figure(&age, &[pay]), "27 years (qualifier of pay)");
        let mut losses = quantity(bound("1", false), None);
        losses.counted = "men".to_owned();
        losses.set_range(RangeKind::Uncertainty);
        assert_eq!(figure(&losses, &[]), "at least 1 men (uncertainty)");
    }
}
