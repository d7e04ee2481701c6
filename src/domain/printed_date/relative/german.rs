//! Relative dates in German.

use super::{
    form::{Form, Unit, When},
    template::Template,
};

pub(super) const TEMPLATES: &[Template] = &[
    (
        "heute fruh|morgen|vormittag|mittag|nachmittag|abend?",
        Form::Day(0),
    ),
    (
        "gestern fruh|morgen|vormittag|mittag|nachmittag|abend?",
        Form::Day(-1),
    ),
    ("gestern nacht", Form::LastNight),
    ("letzte|vergangene nacht", Form::LastNight),
    ("in der letzten|vergangenen nacht", Form::LastNight),
    ("vorgestern fruh|morgen|abend?", Form::Day(-2)),
    (
        "morgen fruh|vormittag|mittag|nachmittag|abend?",
        Form::Day(1),
    ),
    ("ubermorgen|uebermorgen", Form::Day(2)),
    ("vor # tag|tagen", Form::Ago(Unit::Day)),
    ("vor # woche|wochen", Form::Ago(Unit::Week)),
    ("vor # monat|monaten", Form::Ago(Unit::Month)),
    ("vor # jahr|jahren", Form::Ago(Unit::Year)),
    (
        "letzte|letzter|letzten|vergangene|vergangener|vergangenen|vorige|voriger|vorigen woche",
        Form::Week(-1),
    ),
    ("vorletzte|vorletzter|vorletzten woche", Form::Week(-2)),
    ("diese|dieser woche", Form::Week(0)),
    (
        "nachste|nachster|nachsten|kommende|kommender|kommenden woche",
        Form::Week(1),
    ),
    (
        "letztes|letzten|vergangenes|vergangenen|voriges|vorigen wochenende",
        Form::Weekend(When::Last),
    ),
    ("dieses|diesem wochenende", Form::Weekend(When::This)),
    ("am wochenende", Form::Weekend(When::Bare)),
    (
        "letzter|letzten|vergangener|vergangenen|voriger|vorigen monat|monats",
        Form::Month(-1),
    ),
    ("vorletzter|vorletzten monat|monats", Form::Month(-2)),
    ("diesen|diesem|dieses monat|monats", Form::Month(0)),
    (
        "nachster|nachsten|kommender|kommenden monat|monats",
        Form::Month(1),
    ),
    (
        "letztes|letzten|vergangenes|vergangenen|voriges|vorigen jahr|jahres",
        Form::Year(-1),
    ),
    ("vorletztes|vorletzten jahr|jahres", Form::Year(-2)),
    ("dieses|diesem jahr|jahres", Form::Year(0)),
    ("heuer", Form::Year(0)),
    (
        "nachstes|nachsten|kommendes|kommenden jahr|jahres",
        Form::Year(1),
    ),
    ("@", Form::Weekday(When::Bare)),
    (
        "@ fruh|morgen|vormittag|mittag|nachmittag|abend",
        Form::Weekday(When::Bare),
    ),
    ("letzter|letzten @", Form::Weekday(When::Last)),
    (
        "vergangener|vergangenen|voriger|vorigen @",
        Form::Weekday(When::MostRecent),
    ),
    ("nachster|nachsten @", Form::Weekday(When::Next)),
    ("kommender|kommenden @", Form::Weekday(When::Coming)),
    ("diesen|diesem|dieser @", Form::Weekday(When::This)),
    (
        "@ der? letzter|letzten|vergangener|vergangenen|voriger|vorigen woche",
        Form::WeekdayIn(-1),
    ),
    ("@ dieser woche", Form::WeekdayIn(0)),
    (
        "@ der? nachster|nachsten|kommender|kommenden woche",
        Form::WeekdayIn(1),
    ),
    (
        "% des? letzten|vergangenen|vorigen jahres",
        Form::MonthIn(-1),
    ),
    ("% des? vorletzten jahres", Form::MonthIn(-2)),
    ("% dieses jahres", Form::MonthIn(0)),
    ("% des? nachsten|kommenden jahres", Form::MonthIn(1)),
    ("letztes|vergangenes|voriges jahr im %", Form::MonthIn(-1)),
    ("%", Form::MonthNamed(When::Bare)),
    ("letzter|letzten %", Form::MonthNamed(When::Last)),
    (
        "vergangener|vergangenen|voriger|vorigen %",
        Form::MonthNamed(When::MostRecent),
    ),
    ("nachster|nachsten %", Form::MonthNamed(When::Next)),
    ("kommender|kommenden %", Form::MonthNamed(When::Coming)),
    ("diesen|diesem %", Form::MonthNamed(When::This)),
    (
        "& % des? letzten|vergangenen|vorigen jahres",
        Form::DayIn(-1),
    ),
    ("& % dieses jahres", Form::DayIn(0)),
    ("& % des? nachsten|kommenden jahres", Form::DayIn(1)),
    ("& %", Form::DayNamed(When::Bare)),
    ("vergangenen|vorigen & %", Form::DayNamed(When::MostRecent)),
    ("kommenden & %", Form::DayNamed(When::Coming)),
    (
        "& des? letzten|vergangenen|vorigen monats",
        Form::DayOfMonth(-1),
    ),
    ("& dieses monats", Form::DayOfMonth(0)),
    ("& des? nachsten|kommenden monats", Form::DayOfMonth(1)),
];

/// The words of counts.
pub(super) const COUNTS: &[(&str, i32)] = &[
    ("ein", 1),
    ("eine", 1),
    ("einem", 1),
    ("einer", 1),
    ("zwei", 2),
    ("drei", 3),
    ("vier", 4),
    ("funf", 5),
    ("sechs", 6),
    ("sieben", 7),
    ("acht", 8),
    ("neun", 9),
    ("zehn", 10),
    ("elf", 11),
    ("zwolf", 12),
    ("funfzehn", 15),
    ("zwanzig", 20),
    ("dreißig", 30),
];
