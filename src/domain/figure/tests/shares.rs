//! Percentages and shares in words.

use super::{Row, check};

const ROWS: &[Row] = &[
    ("30 per cent of voters", "en", "en", "30 %"),
    ("20 per cent of voters", "en", "en", "20 %"),
    ("a third", "en", "en", "~(33.3, 33.4) %, uncertainty"),
    ("half", "en", "en", "50 %"),
    ("one in five", "en", "en", "20 %"),
    (
        "two-thirds of voters",
        "en",
        "en",
        "~(66.6, 66.7) %, uncertainty",
    ),
    ("three-quarters of voters", "en", "en", "75 %"),
    ("12.5 percent of the population", "en", "en", "12.5 %"),
    ("a 5% rise", "en", "en", "5 %"),
    ("by 20%", "en", "en", "20 %"),
    ("at 3.5 per cent", "en", "en", "3.5 %"),
    ("just over 40%", "en", "en", "~(40, ) %, uncertainty"),
    ("less than a third", "en", "en", "~(, 33.4) %, uncertainty"),
    ("more than half", "en", "en", "(50, ) %, uncertainty"),
    (
        "more than half of voters",
        "en",
        "en",
        "(50, ) %, uncertainty",
    ),
    ("three in ten adults", "en", "en", "30 %"),
    ("one person in five", "en", "en", "20 %"),
    ("nine out of ten doctors", "en", "en", "90 %"),
    ("1 in 4 children", "en", "en", "25 %"),
    ("a quarter of households", "en", "en", "25 %"),
    (
        "5 to 10% of households",
        "en",
        "en",
        "[5, 10] %, uncertainty",
    ),
    ("8 out of 10", "en", "en", "80 %"),
    ("one-third", "en", "en", "~(33.3, 33.4) %, uncertainty"),
    ("half the population", "en", "en", "50 %"),
    ("half a per cent", "en", "en", "0.5 %"),
    ("5 per cent a year", "en", "en", "5 % per year"),
    (
        "over 90 percent of the vote",
        "en",
        "en",
        "(90, ) %, uncertainty",
    ),
    ("1 in 10", "en", "en", "10 %"),
    ("one in 100", "en", "en", "1 %"),
    (
        "two in three Americans",
        "en",
        "en",
        "~(66.6, 66.7) %, uncertainty",
    ),
    ("three-fifths", "en", "en", "60 %"),
    ("a fifth of the workforce", "en", "en", "20 %"),
    (
        "nearly half of adults",
        "en",
        "en",
        "~(, 50) %, uncertainty",
    ),
    (
        "almost one in three women",
        "en",
        "en",
        "~(, 33.4) %, uncertainty",
    ),
];

#[test]
fn shares_are_percentages() {
    check(ROWS);
}
