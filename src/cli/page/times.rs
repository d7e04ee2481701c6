//! Dates and periods in words, as precise as they are known.

use chrono::DateTime;

use super::{quoted, words};
use crate::{
    domain::value::TimeZone,
    wire::pb::{Date, Period, PeriodEnd},
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date; as printed where nothing else is known.
pub fn date(date: &Date) -> String {
    let day = match (date.year, &date.instant) {
        (0, Some(instant)) => local(instant.seconds, instant.nanos, &date.time_zone),
        (0, None) => return quoted(&date.printed),
        (year, _) => calendar(year, date.month, date.day),
    };
    let part = words(date.part().as_str_name(), "DATE_PART_");
    let about = match date.approximate {
        true => "about ",
        false => "",
    };
    let inferred = inferred(date);
    match part.is_empty() {
        true => format!("{about}{day}{inferred}"),
        false => format!("{about}{part} {day}{inferred}"),
    }
}

/// What was not printed, in brackets.
fn inferred(date: &Date) -> String {
    let names = date
        .inferred()
        .map(|it| words(it.as_str_name(), "DATE_COMPONENT_"));
    let names: Vec<String> = names.collect();
    match names[..] {
        [] => String::new(),
        _ => format!(" ({} inferred)", names.join(", ")),
    }
}

/// An instant as the clock of its publisher shows it.
fn local(seconds: i64, nanos: i32, time_zone: &str) -> String {
    let nanos = u32::try_from(nanos).unwrap_or_default();
    let instant = DateTime::from_timestamp(seconds, nanos);
    let zone = TimeZone::parse(time_zone).unwrap_or_default();
    let name = match time_zone {
        "" => "UTC",
        name => name,
    };
    instant.map_or(String::new(), |instant| {
        let local = zone.local_time(instant).format("%Y-%m-%d %H:%M:%S");
        format!("{local} {name}")
    })
}

fn calendar(year: i32, month: i32, day: i32) -> String {
    let name = usize::try_from(month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index));
    match (name, day) {
        (None, _) => year.to_string(),
        (Some(name), 0) => format!("{name} {year}"),
        (Some(name), day) => format!("{day} {name} {year}"),
    }
}

/// An instant in UTC.
pub fn instant(seconds: i64, nanos: i32) -> String {
    let nanos = u32::try_from(nanos).unwrap_or_default();
    let instant = DateTime::from_timestamp(seconds, nanos);
    instant.map_or(String::new(), |instant| {
        instant.format("%Y-%m-%d %H:%M:%S UTC").to_string()
    })
}

/// A period.
pub fn period(period: &Period) -> String {
    let from = period.from.as_ref().map(date);
    let through = period.through.as_ref().map(date);
    match (from, through, period.end()) {
        (Some(from), Some(through), _) if from == through => from,
        (Some(from), Some(through), _) => format!("{from} to {through}"),
        (Some(from), None, PeriodEnd::Ongoing) => format!("since {from}, ongoing"),
        (Some(from), None, _) => format!("from {from}, end not known"),
        (None, Some(through), _) => format!("until {through}"),
        (None, None, PeriodEnd::Ongoing) if period.printed.is_empty() => "ongoing".to_owned(),
        (None, None, PeriodEnd::Ongoing) => format!("{}, ongoing", quoted(&period.printed)),
        (None, None, _) if period.printed.is_empty() => String::new(),
        (None, None, _) => quoted(&period.printed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::pb::{DateComponent, DatePart};

    fn day(year: i32, month: i32, day: i32) -> Date {
        Date {
            year,
            month,
            day,
            ..Date::default()
        }
    }

    #[test]
    fn a_date_is_as_precise_as_it_is_known() {
        assert_eq!(date(&day(2025, 4, 27)), "27 April 2025");
        assert_eq!(date(&day(2025, 4, 0)), "April 2025");
        assert_eq!(date(&day(2023, 0, 0)), "2023");
        let mut early = day(2025, 4, 0);
        early.set_part(DatePart::Early);
        early.approximate = true;
        assert_eq!(date(&early), "about early April 2025");
        let printed = Date {
            printed: "recently".to_owned(),
            ..Date::default()
        };
        assert_eq!(date(&printed), "“recently”");
    }

    #[test]
    fn what_was_inferred_is_written() {
        let inferred = vec![DateComponent::Year.into(), DateComponent::Month.into()];
        let month = Date {
            inferred,
            ..day(2025, 4, 0)
        };
        assert_eq!(date(&month), "April 2025 (year, month inferred)");
    }

    #[test]
    fn an_instant_is_written_in_the_time_zone_of_its_publisher() {
        let mut instant = Date {
            instant: Some(Default::default()),
            ..Date::default()
        };
        instant.instant.as_mut().unwrap().seconds = 1_745_793_000;
        assert_eq!(date(&instant), "2025-04-27 22:30:00 UTC");
        instant.time_zone = "Europe/Rome".to_owned();
        assert_eq!(date(&instant), "2025-04-28 00:30:00 Europe/Rome");
        instant.time_zone = "-05:00".to_owned();
        assert_eq!(date(&instant), "2025-04-27 17:30:00 -05:00");
    }

    #[test]
    fn the_words_of_a_period_that_names_neither_end_are_written() {
        let mut words = Period {
            end: PeriodEnd::Unknown.into(),
            printed: "over the years".to_owned(),
            ..Period::default()
        };
        assert_eq!(period(&words), "“over the years”");
        words.set_end(PeriodEnd::Ongoing);
        assert_eq!(period(&words), "“over the years”, ongoing");
    }

    #[test]
    fn the_end_of_a_period_is_written() {
        let with = |from, through, end: PeriodEnd| Period {
            from,
            through,
            end: end.into(),
            ..Period::default()
        };
        let (a, b) = (Some(day(2023, 0, 0)), Some(day(2025, 0, 0)));
        for (given, expected) in [
            (
                with(a.clone(), b.clone(), PeriodEnd::Closed),
                "2023 to 2025",
            ),
            (with(a.clone(), a.clone(), PeriodEnd::Closed), "2023"),
            (
                with(a.clone(), None, PeriodEnd::Ongoing),
                "since 2023, ongoing",
            ),
            (
                with(a, None, PeriodEnd::Unknown),
                "from 2023, end not known",
            ),
            (with(None, b, PeriodEnd::Closed), "until 2025"),
        ] {
            assert_eq!(period(&given), expected);
        }
    }
}
