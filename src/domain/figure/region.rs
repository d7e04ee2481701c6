//! Where a figure was printed, which decides whose dollar a dollar is.

use iso_currency::{Country, Currency, Flag};

use crate::domain::value::language;

/// Where a text was printed, as far as its tags tell.
pub(super) struct Region {
    pub country: Option<Country>,
    pub language: String,
}

impl Region {
    pub(super) fn new(number_locale: &str, language: &str) -> Self {
        let region = language::region(number_locale).or_else(|| language::region(language));
        let primary = language::primary(number_locale).or_else(|| language::primary(language));
        Self {
            country: region.and_then(|region| region.parse().ok()),
            language: primary.unwrap_or_default(),
        }
    }

    /// The currencies of the region.
    pub(super) fn own(&self) -> Vec<Currency> {
        let all = self.country.map(Currency::from_country).unwrap_or_default();
        all.into_iter().filter(|it| is_current(*it)).collect()
    }

    /// Whether pounds of weight are printed as "lb" or not at all.
    pub(super) fn pays_in_pounds(&self) -> bool {
        self.own().contains(&Currency::GBP)
    }
}

pub(super) fn is_current(currency: Currency) -> bool {
    !currency
        .flags()
        .iter()
        .any(|flag| matches!(flag, Flag::Fund | Flag::Special | Flag::Superseded(_)))
}
