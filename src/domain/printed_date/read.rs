//! Reads dates as printed in a newspaper into year, month and day, or into an instant.
//!
//! A date is read only if it cannot be meant otherwise. Everything else stays as printed.
//! These are the decisions:
//!
//! - Words are read in the language of the text. If they are not of that language, they are
//!   read in all five, and all that can read them have to agree: an English claim can rest on
//!   an Italian article.
//! - Digits alone can be two days (`05/04/2025`). The locale decides, or a weekday of which
//!   only one of the two days is one. Otherwise the date is ambiguous.
//! - A day that does not exist and a weekday that does not fit are mistakes, so they are not
//!   left as printed.
//! - Months and days before 1753 stay as printed, because they can be those of the Julian
//!   calendar. `YYYY-MM-DD` has no such doubt.
//! - "Last week" and "27 April" are relative to the day on which the text was published. What
//!   follows from that day is marked as inferred. If it is not known, or if the words can be
//!   two dates, they stay as printed.
//! - A time of day is left out if it is not at a stated distance from UTC.

use super::{
    clock,
    context::DateContext,
    error::NotRead,
    grammar,
    names::Language,
    token::{self, Token},
};
use crate::domain::value::Date;

/// The longest text that is read, in code points.
const PRINTED_MAX: usize = 200;

/// Reads a date as printed. The result does not have the printed text.
pub fn read(printed: &str, context: &DateContext) -> Result<Date, NotRead> {
    if printed.chars().nth(PRINTED_MAX).is_some() {
        return Err(NotRead::NotADate);
    }
    if let Some(instant) = clock::instant(printed) {
        return instant;
    }
    let tokens = token::split(printed);
    let tokens = without_brackets(&tokens);
    let mut own = context.languages.iter();
    let own = own.find_map(|tag| read_in(Language::of(tag)?, tokens, context));
    own.unwrap_or_else(|| read_in_all(tokens, context))
}

fn without_brackets(tokens: &[Token]) -> &[Token] {
    match tokens {
        [first, inner @ .., last] if first.text == "(" && last.text == ")" => inner,
        all => all,
    }
}

/// Reads a date in one language. `None` if it does not have a form of that language.
fn read_in(
    language: Language,
    tokens: &[Token],
    context: &DateContext,
) -> Option<Result<Date, NotRead>> {
    Some(grammar::date(tokens, language)?.resolve(context))
}

/// Reads a date in all languages. All that can read it have to agree.
fn read_in_all(tokens: &[Token], context: &DateContext) -> Result<Date, NotRead> {
    let languages = Language::ALL.into_iter();
    let mut readings = languages.filter_map(|it| read_in(it, tokens, context));
    match readings.next() {
        Some(first) if readings.all(|other| other == first) => first,
        _ => Err(NotRead::NotADate),
    }
}
