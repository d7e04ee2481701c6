//! Dates, with the precision that the text gives them, and periods between dates.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use super::{
    code::coded,
    identity::{Form, IdentityBuilder, IdentityDigest, is_blank, normal_text_in},
    text,
    time_zone::TimeZone,
    violation::Checker,
};
use crate::domain::Timestamp;

coded! {
    /// The part of a year or month that a vague date names.
    DatePart {
        /// "early"
        Early = 1,
        /// "mid"
        Mid = 2,
        /// "late"
        Late = 3,
    }
}

coded! {
    /// A number of a date.
    DateComponent {
        /// The year.
        Year = 1,
        /// The month.
        Month = 2,
        /// The day.
        Day = 3,
    }
}

/// A date. A number that is not known is 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Date {
    /// 1 to 9999.
    pub year: i32,
    /// 1 to 12.
    pub month: i32,
    /// 1 to 31.
    pub day: i32,
    /// The exact instant. It replaces year, month and day.
    pub instant: Option<Timestamp>,
    /// Whether the date is approximate.
    pub approximate: bool,
    /// The part of the year or month, as in "early 2023".
    pub part: Option<DatePart>,
    /// The date as printed.
    pub printed: String,
    /// The numbers that were not printed, but follow from when they were.
    pub inferred: Vec<DateComponent>,
    /// The time zone of the publisher, in which the instant has its day. Empty means UTC.
    pub time_zone: String,
}

const PRINTED_MAX: usize = 200;

impl Date {
    /// Reports every rule that the date breaks.
    pub fn check(&self, check: &mut Checker) {
        text::check(check, "printed", &self.printed, PRINTED_MAX);
        if self.year == 0 && self.instant.is_none() && is_blank(&self.printed) {
            check.report("says nothing: give year, instant or printed");
        }
        if self.year != 0 && self.instant.is_some() {
            check.report_at("instant", "excludes year; give one of them");
        }
        self.check_numbers(check);
        if self.part.is_some() && (self.year == 0 || self.day != 0) {
            check.report_at("part", "needs year, and excludes day");
        }
        self.check_inferred(check);
        self.check_time_zone(check);
    }

    fn check_inferred(&self, check: &mut Checker) {
        check.list("inferred", &self.inferred, |check, component| {
            let (name, number) = match component {
                DateComponent::Year => ("year", self.year),
                DateComponent::Month => ("month", self.month),
                DateComponent::Day => ("day", self.day),
            };
            if number == 0 {
                check.report(format!("needs {name}"));
            }
            if self.inferred.iter().filter(|it| *it == component).count() > 1 {
                check.report("is there twice");
            }
        });
    }

    fn check_time_zone(&self, check: &mut Checker) {
        if self.time_zone.is_empty() {
            return;
        }
        if TimeZone::parse(&self.time_zone).is_none() {
            check.report_at(
                "time_zone",
                "is not a time zone; write for example Europe/Rome or +02:00",
            );
        }
        if self.instant.is_none() {
            check.report_at("time_zone", "needs instant: only its day depends on it");
        }
    }

    fn check_numbers(&self, check: &mut Checker) {
        if !(0..=9999).contains(&self.year) {
            check.report_at("year", "must be 1 to 9999, or 0 where not known");
            return;
        }
        if !(0..=12).contains(&self.month) {
            check.report_at("month", "must be 1 to 12, or 0 where not known");
            return;
        }
        if self.month != 0 && self.year == 0 {
            check.report_at("month", "needs year");
        }
        if self.day != 0 && self.month == 0 {
            check.report_at("day", "needs month");
        } else if self.day != 0 && self.year != 0 && self.first_day().is_none() {
            check.report_at("day", "is not a day of that month");
        } else if self.day < 0 {
            check.report_at("day", "must be 1 to 31, or 0 where not known");
        }
    }

    /// The first day that the date can mean. `None` if it has only the printed words.
    pub fn first_day(&self) -> Option<NaiveDate> {
        if let Some(local) = self.local_time() {
            return Some(local.date());
        }
        if self.year == 0 {
            return None;
        }
        NaiveDate::from_ymd_opt(
            self.year,
            u32::try_from(self.month).ok()?.max(1),
            u32::try_from(self.day).ok()?.max(1),
        )
    }

    /// The first moment that the date can mean, in UTC. `None` if it has only the printed
    /// words.
    pub fn first_moment(&self) -> Option<Timestamp> {
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        self.instant.or_else(|| self.first_day().map(midnight))
    }

    /// The last day that the date can mean. `None` if it has only the printed words.
    pub fn last_day(&self) -> Option<NaiveDate> {
        let first = self.first_day()?;
        if self.instant.is_some() || self.day != 0 {
            return Some(first);
        }
        let next = if self.month == 0 || self.month == 12 {
            NaiveDate::from_ymd_opt(first.year() + 1, 1, 1)
        } else {
            NaiveDate::from_ymd_opt(first.year(), first.month() + 1, 1)
        };
        next.and_then(|next| next.pred_opt())
    }

    /// What the clock of the publisher shows at the instant.
    pub fn local_time(&self) -> Option<NaiveDateTime> {
        let instant = self.instant?;
        let zone = TimeZone::parse(&self.time_zone).unwrap_or_default();
        Some(zone.local_time(instant))
    }

    /// Whether it has nothing but the printed words.
    pub fn is_words_only(&self) -> bool {
        let Self {
            year,
            month,
            day,
            instant,
            ..
        } = self;
        (*year, *month, *day) == (0, 0, 0) && instant.is_none() && !self.printed.is_empty()
    }

    /// A text that is equal for equal dates, however they are printed. The printed
    /// words count only if the date has nothing else.
    pub fn identity(&self, form: Form) -> String {
        if let Some(instant) = self.instant {
            // One count of nanoseconds would overflow: 64 bits do not cover the years
            // 1 to 9999.
            let (seconds, nanos) = (instant.timestamp(), instant.timestamp_subsec_nanos());
            return format!("@{seconds}.{nanos:09}");
        }
        if self.year == 0 {
            return words_identity(&self.printed, form);
        }
        let part = self.part.map_or(0, DatePart::code);
        let Self {
            year, month, day, ..
        } = self;
        format!("{year}-{month}-{day}~{part}{}", u8::from(self.approximate))
    }
}

fn words_identity(printed: &str, form: Form) -> String {
    format!("\"{}", normal_text_in(form, printed))
}

coded! {
    /// How a period ends.
    PeriodEnd {
        /// It ended at `through`.
        Closed = 1,
        /// It had not ended.
        Ongoing = 2,
        /// The end is not known.
        Unknown = 3,
    }
}

/// A stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// When it began, if that is known.
    pub from: Option<Date>,
    /// When it ended. Given if, and only if, `end` is closed.
    pub through: Option<Date>,
    /// How it ends.
    pub end: PeriodEnd,
    /// The words as printed, if they name the period as a whole.
    pub printed: String,
}

impl Period {
    /// Reports every rule that the period breaks.
    pub fn check(&self, check: &mut Checker) {
        text::check(check, "printed", &self.printed, PRINTED_MAX);
        if let Some(from) = &self.from {
            check.field("from", |check| from.check(check));
        }
        if let Some(through) = &self.through {
            check.field("through", |check| through.check(check));
        }
        if (self.end == PeriodEnd::Closed) != self.through.is_some() {
            check.report_at(
                "through",
                "must be given if end is PERIOD_END_CLOSED, and only then",
            );
        }
        let first = self.from.as_ref().and_then(Date::first_day);
        let last = self.through.as_ref().and_then(Date::last_day);
        let instants = self.from.as_ref().and_then(|date| date.instant);
        let instants = instants.zip(self.through.as_ref().and_then(|date| date.instant));
        let is_backwards = first.zip(last).is_some_and(|(first, last)| last < first)
            || instants.is_some_and(|(from, through)| through < from);
        if is_backwards {
            check.report_at("through", "is before from");
        }
    }

    /// A digest that is equal for equal periods. The printed words count only if neither
    /// end is given, and then as those of `from`, where they were before `printed` existed.
    pub fn identity(&self, form: Form) -> IdentityDigest {
        let date = |date: &Option<Date>| {
            let date = date.as_ref();
            date.map_or(String::new(), |date| date.identity(form))
        };
        let from = match (&self.from, &self.through) {
            (None, None) if !self.printed.is_empty() => words_identity(&self.printed, form),
            (from, _) => date(from),
        };
        IdentityBuilder::new()
            .part(from)
            .part(date(&self.through))
            .part(self.end.code().to_be_bytes())
            .finish()
    }
}

#[cfg(test)]
mod tests;
