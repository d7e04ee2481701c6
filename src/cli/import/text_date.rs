//! The date line of a plain-text article.
//!
//! The order of day and month must follow from the date itself or from the caller's
//! locale or language. A date that can be two days is refused, and the error names both.

use crate::{
    domain::{
        printed_date::{context::DateContext, error::NotRead, read},
        value::Date,
    },
    wire::{pb, value::date},
};

/// Ways to write a date line, for messages.
pub const LAYOUTS: &str =
    "27/04/2025, 27.04.2025, 2025-04-27, 27 April 2025, April 27, 2025 or 27 aprile 2025";

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
    #[error("{0} is not a day of the calendar; write it like {LAYOUTS}")]
    Impossible(String),
    /// The clock has no such time.
    #[error(
        "{0} has a time that does not exist: hours are 0 to 23, minutes and seconds 0 to 59; correct the line"
    )]
    ImpossibleTime(String),
    /// It is outside the years that can be stored.
    #[error("{0} is not between the years 1 and 9999 in UTC; correct the line")]
    Beyond(String),
    /// The weekday does not fit the date.
    #[error("{printed} has a weekday that does not fit: {date} is a {weekday}; correct the line")]
    Weekday {
        /// The line.
        printed: String,
        /// The date.
        date: String,
        /// The weekday that it has.
        weekday: String,
    },
}

fn undecided(locale: &Option<String>) -> String {
    locale.as_ref().map_or(String::new(), |locale| {
        format!(", and --number-locale {locale} does not say which")
    })
}

/// What the caller knows about the language of an article.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tags<'a> {
    /// The BCP-47 tag of its language.
    pub language: Option<&'a str>,
    /// The BCP-47 tag of the locale of its numbers and dates.
    pub number_locale: Option<&'a str>,
    /// The time zone of its publisher.
    pub time_zone: Option<&'a str>,
}

/// Whether a line has the form of a date.
pub fn is_date(line: &str, tags: Tags<'_>) -> bool {
    read(line, tags).is_some()
}

/// Reads a line that has the form of a date. `None` if it does not.
pub fn read(line: &str, tags: Tags<'_>) -> Option<Result<pb::Date, DateError>> {
    let printed = line.trim();
    let language = tags.language.unwrap_or_default();
    let number_locale = tags.number_locale.unwrap_or_default();
    let context = DateContext::of_text(language, number_locale, None);
    Some(match read::read(printed, &context) {
        Ok(read) => Ok(date::write(&Date {
            printed: printed.to_owned(),
            time_zone: match (read.instant, tags.time_zone) {
                (Some(_), Some(zone)) => zone.to_owned(),
                _ => read.time_zone,
            },
            ..read
        })),
        Err(error) => Err(refusal(error, printed, tags.number_locale)?),
    })
}

/// Why a date is refused. `None` if the line is not a date.
fn refusal(error: NotRead, printed: &str, locale: Option<&str>) -> Option<DateError> {
    let printed = printed.to_owned();
    Some(match error {
        NotRead::NotADate => return None,
        NotRead::Ambiguous {
            day_first,
            month_first,
        } => DateError::Ambiguous {
            printed,
            day_first,
            month_first,
            locale: locale.map(str::to_owned),
        },
        NotRead::OtherOrder { first } => DateError::OtherOrder {
            printed,
            first,
            locale: locale.unwrap_or_default().to_owned(),
        },
        NotRead::Impossible => DateError::Impossible(printed),
        NotRead::ImpossibleTime => DateError::ImpossibleTime(printed),
        NotRead::Beyond => DateError::Beyond(printed),
        NotRead::Weekday { date, weekday } => DateError::Weekday {
            printed,
            date,
            weekday,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, locale: Option<&str>) -> Result<(i32, i32, i32), String> {
        let tags = Tags {
            number_locale: locale,
            ..Tags::default()
        };
        let date = super::read(line, tags).ok_or("not a date")?;
        let date = date.map_err(|error| error.to_string())?;
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
            assert!(error.contains("27 April 2025"), "{error}");
        }
        assert_eq!(read("29/02/2024", None), Ok((2024, 2, 29)));
    }

    #[test]
    fn other_lines_are_not_dates() {
        for line in [
            "",
            "April",
            "27 April",
            "last week",
            "27/04/25",
            "27/04.2025",
            "27/04/2025 and later",
            "+7/04/2025",
            "1/2/3/2025",
            "٢٧/٠٤/٢٠٢٥",
        ] {
            assert!(!is_date(line, Tags::default()), "{line}");
        }
    }

    #[test]
    fn the_language_settles_the_order_where_the_locale_of_numbers_does_not() {
        let read = |line, language, number_locale| {
            let tags = Tags {
                language,
                number_locale,
                time_zone: None,
            };
            let date = super::read(line, tags).unwrap();
            date.map(|date| (date.month, date.day)).map_err(|_| ())
        };
        for (language, number_locale, expected) in [
            (Some("en-GB"), None, Ok((4, 5))),
            (Some("en-US"), None, Ok((5, 4))),
            (Some("it"), None, Ok((4, 5))),
            (Some("en-GB"), Some("en"), Ok((4, 5))),
            (Some("en-GB"), Some("en-US"), Ok((5, 4))),
            (Some("it"), Some("en"), Err(())),
            (Some("en"), None, Err(())),
        ] {
            assert_eq!(
                read("05/04/2025", language, number_locale),
                expected,
                "{language:?} {number_locale:?}"
            );
        }
        // A date that can be one day does not need the order, and need not have it.
        assert_eq!(read("27/04/2025", Some("en-US"), None), Ok((4, 27)));
    }

    #[test]
    fn a_weekday_that_does_not_fit_is_refused() {
        assert_eq!(read("Sunday 27 April 2025", None), Ok((2025, 4, 27)));
        assert_eq!(
            read("Sunday 28 April 2025", None),
            Err("Sunday 28 April 2025 has a weekday that does not fit: 28 April 2025 is a Monday; correct the line".to_owned())
        );
    }
}
