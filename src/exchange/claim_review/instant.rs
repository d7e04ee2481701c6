//! When a review was made, from the many ways in which that is written.

use chrono::{DateTime, NaiveTime};

use crate::domain::{
    Timestamp,
    printed_date::{context::DateContext, error::NotRead, read},
};

/// The instant that a text states: an instant, or a day, which begins at midnight in UTC. Of a
/// time without its distance from UTC only the day counts. `locale` can settle the order of day and
/// month; it may be empty. The error says why there is none.
pub fn instant(text: &str, locale: &str) -> Result<Timestamp, String> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc2822(text) {
        return Ok(time.to_utc());
    }
    let context = DateContext::of_text(locale, locale, None);
    let date = read::read(text, &context).map_err(reason)?;
    if let Some(instant) = date.instant {
        return Ok(instant);
    }
    let is_day = date.day != 0 && !date.approximate && date.inferred.is_empty();
    let day = date.first_day().filter(|_| is_day);
    day.map(|day| day.and_time(NaiveTime::MIN).and_utc())
        .ok_or_else(|| "is less exact than a day".to_owned())
}

/// Why a text is not read as a date.
fn reason(error: NotRead) -> String {
    match error {
        NotRead::NotADate => "is not a date that is understood; write for example 2019-05-07",
        NotRead::Ambiguous {
            day_first,
            month_first,
        } => {
            return format!("can be {day_first} or {month_first}; write for example 2019-05-07");
        }
        NotRead::OtherOrder { .. } => "is not a date in the order that its locale writes",
        NotRead::Impossible => "is not a day of the calendar",
        NotRead::ImpossibleTime => "has a time that does not exist",
        NotRead::Beyond => "is not between the years 1 and 9999 in UTC",
        NotRead::Weekday { date, weekday } => {
            return format!("has a weekday that does not fit: {date} is a {weekday}");
        }
    }
    .to_owned()
}
