//! The unit of a number that was read.

use super::quantity::PerPeriod;

/// The unit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// The UCUM code.
    pub code: &'static str,
    /// Whether the number is somebody's age.
    pub age: bool,
    /// The period that the unit itself names ("mph").
    pub per: Option<PerPeriod>,
    /// How many of the code's unit it is: a decade is ten years.
    pub size: u32,
}

impl Unit {
    pub(super) const fn plain(code: &'static str) -> Self {
        Self {
            code,
            age: false,
            per: None,
            size: 1,
        }
    }
}

pub(super) const YEAR: Unit = Unit::plain("a");
