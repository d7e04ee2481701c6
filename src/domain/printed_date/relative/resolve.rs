//! Decides which date a relative date is.
//!
//! A date that can be two dates is not one. So where a language has one word for the most
//! recent Sunday and for that of last week, it is read only if they are the same day.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use super::form::{Form, Relative, Unit, When};
use crate::domain::{
    printed_date::{context::DateContext, error::NotRead, names::Language},
    value::{Date, DateComponent},
};

/// Decides which date is meant. `weekday` is printed beside it.
pub(in crate::domain::printed_date) fn resolve(
    relative: Relative,
    weekday: Option<Weekday>,
    context: &DateContext,
) -> Result<Date, NotRead> {
    let Relative { form, slots, .. } = relative;
    if !exists(slots.month, slots.day) {
        return Err(NotRead::Impossible);
    }
    let date = match form {
        Form::DayIn(years) => day_in(relative, years, weekday, context)?,
        Form::Year(years) => year(context, years),
        Form::Month(months) => month(context, months),
        Form::MonthIn(years) => context
            .year()
            .map(|it| month_of_year(it + years, slots.month)),
        Form::MonthNamed(when) => month_named(slots.month, when, context),
        _ => on_days(relative, weekday, context)?,
    };
    let is_year = |date: &Date| (1..=YEAR_MAX).contains(&date.year);
    let is_known = |date: &Date| !context.is_past || date.first_day() <= context.last_day();
    date.filter(|it| is_year(it) && is_known(it))
        .ok_or(NotRead::NotADate)
}

/// The last year of the calendar.
const YEAR_MAX: i32 = 9999;

/// Whether some year has such a month or day. 0 is not given.
fn exists(month: u32, day: u32) -> bool {
    // 2024 is a leap year, and January has 31 days.
    NaiveDate::from_ymd_opt(2024, month.max(1), day.max(1)).is_some()
}

fn day_in(
    relative: Relative,
    years: i32,
    weekday: Option<Weekday>,
    context: &DateContext,
) -> Result<Option<Date>, NotRead> {
    let Some(year) = context.year() else {
        return Ok(None);
    };
    let (month, day) = (relative.slots.month, relative.slots.day);
    let day = NaiveDate::from_ymd_opt(year + years, month, day).ok_or(NotRead::Impossible)?;
    let fits = weekday.is_none_or(|it| it == day.weekday());
    Ok(fits.then(|| of_day(day, &[DateComponent::Year])))
}

fn year(context: &DateContext, years: i32) -> Option<Date> {
    Some(Date {
        year: context.year()? + years,
        inferred: vec![DateComponent::Year],
        ..Date::default()
    })
}

fn month(context: &DateContext, months: i32) -> Option<Date> {
    let index = index(context.month()?) + months;
    Some(Date {
        inferred: vec![DateComponent::Year, DateComponent::Month],
        ..of_index(index)
    })
}

fn month_of_year(year: i32, month: u32) -> Date {
    Date {
        inferred: vec![DateComponent::Year],
        ..of_index(index((year, month)))
    }
}

/// The number of a month, counted through the years.
const fn index((year, month): (i32, u32)) -> i32 {
    year * 12 + month.cast_signed() - 1
}

fn of_index(index: i32) -> Date {
    Date {
        year: index.div_euclid(12),
        month: index.rem_euclid(12) + 1,
        ..Date::default()
    }
}

/// The most months back to a month without a year in the year of the publication.
const MONTHS_BACK_MAX: i32 = 3;

/// The most months back to when something was said in a month without a year.
const MONTHS_PAST_MAX: i32 = 10;

fn month_named(month: u32, when: When, context: &DateContext) -> Option<Date> {
    let (year, month_now) = context.month()?;
    let now = index((year, month_now));
    let this_year = index((year, month));
    let (last, next) = match this_year.cmp(&now) {
        std::cmp::Ordering::Less => (this_year, this_year + 12),
        std::cmp::Ordering::Equal => (now - 12, now + 12),
        std::cmp::Ordering::Greater => (this_year - 12, this_year),
    };
    let is_now = this_year == now;
    let found = match when {
        When::Bare if is_now => Some(now).filter(|_| !looks_back_at_this_month(context))?,
        When::Bare if context.is_past => Some(last).filter(|last| now - last <= MONTHS_PAST_MAX)?,
        When::Bare => month_alone(now, this_year, last)?,
        // In this year, it can be that of this or of the last year.
        When::Last => Some(last).filter(|last| last.div_euclid(12) < year)?,
        When::Next => Some(next).filter(|next| next.div_euclid(12) > year)?,
        When::MostRecent => Some(last).filter(|_| !is_now)?,
        When::Coming => Some(next).filter(|_| !is_now)?,
        // In January, "this December" can be the last one.
        When::This => Some(this_year).filter(|_| (this_year - now).abs() < 10)?,
        When::SameDay => return None,
    };
    Some(month_of_year(found.div_euclid(12), month))
}

/// Until this day of January, "in January" can be that of the year that has just ended.
const DAYS_LOOKING_BACK: u32 = 15;

fn looks_back_at_this_month(context: &DateContext) -> bool {
    let is_early = |day: NaiveDate| day.day() <= DAYS_LOOKING_BACK;
    context.month().is_some_and(|(_, month)| month == 1) && context.day().is_none_or(is_early)
}

/// The month that a name alone means: one of the last months of this year, the month before,
/// or the next month of this year. All others can be a look back or a plan. In January, so
/// can the next month, because many look back at the whole year before.
fn month_alone(now: i32, this_year: i32, last: i32) -> Option<i32> {
    let is_near = |it: &i32| match now - it {
        1 => true,
        -1 => now.rem_euclid(12) > 0,
        back => (0..=MONTHS_BACK_MAX).contains(&back) && *it == this_year,
    };
    [this_year, last].into_iter().find(is_near)
}

/// The date of a form that needs the day of the publication. A weekday that does not fit the
/// day and month beside it is a mistake.
fn on_days(
    relative: Relative,
    weekday: Option<Weekday>,
    context: &DateContext,
) -> Result<Option<Date>, NotRead> {
    let date = from_today(relative, weekday, context);
    let Some((date, first)) = date.and_then(|date| Some((date.clone(), date.first_day()?))) else {
        return Ok(None);
    };
    let fits = weekday.is_none_or(|it| first.weekday() == it);
    if !fits && relative.form == Form::DayNamed(When::Bare) {
        return Err(NotRead::wrong_weekday(first));
    }
    Ok(fits.then_some(date))
}

fn from_today(relative: Relative, weekday: Option<Weekday>, context: &DateContext) -> Option<Date> {
    let today = context.day()?;
    let Relative {
        form,
        slots,
        language,
    } = relative;
    let all = [
        DateComponent::Year,
        DateComponent::Month,
        DateComponent::Day,
    ];
    let date = match form {
        Form::Day(days) => of_day(shifted(today, days)?, &all),
        Form::LastNight => span(shifted(today, -1)?, today)?,
        Form::Week(weeks) => week(today, weeks, context, language)?,
        Form::Weekend(when) => weekend(today, when, context.is_past)?,
        Form::Ago(unit) => counted(today, unit, -slots.count)?,
        Form::Ahead(unit) => counted(today, unit, slots.count)?,
        Form::Weekday(when) => of_day(
            weekday_named(today, slots.weekday?, when, context.is_past)?,
            &all,
        ),
        Form::WeekdayIn(weeks) => {
            let starts = context.week_starts(language);
            of_day(weekday_in(today, slots.weekday?, weeks, &starts)?, &all)
        }
        Form::DayNamed(when) => {
            let named = Named {
                month: slots.month,
                day: slots.day,
                weekday,
            };
            of_day(named.day(today, when, context.is_past)?, &all[..1])
        }
        Form::DayOfMonth(months) => {
            let month = of_index(index((today.year(), today.month())) + months);
            let month_number = u32::try_from(month.month).ok()?;
            let day = NaiveDate::from_ymd_opt(month.year, month_number, slots.day)?;
            of_day(day, &all[..2])
        }
        Form::Month(_) | Form::Year(_) | Form::MonthIn(_) | Form::MonthNamed(_) => return None,
        Form::DayIn(_) => return None,
    };
    Some(date)
}

fn of_day(day: NaiveDate, inferred: &[DateComponent]) -> Date {
    Date {
        year: day.year(),
        month: day.month().cast_signed(),
        day: day.day().cast_signed(),
        inferred: inferred.to_vec(),
        ..Date::default()
    }
}

/// The month of these days, or their year if they are in two months.
fn span(first: NaiveDate, last: NaiveDate) -> Option<Date> {
    if first.year() != last.year() {
        return None;
    }
    let year = Date {
        year: first.year(),
        inferred: vec![DateComponent::Year],
        ..Date::default()
    };
    Some(match first.month() == last.month() {
        true => Date {
            month: first.month().cast_signed(),
            inferred: vec![DateComponent::Year, DateComponent::Month],
            ..year
        },
        false => year,
    })
}

fn shifted(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    day.checked_add_signed(chrono::TimeDelta::try_days(days)?)
}

/// Below this count, days are counted exactly. "Fifteen days ago" is two weeks in French.
const DAYS_APPROXIMATE_FROM: i32 = 7;

/// The date so many units from a day. A count of longer units is approximate.
fn counted(today: NaiveDate, unit: Unit, count: i32) -> Option<Date> {
    let all = [
        DateComponent::Year,
        DateComponent::Month,
        DateComponent::Day,
    ];
    let (unit, count) = match unit {
        Unit::Fortnight => (Unit::Week, count * 2),
        Unit::Decade => (Unit::Year, count * 10),
        Unit::Century => (Unit::Year, count * 100),
        unit => (unit, count),
    };
    let date = match unit {
        Unit::Day => of_day(shifted(today, count.into())?, &all),
        Unit::Week | Unit::Fortnight => of_day(shifted(today, i64::from(count) * 7)?, &all),
        Unit::Month => Date {
            inferred: all[..2].to_vec(),
            ..of_index(index((today.year(), today.month())) + count)
        },
        Unit::Year | Unit::Decade | Unit::Century => Date {
            year: today.year() + count,
            inferred: all[..1].to_vec(),
            ..Date::default()
        },
    };
    let is_exact = unit == Unit::Day && count.abs() < DAYS_APPROXIMATE_FROM;
    (date.year > 0).then_some(Date {
        approximate: !is_exact,
        ..date
    })
}

/// The first day of the week of a day.
fn week_of(day: NaiveDate, start: Weekday) -> NaiveDate {
    day - Days::new(day.weekday().days_since(start).into())
}

/// All days that can be of that week: when it begins is not always certain. On a Sunday,
/// "last week" can also be that which is just ending.
fn week(today: NaiveDate, weeks: i64, context: &DateContext, language: Language) -> Option<Date> {
    let mut starts = context.week_starts(language);
    if language == Language::English && today.weekday() == Weekday::Sun {
        starts = vec![Weekday::Mon, Weekday::Sun];
    }
    let first_days = starts.iter().map(|start| week_of(today, *start));
    let first_days = first_days.filter_map(|first| shifted(first, weeks * 7));
    let first_days: Vec<NaiveDate> = first_days.collect();
    let (first, last) = (first_days.iter().min()?, first_days.iter().max()?);
    span(*first, *last + Days::new(6))
}

fn weekend(today: NaiveDate, when: When, is_past: bool) -> Option<Date> {
    let weekday = today.weekday();
    let saturday = shifted(week_of(today, Weekday::Mon), 5)?;
    let is_near = matches!(weekday, Weekday::Fri | Weekday::Sat | Weekday::Sun);
    let first = match when {
        // On a Friday or later, it can be the one before or the one at hand.
        When::Last if !is_near => shifted(saturday, -7)?,
        When::Bare if is_past && !is_near => shifted(saturday, -7)?,
        // On a Monday, it can be the one before.
        When::This if weekday != Weekday::Mon => saturday,
        _ => return None,
    };
    span(first, shifted(first, 1)?)
}

/// The fewest days to a day that is surely "next Monday": tomorrow is not called so.
const DAYS_NEXT_MIN: i64 = 3;

/// The most days to a day that is surely "this Sunday".
const DAYS_THIS_MAX: i64 = 4;

fn weekday_named(
    today: NaiveDate,
    weekday: Weekday,
    when: When,
    is_past: bool,
) -> Option<NaiveDate> {
    let same = i64::from(today.weekday().days_since(weekday));
    let back = if same == 0 { 7 } else { same };
    let ahead = 7 - same;
    let monday = week_of(today, Weekday::Mon);
    let in_week = shifted(monday, weekday.num_days_from_monday().into())?;
    match when {
        When::Bare => shifted(today, -same).filter(|_| is_past),
        When::MostRecent => shifted(today, -back),
        // Of this week, it can be the most recent one or that of last week.
        When::Last => shifted(today, -back).filter(|day| *day < monday),
        When::Coming => shifted(today, ahead),
        When::Next => {
            let is_sure = |day: &NaiveDate| *day >= monday + Days::new(7) && ahead >= DAYS_NEXT_MIN;
            shifted(today, ahead).filter(is_sure)
        }
        When::This | When::SameDay if same == 0 => Some(today),
        When::This if today.weekday() != Weekday::Sun => {
            let distance = (in_week - today).num_days().abs();
            Some(in_week).filter(|_| distance <= DAYS_THIS_MAX)
        }
        When::This | When::SameDay => None,
    }
}

/// A weekday of a week, if it is the same day wherever weeks begin.
fn weekday_in(
    today: NaiveDate,
    weekday: Weekday,
    weeks: i64,
    starts: &[Weekday],
) -> Option<NaiveDate> {
    let days = starts.iter().filter_map(|start| {
        let first = shifted(week_of(today, *start), weeks * 7)?;
        shifted(first, weekday.days_since(*start).into())
    });
    let days: Vec<NaiveDate> = days.collect();
    let first = *days.first()?;
    days.iter().all(|day| *day == first).then_some(first)
}

/// The most days back to a day without a year in the year of the publication.
const DAYS_BACK_MAX: i64 = 90;

/// The most days to a day without a year that is ahead, or back in the year before.
const DAYS_NEAR_MAX: i64 = 31;

/// The most days to a day that a weekday confirms: half a year.
const DAYS_CONFIRMED_MAX: i64 = 184;

/// The most days back to when something was said on a day without a year.
const DAYS_PAST_MAX: i64 = 300;

/// A day without a year.
struct Named {
    month: u32,
    day: u32,
    weekday: Option<Weekday>,
}

impl Named {
    fn day(&self, today: NaiveDate, when: When, is_past: bool) -> Option<NaiveDate> {
        let year = today.year();
        let of_year = |year| NaiveDate::from_ymd_opt(year, self.month, self.day);
        let this_year = of_year(year);
        let last = [this_year, of_year(year - 1)];
        let last = last.into_iter().flatten().find(|day| *day < today);
        let next = [this_year, of_year(year + 1)];
        let next = next.into_iter().flatten().find(|day| *day > today);
        let is_today = this_year == Some(today);
        match when {
            When::MostRecent => last,
            When::Coming => next,
            When::Bare if is_today => Some(today),
            When::Bare if is_past => last.filter(|day| (today - *day).num_days() <= DAYS_PAST_MAX),
            When::Bare => {
                let near = day_alone(today, this_year, last);
                near.or_else(|| self.with_weekday(today, last, next))
            }
            When::Last | When::Next | When::This | When::SameDay => None,
        }
    }

    /// The day that a weekday confirms: the nearest one, or that of this year if the nearest
    /// is not near. A weekday alone does not choose a year: it may be the mistake.
    fn with_weekday(
        &self,
        today: NaiveDate,
        last: Option<NaiveDate>,
        next: Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        let distance = |day: &NaiveDate| (*day - today).num_days().abs();
        let days = || [last, next].into_iter().flatten();
        let nearest = days().min_by_key(distance)?;
        let is_clear = |day: &NaiveDate| {
            let is_far = day.year() == today.year() && distance(&nearest) > DAYS_BACK_MAX;
            *day == nearest && distance(day) <= DAYS_CONFIRMED_MAX || is_far
        };
        let fits = |day: &NaiveDate| self.weekday == Some(day.weekday());
        days().find(|day| is_clear(day) && fits(day))
    }
}

/// The day that a day of a month alone means, as in [`month_alone`].
fn day_alone(
    today: NaiveDate,
    this_year: Option<NaiveDate>,
    last: Option<NaiveDate>,
) -> Option<NaiveDate> {
    let is_near = |it: &NaiveDate| match (today - *it).num_days() {
        back @ 0.. if it.year() == today.year() => back <= DAYS_BACK_MAX,
        back @ 0.. => back <= DAYS_NEAR_MAX,
        ahead => -ahead <= DAYS_NEAR_MAX && today.month() > 1,
    };
    [this_year, last].into_iter().flatten().find(is_near)
}
