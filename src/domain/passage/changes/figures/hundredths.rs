//! Hundredths of a currency: "50 cents" are half a dollar.

use rust_decimal::Decimal;

use super::{measures::Measure, signs, value::Figure};
use crate::domain::passage::changes::{
    language::Language,
    words::{Kind, Word},
};

/// Hundredths of a currency, and the currencies.
const HUNDREDTHS: &[(&[Language], &str, &str)] = &[
    (&[Language::English], "cent cents ¢", "USD|EUR|CAD|AUD|NZD"),
    (&[Language::English], "pence", "GBP"),
    (&[Language::German], "cent", "EUR|USD|CAD|AUD"),
    (&[Language::German], "rappen", "CHF"),
    (&[Language::French], "centime centimes cents", "EUR|CHF|USD"),
    (
        &[Language::Italian],
        "centesimo centesimi cent",
        "EUR|CHF|USD",
    ),
    (
        &[Language::Spanish],
        "céntimo céntimos centavo centavos",
        "EUR|USD|MXN|ARS|CLP|COP|PEN",
    ),
];

/// The figure in the currency, if it is one of its hundredths.
pub(super) fn apply(words: &[Word<'_>], figure: Figure, language: Option<Language>) -> Figure {
    let code = language.and_then(|it| currencies(words, &figure, it));
    let Some(code) = code.filter(|_| figure.is_certain) else {
        return figure;
    };
    let measure = Measure {
        code,
        is_sign: false,
    };
    Figure {
        measure: Some(measure),
        ..signs::times(figure, Decimal::new(1, 2))
    }
}

/// The currencies of cents behind a number or glued to it.
fn currencies(words: &[Word<'_>], figure: &Figure, language: Language) -> Option<&'static str> {
    let last = &words[figure.words.end - 1];
    let suffix = last.folded.trim_start_matches(|c: char| !c.is_alphabetic());
    let glued = Some(suffix).filter(|it| last.kind == Kind::Number && !it.is_empty());
    let next = words.get(figure.words.end).map(|it| it.folded.as_str());
    if language == Language::English && glued == Some("p") {
        return Some("GBP");
    }
    let word = glued.or(next)?;
    let mut all = HUNDREDTHS.iter().filter(|(of, ..)| of.contains(&language));
    let found = all.find(|(_, words, _)| words.split(' ').any(|it| it == word));
    found.map(|(.., code)| *code)
}
