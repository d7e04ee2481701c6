//! Times of day, years of two digits, and the ends of the calendar.

use super::{check, check_in, published, shown, shown_in};

#[test]
fn a_time_that_does_not_exist_is_not_called_a_day() {
    for (language, printed) in [
        ("", "2025-04-27T25:15:00Z"),
        ("", "2025-04-27T10:60:00Z"),
        ("", "2025-04-27T10:15:61Z"),
        ("", "2025-04-27T10:15:00+25:00"),
        ("", "2025-04-27 25:61"),
        ("en", "27 April 2025 25:15"),
        ("en", "27 April 2025, 25:61"),
        ("en", "27 April 2025 at 10:75"),
        ("en", "25:61, 27 April 2025"),
        ("en", "27 April 2025 at 25.61"),
        ("it", "27 aprile 2025 alle ore 25.61"),
        ("de", "27. April 2025, 25:61 Uhr"),
        ("fr", "27 avril 2025 à 25h61"),
        ("es", "27 de abril de 2025 a las 25:61"),
    ] {
        assert_eq!(shown(printed, "", language), "impossible time", "{printed}");
    }
    check(
        "en",
        &[
            ("2025-04-31T25:61:00Z", "impossible"),
            ("27 April 2025 at 24:00", "2025-04-27"),
            // Any number, and no date.
            ("27.04.2025 99.50", "as printed"),
            ("25:61", "as printed"),
        ],
    );
}

#[test]
fn an_instant_outside_the_years_of_the_calendar_is_said() {
    check(
        "",
        &[
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
            ("9999-12-31T23:59:59-05:00", "beyond"),
            ("0001-01-01T00:00:00+05:00", "beyond"),
        ],
    );
    check(
        "en",
        &[
            ("31 December 9999", "9999-12-31"),
            ("31/12/9999", "9999-12-31"),
            ("December 9999", "as printed"),
            ("9999", "as printed"),
        ],
    );
}

#[test]
fn a_year_of_two_digits_is_read_after_a_joined_name() {
    check(
        "en",
        &[
            ("27-APR-25", "2025-04-27"),
            ("27/Apr/25", "2025-04-27"),
            ("Sunday 27-Apr-25", "2025-04-27"),
            ("Monday 27-Apr-25", "is a Sunday"),
            ("1-Jan-99", "1999-01-01"),
            ("31-APR-25", "impossible"),
            // 1955 or 2055.
            ("27-APR-55", "as printed"),
            ("27 Apr 25", "as printed"),
            ("27 Apr-25", "as printed"),
            ("27-Apr/25", "as printed"),
            ("27-APR-250", "as printed"),
        ],
    );
    check("it", &[("27-apr-25", "2025-04-27")]);
    check("de", &[("27-Okt-25", "2025-10-27")]);
    check("fr", &[("27-juin-25", "2025-06-27")]);
    check("es", &[("27-ene-25", "2025-01-27")]);
}

#[test]
fn the_publication_tells_the_century_of_two_digits() {
    let cases = [
        (2025, "27-APR-25", "2025-04-27 [y]"),
        (1925, "27-APR-25", "1925-04-27 [y]"),
        (1995, "27-APR-99", "1999-04-27 [y]"),
        (2025, "27-APR-60", "as printed"),
        // The first number is nearer to the publication, so it can be the year.
        (2025, "25-APR-27", "as printed"),
        (2025, "27-APR-99", "as printed"),
    ];
    for (year, text, expected) in cases {
        check_in(&published("en", year, 5, 1), &[(text, expected)]);
    }
}

#[test]
fn no_date_is_outside_the_calendar() {
    for text in [
        "tomorrow",
        "next week",
        "next month",
        "next year",
        "in two years’ time",
        "a decade from now",
        "January of next year",
        "8 January next year",
        "this coming January",
        "this weekend",
    ] {
        let last = published("en", 9999, 12, 31);
        assert_eq!(shown_in(text, &last), "as printed", "{text}");
    }
    for text in [
        "yesterday",
        "last month",
        "last year",
        "a decade ago",
        "a century ago",
        "the 3rd of last month",
        "December of last year",
    ] {
        let first = published("en", 1, 1, 1);
        assert_eq!(shown_in(text, &first), "as printed", "{text}");
    }
}

#[test]
fn the_part_of_a_day_is_left_out() {
    let texts = [
        ("en", "on the morning of April 27, 2025"),
        ("en", "on the evening of Sunday, April 27, 2025"),
        ("it", "la mattina del 27 aprile 2025"),
        ("de", "am Abend des 27. April 2025"),
        ("fr", "dans la matinée du 27 avril 2025"),
        ("es", "en la tarde del 27 de abril de 2025"),
    ];
    for (language, text) in texts {
        assert_eq!(shown(text, "", language), "2025-04-27", "{text}");
    }
    check(
        "en",
        &[
            ("on the morning of April 2025", "as printed"),
            ("the night of April 27, 2025", "as printed"),
            ("the morning of 2025", "as printed"),
        ],
    );
}
