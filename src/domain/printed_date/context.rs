//! What is known about the text in which a date is printed.

use chrono::{Datelike as _, NaiveDate, Weekday};
use icu_calendar::week::WeekInformation;
use icu_locale_core::Locale;

use super::{names::Language, order::LocaleOrder};
use crate::domain::value::{Date, language};

/// What is known about the text in which a date is printed. Tags can be empty.
#[derive(Clone, Debug, Default)]
pub struct DateContext {
    /// The BCP-47 tags of the languages that its words can be in, most likely first.
    pub languages: Vec<String>,
    /// The order of day and month in it, if it is known.
    pub order: Option<LocaleOrder>,
    /// The BCP-47 tags that can tell on which day its weeks begin, most telling first.
    pub week_locales: Vec<String>,
    /// When it was published, if that is known.
    pub published: Option<Date>,
    /// Whether the date is not after the publication.
    pub is_past: bool,
}

impl DateContext {
    /// The context of a text of which only the language is known.
    pub fn of_language(tag: &str) -> Self {
        Self {
            languages: vec![tag.to_owned()],
            ..Self::default()
        }
    }

    /// The context of an article's text. `number_locale` is that of its numbers and dates.
    pub fn of_text(language: &str, number_locale: &str, published: Option<&Date>) -> Self {
        Self {
            // Words of dates can be those of the numbers' locale.
            languages: vec![language.to_owned(), number_locale.to_owned()],
            order: LocaleOrder::of(number_locale, language),
            week_locales: vec![number_locale.to_owned(), language.to_owned()],
            published: published.cloned(),
            is_past: false,
        }
    }

    /// The same with one more language that the words can be in.
    pub fn with_language(mut self, tag: &str) -> Self {
        self.languages.push(tag.to_owned());
        self
    }

    /// The same for a date that is not after the publication.
    pub const fn of_past(mut self) -> Self {
        self.is_past = true;
        self
    }

    /// The day on which it was published, if it is certain.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        let published = self.published()?;
        let is_day = published.day != 0 || published.instant.is_some();
        published.first_day().filter(|_| is_day)
    }

    /// Year and month in which it was published, if they are certain.
    pub(super) fn month(&self) -> Option<(i32, u32)> {
        let published = self.published()?;
        let is_month = published.month != 0 || published.instant.is_some();
        let first = published.first_day().filter(|_| is_month)?;
        Some((first.year(), first.month()))
    }

    /// The year in which it was published, if it is certain.
    pub(super) fn year(&self) -> Option<i32> {
        Some(self.published()?.first_day()?.year())
    }

    /// The last day on which it can have been published.
    pub(super) fn last_day(&self) -> Option<NaiveDate> {
        self.published()?.last_day()
    }

    fn published(&self) -> Option<&Date> {
        let published = self.published.as_ref()?;
        (!published.approximate).then_some(published)
    }

    /// The days on which a week can begin in a text of this language.
    pub(super) fn week_starts(&self, language: Language) -> Vec<Weekday> {
        if let Some(tag) = self
            .week_locales
            .iter()
            .find(|tag| language::region(tag).is_some())
            && let Some(start) = week_start(tag)
        {
            return vec![start];
        }
        match language {
            // Both are in use among their regions.
            Language::English | Language::Spanish => vec![Weekday::Mon, Weekday::Sun],
            Language::Italian | Language::German | Language::French => vec![Weekday::Mon],
        }
    }
}

/// The first day of the week where a locale is used [CLDR].
fn week_start(tag: &str) -> Option<Weekday> {
    let locale = Locale::try_from_str(tag).ok()?;
    let week = WeekInformation::try_new((&locale).into()).ok()?;
    Weekday::try_from(week.first_weekday as u8 - 1).ok()
}
