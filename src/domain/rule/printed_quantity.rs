//! Quantities of which only the printed figure is given: the rest is read from that.

use crate::domain::{
    figure::{self, Figure, error::NotRead, quantity::Quantity},
    resource::claim::Claim,
    value::{language, violation::Checker},
};

impl Claim {
    /// Reads the printed figures of the quantities that have no bounds, and complains
    /// about those that cannot be read without guessing.
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

    /// Takes what the figure says; what is given beside it must say the same.
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
            check.report_at("per", "is another than the printed figure has");
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
            format!("is another than the printed figure has, {printed}"),
        );
    }
}

/// Reads a figure in the words of the claim, or else in those of the place whose figures
/// it has: a claim can be written in another language than the article.
fn read(printed: &str, number_locale: &str, language: &str) -> Result<Figure, NotRead> {
    let read = figure::read::read(printed, number_locale, language);
    let other = language::primary(number_locale);
    match (read, other) {
        (Err(error @ NotRead::NotAFigure { .. }), Some(other))
            if language::primary(language).as_ref() != Some(&other) =>
        {
            figure::read::read(printed, number_locale, &other).map_err(|other| match other {
                NotRead::Ambiguous { .. } => other,
                NotRead::NotAFigure { .. } => error,
            })
        }
        (read, _) => read,
    }
}
