//! Templates of relative dates, and how they are matched.
//!
//! A template is a sequence of words as in tokens. `a|b` is one of two words, and a word with
//! `?` can be left out. Four signs stand for what varies: `#` a count, `@` a weekday, `%` a
//! month and `&` a day of a month.

use super::form::{Form, Slots};

/// A template and its meaning.
pub(super) type Template = (&'static str, Form);

/// Reads what a sign stands for at a token. Returns the index of the token after it.
pub(in crate::domain::printed_date) trait Reader {
    fn count(&self, at: usize) -> Option<(i32, usize)>;
    fn weekday(&self, at: usize) -> Option<(chrono::Weekday, usize)>;
    fn month(&self, at: usize) -> Option<(u32, usize)>;
    fn day(&self, at: usize) -> Option<(u32, usize)>;
    fn word(&self, at: usize) -> Option<&str>;
}

/// Matches a template at a token. Returns the index of the token after it.
pub(super) fn matched(reader: &impl Reader, template: &str, at: usize) -> Option<(Slots, usize)> {
    let mut slots = Slots::default();
    let mut end = at;
    for word in template.split(' ') {
        end = match word {
            "#" => {
                let (count, end) = reader.count(end)?;
                slots.count = count;
                end
            }
            "@" => {
                let (weekday, end) = reader.weekday(end)?;
                slots.weekday = Some(weekday);
                end
            }
            "%" => {
                let (month, end) = reader.month(end)?;
                slots.month = month;
                end
            }
            "&" => {
                let (day, end) = reader.day(end)?;
                slots.day = day;
                end
            }
            _ => after_word(reader, word, end)?,
        };
    }
    Some((slots, end))
}

fn after_word(reader: &impl Reader, word: &str, at: usize) -> Option<usize> {
    let (words, is_optional) = match word.strip_suffix('?') {
        Some(words) if !words.is_empty() => (words, true),
        _ => (word, false),
    };
    let token = reader.word(at);
    let is_there = token.is_some_and(|token| words.split('|').any(|it| it == token));
    match is_there {
        true => Some(at + 1),
        false => is_optional.then_some(at),
    }
}
