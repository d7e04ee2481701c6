//! Why a text is not read as a date.

use chrono::NaiveDate;

/// Why a text is not read as a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// It does not have a form that is read. It may still be a date, such as "last week".
    NotADate,
    /// Day and month can stand in either order.
    Ambiguous {
        /// Its meaning with the day first.
        day_first: String,
        /// Its meaning with the month first.
        month_first: String,
    },
    /// It is a date only in the order that the locale does not use.
    OtherOrder {
        /// What the locale puts first.
        first: &'static str,
    },
    /// The calendar has no such day.
    Impossible,
    /// The clock has no such time, or UTC no such distance.
    ImpossibleTime,
    /// It is an instant outside the years 1 to 9999 in UTC.
    Beyond,
    /// The weekday does not fit the date.
    Weekday {
        /// The date.
        date: String,
        /// The weekday that it has.
        weekday: String,
    },
}

impl NotRead {
    /// A day has another weekday than is printed beside it.
    pub(super) fn wrong_weekday(day: NaiveDate) -> Self {
        Self::Weekday {
            date: spell_out(day),
            weekday: day.format("%A").to_string(),
        }
    }
}

/// A day in words, as errors have it.
pub(super) fn spell_out(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}
