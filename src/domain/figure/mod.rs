//! Figures: intervals between exact decimals, and how newspapers print them.

mod amount;
mod english;
pub mod error;
mod grammar;
mod italian;
mod marks;
mod money;
mod number;
mod numeral;
mod parser;
mod period;
mod phrases;
pub mod print;
pub mod quantity;
mod range;
pub mod read;
mod region;
#[cfg(test)]
mod tests;
mod token;
mod units;

use self::quantity::{Bound, PerPeriod, RangeKind};

/// What a printed figure says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// The lower end.
    pub lower: Option<Bound>,
    /// The upper end.
    pub upper: Option<Bound>,
    /// Whether it is only about that.
    pub approximate: bool,
    /// What the distance between the ends means, where there is one: extent for
    /// ages, otherwise uncertainty.
    pub range: Option<RangeKind>,
    /// A UCUM code, or empty.
    pub unit: String,
    /// An ISO 4217 code, or empty.
    pub currency: String,
    /// The time that a rate is counted over.
    pub per: Option<PerPeriod>,
}
