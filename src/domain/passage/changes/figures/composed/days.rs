//! Days of a month in words: "the fifth of June", "le cinq juin".

use super::ordinals;
use crate::domain::passage::changes::{
    figures::{
        dates,
        number_words::is_one,
        spelled,
        value::{Figure, Value},
    },
    language::Language,
    words::Word,
};

/// Reads a day in words with its month, and with the year behind them.
pub(super) fn read(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    let (day, month, next) =
        before_month(words, at, language).or_else(|| behind_month(words, at, language))?;
    let (year, end) = dates::year_behind(words, next);
    let day = Some(day).filter(|day| (1..=31).contains(day));
    day.is_some().then_some(Figure {
        values: vec![Value::Date { year, month, day }],
        words: at..end,
        measure: None,
        is_certain: true,
    })
}

/// "Fifth of June", "fünften Juni", "cinco de junio".
fn before_month(words: &[Word<'_>], at: usize, language: Language) -> Option<(u32, u32, usize)> {
    let first = words.get(at).filter(|it| it.is_word())?;
    let is_first =
        is_one(&first.folded) && matches!(language, Language::Spanish | Language::Italian);
    let counts = !matches!(language, Language::English | Language::German);
    let day = ordinals::read(words, at, language)
        .or_else(|| spelled::cardinal(words, at, language).filter(|_| counts))
        .or(is_first.then_some((1, at + 1)));
    let (day, next) = day?;
    let link = match language {
        Language::English => Some("of"),
        Language::Spanish => Some("de"),
        _ => None,
    };
    let has_link = link.is_none_or(|link| words.get(next).is_some_and(|it| it.folded == link));
    let next = next + usize::from(link.is_some());
    let month = dates::month(words.get(next)?, language).filter(|_| has_link)?;
    Some((day, month, next + 1))
}

/// "June the fifth".
fn behind_month(words: &[Word<'_>], at: usize, language: Language) -> Option<(u32, u32, usize)> {
    let month = dates::month(words.get(at)?, language)?;
    let is_the = words.get(at + 1).is_some_and(|it| it.folded == "the");
    let from = at + 1 + usize::from(is_the);
    let (day, end) = ordinals::read(words, from, language)?;
    (language == Language::English).then_some((day, month, end))
}
