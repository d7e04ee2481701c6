//! Quantities in messages.

use super::read;
use crate::{
    domain::{
        figure::quantity::{Bound, Decimal, Quantity, QuantityRole},
        value::Checker,
    },
    wire::pb,
};

/// Reads a quantity.
pub fn read(check: &mut Checker, message: pb::Quantity) -> Quantity {
    let pb::Quantity {
        measure,
        unit,
        currency,
        per,
        counted,
        lower,
        upper,
        approximate,
        range,
        range_reason,
        role,
        printed,
        number_locale,
        narrows,
    } = message;
    let bounds = (lower.is_some(), upper.is_some());
    let lower = read_bound(check, "lower", lower);
    let upper = read_bound(check, "upper", upper);
    // A bound that cannot be read was reported. Two equal bounds replace both, so nothing
    // is reported about how they compare.
    let (lower, upper) = if (lower.is_some(), upper.is_some()) == bounds {
        (lower, upper)
    } else {
        (Some(Bound::default()), Some(Bound::default()))
    };
    Quantity {
        measure,
        unit,
        currency,
        per: read::optional(check, "per", per),
        counted,
        lower,
        upper,
        approximate,
        range: read::optional(check, "range", range),
        range_reason,
        role: read::or_default(check, "role", role, QuantityRole::Value),
        printed,
        number_locale,
        narrows,
    }
}

fn read_bound(check: &mut Checker, name: &str, message: Option<pb::Bound>) -> Option<Bound> {
    let pb::Bound { value, open } = message?;
    check.field(name, |check| {
        let Some(pb::Decimal { value }) = value else {
            check.report_at("value", "is required");
            return None;
        };
        let value = check.field("value", |check| parse(check, &value))?;
        Some(Bound { value, open })
    })
}

/// Reads an optional decimal.
pub fn read_decimal(
    check: &mut Checker,
    name: &str,
    message: Option<pb::Decimal>,
) -> Option<Decimal> {
    let pb::Decimal { value } = message?;
    check.field(name, |check| parse(check, &value))
}

fn parse(check: &mut Checker, text: &str) -> Option<Decimal> {
    let value = text.parse::<Decimal>();
    value
        .inspect_err(|error| check.report_at("value", error.to_string()))
        .ok()
}

/// Writes a quantity.
pub fn write(quantity: &Quantity) -> pb::Quantity {
    let Quantity {
        measure,
        unit,
        currency,
        per,
        counted,
        lower,
        upper,
        approximate,
        range,
        range_reason,
        role,
        printed,
        number_locale,
        narrows,
    } = quantity;
    pb::Quantity {
        measure: measure.clone(),
        unit: unit.clone(),
        currency: currency.clone(),
        per: read::number_or_zero(*per),
        counted: counted.clone(),
        lower: lower.map(write_bound),
        upper: upper.map(write_bound),
        approximate: *approximate,
        range: read::number_or_zero(*range),
        range_reason: range_reason.clone(),
        role: read::number(*role),
        printed: printed.clone(),
        number_locale: number_locale.clone(),
        narrows: narrows.clone(),
    }
}

fn write_bound(bound: Bound) -> pb::Bound {
    let Bound { value, open } = bound;
    pb::Bound {
        value: Some(write_decimal(value)),
        open,
    }
}

/// Writes a decimal.
pub fn write_decimal(value: Decimal) -> pb::Decimal {
    pb::Decimal {
        value: value.to_string(),
    }
}
