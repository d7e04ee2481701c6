//! Dates relative to the day of publication.

use super::{check_in, date, published, shown_in, wednesday};
use crate::domain::{printed_date::context::DateContext, value::Date};

#[test]
fn days_are_counted_from_the_publication() {
    for (language, texts) in [
        (
            "en",
            [
                "today",
                "yesterday",
                "the day before yesterday",
                "tomorrow",
                "three days ago",
                "yesterday morning",
            ],
        ),
        (
            "it",
            [
                "oggi",
                "ieri",
                "l’altro ieri",
                "domani",
                "tre giorni fa",
                "ieri mattina",
            ],
        ),
        (
            "de",
            [
                "heute",
                "gestern",
                "vorgestern",
                "morgen",
                "vor drei Tagen",
                "gestern Vormittag",
            ],
        ),
        (
            "fr",
            [
                "aujourd’hui",
                "hier",
                "avant-hier",
                "demain",
                "il y a trois jours",
                "hier matin",
            ],
        ),
        (
            "es",
            [
                "hoy",
                "ayer",
                "anteayer",
                "mañana",
                "hace tres días",
                "ayer por la mañana",
            ],
        ),
    ] {
        let days = [
            "2025-04-30",
            "2025-04-29",
            "2025-04-28",
            "2025-05-01",
            "2025-04-27",
            "2025-04-29",
        ];
        for (text, day) in texts.into_iter().zip(days) {
            let expected = format!("{day} [ymd]");
            assert_eq!(shown_in(text, &wednesday(language)), expected, "{text}");
            // The words are of one language alone, or the languages agree.
            assert_eq!(shown_in(text, &wednesday("")), expected, "{text}");
        }
    }
}

#[test]
fn months_and_years_are_counted_from_the_publication() {
    for (language, texts) in [
        (
            "en",
            [
                "last month",
                "this month",
                "next month",
                "last year",
                "this year",
                "next year",
            ],
        ),
        (
            "it",
            [
                "il mese scorso",
                "questo mese",
                "il mese prossimo",
                "l’anno scorso",
                "quest’anno",
                "il prossimo anno",
            ],
        ),
        (
            "de",
            [
                "im vergangenen Monat",
                "in diesem Monat",
                "im nächsten Monat",
                "letztes Jahr",
                "in diesem Jahr",
                "im kommenden Jahr",
            ],
        ),
        (
            "fr",
            [
                "le mois dernier",
                "ce mois-ci",
                "le mois prochain",
                "l’année dernière",
                "cette année",
                "l’an prochain",
            ],
        ),
        (
            "es",
            [
                "el mes pasado",
                "este mes",
                "el próximo mes",
                "el año pasado",
                "este año",
                "el año que viene",
            ],
        ),
    ] {
        let dates = [
            "2025-03 [ym]",
            "2025-04 [ym]",
            "2025-05 [ym]",
            "2024 [y]",
            "2025 [y]",
            "2026 [y]",
        ];
        for (text, expected) in texts.into_iter().zip(dates) {
            assert_eq!(shown_in(text, &wednesday(language)), expected, "{text}");
        }
    }
}

#[test]
fn a_year_is_inferred_where_month_and_day_are_printed() {
    for (language, texts) in [
        (
            "en",
            [
                "in December of last year",
                "April 27",
                "27 April last year",
                "early May",
                "the 3rd of this month",
            ],
        ),
        (
            "it",
            [
                "a dicembre dello scorso anno",
                "il 27 aprile",
                "il 27 aprile dell’anno scorso",
                "inizio maggio",
                "il 3 di questo mese",
            ],
        ),
        (
            "de",
            [
                "im Dezember vergangenen Jahres",
                "am 27. April",
                "27. April vergangenen Jahres",
                "Anfang Mai",
                "am 3. dieses Monats",
            ],
        ),
        (
            "fr",
            [
                "en décembre de l’année dernière",
                "le 27 avril",
                "le 27 avril de l’an dernier",
                "début mai",
                "le 3 de ce mois",
            ],
        ),
        (
            "es",
            [
                "en diciembre del año pasado",
                "el 27 de abril",
                "el 27 de abril del año pasado",
                "a principios de mayo",
                "el 3 de este mes",
            ],
        ),
    ] {
        let dates = [
            "2024-12 [y]",
            "2025-04-27 [y]",
            "2024-04-27 [y]",
            "early 2025-05 [y]",
            "2025-04-03 [ym]",
        ];
        for (text, expected) in texts.into_iter().zip(dates) {
            assert_eq!(shown_in(text, &wednesday(language)), expected, "{text}");
        }
    }
}

#[test]
fn of_several_days_the_month_or_the_year_is_read() {
    for (language, text, expected) in [
        ("en-GB", "last week", "2025-04 [ym]"),
        ("en-US", "last week", "2025-04 [ym]"),
        // Whether the week begins on Sunday or Monday is not known.
        ("en", "last week", "2025-04 [ym]"),
        ("en-GB", "earlier this week", "2025 [y]"),
        ("en-GB", "next week", "2025-05 [ym]"),
        ("en", "last weekend", "2025-04 [ym]"),
        ("en", "last night", "2025-04 [ym]"),
        ("it", "la settimana scorsa", "2025-04 [ym]"),
        ("it", "nella scorsa settimana", "2025-04 [ym]"),
        ("de", "in der vergangenen Woche", "2025-04 [ym]"),
        ("de", "letzte Woche", "2025-04 [ym]"),
        ("fr", "la semaine dernière", "2025-04 [ym]"),
        ("fr", "le week-end dernier", "2025-04 [ym]"),
        ("es-ES", "la semana pasada", "2025-04 [ym]"),
        ("es-MX", "la semana pasada", "2025-04 [ym]"),
    ] {
        assert_eq!(
            shown_in(text, &wednesday(language)),
            expected,
            "{language} {text}"
        );
    }
    // The week of two years is neither.
    let new_year = published("en-GB", 2025, 1, 8);
    assert_eq!(shown_in("last week", &new_year), "as printed");
    // On Sunday 4 May, "last week" can be the one that is just ending.
    let sunday = published("en-GB", 2025, 5, 4);
    assert_eq!(shown_in("last week", &sunday), "2025 [y]");
    let sunday = published("en-GB", 2025, 4, 27);
    assert_eq!(shown_in("last week", &sunday), "2025-04 [ym]");
    assert_eq!(shown_in("last weekend", &sunday), "as printed");
}

#[test]
fn counts_of_longer_units_are_approximate() {
    check_in(
        &wednesday("en"),
        &[
            ("two weeks ago", "~2025-04-16 [ymd]"),
            ("3 months ago", "~2025-01 [ym]"),
            ("four months ago", "~2024-12 [ym]"),
            ("a year ago", "~2024 [y]"),
            ("about 10 years ago", "~2015 [y]"),
            ("ten days ago", "~2025-04-20 [ymd]"),
            ("in two weeks’ time", "~2025-05-14 [ymd]"),
            ("a fortnight ago", "~2025-04-16 [ymd]"),
            ("fourteen days ago", "~2025-04-16 [ymd]"),
            ("a decade ago", "~2015 [y]"),
            ("two decades ago", "~2005 [y]"),
            ("a century ago", "~1925 [y]"),
            ("a decade from now", "~2035 [y]"),
            ("fifty years ago", "~1975 [y]"),
        ],
    );
    check_in(
        &wednesday("it"),
        &[
            ("due anni fa", "~2023 [y]"),
            ("un decennio fa", "~2015 [y]"),
            ("due secoli fa", "~1825 [y]"),
            ("tra due decenni", "~2045 [y]"),
            ("tra un mese", "~2025-05 [ym]"),
        ],
    );
    check_in(
        &wednesday("de"),
        &[
            ("vor fünf Jahren", "~2020 [y]"),
            ("vor vierzehn Tagen", "~2025-04-16 [ymd]"),
            ("vor einem Jahrzehnt", "~2015 [y]"),
            ("vor zwei Jahrhunderten", "~1825 [y]"),
        ],
    );
    check_in(
        &wednesday("fr"),
        &[
            ("il y a quinze jours", "~2025-04-15 [ymd]"),
            ("il y a une décennie", "~2015 [y]"),
            ("il y a un siècle", "~1925 [y]"),
        ],
    );
    check_in(
        &wednesday("es"),
        &[
            ("hace un año", "~2024 [y]"),
            ("hace una década", "~2015 [y]"),
            ("hace dos siglos", "~1825 [y]"),
        ],
    );
}

#[test]
fn nothing_is_inferred_from_a_date_that_is_not_exact_enough() {
    let text = |date: Date| DateContext::of_text("en", "", Some(&date));
    for context in [
        DateContext::of_text("en", "", None),
        text(Date {
            approximate: true,
            ..date(2025, 4, 30)
        }),
        text(Date {
            printed: "recently".to_owned(),
            ..Date::default()
        }),
    ] {
        for printed in [
            "yesterday",
            "last month",
            "last year",
            "27 April",
            "early May",
        ] {
            assert_eq!(shown_in(printed, &context), "as printed", "{printed}");
        }
    }
    check_in(
        &text(date(2025, 4, 0)),
        &[
            ("yesterday", "as printed"),
            ("last month", "2025-03 [ym]"),
            ("last year", "2024 [y]"),
            ("27 April", "as printed"),
        ],
    );
    check_in(
        &text(date(2025, 0, 0)),
        &[
            ("last month", "as printed"),
            ("December of last year", "2024-12 [y]"),
        ],
    );
}

#[test]
fn the_day_of_publication_is_that_of_the_publishers_time_zone() {
    let instant = Date {
        instant: Some("2025-04-30T22:30:00Z".parse().unwrap()),
        ..Date::default()
    };
    let rome = Date {
        time_zone: "Europe/Rome".to_owned(),
        ..instant.clone()
    };
    let shown = |date| shown_in("yesterday", &DateContext::of_text("en", "", Some(date)));
    assert_eq!(shown(&instant), "2025-04-29 [ymd]");
    assert_eq!(shown(&rome), "2025-04-30 [ymd]");
}

#[test]
fn other_words_are_not_relative_dates() {
    for (language, texts) in [
        (
            "en",
            &[
                "since yesterday",
                "by next week",
                "until last month",
                "two days",
                "in two days",
                "a week",
                "the previous week",
                "the following day",
                "the same month",
                "the end of the year",
                "yesterday and today",
                "the morning",
                "27 people",
                "the 27th",
                "over the years",
                "last year’s",
                "last of April",
            ][..],
        ),
        (
            "it",
            &["da ieri", "entro domani", "la mattina", "da una settimana"],
        ),
        (
            "de",
            &[
                "seit gestern",
                "am Morgen",
                "bis morgen",
                "in drei Tagen",
                "jeden Montag",
            ],
        ),
        (
            "fr",
            &[
                "depuis hier",
                "le matin",
                "pendant trois jours",
                "le lendemain",
            ],
        ),
        (
            "es",
            &[
                "desde ayer",
                "por la mañana",
                "la mañana",
                "desde hace tres días",
            ],
        ),
    ] {
        for text in texts {
            for context in [wednesday(language), wednesday(language).of_past()] {
                assert_eq!(shown_in(text, &context), "as printed", "{text}");
            }
        }
    }
}
