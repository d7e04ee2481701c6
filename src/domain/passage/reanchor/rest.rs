//! The rest of a figure or a date behind changed words: `five million` to `7 million euros`,
//! and `on 2 June` to `on June 2`.

use super::glue::Seam;
use crate::domain::{passage::changes, printed_date};

/// The least letters of a unit. A shorter one may be another word ("in").
const UNIT_LETTERS_MIN: usize = 3;
/// Units that are also words of another meaning.
const OTHERS: &[&str] = &["pen", "won"];
/// What may be in front of a currency.
const LINKS: &[&str] = &["d'", "d’", "de ", "di "];
/// The most characters beside a seam that are read.
const READ_MAX: usize = 60;
/// How many words in front of the end are read.
const WORDS_MAX: usize = 3;

/// How many code points behind the new words belong to the figure or date at their end, and did
/// not behind the old ones.
pub(crate) fn after(new: Seam<'_>, old: Seam<'_>) -> i32 {
    let [new, old] = [new, old].map(|it| Sides::of(&it));
    let unit = new.unit().filter(|_| old.unit().is_none());
    let day = || {
        let is_dated = new.is_on() || (old.has_number() && !new.has_number());
        new.day().filter(|_| old.day().is_none() && is_dated)
    };
    let length = unit.or_else(day).map(|it| it.chars().count());
    length.and_then(|it| i32::try_from(it).ok()).unwrap_or(0)
}

/// The words in front of a seam, the last one first, and the text behind it.
struct Sides<'a> {
    before: Vec<&'a str>,
    after: &'a str,
}

impl<'a> Sides<'a> {
    fn of(seam: &Seam<'a>) -> Self {
        let read = |text: &'a str| {
            let end = text
                .char_indices()
                .nth(READ_MAX)
                .map_or(text.len(), |it| it.0);
            &text[..end]
        };
        let words = seam.before.split_whitespace().rev().take(WORDS_MAX);
        let is_word_end = seam.before.ends_with(char::is_alphanumeric);
        Self {
            before: words.filter(|_| is_word_end).collect(),
            after: read(seam.after),
        }
    }

    /// The unit or currency right behind a number.
    fn unit(&self) -> Option<&'a str> {
        let last = self.before.first()?.to_lowercase();
        let is_number = last.ends_with(char::is_numeric) || changes::may_be_number(&last);
        let printed = self.after.strip_prefix([' ', '\u{a0}', '\u{202f}'])?;
        let word = LINKS.iter().find_map(|it| printed.strip_prefix(it));
        let word = word.unwrap_or(printed);
        let rest = word.trim_start_matches(char::is_alphabetic);
        let unit = &word[..word.len() - rest.len()];
        let is_unit = unit.chars().count() >= UNIT_LETTERS_MIN
            && changes::is_measure(&unit.to_lowercase())
            && !OTHERS.contains(&unit)
            && !rest.starts_with(['-', '\'', '’']);
        let length = self.after.len() - rest.len();
        (is_number && is_unit).then(|| &self.after[..length])
    }

    /// The day right behind an English month.
    fn day(&self) -> Option<&'a str> {
        let month = self.before.first()?;
        let is_month = month.starts_with(char::is_uppercase)
            && printed_date::month("en", &month.to_lowercase()).is_some();
        let printed = self.after.strip_prefix(' ')?;
        let rest = printed.trim_start_matches(|c: char| c.is_ascii_digit());
        let day: u32 = printed[..printed.len() - rest.len()].parse().ok()?;
        let ending = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|it| rest.strip_prefix(it));
        let rest = ending.unwrap_or(rest);
        let mut next = rest.chars();
        let is_free = match (next.next(), next.next()) {
            (Some('.' | ',' | ':' | '-' | '–' | '/'), Some(next)) => !next.is_alphanumeric(),
            (next, _) => next.is_none_or(|next| !next.is_alphanumeric() && next != '%'),
        };
        let is_day = is_month && is_free && (1..=31).contains(&day);
        is_day.then(|| &self.after[..self.after.len() - rest.len()])
    }

    /// Whether a day has to follow the month at the end.
    fn is_on(&self) -> bool {
        self.before.get(1) == Some(&"on")
    }

    /// Whether there is a number in front of the month at the end.
    fn has_number(&self) -> bool {
        let mut before = self.before.iter().skip(1);
        before.any(|it| it.starts_with(char::is_numeric) || changes::is_amount(&it.to_lowercase()))
    }
}
