//! Figures with the nouns that they count.

use super::{Printed, Row, check, read, show};

const ROWS: &[Row] = &[
    ("155 Chinese nationals", "en", "en", "155"),
    ("Seventeen people", "en", "en", "17"),
    ("50 deaths", "en", "en", "50"),
    ("6 million jobs", "en", "en", "6000000"),
    (
        "10,000-15,000 people",
        "en",
        "en",
        "[10000, 15000], uncertainty",
    ),
    ("at least 155 people", "en", "en", "[155, ), uncertainty"),
    ("10.000 soldiers", "it", "en", "10000"),
    ("only 5", "en", "en", "5"),
    ("two or three", "en", "en", "[2, 3], uncertainty"),
    ("dozens", "en", "en", "~[24, ), uncertainty"),
    ("dozens of people", "en", "en", "~[24, ), uncertainty"),
    ("2 billion people", "en", "en", "2000000000"),
    ("5 dozen eggs", "en", "en", "60"),
    ("3,500 troops", "en", "en", "3500"),
    ("about 40 aid workers", "en", "en", "~40"),
    (
        "nearly 2 million residents",
        "en",
        "en",
        "~(, 2000000), uncertainty",
    ),
    ("more than 1,000 homes", "en", "en", "(1000, ), uncertainty"),
    ("some 300 firefighters", "en", "en", "~300"),
    ("up to 12 victims", "en", "en", "(, 12], uncertainty"),
    (
        "between 20 and 25 passengers",
        "en",
        "en",
        "[20, 25], uncertainty",
    ),
    ("one woman", "en", "en", "1"),
    ("two children", "en", "en", "2"),
    ("twenty-one detainees", "en", "en", "21"),
    ("a hundred protesters", "en", "en", "100"),
    ("two hundred asylum-seekers", "en", "en", "200"),
    ("half a dozen", "en", "en", "6"),
    ("hundreds of migrants", "en", "en", "~[200, ), uncertainty"),
    ("thousands", "en", "en", "~[2000, ), uncertainty"),
    (
        "tens of thousands of people",
        "en",
        "en",
        "~[20000, ), uncertainty",
    ),
    ("five or six", "en", "en", "[5, 6], uncertainty"),
    ("5 or so people", "en", "en", "~5"),
    ("155+ people", "en", "en", "[155, ), uncertainty"),
    ("100-plus people", "en", "en", "[100, ), uncertainty"),
    ("155 people or more", "en", "en", "[155, ), uncertainty"),
    ("50 people and counting", "en", "en", "[50, ), uncertainty"),
    ("12 UN peacekeepers", "en", "en", "12"),
    ("30 US soldiers", "en", "en", "30"),
    ("650 MPs", "en", "en", "650"),
    ("12 children's homes", "en", "en", "12"),
    ("400 men and women", "en", "en", "400"),
    ("50 members of the Chinese delegation", "en", "en", "50"),
    ("1,200 Israelis", "en", "en", "1200"),
    ("the 155 victims", "en", "en", "155"),
    ("a total of 155 people", "en", "en", "155"),
    ("a further 20 people", "en", "en", "!"),
    (
        "more than 10,000 people a day",
        "en",
        "en",
        "(10000, ) per day, uncertainty",
    ),
    (
        "between 5 and 10 million people",
        "en",
        "en",
        "[5000000, 10000000], uncertainty",
    ),
    ("half a million people", "en", "en", "500000"),
    ("50 Palestinian civilians in the north", "en", "en", "50"),
    ("1984", "en", "en", "1984"),
    ("12 dead", "en", "en", "12"),
    ("at least 43 dead", "en", "en", "[43, ), uncertainty"),
    ("as many as 500 people", "en", "en", "(, 500], uncertainty"),
    ("45,000 migrants and refugees", "en", "en", "45000"),
    ("a dozen countries", "en", "en", "12"),
    ("50 male prisoners", "en", "en", "50"),
];

#[test]
fn nouns_after_a_figure_are_skipped() {
    check(ROWS);
}

/// A figure, its language, what it counts, and the reading.
const COUNTED: &[(&str, &str, &str, &str)] = &[
    ("155 Chinese nationals", "en", "Chinese nationals", "155"),
    ("6m jobs", "en", "jobs", "6000000"),
    ("10k runners", "en", "runners", "10000"),
    ("2024 seats", "en", "seats", "2024"),
    ("12 Galaxy S24 phones", "en", "Galaxy S24 phones", "12"),
    ("155 osób", "pl", "osób", "155"),
    ("50 first-time voters", "en", "First-time  voters", "50"),
    ("6 million jobs", "en", "million jobs", "6000000"),
    ("6 millón jobs", "en", "millón jobs", "!"),
    ("6 mln jobs", "pl", "mln jobs", "!"),
    ("5 million barrels", "en", "barrels", "5000000 [bbl_us]"),
    (
        "at least 155 people",
        "en",
        "people",
        "[155, ), uncertainty",
    ),
    ("155 people", "en", "nationals", "155"),
];

#[test]
fn what_is_counted_is_skipped_if_the_caller_says_so() {
    for (text, language, counted, expected) in COUNTED {
        let printed = Printed {
            text,
            language,
            counted,
            ..Printed::default()
        };
        let got = read::read(&printed).map_or("!".to_owned(), |figure| show(&figure));
        assert_eq!(got, *expected, "{text}");
    }
}
