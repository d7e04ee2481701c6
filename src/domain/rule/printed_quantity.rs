//! Reading a quantity from its printed figure, if nothing else of it is given.

use std::collections::BTreeMap;

use crate::domain::{
    figure::{
        Figure,
        error::NotRead,
        quantity::Quantity,
        read::{Printed, read},
    },
    resource::Claim,
    value::Checker,
};

/// What was read already, by the printed text, the locale and what is counted: a claim can print
/// the same figure more than once.
type Known = BTreeMap<[String; 3], Result<Figure, NotRead>>;

impl Claim {
    /// Reads the printed figure of every quantity without bounds, and reports each that
    /// cannot be read without guessing.
    pub fn read_printed(&mut self, check: &mut Checker) {
        let language = &self.language;
        let mut known = Known::new();
        check.field("quantities", |check| {
            for (index, quantity) in self.quantities.iter_mut().enumerate() {
                check.element(index, |check| {
                    quantity.read_printed(check, language, &mut known);
                });
            }
        });
    }
}

impl Quantity {
    fn read_printed(&mut self, check: &mut Checker, language: &str, known: &mut Known) {
        if self.lower.is_some() || self.upper.is_some() || self.printed.is_empty() {
            return;
        }
        let key = [&self.printed, &self.number_locale, &self.counted].map(String::clone);
        let reading = known
            .entry(key)
            .or_insert_with_key(|[text, locale, counted]| {
                read(&Printed {
                    text,
                    number_locale: locale,
                    language,
                    counted,
                })
            });
        match reading.clone() {
            Ok(figure) => self.take(check, figure),
            Err(error) => check.report_at("printed", error.to_string()),
        }
    }

    /// Takes over the values of the figure. A field that the caller gives as well must
    /// have the same value.
    fn take(&mut self, check: &mut Checker, figure: Figure) {
        let Figure {
            lower,
            upper,
            approximate,
            range,
            unit,
            currency,
            per,
        } = figure;
        self.lower = lower;
        self.upper = upper;
        self.approximate |= approximate;
        self.range = self.range.or(range);
        take_text(check, "unit", &mut self.unit, unit);
        take_text(check, "currency", &mut self.currency, currency);
        if self.per.is_some() && per.is_some() && self.per != per {
            check.report_at("per", "differs from the printed figure's");
        }
        self.per = self.per.or(per);
    }
}

fn take_text(check: &mut Checker, field: &str, given: &mut String, printed: String) {
    if given.is_empty() {
        *given = printed;
    } else if !printed.is_empty() && *given != printed {
        check.report_at(
            field,
            format!("differs from the printed figure's, {printed}"),
        );
    }
}
