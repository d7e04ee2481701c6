//! Words beside a number that make another number of it: "minus", "dozen", "BC".

use rust_decimal::Decimal;

use super::value::{Figure, Value};
use crate::domain::passage::changes::{
    language::Language,
    words::{Kind, Word},
};

/// The figure with the sign and the dozens that stand beside it in words.
pub(super) fn apply(words: &[Word<'_>], figure: Figure, language: Option<Language>) -> Figure {
    let Some(language) = language else {
        return figure;
    };
    let figure = with_dozens(words, figure);
    let figure = with_minus(words, figure);
    let is_before_christ = is_before_christ(words, figure.words.end, language);
    match is_before_christ {
        true => times(figure, Decimal::NEGATIVE_ONE),
        false => figure,
    }
}

/// The figure with each number multiplied.
pub(super) fn times(figure: Figure, factor: Decimal) -> Figure {
    let values = figure.values.into_iter();
    Figure {
        values: values.map(|it| scaled(it, factor)).collect(),
        ..figure
    }
}

/// A value multiplied, if it is a number.
pub(super) fn scaled(value: Value, factor: Decimal) -> Value {
    match value {
        Value::Number(number) => match number.checked_mul(factor) {
            Some(number) => Value::Number(number.normalize()),
            None => value,
        },
        value => value,
    }
}

/// Whether a word says that the figure after it is negative, in any of the languages. It does not
/// in "al menos 5", "au moins 5" or "más o menos 5".
pub(super) fn is_minus_word(words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |it| words[it].folded.as_str());
    let is_bound = matches!(
        before,
        "al" | "au"
            | "du"
            | "le"
            | "lo"
            | "né"
            | "ni"
            | "no"
            | "non"
            | "o"
            | "oder"
            | "or"
            | "ou"
            | "pas"
            | "per"
    );
    let word = words[at].folded.as_str();
    matches!(word, "minus" | "moins" | "meno" | "menos") && !is_bound
}

/// "Minus five": digits are read with their sign.
fn with_minus(words: &[Word<'_>], figure: Figure) -> Figure {
    let in_words = words[figure.words.start].kind == Kind::Word;
    let before = figure.words.start.checked_sub(1).filter(|_| in_words);
    let is_positive = |value: &Value| value.number().is_some_and(|it| it.is_sign_positive());
    let minus = before.filter(|at| is_minus_word(words, *at));
    let minus = minus.filter(|_| figure.is_certain && figure.values.iter().all(is_positive));
    match minus {
        Some(minus) => times(
            Figure {
                words: minus..figure.words.end,
                ..figure
            },
            Decimal::NEGATIVE_ONE,
        ),
        None => figure,
    }
}

/// "12 dozen".
fn with_dozens(words: &[Word<'_>], figure: Figure) -> Figure {
    let end = figure.words.end;
    let word = words.get(end).map_or("", |it| it.folded.as_str());
    let is_dozen = matches!(
        word,
        "dozen" | "dutzend" | "douzaine" | "douzaines" | "dozzine" | "docenas"
    );
    match is_dozen && figure.is_certain {
        true => times(
            Figure {
                words: figure.words.start..end + 1,
                ..figure
            },
            Decimal::from(12),
        ),
        false => figure,
    }
}

/// Whether letters at an index say that a year or a century is before Christ: "BC", "v. Chr.".
fn is_before_christ(words: &[Word<'_>], at: usize, language: Language) -> bool {
    let letters: &[&str] = match language {
        Language::English => &["bc", "bce"],
        Language::German => &["vchr", "vuz"],
        Language::French => &["avjc", "avantjésuschrist", "avantjc"],
        Language::Italian | Language::Spanish => &["ac", "aec"],
    };
    let mut printed = String::new();
    let near = words.iter().skip(at).take(LETTERS_MAX);
    let has_capital = |it: &Word<'_>| it.text.chars().any(char::is_uppercase);
    let mut is_capital = false;
    near.into_iter().any(|word| {
        is_capital |= has_capital(word);
        match word.text {
            "." | "-" => {}
            _ => printed.extend(word.folded.chars().filter(|c| *c != '.')),
        }
        is_capital && letters.contains(&printed.as_str())
    })
}

/// The most words and marks of these letters.
const LETTERS_MAX: usize = 6;
