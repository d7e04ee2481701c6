//! Words that may stand for a number, and what a number may be beside its words: "a score of", "two-nil",
//! "ein Paar", "divisé par deux", "50 cents".

use rust_decimal::Decimal;

use crate::domain::passage::changes::{
    figures::{
        number_words::is_one,
        signs,
        value::{Figure, Value},
    },
    language::Language,
    words::Word,
};

/// Words that may stand for two.
const PAIRS: &[(Language, &str)] = &[
    (Language::German, "paar paare pärchen"),
    (Language::French, "couple couples paire paires"),
    (Language::Italian, "coppia coppie paio"),
    (Language::Spanish, "pareja parejas par pares"),
];

/// Words before the number that divides something.
const DIVIDES: &[&str] = &["by", "durch", "par", "per", "por", "entre", "in", "en"];

/// Reads a word that may stand for a number.
pub(super) fn read(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    let word = words[at].folded.as_str();
    let before = at.checked_sub(1).map_or("", |it| words[it].folded.as_str());
    let after = words.get(at + 1).map_or("", |it| it.folded.as_str());
    let mut pairs = PAIRS.iter().filter(|(of, _)| *of == language);
    let is_pair = pairs.any(|(_, pairs)| pairs.split(' ').any(|it| it == word));
    let is_score = language == Language::English && word == "score" && after == "of";
    let is_nil = language == Language::English && word == "nil" && words[at].is_glued;
    let value = match () {
        () if is_pair && is_one(before) => 2,
        () if is_score && is_one(before) => 20,
        () if is_nil => 0,
        () => return None,
    };
    // "Ein paar" are a few.
    let most = if language == Language::German {
        9
    } else {
        value
    };
    Some(Figure {
        values: vec![
            Value::Number(Decimal::from(value)),
            Value::Between(Decimal::from(value), Decimal::from(most)),
        ],
        words: at..at + 1,
        measure: None,
        is_certain: false,
    })
}

/// Adds what a number may be beside its words.
pub(super) fn widen(words: &[Word<'_>], figure: &mut Figure, language: Language) {
    let start = figure.words.start;
    let before = start
        .checked_sub(1)
        .map_or("", |it| words[it].folded.as_str());
    let is_two = figure.values.contains(&Value::Number(Decimal::TWO));
    if is_two && DIVIDES.contains(&before) {
        let half = Decimal::from(50);
        figure.values.push(Value::Share(half, half));
    }
    if is_below_zero(words, figure, language) {
        let values = std::mem::take(&mut figure.values).into_iter();
        let values = values.map(|it| signs::scaled(it, Decimal::NEGATIVE_ONE));
        figure.values = values.collect();
    }
}

/// Whether a number is one of degrees below zero, and takes these words with it.
fn is_below_zero(words: &[Word<'_>], figure: &mut Figure, language: Language) -> bool {
    let phrases: &[&[&str]] = match language {
        Language::English => &[&["below", "zero"]],
        Language::German => &[&["unter", "null"], &["unter", "dem", "gefrierpunkt"]],
        Language::French => &[
            &["sous", "zéro"],
            &["au", "-", "dessous", "de", "zéro"],
            &["en", "dessous", "de", "zéro"],
        ],
        Language::Italian => &[&["sotto", "zero"], &["sotto", "lo", "zero"]],
        Language::Spanish => &[&["bajo", "cero"]],
    };
    let is_unit = |word: &&Word<'_>| {
        matches!(
            word.folded.as_str(),
            "degree"
                | "degrees"
                | "grad"
                | "degré"
                | "degrés"
                | "grado"
                | "gradi"
                | "grados"
                | "°"
                | "c"
                | "celsius"
        )
    };
    let end = figure.words.end;
    let from = end + words.iter().skip(end).take(2).take_while(is_unit).count();
    let found = phrases.iter().find(|phrase| {
        let printed = words.get(from..from + phrase.len());
        printed.is_some_and(|it| {
            it.iter()
                .map(|it| it.folded.as_str())
                .eq(phrase.iter().copied())
        })
    });
    if let Some(phrase) = found {
        figure.words.end = from + phrase.len();
    }
    found.is_some()
}
