//! Numbers in words, and whatever else the reader of figures makes of words.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    amounts,
    number_words::{LINKS, is_number_like, is_one},
    value::{Figure, Value},
};
use crate::domain::{
    figure,
    passage::changes::{
        language::Language,
        words::{Kind, Word},
    },
};

/// The most words of one number that is written in words.
const WORDS_MAX: usize = 6;

/// Reads the longest number in words that begins here.
pub(super) fn in_words(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    if !is_number_like(&words[at].folded) {
        return None;
    }
    let is_part =
        |word: &&Word<'_>| is_number_like(&word.folded) || LINKS.contains(&word.folded.as_str());
    let longest = words[at..]
        .iter()
        .take(WORDS_MAX)
        .take_while(is_part)
        .count();
    (1..=longest).rev().find_map(|length| {
        let last = &words[at + length - 1];
        let is_alone = length == 1 && is_one(&last.folded);
        if is_alone || LINKS.contains(&last.folded.as_str()) {
            return None;
        }
        let mut value = plain(&words[at..at + length], language)?;
        let mut end = at + length;
        // "twenty-first"
        if is_ten(value)
            && let Some(ordinal) = ordinal_after(words, end, language)
        {
            value += ordinal;
            end += 2;
        }
        let mut values = vec![Value::Number(value.normalize())];
        if value > Decimal::ZERO && value < Decimal::ONE {
            values.extend(amounts::share(value));
        }
        Some(Figure {
            values,
            words: at..end,
            measure: None,
            is_certain: true,
        })
    })
}

/// The number that words are, if they are nothing else.
fn plain(words: &[Word<'_>], language: Language) -> Option<Decimal> {
    let texts = words.iter().map(|it| it.text);
    let printed = texts.collect::<Vec<_>>().join(" ");
    number(&printed, language)
}

/// The number that a text is, if it is nothing else.
pub(super) fn number(text: &str, language: Language) -> Option<Decimal> {
    let spellings = match text.strip_suffix(['\'', '’']) {
        // "trent'anni"
        Some(stem) => ["a", "i", "o"]
            .map(|vowel| format!("{stem}{vowel}"))
            .to_vec(),
        None => vec![text.to_owned()],
    };
    let figure = spellings.iter().find_map(|it| printed(it, language))?;
    let (lower, upper) = (figure.lower?, figure.upper?);
    let is_plain = figure.unit.is_empty() && figure.currency.is_empty();
    if lower.value != upper.value || !is_plain {
        return None;
    }
    lower.value.to_string().parse().ok()
}

/// A whole number in digits or in words at an index, and where it ends.
pub(super) fn cardinal(words: &[Word<'_>], at: usize, language: Language) -> Option<(u32, usize)> {
    let word = words.get(at)?;
    if word.kind == Kind::Number {
        return Some((word.folded.parse().ok()?, at + 1));
    }
    let figure = in_words(words, at, language)?;
    let value = figure.values.first()?.number()?;
    let value = value.is_integer().then(|| value.to_u32())??;
    Some((value, figure.words.end))
}

/// What the reader of figures makes of a text.
pub(super) fn printed(text: &str, language: Language) -> Option<figure::Figure> {
    let text = text.replace(" - ", "-");
    let printed = figure::read::Printed {
        text: &text,
        language: language.tag(),
        ..figure::read::Printed::default()
    };
    figure::read::read(&printed).ok()
}

fn is_ten(value: Decimal) -> bool {
    let ten = Decimal::TEN;
    value > ten && value < Decimal::ONE_HUNDRED && (value % ten).is_zero()
}

/// The ordinal of a single digit after a hyphen.
fn ordinal_after(words: &[Word<'_>], at: usize, language: Language) -> Option<Decimal> {
    let [hyphen, ordinal] = words.get(at..at + 2)? else {
        return None;
    };
    let values = amounts::values(&ordinal.folded, language);
    let place = values.first()?.number()?;
    (hyphen.text == "-" && ordinal.is_glued && place < Decimal::TEN).then_some(place)
}
