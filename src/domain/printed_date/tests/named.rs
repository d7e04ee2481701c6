//! Weekdays, months and days without a year, and "last" and "next" before them.

use super::{check_in, published, wednesday};

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
            ("in July", "2025-07 [y]"),
            ("in August", "as printed"),
            ("in February", "2025-02 [y]"),
            ("in January", "2025-01 [y]"),
            ("in October", "as printed"),
            ("in December", "as printed"),
            ("27 July", "2025-07-27 [y]"),
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
            ("Jan. 28", "2025-01-28 [y]"),
        ],
    );
    check_in(
        &published("en", 2024, 12, 28),
        &[("Jan. 3", "2025-01-03 [y]"), ("in January", "2025-01 [y]")],
    );
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
            ("27 December", "2024-12-27 [y]"),
            ("in May", "as printed"),
            ("tomorrow", "as printed"),
            ("next week", "as printed"),
            ("over the weekend", "2025-04 [ym]"),
        ],
    );
}
