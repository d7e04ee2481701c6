//! Figures whose language is not known or is not read, and false friends of languages.

use super::{Row, check};

const ROWS: &[Row] = &[
    ("5 billion", "", "", "!"),
    ("5 mil", "", "", "!"),
    ("5 Billionen Euro", "de", "en", "5000000000000 EUR"),
    ("1 Billion Euro", "de", "en", "!"),
    ("5 milhões de pessoas", "pt", "en", "!"),
    ("5 milioni persone", "", "", "5000000"),
    ("5 duizend mensen", "nl", "nl", "!"),
    ("5 tusen", "sv", "en", "!"),
    ("1 billion euros", "", "", "!"),
    ("3 trillion", "", "", "!"),
    ("2 Billionen", "", "", "2000000000000"),
    ("2 miliardi", "", "", "2000000000"),
    ("2 milliards", "", "", "2000000000"),
    ("3 millions", "", "", "3000000"),
    ("5 millones", "", "", "5000000"),
    ("10 Millionen Euro", "", "", "10000000 EUR"),
    ("un million", "", "", "1000000"),
    ("once", "", "", "!"),
];

#[test]
fn the_language_decides() {
    check(ROWS);
}
