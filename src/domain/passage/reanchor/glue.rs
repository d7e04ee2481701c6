//! Text that is glued to words: whether they still begin and end where they did.
//!
//! Words stand only between word boundaries. `Robin` is not in `JeanRobin`, and `5` is
//! neither in `-5` nor in `5.2`. But text is often glued to a sentence by mistake, as in
//! `last winterThe ferry`. Then the words stand if it is certain where that text begins.

use crate::domain::passage::{changes, scripts::is_spaced};

/// How words meet the text beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meeting {
    /// A word ends there, and another one may begin.
    Apart,
    /// The words go on: they are a part of another word or name.
    Glued,
    /// The text belongs to the figure at the edge of the words, and makes it another one.
    Figure,
}

/// The place in a text where words begin or end.
#[derive(Clone, Copy)]
pub(crate) struct Seam<'a> {
    /// The text before it.
    pub before: &'a str,
    /// The text after it.
    pub after: &'a str,
    /// Whether a sentence begins or ends there, apart from punctuation.
    pub is_sentence: bool,
}

/// The least letters of a small word that is not the first part of a name.
const SMALL_LETTERS_MIN: usize = 5;
/// The most characters beside a figure that are read.
const READ_MAX: usize = 40;
/// The signs that belong to a figure if they stand right before it.
const SIGNS_BEFORE: &[char] = &[
    '-', '−', '–', '‐', '‑', '+', '±', '~', '≈', '<', '>', '≤', '≥', '#', '№', '/', '^',
];
/// The signs that belong to a figure if they stand right after it.
const SIGNS_AFTER: &[char] = &['%', '‰', '°', '′', '″', '+', '^'];
/// Those of them that a space may separate from the figure.
const SPACED_SIGNS: &[char] = &['%', '‰', '°', '€'];
/// The signs that join two numbers to one, or a number to a word.
pub(crate) const NUMBER_JOINTS: &[char] = &['.', ',', ':', '\'', '’', '/'];
const DASHES: &[char] = &['-', '−', '–', '‐', '‑'];

impl Seam<'_> {
    /// How the words after the seam meet the text before it. `old` is the seam where the
    /// words began.
    pub fn at_start(self, old: Self) -> Meeting {
        let is_same = last(self.before, 2).eq(last(old.before, 2));
        match self.start() {
            _ if is_same => Meeting::Apart,
            Meeting::Glued if self.is_certain_start(old) => Meeting::Apart,
            meeting => meeting,
        }
    }

    /// How the words before the seam meet the text after it. `old` is the seam where the
    /// words ended.
    pub fn at_end(self, old: Self) -> Meeting {
        let is_same = self.after.chars().take(2).eq(old.after.chars().take(2));
        match self.end() {
            _ if is_same => Meeting::Apart,
            Meeting::Glued if self.is_certain_end(old) => Meeting::Apart,
            meeting => meeting,
        }
    }

    /// How many characters before the seam belong to the figure after it. `None` if they
    /// are a part of something else.
    pub fn figure_before(self) -> Option<i32> {
        let is_part = |c: &char| c.is_numeric() || is_figure_sign(*c);
        let length = self
            .before
            .chars()
            .rev()
            .take(READ_MAX)
            .take_while(is_part)
            .count();
        let rest = last(self.before, length + 1).nth(length);
        let is_free = length < READ_MAX && !rest.is_some_and(char::is_alphanumeric);
        i32::try_from(length).ok().filter(|_| is_free)
    }

    /// How many characters after the seam belong to the figure before it. `None` if they
    /// are a part of something else.
    pub fn figure_after(self) -> Option<i32> {
        let mut chars = self.after.chars().take(READ_MAX).peekable();
        let mut length = 0;
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            let is_joint = NUMBER_JOINTS.contains(&c) || DASHES.contains(&c);
            let is_part = match c {
                _ if is_joint => next.is_some_and(char::is_numeric),
                c if c.is_whitespace() => {
                    length == 0 && next.is_some_and(|next| SPACED_SIGNS.contains(&next))
                }
                c => c.is_numeric() || SIGNS_AFTER.contains(&c) || is_currency(c),
            };
            if !is_part {
                // "5-year" and "5.2Fuel" are more than a figure.
                let is_dash = DASHES.contains(&c) && next.is_some_and(char::is_alphabetic);
                let is_word = c.is_alphanumeric() || is_dash;
                return Some(length).filter(|_| !is_word);
            }
            length += 1;
        }
        (self.after.chars().nth(READ_MAX).is_none()).then_some(length)
    }

    fn start(self) -> Meeting {
        let mut after = self.after.chars();
        let (Some(first), second) = (after.next(), after.next()) else {
            return Meeting::Apart;
        };
        let mut before = last(self.before, 2);
        let (Some(one), two) = (before.next(), before.next()) else {
            return Meeting::Apart;
        };
        let is_figure =
            first.is_numeric() || (is_figure_sign(first) && second.is_some_and(char::is_numeric));
        if is_figure {
            let is_joint = NUMBER_JOINTS.contains(&one)
                && two.is_none_or(|two| two.is_numeric() || (one == '.' && two.is_whitespace()));
            let is_part = (one.is_alphanumeric() && is_spaced(one))
                || one.is_numeric()
                || SIGNS_BEFORE.contains(&one)
                || is_currency(one)
                || is_joint;
            return if is_part {
                Meeting::Figure
            } else {
                Meeting::Apart
            };
        }
        let is_joint = is_joint(one) && two.is_some_and(is_spaced);
        match is_spaced(first) && (is_spaced(one) || is_joint) {
            true => Meeting::Glued,
            false => Meeting::Apart,
        }
    }

    fn end(self) -> Meeting {
        let mut before = last(self.before, 2);
        let (Some(one), two) = (before.next(), before.next()) else {
            return Meeting::Apart;
        };
        let mut after = self.after.chars();
        let (Some(first), second) = (after.next(), after.next()) else {
            return Meeting::Apart;
        };
        let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if one.is_numeric() {
            let is_part = first.is_numeric()
                || SIGNS_AFTER.contains(&first)
                || is_currency(first)
                || (NUMBER_JOINTS.contains(&first) && is_digit(second))
                || (DASHES.contains(&first) && is_word(second))
                || (first.is_whitespace() && second.is_some_and(|it| SPACED_SIGNS.contains(&it)));
            if is_part {
                return Meeting::Figure;
            }
        }
        if NUMBER_JOINTS.contains(&one) && is_digit(two) && first.is_numeric() {
            return Meeting::Figure;
        }
        let is_joint = is_joint(first) && second.is_some_and(is_spaced);
        match is_spaced(one) && (is_spaced(first) || is_joint) {
            true => Meeting::Glued,
            false => Meeting::Apart,
        }
    }

    /// Whether it is certain that the words begin here, although a word is glued to them.
    fn is_certain_start(self, old: Self) -> bool {
        let glued = last_word(self.before);
        let rest = &self.before[..self.before.len() - glued.len()];
        let is_capital = self.after.starts_with(char::is_uppercase);
        if glued.is_empty() || !old.is_sentence || !is_capital {
            return false;
        }
        let is_small = glued.starts_with(char::is_lowercase)
            && glued.chars().count() >= SMALL_LETTERS_MIN
            && glued.ends_with(char::is_lowercase);
        let is_figure = glued.chars().all(char::is_numeric);
        is_small || is_figure || rest.ends_with(['|', ']', '}', '=']) || {
            // Only the stop and the space between two sentences are gone.
            let before = old.before.trim_end_matches(|c: char| !c.is_alphanumeric());
            let between = &old.before[before.len()..];
            between.contains(is_stop) && last_word(before) == glued
        }
    }

    /// Whether it is certain that the words end here, although a word is glued to them.
    fn is_certain_end(self, old: Self) -> bool {
        let glued = first_word(self.after);
        if glued.is_empty() {
            return false;
        }
        let after = old.after.trim_start_matches(|c: char| !c.is_alphanumeric());
        let between = &old.after[..old.after.len() - after.len()];
        let is_next = between.contains(is_stop) && first_word(after) == glued;
        if is_next || self.after[glued.len()..].starts_with('|') {
            return true;
        }
        let mut letters = glued.chars();
        let is_capital = letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() > 1
            && letters.all(char::is_lowercase);
        let own = last_word(self.before);
        let is_small = own.starts_with(char::is_lowercase) && own.ends_with(char::is_lowercase);
        let old_own = old.before.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_figure = own.chars().all(char::is_numeric) && last_word(old_own) == own;
        let is_other = is_small || (is_figure && !changes::is_measure(&glued.to_lowercase()));
        old.is_sentence && is_capital && is_other
    }
}

/// Whether two adjacent characters are of one word.
pub(crate) fn is_joined(before: char, after: char) -> bool {
    is_spaced(before) && is_spaced(after)
}

/// Whether a word has another one glued to it: the letters that it has more, in code points.
/// `is_after` tells on which side they are.
pub(crate) fn more_letters(old: &str, new: &str, is_after: bool) -> Option<i32> {
    let more = match is_after {
        true => new.strip_prefix(old)?,
        false => new.strip_suffix(old)?,
    };
    let is_word = |word: &str| word.chars().all(char::is_alphanumeric);
    let has_digits = |word: &str| word.chars().any(char::is_numeric);
    let is_part = |c: char| c.is_numeric() || NUMBER_JOINTS.contains(&c);
    let is_figure = old.chars().all(is_part);
    let count = more.chars().count();
    let is_glued = match is_figure {
        true => !has_digits(more) && !changes::is_measure(&more.to_lowercase()),
        // "an" and "another" are different words with the same beginning.
        false if is_after && old.chars().nth(1).is_none() => false,
        false => has_digits(more) || count > ENDING_LETTERS_MAX,
    };
    let is_glued = is_glued && !more.is_empty() && (is_figure || is_word(old)) && is_word(more);
    i32::try_from(count).ok().filter(|_| is_glued)
}

/// The most letters of an ending or a prefix, such as "ing" or "un". More are another word.
const ENDING_LETTERS_MAX: usize = 3;

/// The last characters of a text, from its end.
fn last(text: &str, count: usize) -> impl Iterator<Item = char> {
    text.chars().rev().take(count)
}

fn last_word(text: &str) -> &str {
    &text[text.trim_end_matches(char::is_alphanumeric).len()..]
}

fn first_word(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(char::is_alphanumeric).len()]
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '\n')
}

fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’') || DASHES.contains(&c)
}

/// Whether a character is the sign of a currency.
pub(crate) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '¢'..='¥' | '\u{20a0}'..='\u{20cf}')
}

fn is_figure_sign(c: char) -> bool {
    SIGNS_BEFORE.contains(&c) || NUMBER_JOINTS.contains(&c) || is_currency(c)
}
