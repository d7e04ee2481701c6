//! Times of day, days of the month, pictures and speeds, which are printed like quantities: they
//! are refused, or read only where their unit is printed.

use super::{Printed, Row, check, read, show};
use crate::domain::figure::read as reader;

const ROWS: &[Row] = &[
    ("las cinco", "es", "es", "!"),
    ("las 20 horas", "es", "es", "!"),
    ("a las 20 horas", "es", "es", "!"),
    ("las cinco y media", "es", "es", "!"),
    ("las 5 de ayer", "es", "es", "!"),
    ("entre las 5 y las 7", "es", "es", "!"),
    ("de las 5 a las 7", "es", "es", "!"),
    ("de 8 a 20 horas", "es", "es", "!"),
    ("el 27", "es", "es", "!"),
    ("las 20 personas", "es", "es", "20"),
    ("las 48 horas", "es", "es", "48 h"),
    ("20 horas", "es", "es", "20 h"),
    ("el 3 %", "es", "es", "3 %"),
    ("le 17", "it", "it", "!"),
    ("le otto", "it", "it", "!"),
    ("alle 17", "it", "it", "!"),
    ("dalle 17 alle 19", "it", "it", "!"),
    ("tra le 17 e le 19", "it", "it", "!"),
    ("le 17 di ieri", "it", "it", "!"),
    ("il 27", "it", "it", "!"),
    ("le 24 ore", "it", "it", "24 h"),
    ("le 17 donne", "it", "it", "17"),
    (
        "tra il 3 e il 5 per cento",
        "it",
        "it",
        "[3, 5] %, uncertainty",
    ),
    ("les 20 heures", "fr", "fr", "!"),
    ("à 20 heures", "fr", "fr", "!"),
    ("jusqu'à 20 heures", "fr", "fr", "!"),
    ("de 8 à 20 heures", "fr", "fr", "!"),
    ("20 h 30", "fr", "fr", "!"),
    ("le 17", "fr", "fr", "!"),
    ("les 48 heures", "fr", "fr", "48 h"),
    ("les 20 personnes", "fr", "fr", "20"),
    ("20 Uhr", "de", "de", "!"),
    ("um 20 Uhr", "de", "de", "!"),
    ("von 8 bis 10 Uhr", "de", "de", "!"),
    ("5 o'clock", "en", "en", "!"),
    ("5pm", "en", "en", "!"),
    ("1080p", "en-US", "en", "!"),
    ("720p", "en-GB", "en", "!"),
    ("720p video", "en-GB", "en", "!"),
    ("480p", "en-GB", "en", "!"),
    ("20p", "en-US", "en", "!"),
    ("20p", "en", "en", "!"),
    ("20p", "en-GB", "en", "0.20 GBP"),
    ("a 20p rise", "en-GB", "en", "0.20 GBP"),
    ("60p screen", "en-GB", "en", "!"),
    ("130 all'ora", "it", "it", "!"),
    ("130 l'ora", "it", "it", "!"),
    ("130 km all'ora", "it", "it", "130 km per hour"),
    ("130 persone all'ora", "it", "it", "130 per hour"),
    ("8 euro all'ora", "it", "it", "8 EUR per hour"),
    ("130 por hora", "es", "es", "!"),
    ("130 à l'heure", "fr", "fr", "!"),
    ("-5 men", "en", "en", "!"),
    ("-5 uomini", "it", "it", "!"),
    ("-5%", "en", "en", "-5 %"),
    ("0-2 goals", "en", "en", "!"),
    ("0-100 km", "en", "en", "[0, 100] km, uncertainty"),
];

#[test]
fn what_only_looks_like_a_quantity_is_refused() {
    check(ROWS);
}

#[test]
fn a_time_of_day_says_so_unless_the_caller_counts_something() {
    let error = read("alle 17", "it", "it").expect_err("a time");
    assert!(error.to_string().contains("alle 17"), "{error}");
    let error = read("le 17", "it", "it").expect_err("a time").to_string();
    assert!(error.contains("time of day"), "{error}");
    let printed = Printed {
        text: "le 17",
        language: "it",
        number_locale: "it",
        counted: "donne",
    };
    let figure = reader::read(&printed).expect("a count");
    assert_eq!(show(&figure), "17");
}

/// Money whose name says two currencies.
#[test]
fn francs_cfa_are_those_of_the_region_or_refused() {
    check(&[
        ("10 000 francs CFA", "fr", "fr", "!"),
        ("10 000 francs CFA", "fr-FR", "fr", "!"),
        ("10 000 francs CFA", "fr-SN", "fr", "10000 XOF"),
        ("10 000 francs CFA", "fr-CM", "fr", "10000 XAF"),
    ]);
}
