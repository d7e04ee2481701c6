//! Weekdays, months and days without a year, and "last" and "next" before them.

use chrono::Datelike as _;

use super::{check_in, published, shown_in, wednesday};

#[test]
fn last_and_next_are_read_where_they_can_be_only_one_date() {
    check_in(
        &wednesday("en"),
        &[
            ("last Sunday", "2025-04-27 [ymd]"),
            ("last Wednesday", "2025-04-23 [ymd]"),
            ("last Monday", "as printed"),
            ("last Tuesday", "as printed"),
            ("next Monday", "2025-05-05 [ymd]"),
            ("next Friday", "as printed"),
            ("this coming Friday", "2025-05-02 [ymd]"),
            ("this past Monday", "2025-04-28 [ymd]"),
            ("this Friday", "2025-05-02 [ymd]"),
            ("Monday of last week", "2025-04-21 [ymd]"),
            ("Sunday of last week", "as printed"),
            ("last December", "2024-12 [y]"),
            ("last March", "as printed"),
            ("last April", "2024-04 [y]"),
            ("next March", "2026-03 [y]"),
            ("next June", "as printed"),
            ("this December", "2025-12 [y]"),
            ("late last year", "late 2024 [y]"),
            ("at the end of last month", "late 2025-03 [ym]"),
            ("late last week", "as printed"),
        ],
    );
    check_in(
        &wednesday("it"),
        &[
            ("domenica scorsa", "2025-04-27 [ymd]"),
            ("lunedì scorso", "2025-04-28 [ymd]"),
            ("lo scorso marzo", "2025-03 [y]"),
            ("dicembre scorso", "2024-12 [y]"),
            ("il 3 marzo scorso", "2025-03-03 [y]"),
            ("il prossimo giugno", "2025-06 [y]"),
        ],
    );
    check_in(
        &wednesday("de"),
        &[
            ("am vergangenen Montag", "2025-04-28 [ymd]"),
            ("letzten Montag", "as printed"),
            ("im vergangenen Dezember", "2024-12 [y]"),
        ],
    );
    check_in(
        &wednesday("fr"),
        &[
            ("lundi dernier", "2025-04-28 [ymd]"),
            ("en mars dernier", "2025-03 [y]"),
            ("le 3 mars dernier", "2025-03-03 [y]"),
            ("ce mercredi", "2025-04-30 [ymd]"),
            ("ce lundi", "as printed"),
        ],
    );
    check_in(
        &wednesday("es"),
        &[
            ("el lunes pasado", "2025-04-28 [ymd]"),
            ("el pasado 3 de marzo", "2025-03-03 [y]"),
            ("el pasado mes de diciembre", "2024-12 [y]"),
        ],
    );
}

#[test]
fn a_name_alone_is_read_where_no_other_year_is_near() {
    check_in(
        &wednesday("en"),
        &[
            ("in May", "2025-05 [y]"),
            // A look back at last year, or a plan of this one.
            ("in June", "as printed"),
            ("in July", "as printed"),
            ("in August", "as printed"),
            ("in February", "2025-02 [y]"),
            ("in January", "2025-01 [y]"),
            ("in October", "as printed"),
            ("in December", "as printed"),
            ("31 May", "2025-05-31 [y]"),
            ("1 June", "as printed"),
            ("27 July", "as printed"),
            ("30 January", "2025-01-30 [y]"),
            ("29 January", "as printed"),
            ("27 August", "as printed"),
            ("27 December", "as printed"),
            // The weekday tells the year.
            ("Saturday, December 27", "2025-12-27 [y]"),
            ("Friday, December 27", "2024-12-27 [y]"),
            ("Thursday, December 27", "as printed"),
            ("31 April", "impossible"),
            ("29 February", "as printed"),
            ("on Sunday", "as printed"),
            ("may", "2025-05 [y]"),
            ("sat", "as printed"),
            ("mar", "as printed"),
        ],
    );
}

#[test]
fn a_name_alone_is_of_another_year_only_within_a_month() {
    check_in(
        &published("en", 2025, 1, 3),
        &[
            ("Dec. 28", "2024-12-28 [y]"),
            ("in December", "2024-12 [y]"),
            ("Nov. 28", "as printed"),
            ("in November", "as printed"),
            ("Jan. 2", "2025-01-02 [y]"),
            ("Jan. 3", "2025-01-03 [y]"),
        ],
    );
}

#[test]
fn a_name_alone_is_not_guessed_into_the_future_at_the_turn_of_the_year() {
    // These can be of the year that has just ended, on which many look back.
    for language in ["en", "it", "de", "fr", "es"] {
        let texts = match language {
            "en" => [
                "31 March",
                "in April",
                "20 January",
                "in February",
                "in January",
            ],
            "it" => [
                "31 marzo",
                "ad aprile",
                "20 gennaio",
                "a febbraio",
                "a gennaio",
            ],
            "de" => [
                "31. März",
                "im April",
                "20. Januar",
                "im Februar",
                "im Januar",
            ],
            "fr" => [
                "31 mars",
                "en avril",
                "20 janvier",
                "en février",
                "en janvier",
            ],
            _ => [
                "31 de marzo",
                "en abril",
                "20 de enero",
                "en febrero",
                "en enero",
            ],
        };
        for text in texts {
            let first = published(language, 2025, 1, 1);
            assert_eq!(shown_in(text, &first), "as printed", "{text}");
        }
        // Last January, or the next one.
        let last = published(language, 2025, 12, 28);
        assert_eq!(shown_in(texts[4], &last), "as printed", "{}", texts[4]);
        assert_eq!(shown_in(texts[2], &last), "as printed", "{}", texts[2]);
    }
    // What was said has the nearest one of the past.
    check_in(
        &published("en", 2025, 1, 1).of_past(),
        &[
            ("31 March", "2024-03-31 [y]"),
            ("in April", "2024-04 [y]"),
            ("in January", "as printed"),
        ],
    );
    // Words decide.
    check_in(
        &published("en", 2025, 1, 1),
        &[
            ("this coming April", "2025-04 [y]"),
            ("last April", "2024-04 [y]"),
            ("31 March this year", "2025-03-31 [y]"),
            ("31 March last year", "2024-03-31 [y]"),
            ("Monday, 31 March", "2025-03-31 [y]"),
            // The nearest one is a Monday: a weekday alone does not choose a year.
            ("Sunday, 31 March", "as printed"),
        ],
    );
    check_in(
        &published("en", 2025, 1, 20),
        &[("in January", "2025-01 [y]"), ("in February", "as printed")],
    );
}

#[test]
fn every_day_of_a_year_without_its_year_is_near_or_stays_as_printed() {
    let mut day = chrono::NaiveDate::from_ymd_opt(2024, 1, 1);
    while let Some(today) = day.filter(|it| it.year() < 2026) {
        let (month, of_month) = (today.month().cast_signed(), today.day().cast_signed());
        let context = published("en", today.year(), month, of_month);
        for name in ["January", "March", "June", "August", "December"] {
            let text = format!("15 {name}");
            let Ok(date) = crate::domain::printed_date::read::read(&text, &context) else {
                continue;
            };
            let ahead = (date.first_day().unwrap() - today).num_days();
            assert!((-90..=31).contains(&ahead), "{text} of {today}");
            let is_turn = ahead > 0 && (today.month() == 1 || date.year != today.year());
            assert!(!is_turn, "{text} of {today}");
        }
        day = today.succ_opt();
    }
}

#[test]
fn what_was_said_was_said_before_the_publication() {
    check_in(
        &wednesday("en").of_past(),
        &[
            ("on Sunday", "2025-04-27 [ymd]"),
            ("on Wednesday", "2025-04-30 [ymd]"),
            ("Thursday evening", "2025-04-24 [ymd]"),
            ("in December", "2024-12 [y]"),
            ("in April", "2025-04 [y]"),
            ("27 July", "2024-07-27 [y]"),
            ("27 December", "2024-12-27 [y]"),
            ("in May", "as printed"),
            ("tomorrow", "as printed"),
            ("next week", "as printed"),
            ("over the weekend", "2025-04 [ym]"),
        ],
    );
}
