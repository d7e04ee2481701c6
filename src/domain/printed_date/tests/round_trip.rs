//! Random texts and random dates. Whatever is read is printed in every language, and what is
//! printed is read as the same date again.

use chrono::{Datelike, NaiveDate};

use super::{
    super::{context::DateContext, error::NotRead, names::Language},
    names::{MONTHS, WEEKDAYS},
    read,
};
use crate::domain::value::{Date, DatePart};

/// Splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }
}

const TAGS: [(Language, &str); 5] = [
    (Language::English, "en"),
    (Language::Italian, "it"),
    (Language::German, "de"),
    (Language::French, "fr"),
    (Language::Spanish, "es"),
];

/// Prints a date in a language as a newspaper would.
fn print(date: &Date, language: Language, with_weekday: bool) -> String {
    if let Some(instant) = date.instant {
        return instant.format("%FT%T%.fZ").to_string();
    }
    let [about, early, mid, late, of] = match language {
        Language::English => ["around", "early", "mid", "late", ""],
        Language::Italian => ["circa", "inizio", "metà", "fine", ""],
        Language::German => ["etwa", "Anfang", "Mitte", "Ende", ""],
        Language::French => ["vers", "début", "mi", "fin", ""],
        Language::Spanish => ["hacia", "principios de", "mediados de", "finales de", "de"],
    };
    let part = match date.part {
        None => "",
        Some(DatePart::Early) => early,
        Some(DatePart::Mid) => mid,
        Some(DatePart::Late) => late,
    };
    let Date {
        year, month, day, ..
    } = *date;
    let name = |month: i32| {
        let index = usize::try_from(month - 1).unwrap();
        MONTHS[language as usize][index]
    };
    let of_day = NaiveDate::from_ymd_opt(year, month.unsigned_abs().max(1), day.unsigned_abs());
    let weekday = of_day.filter(|_| with_weekday).map_or("", |it| {
        let index = it.weekday().num_days_from_monday();
        WEEKDAYS[language as usize][usize::try_from(index).unwrap()]
    });
    let dot = if language == Language::German {
        "."
    } else {
        ""
    };
    let calendar = match (month, day) {
        (0, _) => year.to_string(),
        (_, 0) => format!("{} {of} {year}", name(month)),
        _ => format!("{weekday} {day}{dot} {of} {} {of} {year}", name(month)),
    };
    let about = if date.approximate { about } else { "" };
    let words = format!("{about} {part} {calendar}");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read_in(printed: &str, tag: &str) -> Result<Date, NotRead> {
    read::read(printed, &DateContext::of_text(tag, "", None))
}

fn check_again(date: &Date, context: &str) {
    for (language, tag) in TAGS {
        for with_weekday in [false, true] {
            let printed = print(date, language, with_weekday);
            let again = read_in(&printed, tag);
            assert_eq!(again.as_ref(), Ok(date), "{context}: {printed}, {tag}");
            // In any other language, and in none, it is the same or it is not read.
            for tag in ["", "en", "it", "de", "fr", "es", "nl"] {
                if let Ok(other) = read_in(&printed, tag) {
                    assert_eq!(other, *date, "{context}: {printed}, {tag}");
                }
            }
        }
    }
}

fn random_date(random: &mut Random) -> Date {
    let year = 1753 + i32::try_from(random.below(440)).unwrap();
    let month = i32::try_from(random.below(13)).unwrap();
    let mut day = i32::try_from(random.below(32)).unwrap();
    let is_valid = NaiveDate::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs());
    if is_valid.is_none() {
        day = 0;
    }
    let parts = [
        None,
        Some(DatePart::Early),
        Some(DatePart::Mid),
        Some(DatePart::Late),
    ];
    Date {
        year,
        month,
        day,
        approximate: random.below(4) == 0,
        part: parts[random.below(4)].filter(|_| day == 0),
        ..Date::default()
    }
}

#[test]
fn random_dates_are_printed_and_read_back() {
    let mut random = Random(1);
    for _ in 0..300 {
        let date = random_date(&mut random);
        check_again(&date, &format!("{date:?}"));
    }
}

const FRAGMENTS: &[&str] = &[
    "27",
    "4",
    "31",
    "12",
    "1",
    "0",
    "2025",
    "1989",
    "1066",
    "25",
    "99",
    "-",
    "/",
    ".",
    ",",
    ":",
    "th",
    "st",
    "er",
    "°",
    "'",
    "(",
    ")",
    "?",
    "April",
    "may",
    "Mar",
    "mar.",
    "sept.",
    "maggio",
    "März",
    "août",
    "enero",
    "set",
    "mai",
    "Sunday",
    "dom",
    "So",
    "mi",
    "di",
    "lundi",
    "of",
    "de",
    "del",
    "in",
    "nel",
    "am",
    "le",
    "el",
    "early",
    "mid",
    "mid-",
    "late",
    "fine",
    "Ende",
    "fin",
    "début",
    "metà",
    "mi-",
    "a",
    "principios",
    "circa",
    "ca.",
    "c.",
    "um",
    "vers",
    "about",
    "10:15",
    "T",
    "Z",
    "+02:00",
    "2025-04-27",
    "27/04/2025",
    "05/04/2025",
    "primo",
    "first",
    "the",
    "since",
    "s",
    "\u{a0}",
    "\u{200b}",
    "é",
    "٣",
];

#[test]
fn random_texts_never_panic_and_what_is_read_is_read_back() {
    let mut random = Random(2);
    let mut count = 0;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..=random.below(6) {
            text.push_str(FRAGMENTS[random.below(FRAGMENTS.len())]);
            if random.below(4) > 0 {
                text.push(' ');
            }
        }
        let tag = ["", "en", "it", "de", "fr", "es", "en-GB", "en-US", "pl"][random.below(9)];
        if let Ok(date) = read_in(&text, tag) {
            count += 1;
            if date.month == 0 && date.year < 1753 {
                continue;
            }
            check_again(&date, &text);
        }
    }
    assert!(count > 200, "only {count} were read");
}

/// Words of relative dates.
const RELATIVE: &[&str] = &[
    "last",
    "next",
    "this",
    "week",
    "month",
    "year",
    "ago",
    "two",
    "days",
    "years",
    "yesterday",
    "scorso",
    "scorsa",
    "anno",
    "mese",
    "settimana",
    "fa",
    "due",
    "ieri",
    "letzten",
    "Jahres",
    "vor",
    "Woche",
    "Tagen",
    "gestern",
    "dernier",
    "semaine",
    "il y a",
    "jours",
    "hier",
    "pasado",
    "semana",
    "hace",
    "días",
    "ayer",
    "morning",
    "früh",
    "Sunday",
    "lunedì",
    "Montag",
    "April",
    "dicembre",
    "27",
    "3rd",
    "of",
    "the",
    "in",
    "early",
    "fine",
    "around",
    ",",
];

#[test]
fn random_relative_texts_are_not_after_the_publication_if_they_cannot_be() {
    let mut random = Random(3);
    let mut count = 0;
    for _ in 0..30_000 {
        let words = (0..=random.below(4)).map(|_| RELATIVE[random.below(RELATIVE.len())]);
        let text = words.collect::<Vec<_>>().join(" ");
        let published = random_date(&mut random);
        let tag = ["", "en", "it", "de", "fr", "es", "en-US"][random.below(7)];
        let context = DateContext::of_text(tag, "", Some(&published));
        let Ok(date) = read::read(&text, &context.of_past()) else {
            continue;
        };
        let mut check = crate::domain::value::Checker::new();
        let printed = Date {
            printed: text.clone(),
            ..date.clone()
        };
        printed.check(&mut check);
        assert!(check.is_clean(), "{text}: {date:?}");
        if date.inferred.is_empty() {
            continue;
        }
        count += 1;
        assert!(date.first_day() <= published.last_day(), "{text}: {date:?}");
    }
    assert!(count > 200, "only {count} were read");
}
