//! Ages, with the people who have them.

use super::{Row, check};

const ROWS: &[Row] = &[
    ("people aged 18-30", "en", "en", "[18, 30] a, extent"),
    ("18- to 30-year-olds", "en", "en", "[18, 30] a, extent"),
    ("a 17-year-old boy", "en", "en", "17 a"),
    ("a 35-year-old woman", "en", "en", "35 a"),
    ("aged 16 and over", "en", "en", "[16, ) a, extent"),
    ("children aged 5 to 11", "en", "en", "[5, 11] a, extent"),
    (
        "women aged between 25 and 34",
        "en",
        "en",
        "[25, 34] a, extent",
    ),
    ("men aged 50 or older", "en", "en", "[50, ) a, extent"),
    ("16-24 year-olds", "en", "en", "[16, 24] a, extent"),
    ("16- to 24-year-olds", "en", "en", "[16, 24] a, extent"),
    ("six-month-old baby", "en", "en", "6 mo"),
    ("aged 72", "en", "en", "72 a"),
    ("a man aged 45", "en", "en", "45 a"),
    ("two and a half years", "en", "en", "2.5 a"),
    ("10-year-old girl", "en", "en", "10 a"),
    ("a 10-year sentence", "en", "en", "10 a"),
    ("five years in prison", "en", "en", "5 a"),
    ("12 years in jail", "en", "en", "12 a"),
    ("15-year-olds", "en", "en", "15 a"),
    ("people aged 65 and older", "en", "en", "[65, ) a, extent"),
    ("those aged 18 to 24", "en", "en", "[18, 24] a, extent"),
    ("boys aged 12-17", "en", "en", "[12, 17] a, extent"),
    ("a two-year-old", "en", "en", "2 a"),
];

#[test]
fn ages_are_read() {
    check(ROWS);
}
