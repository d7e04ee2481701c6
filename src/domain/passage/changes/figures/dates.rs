//! Dates: a month beside a day or a year, and dates in digits.

use super::{
    number_words::ORDINAL_ENDINGS,
    value::{Figure, Value},
};
use crate::domain::{
    passage::changes::{
        language::Language,
        words::{Kind, Word},
    },
    printed_date,
};

/// Reads a date that begins at an index. A month alone is not a date.
pub(super) fn read(words: &[Word<'_>], at: usize, language: Option<Language>) -> Option<Figure> {
    let found =
        iso(words, at).or_else(|| language.and_then(|language| with_month(words, at, language)))?;
    let (value, end) = found;
    Some(Figure {
        values: vec![value],
        words: at..end,
        measure: None,
        is_certain: true,
    })
}

/// "2025-04-27".
fn iso(words: &[Word<'_>], at: usize) -> Option<(Value, usize)> {
    let [year, first, month, second, day] = words.get(at..at + 5)? else {
        return None;
    };
    let is_joined = [first, second].iter().all(|it| it.text == "-")
        && words[at + 1..at + 5].iter().all(|it| it.is_glued);
    let date = Value::Date {
        year: Some(year_of(year)?),
        month: number(month, 1, 12)?,
        day: Some(number(day, 1, 31)?),
    };
    is_joined.then_some((date, at + 5))
}

/// "27 April 2025", "April 27", "27 de abril de 2025", "April 2025".
fn with_month(words: &[Word<'_>], at: usize, language: Language) -> Option<(Value, usize)> {
    let (before, at_month) = match day_of(&words[at]) {
        Some(day) => (Some(day), skip(words, at + 1, &[".", "de", "of"])),
        None => (None, at),
    };
    let month = month(words.get(at_month)?, language)?;
    let next = at_month + 1;
    let after = words.get(next).and_then(day_of);
    let (day, next) = match (before, after) {
        (Some(day), _) => (Some(day), next),
        (None, Some(day)) => (Some(day), next + 1),
        (None, None) => (None, next),
    };
    let (year, end) = year_behind(words, next);
    let is_date = day.is_some() || year.is_some();
    is_date.then_some((Value::Date { year, month, day }, end))
}

/// The year behind a month, and where the date ends.
pub(super) fn year_behind(words: &[Word<'_>], next: usize) -> (Option<u32>, usize) {
    let at = skip(words, next, &[".", ",", "de", "del", "of"]);
    match words.get(at).and_then(year_of) {
        Some(year) => (Some(year), at + 1),
        None => (None, next),
    }
}

/// The index behind links that may stand at an index.
fn skip(words: &[Word<'_>], from: usize, links: &[&str]) -> usize {
    let is_link = |word: &&Word<'_>| links.contains(&word.folded.as_str());
    let rest = words[from.min(words.len())..].iter();
    from + rest.take(LINKS_MAX).take_while(is_link).count()
}

/// The words between a day, a month and a year.
const LINKS_MAX: usize = 1;

/// The dates that digits with marks between them may be ("27/4/2025", "27.4.2025").
pub(super) fn in_digits(text: &str) -> Vec<Value> {
    let parts: Option<Vec<u32>> = text
        .split(['/', '.'])
        .map(|part| part.parse().ok())
        .collect();
    let in_order = |day: u32, month: u32, year: Option<u32>| {
        let is_date = (1..=31).contains(&day) && (1..=12).contains(&month);
        let day = Some(day);
        is_date.then_some(Value::Date { year, month, day })
    };
    let century = |year: u32| match year < 100 {
        true => year + 2_000,
        false => year,
    };
    let dates = match parts.as_deref() {
        Some(&[first, second]) => [in_order(first, second, None), in_order(second, first, None)],
        Some(&[first, second, year]) => {
            let year = Some(century(year));
            [in_order(first, second, year), in_order(second, first, year)]
        }
        _ => [None, None],
    };
    dates.into_iter().flatten().collect()
}

fn day_of(word: &Word<'_>) -> Option<u32> {
    number(word, 1, 31)
}

fn year_of(word: &Word<'_>) -> Option<u32> {
    number(word, 1_000, 2_999).filter(|_| word.text.len() == 4)
}

fn number(word: &Word<'_>, least: u32, most: u32) -> Option<u32> {
    if word.kind != Kind::Number {
        return None;
    }
    let digits = word.folded.trim_end_matches(|c: char| !c.is_ascii_digit());
    let ending = &word.folded[digits.len()..];
    let is_plain = ending.is_empty() || ORDINAL_ENDINGS.contains(&ending);
    let number = digits.parse().ok().filter(|_| is_plain)?;
    (least..=most).contains(&number).then_some(number)
}

/// The month that a word stands for. English and German print it with a capital.
pub(super) fn month(word: &Word<'_>, language: Language) -> Option<u32> {
    let has_capital = matches!(language, Language::English | Language::German);
    if !word.is_word() || (has_capital && !word.is_capitalized()) {
        return None;
    }
    printed_date::month(language.tag(), &word.folded)
}

/// Whether a word in lower case is a month.
pub(super) fn is_month(word: &str, language: Language) -> bool {
    printed_date::month(language.tag(), word).is_some()
}
