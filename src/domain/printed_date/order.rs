//! The order in which a locale writes day and month.

use crate::domain::value::language;

/// What comes first: the day or the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 27/04/2025
    DayFirst,
    /// 04/27/2025
    MonthFirst,
}

impl Order {
    /// What comes first, in words.
    pub(super) const fn first(self) -> &'static str {
        match self {
            Self::DayFirst => "day",
            Self::MonthFirst => "month",
        }
    }
}

/// The order of day and month in a text, as far as its tags say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocaleOrder {
    /// The order.
    pub order: Order,
    /// Whether the other order is refused. If not, it is read where only it is valid.
    pub is_required: bool,
}

impl LocaleOrder {
    /// The order of a text in a locale of numbers and a language; a tag may be empty.
    ///
    /// The locale of numbers requires its order. The language only settles which of two
    /// valid days is meant, because an English text may write dates as in Italy. It is not
    /// asked if the locale of numbers is another language's.
    pub fn of(number_locale: &str, language: &str) -> Option<Self> {
        let known = |tag, is_required| order(tag).map(|order| Self { order, is_required });
        known(number_locale, true).or_else(|| {
            let is_other = !number_locale.is_empty()
                && language::primary(number_locale) != language::primary(language);
            if is_other {
                None
            } else {
                known(language, false)
            }
        })
    }
}

/// Regions where English writes the month first [CLDR 48, short dates].
const ENGLISH_MONTH_FIRST: &[&str] = &["AS", "BI", "GU", "MH", "MP", "PH", "PR", "UM", "US", "VI"];

/// Other languages that write the month first in every region [CLDR 48, short dates].
const MONTH_FIRST: &[&str] = &["ceb", "chr", "ee", "fil", "lkt", "or", "xh", "zu"];

/// The order in which a locale writes day and month, if it has only one.
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
