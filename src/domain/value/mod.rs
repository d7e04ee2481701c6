//! Values that resources of every kind have in their fields, and how they are checked.

pub mod byline;
pub mod causes;
pub mod code;
pub mod date;
pub mod difference;
pub mod exchange_document;
pub mod fill;
pub mod identity;
pub mod language;
pub mod prefix;
pub mod relation_type;
pub mod same_as;
pub mod sealed;
pub mod stop;
pub mod text;
pub mod time_zone;
pub mod url;
pub mod violation;

pub use self::{
    causes::causes,
    code::Coded,
    date::{Date, DateComponent, DatePart, Period, PeriodEnd},
    difference::{Differences, FieldDifference},
    exchange_document::{DocumentFormat, ExchangeDocument},
    identity::{Form, IdentityBuilder, IdentityDigest},
    prefix::Prefix,
    sealed::Sealed,
    stop::{Stop, StopOnDrop},
    time_zone::TimeZone,
    violation::{Checker, NearestWords, SoughtWords, Violation},
};
