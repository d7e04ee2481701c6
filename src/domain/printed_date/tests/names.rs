//! The names of months and weekdays.

use chrono::Weekday;

use super::super::names::Language;

/// The months by language, in the order of `Language::ALL`.
pub(super) const MONTHS: [[&str; 12]; 5] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
];

/// The weekdays by language, from Monday.
pub(super) const WEEKDAYS: [[&str; 7]; 5] = [
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    [
        "lunedì",
        "martedì",
        "mercoledì",
        "giovedì",
        "venerdì",
        "sabato",
        "domenica",
    ],
    [
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ],
    [
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    ],
    [
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
    ],
];

/// A name as in tokens.
fn plain(name: &str) -> String {
    let tokens = super::super::token::split(name);
    tokens.into_iter().map(|token| token.text).collect()
}

#[test]
fn all_full_names_are_known() {
    for (language, months) in Language::ALL.into_iter().zip(MONTHS) {
        for (name, number) in months.into_iter().zip(1..) {
            assert_eq!(language.month(&plain(name)), Some(number), "{name}");
        }
    }
    for (language, weekdays) in Language::ALL.into_iter().zip(WEEKDAYS) {
        for (name, number) in weekdays.into_iter().zip(0..) {
            let weekday = Weekday::try_from(number).unwrap();
            assert_eq!(language.weekday(&plain(name)), Some(weekday), "{name}");
        }
    }
}

#[test]
fn abbreviations_are_known() {
    for (language, names) in [
        (
            Language::English,
            "jan feb mar apr may jun jul aug sept oct nov dec",
        ),
        (
            Language::Italian,
            "gen feb mar apr mag giu lug ago set ott nov dic",
        ),
        (
            Language::German,
            "jan feb marz apr mai juni juli aug sept okt nov dez",
        ),
        (
            Language::French,
            "janv fevr mars avr mai juin juil aout sept oct nov dec",
        ),
        (
            Language::Spanish,
            "ene feb mar abr may jun jul ago sept oct nov dic",
        ),
    ] {
        for (name, number) in names.split(' ').zip(1..) {
            assert_eq!(language.month(name), Some(number), "{name}");
        }
    }
    for (language, names) in [
        (Language::English, "mon tue wed thu fri sat sun"),
        (Language::Italian, "lun mar mer gio ven sab dom"),
        (Language::German, "mo di mi do fr sa so"),
        (Language::French, "lun mar mer jeu ven sam dim"),
        (Language::Spanish, "lun mar mie jue vie sab dom"),
    ] {
        for (name, number) in names.split(' ').zip(0..) {
            let weekday = Weekday::try_from(number).unwrap();
            assert_eq!(language.weekday(name), Some(weekday), "{name}");
        }
    }
}

#[test]
fn a_name_that_can_be_two_months_is_none() {
    assert_eq!(Language::French.month("jui"), None);
    assert_eq!(Language::English.month("j"), None);
    assert_eq!(Language::English.month("aprile"), None);
}
