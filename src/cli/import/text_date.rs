//! The date line of a plain-text article.
//!
//! The order of day and month must follow from the date itself or from the caller's
//! locale. A date that can be two days is refused, and the error names both.
//! Month names and two-digit years are deliberately absent.

use chrono::{Datelike, NaiveDate};

use crate::{domain::value::language, wire::pb};

/// How a date line may be written, for messages.
pub const LAYOUTS: &str = "dd/mm/yyyy or yyyy-mm-dd";

/// Why a date line is refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Both orders are valid, and the locale does not say which is meant.
    #[error(
        "{printed} can be {day_first} or {month_first}{}; give --number-locale en-GB or it where the day comes first, en-US where the month does",
        undecided(.locale)
    )]
    Ambiguous {
        /// The line.
        printed: String,
        /// Its meaning with the day first.
        day_first: String,
        /// Its meaning with the month first.
        month_first: String,
        /// The locale, if there is one; it does not decide the order.
        locale: Option<String>,
    },
    /// It is valid only in the order that the locale does not use.
    #[error(
        "{printed} is not a date with the {first} first, as --number-locale {locale} writes it; correct the line or the locale"
    )]
    OtherOrder {
        /// The line.
        printed: String,
        /// What the locale puts first.
        first: &'static str,
        /// The locale.
        locale: String,
    },
    /// The calendar has no such day.
    #[error("{0} is not a day of the calendar; write {LAYOUTS}")]
    Impossible(String),
}

fn undecided(locale: &Option<String>) -> String {
    locale.as_ref().map_or(String::new(), |locale| {
        format!(", and --number-locale {locale} does not say which")
    })
}

/// A line with the form of a date. Which day it means is not decided yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDate<'a> {
    printed: &'a str,
    numbers: Numbers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbers {
    /// Year, month, day.
    YearFirst(i32, u32, u32),
    /// Day and month in either order, then the year.
    YearLast(u32, u32, i32),
}

/// Parses a line that has the form of a date.
pub fn parse(line: &str) -> Option<WrittenDate<'_>> {
    let printed = line.trim();
    let separator = printed.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '/' | '.' | '-') {
        return None;
    }
    let parts: Vec<&str> = printed.split(separator).collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    let numbers = match (first.len(), second.len(), third.len()) {
        (4, 2, 2) if separator == '-' => {
            Numbers::YearFirst(number(first)?, number(second)?, number(third)?)
        }
        (1..=2, 1..=2, 4) => Numbers::YearLast(number(first)?, number(second)?, number(third)?),
        _ => return None,
    };
    Some(WrittenDate { printed, numbers })
}

fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    // `str::parse` would accept a sign too.
    text.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    text.parse().ok()
}

impl WrittenDate<'_> {
    /// Decides which day it means, in the order that `locale` uses.
    pub fn resolve(&self, locale: Option<&str>) -> Result<pb::Date, DateError> {
        let day = match self.numbers {
            Numbers::YearFirst(year, month, day) => date(year, month, day),
            Numbers::YearLast(first, second, year) => {
                self.resolve_order(first, second, year, locale)?
            }
        };
        let day = day.ok_or_else(|| DateError::Impossible(self.printed.to_owned()))?;
        Ok(pb::Date {
            year: day.year(),
            month: day.month().cast_signed(),
            day: day.day().cast_signed(),
            printed: self.printed.to_owned(),
            ..pb::Date::default()
        })
    }

    fn resolve_order(
        &self,
        first: u32,
        second: u32,
        year: i32,
        locale: Option<&str>,
    ) -> Result<Option<NaiveDate>, DateError> {
        let day_first = date(year, second, first);
        let month_first = date(year, first, second);
        let (chosen, other, name) = match locale.and_then(order) {
            Some(Order::DayFirst) => (day_first, month_first, "day"),
            Some(Order::MonthFirst) => (month_first, day_first, "month"),
            None => return self.only_valid_order(day_first, month_first, locale),
        };
        match (chosen, other, locale) {
            (None, Some(_), Some(locale)) => Err(DateError::OtherOrder {
                printed: self.printed.to_owned(),
                first: name,
                locale: locale.to_owned(),
            }),
            _ => Ok(chosen),
        }
    }

    fn only_valid_order(
        &self,
        day_first: Option<NaiveDate>,
        month_first: Option<NaiveDate>,
        locale: Option<&str>,
    ) -> Result<Option<NaiveDate>, DateError> {
        match (day_first, month_first) {
            (Some(one), Some(other)) if one != other => Err(DateError::Ambiguous {
                printed: self.printed.to_owned(),
                day_first: spell_out(one),
                month_first: spell_out(other),
                locale: locale.map(str::to_owned),
            }),
            (one, other) => Ok(one.or(other)),
        }
    }
}

fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    // In the contract the calendar begins with the year 1.
    (year > 0).then(|| NaiveDate::from_ymd_opt(year, month, day))?
}

fn spell_out(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

enum Order {
    DayFirst,
    MonthFirst,
}

/// Regions where English writes the month first [CLDR 48, short dates].
const ENGLISH_MONTH_FIRST: &[&str] = &["AS", "BI", "GU", "MH", "MP", "PH", "PR", "UM", "US", "VI"];

/// Other languages that write the month first in every region [CLDR 48, short dates].
const MONTH_FIRST: &[&str] = &["ceb", "chr", "ee", "fil", "lkt", "or", "xh", "zu"];

/// The order in which a locale writes day and month, where it has only one.
fn order(locale: &str) -> Option<Order> {
    let language = language::primary(locale)?;
    let region = language::region(locale);
    match (language.as_str(), region.as_deref()) {
        // Both orders are in use.
        ("en", None | Some("CA")) | ("und", _) => None,
        ("en", Some(region)) if ENGLISH_MONTH_FIRST.contains(&region) => Some(Order::MonthFirst),
        ("es", Some("PA" | "PR")) => Some(Order::MonthFirst),
        (language, _) if MONTH_FIRST.contains(&language) => Some(Order::MonthFirst),
        // The region writes the month first, but the language writes the day first.
        (_, Some("US")) => None,
        _ => Some(Order::DayFirst),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, locale: Option<&str>) -> Result<(i32, i32, i32), String> {
        let written = parse(line).ok_or("not a date")?;
        let date = written.resolve(locale).map_err(|error| error.to_string())?;
        assert_eq!(date.printed, line.trim());
        Ok((date.year, date.month, date.day))
    }

    #[test]
    fn a_date_that_can_be_one_day_needs_no_locale() {
        for line in [
            "27/04/2025",
            " 27.04.2025 ",
            "27-4-2025",
            "2025-04-27",
            "04/27/2025",
        ] {
            assert_eq!(read(line, None), Ok((2025, 4, 27)), "{line}");
        }
        assert_eq!(read("5/5/2025", None), Ok((2025, 5, 5)));
        assert_eq!(read("2025-04-05", None), Ok((2025, 4, 5)));
        assert_eq!(read("27/04/2025", Some("en")), Ok((2025, 4, 27)));
    }

    #[test]
    fn a_date_that_can_be_two_days_is_refused_with_both() {
        assert_eq!(
            read("05/04/2025", None),
            Err("05/04/2025 can be 5 April 2025 or 4 May 2025; give --number-locale en-GB or it where the day comes first, en-US where the month does".to_owned())
        );
        for locale in ["en", "en-CA", "es-US", "und"] {
            let error = read("05/04/2025", Some(locale)).unwrap_err();
            let clause = format!("and --number-locale {locale} does not say which");
            assert!(error.contains(&clause), "{error}");
        }
    }

    #[test]
    fn the_locale_decides_the_order() {
        for locale in ["it", "en-GB", "en-AU", "de-AT", "es", "EN-gb", "pt-BR"] {
            assert_eq!(
                read("05/04/2025", Some(locale)),
                Ok((2025, 4, 5)),
                "{locale}"
            );
        }
        for locale in ["en-US", "en-PH", "es-PR", "fil", "en-Latn-US"] {
            assert_eq!(
                read("05/04/2025", Some(locale)),
                Ok((2025, 5, 4)),
                "{locale}"
            );
        }
    }

    #[test]
    fn a_date_in_the_order_that_the_locale_does_not_use_is_refused() {
        assert_eq!(
            read("27/04/2025", Some("en-US")),
            Err("27/04/2025 is not a date with the month first, as --number-locale en-US writes it; correct the line or the locale".to_owned())
        );
        assert!(read("04/27/2025", Some("it")).is_err());
    }

    #[test]
    fn days_that_the_calendar_does_not_have_are_refused() {
        for line in [
            "31/02/2025",
            "29.02.2023",
            "2025-02-30",
            "0/1/2025",
            "1/1/0000",
        ] {
            let error = read(line, None).unwrap_err();
            assert!(error.contains("is not a day of the calendar"), "{error}");
        }
        assert_eq!(read("29/02/2024", None), Ok((2024, 2, 29)));
    }

    #[test]
    fn other_lines_are_not_dates() {
        for line in [
            "",
            "April 2025",
            "27/04/25",
            "27/04.2025",
            "27/04/2025 10:00",
            "+7/04/2025",
            "2025/04/27",
            "1/2/3/2025",
            "٢٧/٠٤/٢٠٢٥",
        ] {
            assert_eq!(parse(line), None, "{line}");
        }
    }
}
