//! A date as it is written, before it is clear which day it means.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{
    context::DateContext,
    error::{NotRead, spell_out},
    order::{LocaleOrder, Order},
    relative::{self, form::Relative},
};
use crate::domain::value::{Date, DateComponent, DatePart};

/// Day, month and year as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    Year(i32),
    Month(i32, u32),
    /// Year, month, day.
    Day(i32, u32, u32),
    /// The last two digits of a year, month, day.
    ShortYear(i32, u32, u32),
    /// Day and month in either order, then the year.
    EitherOrder(u32, u32, i32),
    /// Relative to the publication.
    Relative(Relative),
}

/// A date as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub calendar: Calendar,
    pub weekday: Option<Weekday>,
    pub part: Option<DatePart>,
    pub approximate: bool,
    /// Whether the clock has the time of day beside it, if there is one.
    pub has_time: bool,
}

impl Written {
    /// Decides which date it means.
    pub(super) fn resolve(&self, context: &DateContext) -> Result<Date, NotRead> {
        if !self.has_time {
            return Err(NotRead::ImpossibleTime);
        }
        let date = match self.calendar {
            Calendar::Year(year) => date(year, 0, 0),
            Calendar::Month(year, month) => date(year, month, 0),
            Calendar::Day(year, month, day) => {
                let day = valid(year, month, day).ok_or(NotRead::Impossible)?;
                from_day(self.fitting(vec![day], None)?)
            }
            Calendar::ShortYear(last_two, month, day) => {
                self.with_century(last_two, month, day, context)?
            }
            Calendar::EitherOrder(first, second, year) => {
                from_day(self.in_order(first, second, year, context.order)?)
            }
            Calendar::Relative(relative) => relative::resolve(relative, self.weekday, context)?,
        };
        Ok(Date {
            part: self.part,
            approximate: self.approximate || date.approximate,
            ..date
        })
    }

    /// The year with these last two digits that is near the publication. If that is not
    /// known, it is one of those that people write so.
    fn with_century(
        &self,
        last_two: i32,
        month: u32,
        day: u32,
        context: &DateContext,
    ) -> Result<Date, NotRead> {
        let Some(published) = context.year() else {
            let year = century_unknown(last_two).ok_or(NotRead::NotADate)?;
            let day = valid(year, month, day).ok_or(NotRead::Impossible)?;
            return Ok(from_day(self.fitting(vec![day], None)?));
        };
        let year = nearest_year(last_two, published);
        let distance = (year - published).abs();
        // "25-APR-27" of an article of 2025 can be its 27th of April.
        let other = nearest_year(day.cast_signed(), published);
        let is_other = (other - published).abs() < distance;
        if is_other || distance > YEARS_NEAR_MAX {
            return Err(NotRead::NotADate);
        }
        let day = valid(year, month, day).ok_or(NotRead::Impossible)?;
        Ok(Date {
            inferred: vec![DateComponent::Year],
            ..from_day(self.fitting(vec![day], None)?)
        })
    }

    fn in_order(
        &self,
        first: u32,
        second: u32,
        year: i32,
        order: Option<LocaleOrder>,
    ) -> Result<NaiveDate, NotRead> {
        let day_first = valid(year, second, first);
        let month_first = valid(year, first, second);
        let preferred = order.map(|it| match it.order {
            Order::DayFirst => (day_first, month_first),
            Order::MonthFirst => (month_first, day_first),
        });
        let mut days: Vec<NaiveDate> = match (order, preferred) {
            (Some(order), Some((None, Some(_)))) if order.is_required => {
                return Err(NotRead::OtherOrder {
                    first: order.order.first(),
                });
            }
            (Some(order), Some((chosen, _))) if order.is_required => chosen.into_iter().collect(),
            // A weekday does not overrule the order that the text is said to have.
            (_, Some((Some(chosen), Some(_)))) => vec![chosen],
            _ => day_first.into_iter().chain(month_first).collect(),
        };
        days.dedup();
        self.fitting(days, preferred.and_then(|(chosen, _)| chosen))
    }

    /// The one of these days that the weekday leaves. If it leaves both, it is `preferred`.
    fn fitting(
        &self,
        days: Vec<NaiveDate>,
        preferred: Option<NaiveDate>,
    ) -> Result<NaiveDate, NotRead> {
        let fits = |day: &NaiveDate| self.weekday.is_none_or(|it| it == day.weekday());
        let fitting: Vec<NaiveDate> = days.iter().copied().filter(fits).collect();
        match (fitting[..].as_ref(), preferred) {
            ([day], _) => Ok(*day),
            ([_, ..], Some(day)) => Ok(day),
            ([day_first, month_first, ..], None) => Err(NotRead::Ambiguous {
                day_first: spell_out(*day_first),
                month_first: spell_out(*month_first),
            }),
            ([], _) => Err(match days.first() {
                Some(day) => NotRead::wrong_weekday(*day),
                None => NotRead::Impossible,
            }),
        }
    }
}

/// The most years from the publication to a year of two digits.
const YEARS_NEAR_MAX: i32 = 30;

/// The year with these last two digits that is nearest to another year.
fn nearest_year(last_two: i32, to: i32) -> i32 {
    let year = to.div_euclid(100) * 100 + last_two;
    [year - 100, year, year + 100]
        .into_iter()
        .min_by_key(|it| (it - to).abs())
        .unwrap_or(year)
}

/// The year with these last two digits where nothing tells the century: from 1970 to 2039,
/// in which computers write dates so.
fn century_unknown(last_two: i32) -> Option<i32> {
    match last_two {
        0..=39 => Some(2000 + last_two),
        70..=99 => Some(1900 + last_two),
        _ => None,
    }
}

/// A day of the calendar, which begins with the year 1.
pub(super) fn valid(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    (year > 0).then(|| NaiveDate::from_ymd_opt(year, month, day))?
}

fn date(year: i32, month: u32, day: u32) -> Date {
    Date {
        year,
        month: month.cast_signed(),
        day: day.cast_signed(),
        ..Date::default()
    }
}

fn from_day(day: NaiveDate) -> Date {
    date(day.year(), day.month(), day.day())
}
