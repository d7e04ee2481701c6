//! The decimal and grouping marks of a locale, from the CLDR data of ICU4X, and the value of
//! digits and marks under a convention.

use icu_decimal::{
    DecimalFormatter,
    input::Decimal as Sample,
    options::{DecimalFormatterOptions, GroupingStrategy},
};
use icu_locale_core::{LanguageIdentifier, Locale};

use super::{
    error::Why,
    number::Number,
    token::{ARABIC_DECIMAL, ARABIC_GROUP, Kind, Token},
};

/// A convention of writing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    /// The decimal mark: a full stop or a comma. The other one groups digits.
    pub decimal: char,
    /// Whether Indian grouping is read too: groups of two digits above the thousands.
    pub indian: bool,
    /// Locales with this convention, as a name for it in error texts.
    pub name: &'static str,
}

const POINT: Marks = Marks {
    decimal: '.',
    indian: false,
    name: "en",
};
const COMMA: Marks = Marks {
    decimal: ',',
    indian: false,
    name: "it, de",
};

impl Marks {
    fn group(self) -> char {
        if self.decimal == '.' { ',' } else { '.' }
    }

    fn other(self) -> Self {
        if self.decimal == '.' { COMMA } else { POINT }
    }
}

/// The conventions that a text may follow.
pub(super) struct Conventions {
    pub all: Vec<Marks>,
    /// Whether the locale is known. A known locale can still have two conventions.
    pub known: bool,
}

/// The number format of a locale.
pub(super) struct Style {
    pub decimal: char,
    /// The mark between groups, if the locale is known.
    pub group: Option<char>,
    pub indian: bool,
    /// The number of digits from which a number is grouped.
    pub grouped_from: usize,
}

/// The languages whose number format is that of the CLDR root locale. Any other language
/// with that format has no data of its own, so its format is not known.
const LIKE_ROOT: [&str; 26] = [
    "am", "ar", "cy", "en", "es", "fa", "fil", "ga", "gd", "ha", "he", "ig", "ja", "km", "ko",
    "mn", "ms", "mt", "my", "si", "sw", "th", "ur", "yo", "zh", "zu",
];

/// The regions whose newspapers use both decimal marks.
const BOTH_WAYS: [&str; 3] = ["CH", "LI", "ZA"];

/// The conventions of a locale. Both, if the locale is not known.
pub(super) fn conventions(locale: &str) -> Conventions {
    let indian = Marks {
        indian: true,
        ..POINT
    };
    let Some((id, style)) = style_of(locale) else {
        return Conventions {
            all: vec![indian, COMMA],
            known: false,
        };
    };
    let own = match (style.decimal, style.indian) {
        (',', _) => COMMA,
        (_, true) => indian,
        _ => POINT,
    };
    let region = id.region.map(|region| region.to_string());
    let is_mixed = region.is_some_and(|region| BOTH_WAYS.contains(&region.as_str()));
    Conventions {
        all: if is_mixed {
            vec![own, own.other()]
        } else {
            vec![own]
        },
        known: true,
    }
}

/// The number format of a locale. Plain digits, if the locale is not known.
pub(super) fn style(locale: &str) -> Style {
    style_of(locale).map_or(
        Style {
            decimal: '.',
            group: None,
            indian: false,
            grouped_from: usize::MAX,
        },
        |(_, style)| style,
    )
}

fn style_of(locale: &str) -> Option<(LanguageIdentifier, Style)> {
    let id = Locale::try_from_str(locale).ok()?.id;
    let latin = Locale::try_from_str(&format!("{id}-u-nu-latn")).ok()?;
    let mut options = DecimalFormatterOptions::default();
    let default = DecimalFormatter::try_new((&latin).into(), options).ok()?;
    options.grouping_strategy = Some(GroupingStrategy::Always);
    let grouping = DecimalFormatter::try_new((&latin).into(), options).ok()?;

    let sample = grouping
        .format(&Sample::try_from_str("12345678.9").ok()?)
        .to_string();
    let mut marks = sample.chars().filter(|c| !c.is_ascii_digit());
    let (first, last) = (marks.next()?, marks.next_back()?);
    let style = Style {
        decimal: last,
        group: Some(first),
        indian: sample.starts_with(&format!("1{first}23{first}")),
        grouped_from: if default.format(&Sample::from(1234)).to_string().len() > 4 {
            4
        } else {
            5
        },
    };
    let is_root = (style.decimal, first, style.indian) == ('.', ',', false);
    let is_known = !is_root || LIKE_ROOT.contains(&id.language.as_str());
    (is_known && matches!(style.decimal, '.' | ',')).then_some((id, style))
}

impl Conventions {
    /// Adapts the conventions to the numbers of a text. Adds the other convention if the
    /// locale would hardly write one of the numbers so (`10.000` for 10). Then drops the
    /// conventions under which one of them is not a number, unless that drops all.
    pub(super) fn adapt_to(&mut self, tokens: &[Token]) {
        let numbers: Vec<&str> = tokens.iter().filter_map(number).collect();
        if let [own] = *self.all.as_slice()
            && numbers.iter().any(|digits| looks_grouped(digits, own))
        {
            self.all.push(own.other());
        }
        let is_possible = |marks: &Marks| {
            let mut numbers = numbers.iter();
            numbers.all(|digits| value(digits, *marks) != Err(Why::Grouping))
        };
        if self.all.iter().any(is_possible) {
            self.all.retain(is_possible);
        }
    }

    /// The first ambiguous number: the conventions read it differently, or the only
    /// convention would hardly write it so.
    pub(super) fn ambiguous<'a>(&self, tokens: &'a [Token]) -> Option<&'a str> {
        let is_ambiguous = |digits: &&str| match self.all.as_slice() {
            [own] => looks_grouped(digits, *own),
            [own, others @ ..] => {
                let own = value(digits, *own);
                others.iter().any(|other| value(digits, *other) != own)
            }
            [] => false,
        };
        tokens.iter().filter_map(number).find(is_ambiguous)
    }
}

fn number(token: &Token) -> Option<&str> {
    match &token.kind {
        Kind::Number(digits) => Some(digits),
        _ => None,
    }
}

/// Whether the decimal places look like a group of digits: `10.000`.
fn looks_grouped(digits: &str, marks: Marks) -> bool {
    digits.ends_with('0') && is_both(digits, marks.decimal)
}

/// Whether a mark in the digits can be the decimal mark as well as a grouping mark.
pub(super) fn is_both(digits: &str, mark: char) -> bool {
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    digits.split_once(mark).is_some_and(|(whole, rest)| {
        (1..=3).contains(&whole.len())
            && rest.len() == 3
            && is_digits(whole)
            && is_digits(rest)
            && !whole.starts_with('0')
    })
}

/// The value of digits and marks under a convention.
pub(super) fn value(digits: &str, marks: Marks) -> Result<Number, Why> {
    let is_decimal = |c| c == marks.decimal || c == ARABIC_DECIMAL;
    let (whole, fraction) = match digits.split_once(is_decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !fraction.is_none_or(is_digits) {
        return Err(Why::Grouping);
    }
    let mut text = ungrouped(whole, marks).ok_or(Why::Grouping)?;
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    Number::from_str_exact(&text).map_err(|_| Why::Digits)
}

fn ungrouped(whole: &str, marks: Marks) -> Option<String> {
    let is_group = |c: char| c == marks.group() || matches!(c, ' ' | '\'' | ARABIC_GROUP);
    let starts_well = whole == "0" || !whole.starts_with('0');
    let Some(mark) = whole.chars().find(|c| is_group(*c)) else {
        let is_digits = whole.bytes().all(|b| b.is_ascii_digit());
        return (starts_well && is_digits).then(|| whole.to_owned());
    };
    let groups: Vec<&str> = whole.split(mark).collect();
    let joined: String = groups.concat();
    let is_right = is_grouped(&groups, 3, 3) || marks.indian && is_grouped(&groups, 2, 3);
    (starts_well && is_right && joined.bytes().all(|b| b.is_ascii_digit())).then_some(joined)
}

/// Whether groups of digits have the given sizes. The first group can be shorter.
fn is_grouped(groups: &[&str], middle: usize, last: usize) -> bool {
    let [first, between @ .., end] = groups else {
        return false;
    };
    (1..=middle).contains(&first.len())
        && between.iter().all(|group| group.len() == middle)
        && end.len() == last
}
