//! Tables of printed figures and their readings, and a fuzz test.

mod ages;
mod clock;
mod designations;
mod digits;
mod documented;
mod english;
mod forms;
mod fragments;
mod french;
mod fuzz;
mod german;
mod headlines;
mod indian;
mod italian;
mod italian_prose;
mod known_names;
mod languages;
mod look_alikes;
mod meanings;
mod money;
mod not_figures;
mod nouns;
mod plain;
mod powers;
mod press;
mod prose;
mod ranges;
mod refusals;
mod refused;
mod shapes;
mod shares;
mod spanish;
mod templates;
mod units;
mod words;

use super::{
    Figure,
    error::NotRead,
    print::print,
    quantity::Bound,
    read::{self, Printed},
};

/// A text, its number locale, the language of its words, and the expected reading: the
/// figure as [`show`] prints it, or `! ` and the error text. `!` alone is any error.
type Row = (&'static str, &'static str, &'static str, &'static str);

fn read(text: &str, number_locale: &str, language: &str) -> Result<Figure, NotRead> {
    read::read(&Printed {
        text,
        number_locale,
        language,
        ..Printed::default()
    })
}

fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (printed, locale, language, expected) in rows {
        let got = match read(printed, locale, language) {
            Ok(figure) => {
                check_again(&figure, locale, language);
                show(&figure)
            }
            Err(error) => format!("! {error}"),
        };
        let is_expected = match *expected {
            "!" => got.starts_with('!'),
            expected => got == expected,
        };
        if !is_expected {
            wrong.push(format!(
                "({printed:?}, {locale:?}, {language:?})\n  is       {got}\n  expected {expected}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Checks that the printed figure is read as the same figure again.
fn check_again(figure: &Figure, locale: &str, language: &str) {
    let printed = print(figure, locale, language);
    let is_read = ["en", "it"].iter().any(|tag| language.starts_with(tag));
    let language = if is_read { language } else { "en" };
    match read(&printed, locale, language) {
        Ok(again) => assert!(
            figure.equals(&again),
            "{printed:?} ({locale:?}, {language:?}) is {} and not {}",
            show(&again),
            show(figure)
        ),
        Err(error) => panic!("{printed:?} ({locale:?}, {language:?}) {error}"),
    }
}

/// Prints a figure as `~[7000, 24000) EUR per month, extent`. `[` and `]` include the
/// number, `(` and `)` exclude it.
fn show(figure: &Figure) -> String {
    let lower = figure.lower.map_or("(".to_owned(), |bound| {
        format!("{}{}", if bound.open { '(' } else { '[' }, bound.value)
    });
    let upper = figure.upper.map_or(")".to_owned(), |bound| {
        format!("{}{}", bound.value, if bound.open { ')' } else { ']' })
    });
    let about = if figure.approximate { "~" } else { "" };
    let mut shown = match (figure.lower, figure.upper) {
        (Some(a), Some(b)) if a == b => format!("{about}{}", a.value),
        _ => format!("{about}{lower}, {upper}"),
    };
    for code in [&figure.unit, &figure.currency] {
        if !code.is_empty() {
            shown.push_str(&format!(" {code}"));
        }
    }
    if let Some(period) = figure.per {
        shown.push_str(&format!(" per {period:?}").to_lowercase());
    }
    match figure.range {
        Some(kind) => format!("{shown}, {kind:?}")
            .replace(", U", ", u")
            .replace(", E", ", e"),
        None => shown,
    }
}
