//! The names of months and weekdays in the five languages that are read.
//!
//! They are those of Unicode CLDR, as ICU4X has them: full and abbreviated, of each language
//! and of its regions. Newspapers use a few more, which are added here.

use std::{collections::HashMap, sync::LazyLock};

use chrono::Weekday;
use icu_calendar::{Date, Gregorian};
use icu_datetime::{
    fieldsets::enums::DateFieldSet,
    pattern::{DateTimePattern, FixedCalendarDateTimeNames, MonthNameLength, WeekdayNameLength},
};
use icu_locale_core::Locale;
use writeable::TryWriteable as _;

use super::token::{self, Kind};
use crate::domain::value::language;

/// A language whose words are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Italian,
    German,
    French,
    Spanish,
}

impl Language {
    pub(super) const ALL: [Self; 5] = [
        Self::English,
        Self::Italian,
        Self::German,
        Self::French,
        Self::Spanish,
    ];

    /// The language of a BCP-47 tag, if it is one of these.
    pub(super) fn of(tag: &str) -> Option<Self> {
        match language::primary(tag)?.as_str() {
            "en" => Some(Self::English),
            "it" => Some(Self::Italian),
            "de" => Some(Self::German),
            "fr" => Some(Self::French),
            "es" => Some(Self::Spanish),
            _ => None,
        }
    }

    /// The number of the month with this name, from 1.
    pub(super) fn month(self, name: &str) -> Option<u32> {
        NAMES[self as usize].months.get(name).copied()?
    }

    /// The weekday with this name.
    pub(super) fn weekday(self, name: &str) -> Option<Weekday> {
        NAMES[self as usize].weekdays.get(name).copied()?
    }

    /// The language and the regions whose newspapers abbreviate names in other ways.
    const fn locales(self) -> &'static [&'static str] {
        match self {
            Self::English => &["en", "en-GB", "en-AU", "en-CA", "en-IE", "en-IN", "en-NZ"],
            Self::Italian => &["it", "it-CH"],
            Self::German => &["de", "de-AT", "de-CH"],
            Self::French => &["fr", "fr-BE", "fr-CA", "fr-CH"],
            Self::Spanish => &[
                "es", "es-419", "es-AR", "es-CL", "es-CO", "es-MX", "es-PE", "es-US", "es-UY",
                "es-VE",
            ],
        }
    }

    /// Names of months that newspapers use and CLDR does not have.
    const fn more_months(self) -> &'static [(&'static str, u32)] {
        match self {
            Self::English => &[("sept", 9)],
            Self::Italian => &[("genn", 1), ("febb", 2), ("sett", 9)],
            Self::German => &[
                ("jaenner", 1),
                ("febr", 2),
                ("feber", 2),
                ("maerz", 3),
                ("mrz", 3),
            ],
            Self::French => &[("jan", 1), ("fev", 2), ("juill", 7), ("sep", 9)],
            Self::Spanish => &[("setiembre", 9), ("set", 9)],
        }
    }

    /// Names of weekdays that newspapers use and CLDR does not have.
    const fn more_weekdays(self) -> &'static [(&'static str, Weekday)] {
        match self {
            Self::English => &[
                ("tues", Weekday::Tue),
                ("weds", Weekday::Wed),
                ("thur", Weekday::Thu),
                ("thurs", Weekday::Thu),
            ],
            Self::German => &[("sonnabend", Weekday::Sat)],
            Self::Italian | Self::French | Self::Spanish => &[],
        }
    }
}

/// The number of the month that a word names in a language with this BCP-47 tag, from 1.
pub fn month(tag: &str, word: &str) -> Option<u32> {
    let tokens = token::split(word);
    let [name] = tokens.as_slice() else {
        return None;
    };
    Language::of(tag)?.month(&name.text)
}

/// The names of one language, in lower case, without accents and full stops, as in tokens.
/// `None` is a name of two months or weekdays.
#[derive(Default)]
struct Names {
    months: HashMap<String, Option<u32>>,
    weekdays: HashMap<String, Option<Weekday>>,
}

static NAMES: LazyLock<[Names; 5]> = LazyLock::new(|| Language::ALL.map(Names::of));

const MONTH_LENGTHS: [(MonthNameLength, &str); 4] = [
    (MonthNameLength::Wide, "MMMM"),
    (MonthNameLength::Abbreviated, "MMM"),
    (MonthNameLength::StandaloneWide, "LLLL"),
    (MonthNameLength::StandaloneAbbreviated, "LLL"),
];

const WEEKDAY_LENGTHS: [(WeekdayNameLength, &str); 4] = [
    (WeekdayNameLength::Wide, "EEEE"),
    (WeekdayNameLength::Abbreviated, "EEE"),
    (WeekdayNameLength::StandaloneWide, "cccc"),
    (WeekdayNameLength::StandaloneAbbreviated, "ccc"),
];

type Formatter = FixedCalendarDateTimeNames<Gregorian, DateFieldSet>;

impl Names {
    fn of(language: Language) -> Self {
        let mut names = Self::default();
        let locales = language.locales().iter();
        for locale in locales.filter_map(|tag| Locale::try_from_str(tag).ok()) {
            names.add_months(&locale);
            names.add_weekdays(&locale);
        }
        for (name, month) in language.more_months() {
            add(&mut names.months, name, *month);
        }
        for (name, weekday) in language.more_weekdays() {
            add(&mut names.weekdays, name, *weekday);
        }
        names
    }

    fn add_months(&mut self, locale: &Locale) {
        for (length, pattern) in MONTH_LENGTHS {
            let mut formatter = Formatter::new_without_number_formatting(locale.into());
            if formatter.include_month_names(length).is_err() {
                continue;
            }
            for month in 1..=12 {
                if let Some(name) = format(&formatter, pattern, month, 1) {
                    add(&mut self.months, &name, u32::from(month));
                }
            }
        }
    }

    fn add_weekdays(&mut self, locale: &Locale) {
        for (length, pattern) in WEEKDAY_LENGTHS {
            let mut formatter = Formatter::new_without_number_formatting(locale.into());
            if formatter.include_weekday_names(length).is_err() {
                continue;
            }
            let weekdays = (0..7).filter_map(|number| Weekday::try_from(number).ok());
            // 1 January 2024 was a Monday.
            for (weekday, day) in weekdays.zip(1..) {
                if let Some(name) = format(&formatter, pattern, 1, day) {
                    add(&mut self.weekdays, &name, weekday);
                }
            }
        }
    }
}

/// A day of 2024 in a pattern that has only a name.
fn format(formatter: &Formatter, pattern: &str, month: u8, day: u8) -> Option<String> {
    let pattern = DateTimePattern::try_from_pattern_str(pattern).ok()?;
    let date = Date::try_new_gregorian(2024, month, day).ok()?;
    let formatted = formatter.with_pattern_unchecked(&pattern);
    let formatted = formatted.format(&date);
    let name = formatted.try_write_to_string();
    name.ok().map(std::borrow::Cow::into_owned)
}

/// Adds a name. One that already means something else means nothing from then on.
fn add<T: Copy + PartialEq>(names: &mut HashMap<String, Option<T>>, name: &str, value: T) {
    let tokens = token::split(name);
    let words = tokens.iter().filter(|token| token.text != ".");
    let words: Vec<_> = words.collect();
    let [word] = words[..] else { return };
    if word.kind != Kind::Word || word.text == FRENCH_JUNE_OR_JULY {
        return;
    }
    let known = names.entry(word.text.clone()).or_insert(Some(value));
    if *known != Some(value) {
        *known = None;
    }
}

/// It is printed for June as well as for July.
const FRENCH_JUNE_OR_JULY: &str = "jui";
