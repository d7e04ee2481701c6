//! Figures printed: as a paper of a locale would, and in canonical notation.

use super::{
    Figure,
    marks::{self, Style},
    parser::Words,
    period,
    quantity::{Bound, Decimal, RangeKind},
    range, units,
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
    /// Whether zeros of the second number are never taken for the first's.
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

/// Prints a figure with the numbers of a locale and the words of a language, English
/// where it is neither that nor Italian. What [`read`](super::read::read) has read is read
/// as an equal figure again, from these words: zeros at the end of decimals may go.
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
        let doubtful = |text: &str| {
            let in_doubt = |mark: char| {
                let local = text.replace('.', &mark.to_string());
                marks::is_both(&local, mark) && (conventions.len() > 1 || text.ends_with('0'))
            };
            in_doubt(style.decimal)
        };
        grouped(&undoubted(text, doubtful), &style)
    };
    let printed = interval(figure, wording, &number);
    format!("{printed}{}", suffix(figure, words))
}

/// A figure in plain notation: `7000 to 24000 EUR a month`.
pub(super) fn canonical(figure: &Figure) -> String {
    let number = |value: Decimal| trimmed(&value.to_string()).to_owned();
    let printed = interval(figure, &SIGNS, &number);
    format!("{printed}{}", suffix(figure, Words::English))
}

fn interval(figure: &Figure, wording: &Wording, number: &dyn Fn(Decimal) -> String) -> String {
    let mut printed = String::new();
    if figure.range == Some(RangeKind::Extent) && !figure.unit.is_empty() {
        printed.push_str(match (figure.lower, figure.upper) {
            (Some(a), Some(b)) if !has_bounds(a, b, wording) => wording.aged_between,
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
        (Some(a), Some(b)) if has_bounds(a, b, wording) => {
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

/// Whether the words for a range would not do: it is open, or has two readings.
fn has_bounds(lower: Bound, upper: Bound, wording: &Wording) -> bool {
    let is_clear = wording.is_plain || range::is_clear(lower.value, upper.value);
    lower.open || upper.open || !is_clear
}

fn suffix(figure: &Figure, words: Words) -> String {
    let mut printed = String::new();
    if !figure.unit.is_empty() {
        if figure.unit != "%" {
            printed.push(' ');
        }
        printed.push_str(units::print(&figure.unit, words));
    }
    if !figure.currency.is_empty() {
        printed.push(' ');
        printed.push_str(&figure.currency);
    }
    if let Some(period) = figure.per {
        printed.push(' ');
        printed.push_str(period::print(period, words));
    }
    printed
}

/// Decimals without the zeros at their end.
fn trimmed(text: &str) -> &str {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}

/// Decimals that nobody takes for a group: with fewer zeros at their end or, where
/// that does not help, one more.
fn undoubted(text: String, is_doubtful: impl Fn(&str) -> bool) -> String {
    let unsigned = |text: &str| text.trim_start_matches('-').to_owned();
    if !is_doubtful(&unsigned(&text)) {
        return text;
    }
    let shorter = trimmed(&text);
    if is_doubtful(&unsigned(shorter)) {
        format!("{shorter}0")
    } else {
        shorter.to_owned()
    }
}

/// A plain decimal with the marks of a style.
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
