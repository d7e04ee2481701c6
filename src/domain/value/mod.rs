//! Values that resources of every kind have in their fields, and how they are checked.

pub mod byline;
pub mod code;
pub mod date;
pub mod difference;
pub mod fill;
pub mod identity;
pub mod language;
pub mod text;
pub mod url;
pub mod violation;

pub use self::{
    code::Coded,
    date::{Date, DatePart, Period, PeriodEnd},
    difference::{Differences, FieldDifference},
    identity::{IdentityBuilder, IdentityDigest},
    violation::{Checker, Violation},
};
