//! Prints figures: as a newspaper would in a locale, and in canonical notation.

use super::{
    Figure, clock,
    lexicon::Words,
    marks::{self, Style},
    names, period,
    quantity::{Bound, Decimal, RangeKind},
    range,
    region::Region,
    units,
};

/// The words around a number in one language.
struct Wording {
    about: &'static str,
    aged: &'static str,
    aged_between: &'static str,
    at_least: &'static str,
    more_than: &'static str,
    at_most: &'static str,
    less_than: &'static str,
    and: &'static str,
    from: &'static str,
    to: &'static str,
    /// Whether zeros of the second number never apply to the first.
    is_plain: bool,
}

const ENGLISH: Wording = Wording {
    about: "about ",
    aged: "aged ",
    aged_between: "aged ",
    at_least: "at least ",
    more_than: "more than ",
    at_most: "at most ",
    less_than: "less than ",
    and: " and ",
    from: "",
    to: " to ",
    is_plain: false,
};

const ITALIAN: Wording = Wording {
    about: "circa ",
    aged: "di ",
    aged_between: "di età compresa ",
    at_least: "almeno ",
    more_than: "più di ",
    at_most: "al massimo ",
    less_than: "meno di ",
    and: " e ",
    from: "tra ",
    to: " e ",
    is_plain: false,
};

const SIGNS: Wording = Wording {
    about: "~",
    aged: "aged ",
    aged_between: "aged ",
    at_least: ">=",
    more_than: ">",
    at_most: "<=",
    less_than: "<",
    and: " and ",
    from: "",
    to: " to ",
    is_plain: true,
};

/// Prints a figure in the number format of a locale and the words of a language: Italian if
/// `language` is Italian, otherwise English.
///
/// A figure that [`read`](super::read::read) returned is read as an equal figure again.
/// Zeros at the end of decimal places may be lost.
pub fn print(figure: &Figure, number_locale: &str, language: &str) -> String {
    let words = match Words::of(language).as_slice() {
        [Words::Italian] => Words::Italian,
        _ => Words::English,
    };
    let wording = match words {
        Words::Italian => &ITALIAN,
        _ => &ENGLISH,
    };
    let style = marks::style(number_locale);
    let conventions = marks::conventions(number_locale).all;
    let number = |value: Decimal| {
        let text = value.to_string();
        let is_ambiguous = |text: &str| {
            let local = text.replace('.', &style.decimal.to_string());
            let has_two_readings = conventions.len() > 1 || text.ends_with('0');
            has_two_readings && marks::is_both(&local, style.decimal)
        };
        grouped(&unambiguous(text, is_ambiguous), &style)
    };
    let printed = interval(figure, wording, &number);
    // Where "10.30" is a time of day, only a word before it makes it a number.
    let region = Region::new(number_locale, language);
    let is_time = words == Words::English && clock::is_british(&printed, &region);
    let exactly = if is_time { "exactly " } else { "" };
    format!("{exactly}{printed}{}", suffix(figure, words))
}

/// Prints a figure in canonical notation: `7000 to 24000 EUR a month`.
pub(super) fn canonical(figure: &Figure) -> String {
    let number = |value: Decimal| trimmed(&value.to_string()).to_owned();
    let printed = interval(figure, &SIGNS, &number);
    format!("{printed}{}", suffix(figure, Words::English))
}

fn interval(figure: &Figure, wording: &Wording, number: &dyn Fn(Decimal) -> String) -> String {
    let mut printed = String::new();
    if figure.range == Some(RangeKind::Extent) && !figure.unit.is_empty() {
        printed.push_str(match (figure.lower, figure.upper) {
            (Some(a), Some(b)) if !has_bounds(figure, a, b, wording) => wording.aged_between,
            _ => wording.aged,
        });
    }
    if figure.approximate {
        printed.push_str(wording.about);
    }
    let lower = |bound: Bound| match bound.open {
        true => format!("{}{}", wording.more_than, number(bound.value)),
        false => format!("{}{}", wording.at_least, number(bound.value)),
    };
    let upper = |bound: Bound| match bound.open {
        true => format!("{}{}", wording.less_than, number(bound.value)),
        false => format!("{}{}", wording.at_most, number(bound.value)),
    };
    printed.push_str(&match (figure.lower, figure.upper) {
        (Some(a), Some(b)) if a.value.compare(b.value).is_eq() => number(a.value),
        (Some(a), Some(b)) if has_bounds(figure, a, b, wording) => {
            format!("{}{}{}", lower(a), wording.and, upper(b))
        }
        (Some(a), Some(b)) => {
            let (from, to) = (wording.from, wording.to);
            format!("{from}{}{to}{}", number(a.value), number(b.value))
        }
        (Some(a), None) => lower(a),
        (None, Some(b)) => upper(b),
        (None, None) => String::new(),
    });
    printed
}

/// Whether a range is printed as two bounds, because a bound is open or because "10 to 20"
/// would have two readings: zeros that apply to both numbers, or a span of years.
fn has_bounds(figure: &Figure, lower: Bound, upper: Bound, wording: &Wording) -> bool {
    let has_unit = !figure.unit.is_empty() || !figure.currency.is_empty();
    let is_count = !has_unit && figure.per.is_none();
    let is_year = |bound: Bound| names::is_year(trimmed(&bound.value.to_string()));
    let is_dated = is_count && is_year(lower) && is_year(upper);
    let is_clear = wording.is_plain || !is_dated && range::is_clear(lower.value, upper.value);
    lower.open || upper.open || !is_clear
}

fn suffix(figure: &Figure, words: Words) -> String {
    let mut printed = String::new();
    if !figure.unit.is_empty() {
        if figure.unit != "%" {
            printed.push(' ');
        }
        printed.push_str(&units::print(&figure.unit, words));
    }
    if !figure.currency.is_empty() {
        printed.push(' ');
        printed.push_str(&figure.currency);
    }
    if let Some(period) = figure.per {
        let is_count = figure.unit.is_empty() && figure.currency.is_empty();
        printed.push(' ');
        printed.push_str(period::print(period, is_count, words));
    }
    printed
}

/// A decimal number without zeros at the end of its decimal places.
fn trimmed(text: &str) -> &str {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}

/// The number with decimal places that cannot be taken for a group of digits: without zeros
/// at the end or, if that does not help, with one more.
fn unambiguous(text: String, is_ambiguous: impl Fn(&str) -> bool) -> String {
    let unsigned = |text: &str| text.trim_start_matches('-').to_owned();
    if !is_ambiguous(&unsigned(&text)) {
        return text;
    }
    let shorter = trimmed(&text);
    if is_ambiguous(&unsigned(shorter)) {
        format!("{shorter}0")
    } else {
        shorter.to_owned()
    }
}

/// A decimal number with the decimal and grouping marks of a style.
fn grouped(text: &str, style: &Style) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, format!("{}{fraction}", style.decimal)),
        None => (digits, String::new()),
    };
    let group = style.group.filter(|_| whole.len() >= style.grouped_from);
    let mut printed = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len() - index;
        let is_edge = match style.indian && left > 3 {
            true => (left - 3).is_multiple_of(2),
            false => left.is_multiple_of(3),
        };
        if let Some(group) = group.filter(|_| index > 0 && is_edge) {
            printed.push(group);
        }
        printed.push(digit);
    }
    printed.push_str(&fraction);
    printed
}
