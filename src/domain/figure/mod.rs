//! Figures: intervals between exact decimals, and how they are read from and printed in
//! newspapers.

mod address;
mod age;
mod amount;
mod attribution;
mod cardinal;
mod clock;
mod compound;
mod currency_names;
mod demonym;
mod doubt;
mod english;
mod era;
pub mod error;
mod french;
mod german;
mod grammar;
mod headline;
mod italian;
mod lexicon;
mod marks;
mod money;
mod names;
mod noun;
mod number;
pub mod number_word;
mod numeral;
mod parser;
mod part;
mod partitive;
mod period;
mod prefixed;
pub mod print;
pub mod quantity;
mod race;
mod range;
pub mod read;
mod region;
mod reserved;
mod school;
mod shape;
mod share;
mod singular;
mod size;
mod span;
mod spanish;
mod spelling;
mod spoken;
#[cfg(test)]
mod tests;
mod title;
mod token;
mod unit;
pub mod unit_word;
mod units;
mod unread;
mod wording;
mod works;

use self::quantity::{Bound, PerPeriod, RangeKind};

/// The value of a printed figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// The lower bound.
    pub lower: Option<Bound>,
    /// The upper bound.
    pub upper: Option<Bound>,
    /// Whether the figure is approximate.
    pub approximate: bool,
    /// The kind of range, if the bounds differ: extent for ages, otherwise uncertainty.
    pub range: Option<RangeKind>,
    /// The UCUM code of the unit, or an empty string.
    pub unit: String,
    /// The ISO 4217 code of the currency, or an empty string.
    pub currency: String,
    /// The period of a rate.
    pub per: Option<PerPeriod>,
}

impl Figure {
    /// Whether both say the same, with however many digits: 1.50 equals 1.5.
    pub fn equals(&self, other: &Self) -> bool {
        let same = |a: Option<Bound>, b: Option<Bound>| match (a, b) {
            (Some(a), Some(b)) => a.value.compare(b.value).is_eq() && a.open == b.open,
            (None, None) => true,
            _ => false,
        };
        let rest = |figure: &Self| Self {
            lower: None,
            upper: None,
            ..figure.clone()
        };
        same(self.lower, other.lower) && same(self.upper, other.upper) && rest(self) == rest(other)
    }
}
