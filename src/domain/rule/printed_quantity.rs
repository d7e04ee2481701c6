//! Reading a quantity from its printed figure, if nothing else of it is given.

use crate::domain::{
    figure::{self, Figure, error::NotRead, quantity::Quantity},
    resource::Claim,
    value::{Checker, language},
};

impl Claim {
    /// Reads the printed figure of every quantity without bounds, and reports each that
    /// cannot be read without guessing.
    pub fn read_printed(&mut self, check: &mut Checker) {
        let language = &self.language;
        check.field("quantities", |check| {
            for (index, quantity) in self.quantities.iter_mut().enumerate() {
                check.element(index, |check| quantity.read_printed(check, language));
            }
        });
    }
}

impl Quantity {
    fn read_printed(&mut self, check: &mut Checker, language: &str) {
        if self.lower.is_some() || self.upper.is_some() || self.printed.is_empty() {
            return;
        }
        match read(&self.printed, &self.number_locale, language) {
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

/// Reads a figure in the language of the claim, and then in that of `number_locale`. The
/// two differ if the claim is written in another language than the article.
fn read(printed: &str, number_locale: &str, language: &str) -> Result<Figure, NotRead> {
    let read = figure::read::read(printed, number_locale, language);
    let local = language::primary(number_locale);
    match (read, local) {
        (Err(error @ NotRead::NotAFigure { .. }), Some(local))
            if language::primary(language).as_ref() != Some(&local) =>
        {
            figure::read::read(printed, number_locale, &local).map_err(|second| match second {
                NotRead::Ambiguous { .. } => second,
                NotRead::NotAFigure { .. } => error,
            })
        }
        (read, _) => read,
    }
}
