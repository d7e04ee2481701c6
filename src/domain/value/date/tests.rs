//! Tests of dates and periods.

use super::*;

fn date(year: i32, month: i32, day: i32) -> Date {
    Date {
        year,
        month,
        day,
        ..Date::default()
    }
}

fn violations(date: &Date) -> Vec<String> {
    let mut check = Checker::new();
    date.check(&mut check);
    match check.finish(()) {
        Ok(()) => Vec::new(),
        Err(violations) => violations.into_iter().map(|v| v.field).collect(),
    }
}

#[test]
fn partial_dates_are_dates() {
    for date in [date(2023, 0, 0), date(2025, 4, 0), date(2024, 2, 29)] {
        assert_eq!(violations(&date), [""; 0], "{date:?}");
    }
    let printed = Date {
        printed: "recently".to_owned(),
        ..Date::default()
    };
    assert_eq!(violations(&printed), [""; 0]);
}

#[test]
fn dates_outside_the_calendar_are_refused() {
    assert_eq!(violations(&date(0, 0, 0)), [""]);
    assert_eq!(violations(&date(0, 4, 0)), ["", "month"]);
    assert_eq!(violations(&date(2025, 0, 3)), ["day"]);
    assert_eq!(violations(&date(2025, 13, 0)), ["month"]);
    assert_eq!(violations(&date(2025, 2, 29)), ["day"]);
    assert_eq!(violations(&date(2025, 2, -1)), ["day"]);
    assert_eq!(violations(&date(10_000, 0, 0)), ["year"]);
}

#[test]
fn a_period_that_certainly_ends_before_it_begins_is_refused() {
    let period = |from, through| Period {
        from: Some(from),
        through: Some(through),
        end: PeriodEnd::Closed,
        printed: String::new(),
    };
    let is_clean = |period: Period| {
        let mut check = Checker::new();
        period.check(&mut check);
        check.is_clean()
    };
    assert!(is_clean(period(date(2025, 4, 20), date(2025, 4, 0))));
    assert!(is_clean(period(date(2025, 0, 0), date(2025, 1, 1))));
    assert!(!is_clean(period(date(2025, 4, 20), date(2025, 3, 0))));
}

fn instant(time: &str, zone: &str) -> Date {
    Date {
        instant: Some(time.parse().unwrap()),
        time_zone: zone.to_owned(),
        ..Date::default()
    }
}

fn day(date: &Date) -> String {
    date.first_day().unwrap().to_string()
}

#[test]
fn the_day_of_an_instant_is_that_of_the_publishers_time_zone() {
    let late = "2025-04-27T22:30:00Z";
    for (zone, expected) in [
        ("", "2025-04-27"),
        ("UTC", "2025-04-27"),
        ("Europe/Rome", "2025-04-28"),
        ("+02:00", "2025-04-28"),
        ("-05:00", "2025-04-27"),
        ("America/New_York", "2025-04-27"),
        ("Asia/Kolkata", "2025-04-28"),
    ] {
        let date = instant(late, zone);
        assert_eq!(violations(&date), [""; 0], "{zone}");
        assert_eq!(day(&date), expected, "{zone}");
        assert_eq!(date.first_day(), date.last_day());
        assert_eq!(
            date.identity(Form::Canonical),
            instant(late, "").identity(Form::Canonical)
        );
    }
    // Summer time counts.
    assert_eq!(
        day(&instant("2025-01-27T22:30:00Z", "Europe/Rome")),
        "2025-01-27"
    );
}

#[test]
fn a_time_zone_has_to_exist_and_needs_an_instant() {
    for zone in [
        "Europe/Atlantis",
        "europe/rome",
        "CEST+2",
        "+2",
        "+25:00",
        " ",
    ] {
        let date = instant("2025-04-27T22:30:00Z", zone);
        assert_eq!(violations(&date), ["time_zone"], "{zone}");
    }
    let day = Date {
        time_zone: "Europe/Rome".to_owned(),
        ..date(2025, 4, 27)
    };
    assert_eq!(violations(&day), ["time_zone"]);
}

#[test]
fn only_what_is_known_was_inferred() {
    let inferred = |components: &[DateComponent]| Date {
        inferred: components.to_vec(),
        ..date(2025, 4, 0)
    };
    let both = inferred(&[DateComponent::Year, DateComponent::Month]);
    assert_eq!(violations(&both), [""; 0]);
    assert_eq!(
        both.identity(Form::Canonical),
        date(2025, 4, 0).identity(Form::Canonical)
    );
    assert_eq!(
        violations(&inferred(&[DateComponent::Day])),
        ["inferred[0]"]
    );
    let twice = inferred(&[DateComponent::Year, DateComponent::Year]);
    assert_eq!(violations(&twice), ["inferred[0]", "inferred[1]"]);
}

#[test]
fn a_period_can_be_words_that_name_neither_end() {
    let period = |from: Option<&str>, printed: &str| Period {
        from: from.map(|words| Date {
            printed: words.to_owned(),
            ..Date::default()
        }),
        through: None,
        end: PeriodEnd::Unknown,
        printed: printed.to_owned(),
    };
    let words = period(None, "over the years");
    let mut check = Checker::new();
    words.check(&mut check);
    assert!(check.is_clean());
    assert_eq!(
        words.identity(Form::Canonical),
        period(None, "Over the  years").identity(Form::Canonical)
    );
    // This is how the words were given before there was a field for them.
    assert_eq!(
        words.identity(Form::Canonical),
        period(Some("over the years"), "").identity(Form::Canonical)
    );
    assert_ne!(
        words.identity(Form::Canonical),
        period(None, "").identity(Form::Canonical)
    );
    assert_ne!(
        words.identity(Form::Canonical),
        period(None, "for decades").identity(Form::Canonical)
    );
    let from = period(Some("recently"), "over the years");
    assert_eq!(
        from.identity(Form::Canonical),
        period(Some("recently"), "").identity(Form::Canonical)
    );
}
