//! Numbers in digits, with the multiplier after them.

use rust_decimal::Decimal;

use super::{
    dates, measures,
    number_words::{ORDINAL_ENDINGS, UNITS, multiplier},
    signs,
    value::{Figure, Value},
};
use crate::domain::passage::changes::{
    language::Language,
    words::{Kind, Word},
};

/// Reads digits and the multiplier after them. What begins with a letter, or has a sign that
/// is not known, is only certain to be itself.
pub(super) fn read(words: &[Word<'_>], at: usize, language: Option<Language>) -> Figure {
    let folded = &words[at].folded;
    let end = folded.find(char::is_alphabetic).unwrap_or(folded.len());
    let (number, suffix) = folded.split_at(end);
    let Some(mut numbers) = numbers(number, language) else {
        return Figure {
            values: texts(folded),
            words: at..at + 1,
            measure: None,
            is_certain: !number.is_empty(),
        };
    };
    let mut next = at + 1;
    // A fraction that stands apart: "40 ½".
    if let Some(part) = words.get(next).and_then(|word| lone_fraction(word))
        && suffix.is_empty()
    {
        numbers.iter_mut().for_each(|number| *number += part);
        next += 1;
    }
    let point =
        decimal_point(words, at).filter(|_| folded[..end].chars().all(|c| c.is_ascii_digit()));
    if point.is_some() {
        let places = u32::try_from(end).unwrap_or_default();
        let scaled = |number: &mut Decimal| *number *= Decimal::new(1, places.min(POWER_MAX));
        numbers.iter_mut().for_each(scaled);
    }
    let sign = sign(words, point.unwrap_or(at));
    if sign.is_some() {
        numbers
            .iter_mut()
            .for_each(|number| number.set_sign_negative(true));
    }
    let word = words.get(next).filter(|_| suffix.is_empty());
    let apart = word.and_then(|word| multiplier(&word.folded));
    let mut values = match (apart, multiplier(suffix)) {
        (Some(exponent), _) => {
            next += 1;
            let is_certain = words[next - 1].folded.chars().count() > 2;
            // "5 mil millones"
            let second = words.get(next).filter(|_| exponent == 3 && is_certain);
            let second = second.filter(|it| it.is_word() && it.folded.chars().count() > 2);
            let second = second.and_then(|it| multiplier(&it.folded));
            let second = second.filter(|second| *second > exponent);
            next += usize::from(second.is_some());
            times(&numbers, exponent + second.unwrap_or_default(), is_certain)
        }
        (None, Some(exponent)) => times(&numbers, exponent, false),
        (None, None) => numbers.into_iter().map(Value::Number).collect(),
    };
    let is_known = suffix.is_empty()
        || multiplier(suffix).is_some()
        || UNITS.contains(&suffix)
        || ORDINAL_ENDINGS.contains(&suffix)
        || measures::of(suffix).is_some();
    if !is_known {
        values.push(Value::Text(folded.clone()));
    }
    Figure {
        values,
        words: sign.or(point).unwrap_or(at)..next,
        measure: None,
        is_certain: true,
    }
}

/// What digits with other marks or letters may be: a date, a time, a share, or a name.
fn texts(folded: &str) -> Vec<Value> {
    let mut values = dates::in_digits(folded);
    let parts: Vec<&str> = folded.split([':', '/']).collect();
    let parts: Option<Vec<Decimal>> = parts.iter().map(|part| part.parse().ok()).collect();
    if let Some(&[first, second]) = parts.as_deref() {
        let number = match folded.contains(':') {
            true => first.checked_add(second / Decimal::ONE_HUNDRED),
            false => first.checked_div(second),
        };
        values.extend(number.map(|it| Value::Number(it.round_dp(DIGITS).normalize())));
    }
    values.push(Value::Text(folded.to_owned()));
    values
}

/// The decimal digits of a share.
const DIGITS: u32 = 4;

/// The minus sign, or the word for it, before the digits at an index. A dash after another word, or before a
/// space, is not one.
fn sign(words: &[Word<'_>], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).filter(|_| !words[at].is_glued);
    let word = before.filter(|&it| signs::is_minus_word(words, it));
    if word.is_some() {
        return word;
    }
    let is_currency = |it: &Word<'_>| it.kind == Kind::Mark && measures::of(&it.folded).is_some();
    let glued_to = |at: usize| at.checked_sub(1).filter(|_| words[at].is_glued);
    let before = glued_to(at)?;
    let sign = match is_currency(&words[before]) {
        true => glued_to(before)?,
        false => before,
    };
    let is_minus = matches!(words[sign].text, "-" | "−" | "–" | "‐" | "‑" | "－");
    let is_free = glued_to(sign).is_none_or(|it| matches!(words[it].text, "(" | "[" | "“" | "\""));
    (is_minus && is_free).then_some(sign)
}

/// The point before digits without a whole number: ".5".
fn decimal_point(words: &[Word<'_>], at: usize) -> Option<usize> {
    let point = at.checked_sub(1).filter(|_| words[at].is_glued)?;
    let is_free = !words[point].is_glued
        || matches!(
            words[point.checked_sub(1)?].text,
            "-" | "−" | "$" | "€" | "£"
        );
    (words[point].text == "." && is_free).then_some(point)
}

/// The values times a power of ten. If it is not certain that the multiplier is one ("m" can
/// be metres), the values without it too.
fn times(numbers: &[Decimal], exponent: u32, is_certain: bool) -> Vec<Value> {
    let factor = Decimal::from(10_u64.pow(exponent));
    let scaled = numbers.iter().filter_map(|it| it.checked_mul(factor));
    let mut all: Vec<Value> = scaled.map(|it| Value::Number(it.normalize())).collect();
    if !is_certain {
        all.extend(numbers.iter().map(|it| Value::Unmultiplied(*it, exponent)));
    }
    all
}

/// The mark that groups digits by three in a language. `None` if it depends on the country.
fn grouping(language: Option<Language>) -> Option<char> {
    match language? {
        Language::English => Some(','),
        Language::French | Language::German | Language::Italian => Some('.'),
        Language::Spanish => None,
    }
}

/// The possible values of digits with marks between them, and a fraction or a power after
/// them. `None` for dates and times.
fn numbers(number: &str, language: Option<Language>) -> Option<Vec<Decimal>> {
    let plain = number.trim_end_matches(|c| raised(c).is_some());
    let power = power_of(&number[plain.len()..]);
    let whole = plain.trim_end_matches(|c| fraction(c).is_some());
    let mut parts = plain[whole.len()..].chars();
    let part = parts.next().and_then(fraction).unwrap_or_default();
    if parts.next().is_some() {
        return None;
    }
    let all = whole_numbers(whole.trim_end_matches('⁄'), language)?.into_iter();
    let all = all.map(|value| Some(raise(value.checked_add(part)?, power?)?.normalize()));
    all.collect()
}

fn whole_numbers(number: &str, language: Option<Language>) -> Option<Vec<Decimal>> {
    let number: String = number
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\'')
        .collect();
    if number.contains(['/', ':']) {
        return None;
    }
    let marks: Vec<usize> = number.match_indices(['.', ',']).map(|(at, _)| at).collect();
    let grouped = number.replace(['.', ','], "");
    let with_decimals = |at: usize| {
        let (whole, decimals) = number.split_at(at);
        format!("{}.{}", whole.replace(['.', ','], ""), &decimals[1..])
    };
    let groups_three = |at: &usize| {
        let rest = &number[at + 1..];
        rest.find(['.', ',']).unwrap_or(rest.len()) == 3
    };
    let spellings = match marks[..] {
        [] => vec![grouped],
        [1] if number.starts_with('0') => vec![with_decimals(1)],
        [at] if groups_three(&at) && at <= 3 => match grouping(language) {
            Some(mark) if number[at..].starts_with(mark) => vec![grouped],
            Some(_) => vec![with_decimals(at)],
            // Decimals of a newspaper do not end in zero.
            None if language.is_some() && number.ends_with('0') => vec![grouped],
            None => vec![with_decimals(at), grouped],
        },
        [at] => vec![with_decimals(at)],
        [first, .., last] if number[first..=first] != number[last..=last] => {
            vec![with_decimals(last)]
        }
        // The same mark several times groups digits, or it separates the parts of a date.
        _ if marks.iter().all(groups_three) => vec![grouped],
        _ => return None,
    };
    let values = spellings.iter().map(|spelling| spelling.parse::<Decimal>());
    let values: Result<Vec<Decimal>, _> = values.collect();
    let values = values.ok()?.into_iter();
    Some(values.map(|value| value.normalize()).collect())
}

/// The value of a character that is a fraction.
pub(super) fn fraction(c: char) -> Option<Decimal> {
    let (_, numerator, denominator) = FRACTIONS.iter().find(|it| it.0 == c)?;
    Some(Decimal::from(*numerator) / Decimal::from(*denominator))
}

fn lone_fraction(word: &Word<'_>) -> Option<Decimal> {
    let mut chars = word.text.chars();
    let part = chars.next().and_then(fraction);
    part.filter(|_| chars.next().is_none())
}

const FRACTIONS: &[(char, u32, u32)] = &[
    ('½', 1, 2),
    ('⅓', 1, 3),
    ('⅔', 2, 3),
    ('¼', 1, 4),
    ('¾', 3, 4),
    ('⅕', 1, 5),
    ('⅖', 2, 5),
    ('⅗', 3, 5),
    ('⅘', 4, 5),
    ('⅙', 1, 6),
    ('⅚', 5, 6),
    ('⅐', 1, 7),
    ('⅛', 1, 8),
    ('⅜', 3, 8),
    ('⅝', 5, 8),
    ('⅞', 7, 8),
    ('⅑', 1, 9),
    ('⅒', 1, 10),
];

/// The exponent that raised digits say. `None` if it is too large.
fn power_of(digits: &str) -> Option<u32> {
    if digits.is_empty() {
        return Some(1);
    }
    let digits = digits.chars().filter_map(raised);
    let digits: String = digits
        .filter_map(|digit| char::from_digit(digit, 10))
        .collect();
    digits.parse().ok().filter(|power| *power <= POWER_MAX)
}

/// The largest power of ten that a decimal can have.
const POWER_MAX: u32 = 28;

fn raise(value: Decimal, power: u32) -> Option<Decimal> {
    (0..power).try_fold(Decimal::ONE, |product, _| product.checked_mul(value))
}

/// The value of a raised digit.
fn raised(c: char) -> Option<u32> {
    match c {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁰' | '⁴'..='⁹' => u32::from(c).checked_sub(u32::from('⁰')),
        _ => None,
    }
}
