//! Instants (`2025-04-27T10:15:00Z`), and times of day after a date.

use chrono::{DateTime, Datelike as _, NaiveDate, SubsecRound as _};

use super::{
    error::NotRead,
    numeric::number,
    token::{Kind, Token},
};
use crate::domain::value::{Date, TimeZone};

/// Reads an instant of ISO 8601 with its distance from UTC, which is kept as its time zone.
/// `None` if it does not have that form.
pub(super) fn instant(text: &str) -> Option<Result<Date, NotRead>> {
    let upper = text.trim().to_ascii_uppercase();
    let (day, time) = upper.split_once(['T', ' '])?;
    let zone_at = time.find(['Z', '+', '-'])?;
    let (time, zone) = time.split_at_checked(zone_at)?;
    if !has_form(day, "0000-00-00") || !has_zone_form(zone) {
        return None;
    }
    let (minutes, fraction) = match time.split_once('.') {
        Some((time, fraction)) => (time, Some(fraction)),
        None => (time, None),
    };
    let seconds = match minutes {
        it if has_form(it, "00:00:00") => it.to_owned(),
        it if has_form(it, "00:00") && fraction.is_none() => format!("{it}:00"),
        _ => return None,
    };
    let fraction = match fraction {
        None => String::new(),
        Some(it) if !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()) => format!(".{it}"),
        Some(_) => return None,
    };
    let zone = match zone.len() {
        5 => format!("{}:{}", zone.get(..3)?, zone.get(3..)?),
        _ => zone.to_owned(),
    };
    Some(at(day, &format!("{seconds}{fraction}"), zone))
}

/// The instant of a day, a time and a distance from UTC.
fn at(day: &str, time: &str, zone: String) -> Result<Date, NotRead> {
    let is_day = day.parse::<NaiveDate>().is_ok_and(|it| it.year() > 0);
    if !is_day {
        return Err(NotRead::Impossible);
    }
    let read = DateTime::parse_from_rfc3339(&format!("{day}T{time}{zone}"));
    let instant = read.map(|it| it.to_utc().trunc_subsecs(6));
    let instant = instant.map_err(|_| NotRead::ImpossibleTime)?;
    let time_zone = match zone.as_str() {
        "Z" | "+00:00" | "-00:00" => String::new(),
        _ => zone,
    };
    let is_zone = time_zone.is_empty() || TimeZone::parse(&time_zone).is_some();
    // A leap second would be another second in the database.
    if !is_zone || instant.timestamp_subsec_nanos() >= 1_000_000_000 {
        return Err(NotRead::ImpossibleTime);
    }
    if !(1..=9999).contains(&instant.year()) {
        return Err(NotRead::Beyond);
    }
    Ok(Date {
        instant: Some(instant),
        time_zone,
        ..Date::default()
    })
}

fn has_zone_form(zone: &str) -> bool {
    zone == "Z"
        || zone
            .get(1..)
            .is_some_and(|it| has_form(it, "00:00") || has_form(it, "0000"))
}

/// Whether a text has the form of a pattern, in which `0` is any digit.
fn has_form(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                form => byte == form,
            })
}

/// What can be between a date and a time of day.
const BEFORE: &[&str] = &[
    ",", "-", "|", "t", "at", "alle", "ore", "h", "um", "a", "las", "les",
];

/// What can be after a time of day. Names of time zones are not read, because one name can
/// be several zones. So the date is that of the day as printed.
const AFTER: &[&str] = &[
    "am", "pm", "a", "p", "m", ".", "uhr", "h", "hrs", "gmt", "utc", "bst", "cet", "cest", "et",
    "est", "edt", "ct", "cst", "cdt", "mt", "mst", "mdt", "pt", "pst", "pdt", "mez", "mesz", "z",
];

/// A time of day beside a date.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    /// How many tokens it is.
    pub length: usize,
    /// Whether the clock has it.
    pub exists: bool,
}

/// Passes over a time of day. `None` if there is none.
pub(super) fn time(tokens: &[Token]) -> Option<Time> {
    let is_one_of = |words: &[&str], token: &Token| words.contains(&token.text.as_str());
    let before = tokens.iter().take_while(|it| is_one_of(BEFORE, it)).count();
    let [hour, sign, minute, rest @ ..] = tokens.get(before..)? else {
        return None;
    };
    let is_sign = matches!(sign.text.as_str(), ":" | "." | "h") && !sign.spaced && !minute.spaced;
    let two = |token: &Token| -> Option<u32> { token.digits(1..=2).and_then(number) };
    let (hours, minutes) = (two(hour)?, two(minute)?);
    if !is_sign || minute.text.len() != 2 {
        return None;
    }
    let (length, seconds) = match rest {
        [sign, second, ..] if sign.text == ":" && second.kind == Kind::Number => (2, two(second)?),
        _ => (0, 0),
    };
    // The day may end with 24:00.
    let is_midnight = (hours, minutes, seconds) == (24, 0, 0);
    let exists = is_midnight || hours < 24 && minutes < 60 && seconds < 60;
    // "1.75" can be any number, unless a word says that it is a time.
    let mut words = tokens.iter().take(before);
    let is_said = words.any(|it| it.kind == Kind::Word);
    if !exists && sign.text == "." && !is_said {
        return None;
    }
    let after = rest.get(length..)?.iter();
    let after = after.take_while(|it| is_one_of(AFTER, it)).count();
    Some(Time {
        length: before + 3 + length + after,
        exists,
    })
}
