//! Figures of a wording, and the values that they can have.

use std::ops::Range;

use rust_decimal::Decimal;

use super::measures::Measure;

/// A number of a wording.
#[derive(Debug)]
pub(super) struct Figure {
    /// Its possible values.
    pub values: Vec<Value>,
    /// The indexes of its words.
    pub words: Range<usize>,
    /// What it measures, if that is printed beside it.
    pub measure: Option<Measure>,
    /// Whether it is a figure for sure. "First", "both" and "G7" are only compared with
    /// what stands in their place.
    pub is_certain: bool,
}

/// A value of a figure, or what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Value {
    /// A number.
    Number(Decimal),
    /// A number without the multiplier behind it, which may be something else ("5m", "5k"), and
    /// the power of ten of the multiplier.
    Unmultiplied(Decimal, u32),
    /// An amount between two numbers, both included ("dozens").
    Between(Decimal, Decimal),
    /// A date, or a part of one that has a month.
    Date {
        year: Option<u32>,
        month: u32,
        day: Option<u32>,
    },
    /// A share of a whole, between two numbers of percent that differ in the last place only.
    Share(Decimal, Decimal),
    /// An amount of a base unit, with its code ("an hour and a half" is 90 minutes).
    Quantity(Decimal, &'static str),
    /// A time of day, in minutes.
    Time(u32),
    /// A century. Before Christ it is negative.
    Century(i32),
    /// The tens of a decade, and its century if that is said.
    Decade(Option<u32>, u32),
    /// A time, or a designation ("G7").
    Text(String),
}

impl Value {
    /// Whether two values may be the same.
    pub fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(number) | Self::Unmultiplied(number, _), Self::Between(least, most))
            | (Self::Between(least, most), Self::Number(number) | Self::Unmultiplied(number, _)) => {
                least <= number && number <= most
            }
            (Self::Number(number), Self::Unmultiplied(same, _))
            | (Self::Unmultiplied(same, _), Self::Number(number)) => number == same,
            (Self::Between(a, b), Self::Between(c, d)) => a <= d && c <= b,
            (Self::Share(a, b), Self::Between(c, d)) | (Self::Between(c, d), Self::Share(a, b)) => {
                a <= d && c <= b
            }
            (Self::Share(least, most), Self::Number(number))
            | (Self::Number(number), Self::Share(least, most)) => {
                least.floor() <= *number && *number <= most.ceil()
            }
            (Self::Decade(a, tens), Self::Decade(b, others)) => {
                tens == others && (a == b || a.is_none() || b.is_none())
            }
            _ => self == other,
        }
    }

    /// Whether it may be a part of a whole.
    pub fn is_share(&self) -> bool {
        matches!(self, Self::Between(..) | Self::Share(..))
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Whether any of the values may be the same.
pub(super) fn meet(some: &[Value], others: &[Value]) -> bool {
    some.iter()
        .any(|value| others.iter().any(|other| value.meets(other)))
}

/// Whether two figures are the same amount of a base unit.
pub(super) fn are_same_quantity(some: &[Value], others: &[Value]) -> bool {
    let mut quantities = some.iter().filter(|it| matches!(it, Value::Quantity(..)));
    quantities.any(|quantity| others.contains(quantity))
}
