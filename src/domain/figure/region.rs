//! The region in which a figure was printed. It decides what a dollar sign means.

use iso_currency::{Country, Currency, Flag};

use crate::domain::value::language;

/// The region and language of a text, as far as its language tags say.
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
        let currencies = self.country.map(Currency::from_country);
        let currencies = currencies.unwrap_or_default().into_iter();
        currencies.filter(|it| is_current(*it)).collect()
    }

    /// Whether people pay in dollars, so that pounds of something are a weight.
    pub(super) fn pays_in_dollars(&self) -> bool {
        let own = self.own();
        own.iter()
            .any(|it| it.name().to_lowercase().contains("dollar"))
    }

    /// Whether people pay in pounds.
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
