//! Figures of several words that begin or end beside the words of a span.
//!
//! `500 men` stand letter by letter in `1 500 men` and in `at most 500 men`, and `three days`
//! in `twenty three days`, but as a part of another figure. A figure is what the reader of
//! printed figures reads, in any of its languages. Words beside it belong to it if it is
//! another figure with them.

use super::glue::{NUMBER_JOINTS, Seam, is_currency};
use crate::domain::{
    figure::{
        Figure,
        error::NotRead,
        read::{Printed, read},
    },
    passage::changes,
};

/// What became of the part of a figure that is outside of the words of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outside {
    /// The words are not part of a bigger figure, or of the same one as before.
    Same,
    /// The words are a part of a bigger figure, which has so many code points more.
    More(i32),
    /// The words were a part of a bigger figure, and the rest of it is gone.
    Gone,
}

impl Outside {
    /// How many code points of a bigger figure are outside of the words.
    pub fn length(self) -> i32 {
        match self {
            Self::More(length) => length,
            Self::Same | Self::Gone => 0,
        }
    }
}

/// The most words of a figure that are read outside of a span.
const OUTSIDE_MAX: usize = 4;
/// The most words of it that are read inside.
const INSIDE_MAX: usize = 3;

/// What may be at an edge of a word of a figure, apart from letters and digits.
const SIGNS: &[char] = &['%', '‰', '°', '-', '−', '+'];

/// What became of the figure at the start of words. `new` is where they begin now, and `old`
/// where they began.
pub(crate) fn at_start(new: Seam<'_>, old: Seam<'_>) -> Outside {
    outside(new, old, &At::START)
}

/// The same at the end of words.
pub(crate) fn at_end(new: Seam<'_>, old: Seam<'_>) -> Outside {
    match (era(new), era(old)) {
        (Some(length), None) => Outside::More(length),
        (None, Some(_)) => Outside::Gone,
        _ => outside(new, old, &At::END),
    }
}

/// What is printed behind a year before the year 1.
const ERAS: &[&str] = &[
    "BC",
    "BCE",
    "B.C.",
    "v. Chr.",
    "v.Chr.",
    "av. J.-C.",
    "avant J.-C.",
    "avant Jésus-Christ",
    "a.C.",
    "a. C.",
    "avanti Cristo",
    "antes de Cristo",
];

/// How many code points say that a year in front of a seam is one before the year 1.
fn era(seam: Seam<'_>) -> Option<i32> {
    let rest = seam.after.trim_start();
    let space = &seam.after[..seam.after.len() - rest.len()];
    let has_space = !space.is_empty() || seam.before.ends_with(char::is_whitespace);
    let is_year = seam
        .before
        .trim_end()
        .ends_with(|c: char| c.is_ascii_digit());
    let ends = |era: &&&str| {
        let after = rest.strip_prefix(**era);
        after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    };
    let era = ERAS.iter().filter(|_| has_space && is_year).find(ends)?;
    Some(code_points(space) + code_points(era))
}

/// One end of the words of a span.
struct At {
    is_end: bool,
}

impl At {
    const START: Self = Self { is_end: false };
    const END: Self = Self { is_end: true };

    /// The words inside and outside of a span, those nearest to the seam first.
    fn words<'a>(&self, seam: Seam<'a>) -> (Vec<Word<'a>>, Vec<Word<'a>>) {
        let spaced = seam.before.ends_with(char::is_whitespace)
            || seam.after.starts_with(char::is_whitespace);
        if !spaced {
            return (Vec::new(), Vec::new());
        }
        let (before, after) = (words_before(seam.before), words_after(seam.after));
        match self.is_end {
            true => (before, after),
            false => (after, before),
        }
    }

    /// Words in the order of the text.
    fn print(&self, inside: &[Word<'_>], outside: &[Word<'_>]) -> String {
        let outside = outside.iter().rev();
        let nearest_last = outside.chain(inside).map(|it| without_marks(it.text));
        let words: Vec<String> = match self.is_end {
            true => nearest_last.rev().collect(),
            false => nearest_last.collect(),
        };
        words.iter().fold(String::new(), |mut text, word| {
            match word.chars().all(is_fraction) {
                // The reader knows no fraction signs.
                true => text.push_str(".5"),
                false => {
                    text.push(' ');
                    text.push_str(word);
                }
            }
            text
        })
    }
}

fn outside(new: Seam<'_>, old: Seam<'_>, at: &At) -> Outside {
    let (new, old) = (at.words(new), at.words(old));
    let is_alike = |(a, b): (&Word<'_>, &Word<'_>)| is_same_word(a.text, b.text);
    let are_same =
        |a: &[Word<'_>], b: &[Word<'_>]| a.len() == b.len() && a.iter().zip(b).all(is_alike);
    if are_same(&new.1, &old.1) {
        return Outside::Same;
    }
    let (more, less) = (part_outside(at, &new), part_outside(at, &old));
    let [more_words, less_words] = [(&new.1, &more), (&old.1, &less)]
        .map(|(words, part)| &words[..part.as_ref().map_or(0, |it| it.count)]);
    match (more_words.last(), less) {
        (Some(_), _) if are_same(more_words, less_words) => Outside::Same,
        (Some(last), _) => Outside::More(last.reach),
        (None, Some(part)) if part.is_exact => Outside::Gone,
        (None, _) => Outside::Same,
    }
}

fn is_same_word(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

/// The part of a figure that is outside of a span.
struct Part {
    /// The number of its words.
    count: usize,
    /// Whether the figure is a number, and not a bound or a range.
    is_exact: bool,
}

/// The words beside a figure that make another figure of it. `None` if there are none.
fn part_outside(at: &At, (inside, outside): &(Vec<Word<'_>>, Vec<Word<'_>>)) -> Option<Part> {
    let inside = &inside[..inside.len().min(INSIDE_MAX)];
    let numbers = match at.is_end {
        true => inside.iter().position(Word::may_be_number)?,
        false => inside.first().filter(|it| it.may_be_number()).map(|_| 0)?,
    };
    let mut most: Option<Part> = None;
    for length in numbers + 1..=inside.len() {
        let inside = &inside[..length];
        let known = Reading::of(&at.print(inside, &[]));
        let is_read = known.is_some();
        if is_read || inside.iter().any(Word::is_amount) {
            let part = grown(at, inside, outside, known);
            most = most.into_iter().chain(part).max_by_key(|it| it.count);
        }
        // A figure that is read begins with its number. Words after that tell nothing of what is
        // in front of it.
        if is_read && !at.is_end {
            break;
        }
    }
    most
}

/// The words outside that make another figure of what is known of the words inside.
fn grown(
    at: &At,
    inside: &[Word<'_>],
    outside: &[Word<'_>],
    mut known: Option<Reading>,
) -> Option<Part> {
    let mut part = None;
    for count in 1..=outside.len() {
        let Some(reading) = Reading::of(&at.print(inside, &outside[..count])) else {
            continue;
        };
        let is_other = known.as_ref() != Some(&reading);
        // All words of a bound belong to it ("al massimo 500"), but a noun does not.
        if is_other || (!at.is_end && part.is_some()) {
            let is_exact = reading.is_exact();
            part = Some(Part { count, is_exact });
            known = Some(reading);
        }
    }
    part
}

/// What the reader reads.
#[derive(PartialEq)]
enum Reading {
    /// The bounds, and whether they are shares.
    Figure(Figure),
    /// Several figures.
    Ambiguous(Vec<String>),
}

impl Reading {
    fn of(text: &str) -> Option<Self> {
        let printed = Printed {
            text,
            number_locale: "en",
            ..Printed::default()
        };
        match read(&printed) {
            // What is counted, and whether it is approximate, does not make it bigger.
            Ok(figure) => Some(Self::Figure(Figure {
                lower: figure.lower,
                upper: figure.upper,
                unit: figure.unit.replace(|c| c != '%', ""),
                ..Figure::default()
            })),
            Err(NotRead::Ambiguous { readings, .. }) => Some(Self::Ambiguous(readings)),
            Err(NotRead::NotAFigure { .. }) => None,
        }
    }

    fn is_exact(&self) -> bool {
        match self {
            Self::Figure(figure) => figure.lower == figure.upper,
            Self::Ambiguous(_) => true,
        }
    }
}

/// A word beside a seam.
struct Word<'a> {
    text: &'a str,
    /// How many code points are between the seam and its far end.
    reach: i32,
}

impl Word<'_> {
    fn may_be_number(&self) -> bool {
        changes::may_be_number(&self.text.to_lowercase())
    }

    fn is_amount(&self) -> bool {
        changes::is_amount(&self.text.to_lowercase())
    }
}

/// The words at the end of a text, the last one first. A punctuation mark or a blank line ends
/// them.
fn words_before(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = text;
    while words.len() < OUTSIDE_MAX {
        let end = rest.trim_end();
        let (head, printed) = end.split_at(end.rfind(char::is_whitespace).map_or(0, |at| {
            at + end[at..].chars().next().map_or(0, char::len_utf8)
        }));
        let word = printed.trim_start_matches(|c: char| !is_part(c));
        if is_blank_line(&rest[end.len()..]) || !word.ends_with(is_part) {
            break;
        }
        words.push(Word {
            text: word,
            reach: code_points(&text[end.len() - word.len()..]),
        });
        if word.len() < printed.len() {
            break;
        }
        rest = head;
    }
    words
}

/// The words at the start of a text, the first one first.
fn words_after(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = text;
    while words.len() < OUTSIDE_MAX {
        let start = rest.trim_start();
        let end = start.find(char::is_whitespace).unwrap_or(start.len());
        let (printed, tail) = start.split_at(end);
        let word = printed.trim_end_matches(|c: char| !is_part(c));
        if is_blank_line(&rest[..rest.len() - start.len()]) || !word.starts_with(is_part) {
            break;
        }
        let end = text.len() - start.len() + word.len();
        words.push(Word {
            text: word,
            reach: code_points(&text[..end]),
        });
        if word.len() < printed.len() {
            break;
        }
        rest = tail;
    }
    words
}

/// Whether a character can be at an edge of a word of a figure.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_currency(c) || SIGNS.contains(&c)
}

/// Whether a character is the sign of a fraction.
fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '⅐'..='⅞')
}

fn is_blank_line(space: &str) -> bool {
    space.matches('\n').count() > 1
}

fn code_points(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(i32::MAX)
}

/// The digits before the first mark in them. The others have another meaning in each language,
/// and tell nothing of the words beside the figure.
fn without_marks(word: &str) -> String {
    let mut plain = String::new();
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let is_mark = NUMBER_JOINTS.contains(&c) && plain.ends_with(char::is_numeric);
        let is_next = |c: Option<&char>| c.is_some_and(|c| c.is_numeric());
        if !is_mark || !is_next(chars.peek()) {
            plain.push(c);
            continue;
        }
        while chars.next_if(|c| c.is_numeric()).is_some() {}
    }
    plain
}
