//! Amounts of time, length, area, weight and volume in one unit: "an hour and a half" and "90
//! minutes", "200 hectares" and "two square kilometres".

use rust_decimal::Decimal;

use crate::domain::passage::changes::{
    figures::{
        measures,
        number_words::{is_number_like, is_one},
        value::{Figure, Value},
    },
    language::Language,
    words::{Kind, Word},
};

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// Units with the base unit that they are a multiple of, and how many of it in thousandths.
const FACTORS: &[(&str, &str, u32)] = &[
    ("min", "min", 1_000),
    ("h", "min", 60_000),
    ("d", "min", 1_440_000),
    ("wk", "min", 10_080_000),
    ("mo", "mo", 1_000),
    ("a", "mo", 12_000),
    ("mm", "m", 1),
    ("cm", "m", 10),
    ("m", "m", 1_000),
    ("km", "m", 1_000_000),
    ("g", "kg", 1),
    ("kg", "kg", 1_000),
    ("t", "kg", 1_000_000),
    ("mL", "L", 1),
    ("cL", "L", 10),
    ("L", "L", 1_000),
    ("hL", "L", 100_000),
    ("m3", "L", 1_000_000),
    ("m2", "m2", 1_000),
    ("har", "m2", 10_000_000),
    ("km2", "m2", 1_000_000_000),
];

/// Words for several of a unit, with the unit and how many.
const MULTIPLES: &[(&str, &str, u32)] = &[
    ("fortnight fortnights", "d", 14),
    ("viertelstunde viertelstunden", "min", 15),
    ("dreiviertelstunde", "min", 45),
    ("mezzora", "min", 30),
    ("trimestre trimestres trimestri", "mo", 3),
    ("semestre semestres semestri halbjahr", "mo", 6),
    (
        "decade decades jahrzehnt jahrzehnte jahrzehnten décennie décennies",
        "a",
        10,
    ),
    ("decennio decenni década décadas", "a", 10),
    (
        "century centuries jahrhundert jahrhunderte jahrhunderten siècle siècles",
        "a",
        100,
    ),
    ("secolo secoli siglo siglos", "a", 100),
];

/// Words between a part and its unit: "a quarter of an hour".
const LINKS: &[&str] = &["of", "de", "d'", "di", "-"];

/// Reads one of a unit: "an hour", "una settimana", and a unit with a half without an article:
/// "año y medio".
pub(super) fn read(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    let one = |amount: Decimal, unit: usize, end: usize| {
        Some(Figure {
            values: vec![Value::Number(amount), of(words, unit, amount, language)?],
            words: at..end,
            measure: None,
            is_certain: false,
        })
    };
    if is_one(&words[at].folded) {
        return one(Decimal::ONE, at + 1, at + 1);
    }
    let is_half =
        |words: &[Word<'_>]| words[0].folded == "y" && words[1].folded.starts_with("medi");
    let before = at.checked_sub(1).map(|it| &words[it]);
    if before.is_some_and(|it| it.kind == Kind::Number || is_number_like(&it.folded)) {
        return None;
    }
    let half = words.get(at + 1..at + 3).filter(|it| is_half(it));
    match half {
        Some(_) => one(Decimal::ONE + HALF, at, at + 3),
        None => None,
    }
}

/// Adds the amount in the base unit to a number with its unit.
pub(super) fn widen(words: &[Word<'_>], figure: &mut Figure, language: Language) {
    let is_said = |it: &Value| matches!(it, Value::Quantity(..));
    if figure.values.iter().any(is_said) {
        return;
    }
    let unit = unit_behind(words, figure);
    let amounts = figure.values.iter().filter_map(|value| match value {
        Value::Number(number) => Some(*number),
        Value::Share(share, most) if share == most => Some(*share / Decimal::ONE_HUNDRED),
        _ => None,
    });
    let quantities = amounts.filter_map(|amount| {
        let measured = figure.measure.and_then(|it| base(it.code, amount));
        measured.or_else(|| of(words, unit?, amount, language))
    });
    let mut quantities: Vec<Value> = quantities.collect();
    let customary = quantities.iter().filter_map(|it| customary(it, language));
    let customary: Vec<Value> = customary.collect();
    quantities.extend(customary);
    figure.values.extend(quantities);
}

/// Where the unit behind a number, or behind a part and its article, stands. "Two decades and
/// a half" have it within.
fn unit_behind(words: &[Word<'_>], figure: &Figure) -> Option<usize> {
    let is_part = |value: &Value| match value {
        Value::Number(number) => *number < Decimal::ONE,
        value => value.is_share(),
    };
    let end = figure.words.end;
    let mut within = figure.words.clone();
    if let Some(unit) = within.find(|at| multiple(&words[*at]).is_some()) {
        return Some(unit);
    }
    if !figure.values.iter().any(is_part) {
        return Some(end);
    }
    let is_between =
        |word: &&Word<'_>| LINKS.contains(&word.folded.as_str()) || is_one(&word.folded);
    let between = words
        .iter()
        .skip(end)
        .take(2)
        .take_while(is_between)
        .count();
    Some(end + between)
}

/// An amount of the unit at an index, in its base unit.
fn of(words: &[Word<'_>], at: usize, amount: Decimal, language: Language) -> Option<Value> {
    let word = words.get(at)?;
    if let Some((code, count)) = multiple(word) {
        return base(code, amount * Decimal::from(count));
    }
    let code = measures::pair_at(words, at).or_else(|| measures::unit_code(word, language));
    base(code?, amount)
}

/// The unit that a word stands for several of, and how many.
pub(super) fn multiple(word: &Word<'_>) -> Option<(&'static str, u32)> {
    let mut all = MULTIPLES.iter();
    let found = all.find(|(of, ..)| of.split(' ').any(|it| it == word.folded));
    found.map(|(_, code, count)| (*code, *count))
}

fn base(code: &str, amount: Decimal) -> Option<Value> {
    let (_, base, thousandths) = FACTORS.iter().find(|(of, ..)| *of == code)?;
    let factor = Decimal::new(i64::from(*thousandths), 3);
    let amount = amount.checked_mul(factor)?;
    (!factor.is_zero()).then(|| Value::Quantity(amount.normalize(), base))
}

/// What days that are counted with both ends stand for: "quinze jours" are two weeks, and "acht
/// Tage" are one.
fn customary(value: &Value, language: Language) -> Option<Value> {
    let Value::Quantity(minutes, "min") = value else {
        return None;
    };
    let days = minutes / Decimal::from(1_440);
    let is_romance = matches!(
        language,
        Language::French | Language::Italian | Language::Spanish
    );
    let weeks = match () {
        () if is_romance && days == Decimal::from(15) => 2,
        () if language != Language::English && days == Decimal::from(8) => 1,
        () => return None,
    };
    base("wk", Decimal::from(weeks))
}
