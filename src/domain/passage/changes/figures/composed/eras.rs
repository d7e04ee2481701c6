//! Centuries and decades: "XVIIIe siècle", "nel Settecento", "in the nineties".

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::domain::passage::changes::{
    figures::{
        spelled,
        value::{Figure, Value},
    },
    hunks::Hunk,
    language::Language,
    pair::Pair,
    roman,
    words::{Kind, Word},
};

/// Reads a Roman numeral of a century or behind a name, or a decade in a word of its own.
pub(super) fn read(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    let values = match roman(words, at).or_else(|| ruler(words, at)) {
        Some(number) => vec![Value::Number(Decimal::from(number))],
        None => vec![Value::Decade(None, decade(&words[at].folded, language)?)],
    };
    Some(Figure {
        values,
        words: at..at + 1,
        measure: None,
        is_certain: false,
    })
}

/// Adds the century or the decade that the words beside a number make of it.
pub(super) fn widen(words: &[Word<'_>], figure: &mut Figure, language: Language) {
    let numbers: Vec<i32> = figure
        .values
        .iter()
        .filter_map(|it| it.number()?.to_i32())
        .collect();
    if is_beside_century(words, figure.words.start, figure.words.end) {
        figure
            .values
            .extend(numbers.iter().map(|it| Value::Century(*it)));
    }
    if is_decade(words, figure) {
        let tens = numbers.iter().filter_map(|it| decade_of(*it));
        figure.values.extend(tens.collect::<Vec<_>>());
        // "The 1400s" may be the whole century.
        let hundreds = numbers.iter().filter(|it| **it > 0 && **it % 100 == 0);
        let centuries = hundreds.map(|it| Value::Century(it / 100 + 1));
        figure.values.extend(centuries);
    }
    let in_words = language == Language::Italian && words[figure.words.start].is_word();
    figure.values.extend(
        numbers
            .iter()
            .filter(|it| in_words && (200..1000).contains(*it) && **it % 100 == 0)
            .map(|it| Value::Century(it / 100 + 11))
            .collect::<Vec<_>>(),
    );
}

const CENTURIES: &[&str] = &[
    "century",
    "centuries",
    "jahrhundert",
    "jahrhunderts",
    "jahrhunderte",
    "jahrhunderten",
    "siècle",
    "siècles",
    "secolo",
    "secoli",
    "siglo",
    "siglos",
];

/// Whether the word for a century stands before or after a number.
fn is_beside_century(words: &[Word<'_>], start: usize, end: usize) -> bool {
    let is_it = |word: &Word<'_>| CENTURIES.contains(&word.folded.as_str());
    let is_mark = |it: &&Word<'_>| it.kind == Kind::Mark;
    let skipped = words.iter().skip(end).take(1).take_while(is_mark).count();
    words.get(end + skipped).is_some_and(is_it)
        || start.checked_sub(1).is_some_and(|it| is_it(&words[it]))
}

/// The number of a Roman numeral beside the word for a century.
fn roman(words: &[Word<'_>], at: usize) -> Option<u32> {
    roman::value(words[at].text).filter(|_| is_beside_century(words, at, at + 1))
}

/// The number of a Roman numeral behind a name: "Louis XIV".
fn ruler(words: &[Word<'_>], at: usize) -> Option<u32> {
    let name = at.checked_sub(1).map(|it| &words[it]);
    let is_behind = name.is_some_and(Word::is_capitalized);
    roman::value(words[at].text).filter(|_| is_behind)
}

/// Whether the Roman numeral of a century became another one.
pub(super) fn is_other_century(pair: &Pair<'_>, hunk: &Hunk) -> bool {
    if hunk.old.len() != 1 || hunk.new.len() != 1 {
        return false;
    }
    let centuries = [
        roman(&pair.old, hunk.old.start),
        roman(&pair.new, hunk.new.start),
    ];
    centuries.iter().all(Option::is_some) && centuries[0] != centuries[1]
}

/// The tens that a word for a decade says: "nineties", "Neunzigern".
fn decade(word: &str, language: Language) -> Option<u32> {
    let cardinal = match language {
        Language::English => format!("{}y", word.strip_suffix("ies")?),
        Language::German => {
            let endings = ["ern", "er", "ers"];
            let stem = endings.iter().find_map(|it| word.strip_suffix(it));
            stem.filter(|it| it.ends_with("zig") || it.ends_with("ßig"))?
                .to_owned()
        }
        _ => return None,
    };
    let tens = spelled::number(&cardinal, language)?.to_u32()?;
    ((20..100).contains(&tens) && tens.is_multiple_of(10)).then_some(tens)
}

/// Whether a number is a decade: "1990s", "1990er", "les années 90".
fn is_decade(words: &[Word<'_>], figure: &Figure) -> bool {
    let is_ending = |word: &Word<'_>| {
        let digits = word.folded.trim_end_matches(|c: char| !c.is_ascii_digit());
        let ending = &word.folded[digits.len()..];
        digits.ends_with('0') && matches!(ending, "s" | "er" | "ern")
    };
    let has_s = |at: usize| words[at].text.ends_with('s') && words[at].is_glued;
    let last = figure.words.end - 1;
    let is_apostrophe = words.get(last + 1).is_some_and(|it| it.folded == "'")
        && last + 2 < words.len()
        && has_s(last + 2);
    let is_years = |word: &Word<'_>| {
        matches!(
            word.folded.as_str(),
            "années" | "anni" | "años" | "decennio" | "décennie" | "década" | "décadas"
        )
    };
    let start = figure.words.start;
    let near = words[start.saturating_sub(2)..start].iter();
    is_ending(&words[last]) || is_apostrophe || near.into_iter().any(is_years)
}

/// The decade of a year or of its last two digits.
fn decade_of(number: i32) -> Option<Value> {
    let number = u32::try_from(number)
        .ok()
        .filter(|it| it.is_multiple_of(10))?;
    let century = Some(number / 100).filter(|it| *it > 0);
    (number < 3_000).then_some(Value::Decade(century, number % 100))
}
