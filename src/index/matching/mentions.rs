//! The figures and the times that a sentence mentions, and whether those of two sentences meet.
//!
//! A figure is compared only with figures of the same unit, or of the same noun behind it. What
//! cannot be read for certain is left out.

use std::collections::BTreeSet;

use super::figures::{FigureMention, Number};
use crate::{
    domain::{printed_date, value::language},
    index::{
        analysis::{self, Language},
        claims::Years,
    },
};

/// The most figures of a sentence that are read.
const FIGURES_MAX: usize = 8;

/// The years that a number of four digits can be.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2100;

/// The most years of a span that are told apart.
const SPAN_MAX: i32 = 200;

/// Which of two texts is the more exact one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exactness {
    /// Both say as much.
    Same,
    /// The first one.
    Finer,
    /// The second one.
    Coarser,
    /// That cannot be told: each in something else, or one has a figure that the other has not.
    Unclear,
}

/// A year, or a month of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Time {
    year: i32,
    month: Option<u32>,
}

/// What a sentence mentions.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    pub figures: Vec<FigureMention>,
    times: BTreeSet<Time>,
    /// Numbers of which it is not certain what they are: days, and what may be a year.
    unclear: BTreeSet<String>,
}

impl Mentions {
    /// What a sentence in a language mentions.
    pub fn of(text: &str, tag: &str) -> Self {
        let text = analysis::beginning(text, analysis::TEXT_BYTES_MAX);
        let language = Language::of(tag, text);
        let mut mentions = Self::default();
        let mut numbers = numbers(text).into_iter().peekable();
        while let Some(number) = numbers.next() {
            let printed = &text[number.start..number.end];
            let month = month_before(text, number.start, tag);
            if let Some(year) = year(text, &number, month.is_some(), tag) {
                mentions.times.insert(Time { year, month });
                continue;
            }
            let is_day = is_day(text, &number, tag);
            if is_day || may_be_year(printed).is_some() {
                mentions.unclear.insert(printed.to_owned());
            }
            if mentions.figures.len() < FIGURES_MAX && !is_day {
                let next = numbers.peek();
                let range = next.and_then(|next| number.to(next, text));
                let range = range.and_then(|it| FigureMention::range(text, &it, tag, language));
                if range.is_some() {
                    numbers.next();
                }
                let figure = range.or_else(|| FigureMention::of(text, &number, tag, language));
                if figure.is_none() {
                    mentions.unclear.insert(printed.to_owned());
                }
                mentions.figures.extend(figure);
            }
        }
        mentions
    }

    /// Adds the years that the text is known to be about.
    pub fn add_years(&mut self, years: Option<Years>) {
        let Some(Years { from, through }) = years else {
            return;
        };
        let (Some(from), Some(through)) = (from.or(through), through.or(from)) else {
            return;
        };
        if through - from <= SPAN_MAX {
            let years = from..=through;
            self.times
                .extend(years.map(|year| Time { year, month: None }));
        }
    }

    /// Adds the figures that a printed text gives.
    pub fn add_figures(&mut self, printed: &str, tag: &str) {
        let figures = Self::of(printed, tag).figures.into_iter();
        let left = FIGURES_MAX.saturating_sub(self.figures.len());
        // They are not in the text.
        let figures = figures.map(|it| FigureMention { place: 0..0, ..it });
        self.figures.extend(figures.take(left));
    }

    /// The years that both mention.
    pub fn shared_years(&self, other: &Self) -> Vec<i32> {
        let ours = self
            .times
            .iter()
            .filter(|ours| ours.meets_any(&other.times));
        let years: BTreeSet<i32> = ours.map(|time| time.year).collect();
        years.into_iter().collect()
    }

    /// The times of both, as printed, if both mention times, and none of them meet.
    pub fn other_times(&self, other: &Self) -> Option<(Vec<String>, Vec<String>)> {
        let meet = self.times.iter().any(|ours| ours.meets_any(&other.times));
        if meet || self.times.is_empty() || other.times.is_empty() {
            return None;
        }
        let printed = |it: &Self| it.times.iter().map(Time::printed).collect();
        Some((printed(self), printed(other)))
    }

    /// The figures that both mention, as printed in the first.
    pub fn shared_figures(&self, other: &Self) -> Vec<String> {
        let ours = self.figures.iter().filter(|ours| {
            let mut theirs = other.figures.iter();
            theirs.any(|theirs| ours.is_comparable(theirs) && ours.is_same(theirs))
        });
        ours.map(|it| it.printed.clone()).collect()
    }

    /// The first figure of each that has comparable ones in the other, and meets none of them.
    pub fn other_figures(&self, other: &Self) -> Option<(String, String)> {
        self.figures.iter().find_map(|ours| {
            let theirs: Vec<_> = other.figures.iter().collect();
            let comparable = theirs.iter().filter(|it| ours.is_comparable(it));
            let comparable: Vec<_> = comparable.collect();
            let first = comparable.first()?;
            let meets = comparable.iter().any(|it| ours.meets(it));
            let is_met = self.figures.iter().any(|ours| ours.meets(first));
            (!meets && !is_met).then(|| (ours.printed.clone(), first.printed.clone()))
        })
    }

    /// Which of both has the narrower figures and times, where they meet, or has some at all.
    pub fn exactness(&self, other: &Self) -> Exactness {
        if self.has_unmet(other) || other.has_unmet(self) {
            return Exactness::Unclear;
        }
        let is_finer = self.is_finer_than(other);
        let is_coarser = other.is_finer_than(self);
        match (is_finer, is_coarser) {
            (false, false) => Exactness::Same,
            (true, false) => Exactness::Finer,
            (false, true) => Exactness::Coarser,
            (true, true) => Exactness::Unclear,
        }
    }

    /// Whether a figure is not one of the other's, which has some.
    fn has_unmet(&self, other: &Self) -> bool {
        let is_unmet = |ours: &FigureMention| !other.figures.iter().any(|it| ours.is_met_by(it));
        !other.figures.is_empty() && self.figures.iter().any(is_unmet)
    }

    /// Whether both have the same of the numbers of which it is not certain what they are.
    pub fn has_same_unclear(&self, other: &Self) -> bool {
        self.unclear == other.unclear
    }

    /// Whether a place in the text belongs to a figure.
    pub fn has_figure_at(&self, place: usize) -> bool {
        self.figures.iter().any(|it| it.place.contains(&place))
    }

    fn is_finer_than(&self, other: &Self) -> bool {
        let has_more = !self.figures.is_empty() && other.figures.is_empty()
            || !self.times.is_empty() && other.times.is_empty();
        let is_narrower = self.figures.iter().any(|ours| {
            let mut met = other.figures.iter();
            met.any(|theirs| ours.is_comparable(theirs) && ours.is_narrower(theirs))
        });
        let has_month = self.times.iter().any(|ours| {
            let of_year = Time {
                month: None,
                ..*ours
            };
            ours.month.is_some() && other.times.contains(&of_year)
        });
        has_more || is_narrower || has_month
    }
}

impl Time {
    fn meets_any(&self, others: &BTreeSet<Self>) -> bool {
        let is_month = |other: &Self| match (self.month, other.month) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => true,
        };
        others.iter().any(|it| self.year == it.year && is_month(it))
    }

    fn printed(&self) -> String {
        match self.month {
            Some(month) => format!("{}-{month:02}", self.year),
            None => self.year.to_string(),
        }
    }
}

/// The numbers that begin with a digit, and not within a word.
fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_in_number(bytes, at) {
            at += 1;
        }
        while at - start <= 3 + GROUPS_MAX && has_group(text, start, at) {
            at = text.ceil_char_boundary(at + 1) + 3;
        }
        let is_in_word = text[..start]
            .ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '#')
            || text[at..].starts_with(|c: char| c.is_alphabetic() || c == '-' || c == '/')
            || is_time(&text[at..]);
        if !is_in_word {
            numbers.push(Number { start, end: at });
        }
    }
    numbers
}

/// Whether what follows a number makes it the hour of a time: "10:30".
fn is_time(after: &str) -> bool {
    let minutes = after.strip_prefix(':');
    minutes.is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()))
}

/// The most bytes of the groups of three digits behind the first one.
const GROUPS_MAX: usize = 24;

/// Whether a group of three digits follows a number behind a space: "1 234 567".
fn has_group(text: &str, start: usize, at: usize) -> bool {
    let first = text[start..at].split([' ', '\u{a0}', '\u{202f}']).next();
    let is_first = first.is_some_and(|it| it.len() <= 3 && it.bytes().all(|b| b.is_ascii_digit()));
    let mut rest = text[at..].chars();
    let is_space = matches!(rest.next(), Some(' ' | '\u{a0}' | '\u{202f}'));
    let digits = rest.as_str().bytes().take_while(u8::is_ascii_digit).count();
    is_first && is_space && digits == 3
}

fn is_in_number(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    bytes[at].is_ascii_digit() || matches!(bytes[at], b'.' | b',') && next
}

/// The year that a number is, if it can only be one.
fn year(text: &str, number: &Number, has_month: bool, tag: &str) -> Option<i32> {
    let year = may_be_year(&text[number.start..number.end])?;
    let is_money = text[..number.start].ends_with(['$', '€', '£', '¥']);
    let after = text[number.end..].trim_start();
    let before = text[..number.start].split_whitespace().next_back();
    let is_named = has_month || before.is_some_and(|it| YEAR_WORDS.contains(&&*it.to_lowercase()));
    // "2000 people" are not a year, and neither are 2000 %.
    let is_counting =
        after.starts_with('%') || !is_named && !may_end_a_year(after) && !is_name(after, tag);
    (!is_money && !is_counting).then_some(year)
}

/// Whether a name follows, which is not counted. In German and its neighbours, nouns look like names.
fn is_name(after: &str, tag: &str) -> bool {
    let has_large_nouns = matches!(language::primary(tag).as_deref(), None | Some("de" | "lb"));
    !has_large_nouns && after.starts_with(char::is_uppercase)
}

/// What stands in front of a year and nothing else: a plural follows "nei" and "dei".
const YEAR_WORDS: &[&str] = &[
    "year", "jahr", "jahre", "jahres", "année", "anno", "año", "ano", "jaar", "nel", "del", "dal",
];

/// The year that a number of four digits may be.
fn may_be_year(printed: &str) -> Option<i32> {
    let is_plain = printed.len() == 4 && printed.bytes().all(|byte| byte.is_ascii_digit());
    let year = printed.parse().ok()?;
    (is_plain && YEARS.contains(&year)).then_some(year)
}

/// Whether what follows leaves no doubt that a number before it is a year: the end of the
/// sentence or a mark, or a word that can hardly be counted.
fn may_end_a_year(after: &str) -> bool {
    const BEHIND: &[&str] = &[
        "and",
        "or",
        "to",
        "in",
        "at",
        "by",
        "as",
        "that",
        "when",
        "but",
        "after",
        "before",
        "was",
        "were",
        "is",
        "had",
        "has",
        "the",
        "for",
        "on",
        "with",
        "election",
        "elections",
        "und",
        "oder",
        "bis",
        "in",
        "war",
        "wurde",
        "hat",
        "die",
        "der",
        "das",
        "bei",
        "um",
        "auf",
        "mit",
        "von",
        "vom",
        "im",
        "am",
        "für",
        "nach",
        "aus",
        "durch",
        "an",
        "als",
        "sich",
        "nicht",
        "schon",
        "noch",
        "starb",
        "starben",
        "gab",
        "gaben",
        "kam",
        "kamen",
        "waren",
        "wurden",
        "hatte",
        "hatten",
        "haben",
        "lag",
        "lagen",
        "stieg",
        "stiegen",
        "sank",
        "sanken",
        "et",
        "ou",
        "à",
        "a",
        "est",
        "le",
        "la",
        "les",
        "e",
        "il",
        "i",
        "è",
        "y",
        "el",
        "fue",
        "era",
        "ha",
        "l",
        "d",
    ];
    let word = after.split(|c: char| !c.is_alphanumeric()).next();
    let word = word.unwrap_or_default().to_lowercase();
    word.is_empty() || BEHIND.contains(&word.as_str())
}

/// The month in front of a year: "May 2021", "May 6, 2021", "6. Mai 2021".
fn month_before(text: &str, at: usize, tag: &str) -> Option<u32> {
    let near = &text[text.floor_char_boundary(at.saturating_sub(40))..at];
    let mut words = near.split_whitespace().rev().take(3);
    words.find_map(|word| {
        let word = word.trim_end_matches([',', '.']);
        let may_be_month = word.starts_with(char::is_alphabetic);
        may_be_month
            .then(|| printed_date::month(tag, word))
            .flatten()
    })
}

/// Whether a number is the day of a month.
fn is_day(text: &str, number: &Number, tag: &str) -> bool {
    let before = text[..number.start].split_whitespace().next_back();
    let after = text[number.end..]
        .trim_start_matches('.')
        .split_whitespace()
        .next();
    [before, after].into_iter().flatten().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        !word.is_empty() && printed_date::month(tag, word).is_some()
    })
}
