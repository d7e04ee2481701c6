//! A weekday beside a day without a year: it confirms a day, and does not choose a year.

use chrono::{Datelike as _, NaiveDate};

use super::{check_in, published, shown_in};
use crate::domain::{printed_date::read, value::Date};

#[test]
fn a_weekday_that_does_not_fit_does_not_move_the_date_a_year() {
    let cases = [
        ("en", "June 14 (Sunday)"),
        ("en", "Sunday, June 14"),
        ("it", "domenica 14 giugno"),
        ("de", "Sonntag, 14. Juni"),
        ("fr", "dimanche 14 juin"),
        ("es", "domingo 14 de junio"),
    ];
    for (language, text) in cases {
        let context = published(language, 2025, 6, 18);
        assert_eq!(shown_in(text, &context), "is a Saturday", "{text}");
    }
    let cases = [
        ("en", "Thursday 23 April"),
        ("it", "giovedì 23 aprile"),
        ("de", "Donnerstag, 23. April"),
        ("fr", "jeudi 23 avril"),
        ("es", "jueves 23 de abril"),
    ];
    for (language, text) in cases {
        for context in [
            published(language, 2025, 6, 15),
            published(language, 2025, 6, 15).of_past(),
        ] {
            assert_eq!(shown_in(text, &context), "is a Wednesday", "{text}");
        }
    }
    check_in(
        &published("en", 2025, 6, 18),
        &[
            ("Saturday 14 February", "as printed"),
            ("Saturday 14 June", "2025-06-14 [y]"),
            ("Wednesday 18 June", "2025-06-18 [y]"),
            ("Thursday 18 June", "is a Wednesday"),
            ("Friday 14 February", "2025-02-14 [y]"),
            ("Thursday 25 December", "2025-12-25 [y]"),
            ("Friday 25 December", "as printed"),
        ],
    );
    // The nearest one is far, and this year's has the weekday.
    check_in(
        &published("en", 2025, 4, 30),
        &[("Saturday, December 27", "2025-12-27 [y]")],
    );
}

/// The days from the publication to the date, if it is read.
fn distance(text: &str, language: &str, today: NaiveDate) -> Option<(i64, Date)> {
    let (month, day) = (today.month().cast_signed(), today.day().cast_signed());
    let context = published(language, today.year(), month, day);
    let date = read::read(text, &context).ok()?;
    Some(((date.first_day()? - today).num_days(), date))
}

#[test]
fn a_day_with_a_weekday_is_near_or_of_this_year_and_has_that_weekday() {
    let mut today = NaiveDate::from_ymd_opt(2024, 1, 5).unwrap();
    let mut count = 0;
    while today.year() < 2027 {
        for name in [
            "1 January",
            "23 April",
            "14 June",
            "29 February",
            "27 December",
        ] {
            for weekday in ["Monday", "Tuesday", "Thursday", "Saturday", "Sunday"] {
                let text = format!("{weekday} {name}");
                let Some((days, date)) = distance(&text, "en", today) else {
                    continue;
                };
                let first = date.first_day().unwrap();
                assert_eq!(first.format("%A").to_string(), weekday, "{text} of {today}");
                assert!(
                    days.abs() <= 184 || first.year() == today.year(),
                    "{text} of {today} is {days} days away"
                );
                count += 1;
            }
        }
        today += chrono::TimeDelta::days(3);
    }
    assert!(count > 500, "only {count} were read");
}
