//! The forms of relative dates.

use chrono::Weekday;

use crate::domain::printed_date::names::Language;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domain::printed_date) enum Unit {
    Day,
    Week,
    Fortnight,
    Month,
    Year,
    Decade,
    Century,
}

/// Which of the days or months with one name is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domain::printed_date) enum When {
    /// Only the name is printed.
    Bare,
    /// "last", which can be the most recent one, or that of the last week or year.
    Last,
    /// "scorso", which is the most recent one.
    MostRecent,
    /// "next", which can be the coming one, or that of the next week or year.
    Next,
    /// "coming", which is the first one after the publication.
    Coming,
    /// "this", which is that of this week or year.
    This,
    /// "ce", which is certain only if it is the day of the publication.
    SameDay,
}

/// The form of a relative date. Numbers count units from the publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domain::printed_date) enum Form {
    /// "yesterday"
    Day(i64),
    /// "last night"
    LastNight,
    /// "last week"
    Week(i64),
    /// "last weekend"
    Weekend(When),
    /// "last month"
    Month(i32),
    /// "last year"
    Year(i32),
    /// "three days ago"
    Ago(Unit),
    /// "three days from now"
    Ahead(Unit),
    /// "last Sunday"
    Weekday(When),
    /// "Sunday of last week"
    WeekdayIn(i64),
    /// "last December"
    MonthNamed(When),
    /// "December of last year"
    MonthIn(i32),
    /// "27 April"
    DayNamed(When),
    /// "27 April last year"
    DayIn(i32),
    /// "the 27th of last month"
    DayOfMonth(i32),
}

impl Form {
    /// Whether it is one day.
    pub(in crate::domain::printed_date) const fn has_day(self) -> bool {
        matches!(
            self,
            Self::Day(_)
                | Self::Weekday(_)
                | Self::WeekdayIn(_)
                | Self::DayNamed(_)
                | Self::DayIn(_)
                | Self::DayOfMonth(_)
        )
    }

    /// Whether it is one or more days that are counted from the publication.
    pub(in crate::domain::printed_date) const fn is_counted(self) -> bool {
        matches!(
            self,
            Self::Day(_) | Self::LastNight | Self::Ago(_) | Self::Ahead(_)
        )
    }

    /// Whether "early" and the like can be before it.
    pub(in crate::domain::printed_date) const fn has_parts(self) -> bool {
        matches!(
            self,
            Self::Month(_) | Self::Year(_) | Self::MonthNamed(_) | Self::MonthIn(_)
        )
    }
}

/// What the signs of a template stand for in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::domain::printed_date) struct Slots {
    pub count: i32,
    pub weekday: Option<Weekday>,
    pub month: u32,
    pub day: u32,
}

/// A relative date as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domain::printed_date) struct Relative {
    pub form: Form,
    pub slots: Slots,
    pub language: Language,
}
