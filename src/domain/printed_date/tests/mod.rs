//! Dates as printed: what is read, what is refused, and what stays as printed.

mod corpus;
mod documented;
mod forms;
mod left;
mod named;
mod names;
mod relative;
mod round_trip;
mod times;
mod weekdays;

use super::{context::DateContext, error::NotRead, read};
use crate::domain::value::{Date, DateComponent, DatePart};

/// What a date is read as, in one line: `2025-04-27`, `2025-04`, `2025`, an instant, with
/// `~` if it is approximate and the part before it, and what was inferred after it (`[ymd]`). Or what is wrong with it.
fn shown(printed: &str, number_locale: &str, language: &str) -> String {
    shown_in(
        printed,
        &DateContext::of_text(language, number_locale, None),
    )
}

fn shown_in(printed: &str, context: &DateContext) -> String {
    let date = match read::read(printed, context) {
        Ok(date) => date,
        Err(NotRead::NotADate) => return "as printed".to_owned(),
        Err(NotRead::Ambiguous { .. }) => return "ambiguous".to_owned(),
        Err(NotRead::OtherOrder { .. }) => return "other order".to_owned(),
        Err(NotRead::Impossible) => return "impossible".to_owned(),
        Err(NotRead::ImpossibleTime) => return "impossible time".to_owned(),
        Err(NotRead::Beyond) => return "beyond".to_owned(),
        Err(NotRead::Weekday { weekday, .. }) => return format!("is a {weekday}"),
    };
    let part = match date.part {
        None => "",
        Some(DatePart::Early) => "early ",
        Some(DatePart::Mid) => "mid ",
        Some(DatePart::Late) => "late ",
    };
    let about = if date.approximate { "~" } else { "" };
    let value = match (date.instant, date.month, date.day) {
        (Some(instant), _, _) => format!("{}Z{}", instant.format("%FT%T%.f"), date.time_zone),
        (None, 0, _) => date.year.to_string(),
        (None, month, 0) => format!("{}-{month:02}", date.year),
        (None, month, day) => format!("{}-{month:02}-{day:02}", date.year),
    };
    format!("{about}{part}{value}{}", inferred(&date))
}

fn inferred(date: &Date) -> String {
    let letter = |component: &DateComponent| match component {
        DateComponent::Year => 'y',
        DateComponent::Month => 'm',
        DateComponent::Day => 'd',
    };
    let letters: String = date.inferred.iter().map(letter).collect();
    match letters.is_empty() {
        true => letters,
        false => format!(" [{letters}]"),
    }
}

/// Checks texts in one language against what they are read as.
fn check(language: &str, cases: &[(&str, &str)]) {
    check_in(&DateContext::of_text(language, "", None), cases);
}

fn check_in(context: &DateContext, cases: &[(&str, &str)]) {
    let failures: Vec<String> = cases
        .iter()
        .map(|(printed, expected)| (printed, expected, shown_in(printed, context)))
        .filter(|(_, expected, shown)| *expected != shown)
        .map(|(printed, expected, shown)| format!("{printed}: {shown}, not {expected}"))
        .collect();
    assert_eq!(failures, [""; 0], "in {context:?}");
}

fn date(year: i32, month: i32, day: i32) -> Date {
    Date {
        year,
        month,
        day,
        ..Date::default()
    }
}

/// Published on Wednesday 30 April 2025.
fn wednesday(language: &str) -> DateContext {
    DateContext::of_text(language, "", Some(&date(2025, 4, 30)))
}

fn published(language: &str, year: i32, month: i32, day: i32) -> DateContext {
    DateContext::of_text(language, "", Some(&date(year, month, day)))
}
