//! The figures and the times that a sentence mentions, and whether those of two sentences meet.
//!
//! A figure is compared only with figures of the same unit, or of the same noun behind it. What
//! cannot be read for certain is left out.

use std::collections::BTreeSet;

use super::{
    figures::FigureMention,
    numbers::{Number, Numbers, numbers},
};
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

/// The languages in which figures are read.
const READ: [&str; 5] = ["en", "fr", "de", "it", "es"];

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

/// How far a day may stand in front of the year that it belongs to, in bytes.
const DAY_BEFORE: usize = 24;

/// A year, or a month or a day of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Time {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

/// What a sentence mentions.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    pub figures: Vec<FigureMention>,
    times: BTreeSet<Time>,
    /// Numbers of which it is not certain what they are: days, what may be a year, and parts of
    /// something else.
    unclear: BTreeSet<String>,
}

impl Mentions {
    /// What a sentence in a language mentions.
    pub fn of(text: &str, tag: &str) -> Self {
        let text = analysis::beginning(text, analysis::TEXT_BYTES_MAX);
        let language = Language::of(tag, text);
        let mut mentions = Self::default();
        let Numbers { read, others } = numbers(text);
        let others = others.iter().map(|it| text[it.start..it.end].to_owned());
        mentions.unclear.extend(others);
        let mut numbers = read.into_iter().peekable();
        // The last day, and where it ends.
        let mut last_day: Option<(u32, usize)> = None;
        while let Some(number) = numbers.next() {
            let printed = &text[number.start..number.end];
            let month = month_before(text, number.start, tag);
            if let Some(year) = year(text, &number, month.is_some(), tag) {
                let day = last_day
                    .take()
                    .filter(|(_, end)| number.start - end <= DAY_BEFORE);
                let day = day.filter(|_| month.is_some()).map(|(day, _)| day);
                mentions.times.insert(Time { year, month, day });
                continue;
            }
            let is_day = is_day(text, &number, tag);
            if is_day {
                last_day = printed.parse().ok().map(|day| (day, number.end));
            }
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
            self.times.extend(years.map(Time::year));
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

    /// The times of both, as printed, if both mention times, and none of them meet. In the same sentence,
    /// it is enough that each mentions one that the other does not.
    pub fn other_times(&self, other: &Self, is_same: bool) -> Option<(Vec<String>, Vec<String>)> {
        let met = |ours: &Self, theirs: &Self| {
            let met = ours.times.iter().filter(|it| it.meets_any(&theirs.times));
            met.count()
        };
        let has_other = |ours: &Self, theirs: &Self| match met(ours, theirs) {
            0 => !ours.times.is_empty(),
            count => is_same && count < ours.times.len(),
        };
        if !has_other(self, other) || !has_other(other, self) {
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

    /// The first figure of each that has comparable ones in the other, and meets none of them. In the
    /// same sentence, the same number of another unit is another figure, too.
    pub fn other_figures(&self, other: &Self, is_same: bool) -> Option<(String, String)> {
        let of_other_unit = || {
            let mut pairs = self.figures.iter().flat_map(|ours| {
                let theirs = other.figures.iter();
                theirs.map(move |theirs| (ours, theirs))
            });
            let pair = pairs.find(|(ours, theirs)| ours.is_of_other_unit(theirs));
            pair.map(|(ours, theirs)| (ours.printed.clone(), theirs.printed.clone()))
        };
        let of_same_unit = self.figures.iter().find_map(|ours| {
            let theirs: Vec<_> = other.figures.iter().collect();
            let comparable = theirs.iter().filter(|it| ours.is_comparable(it));
            let comparable: Vec<_> = comparable.collect();
            let first = comparable.first()?;
            let meets = comparable.iter().any(|it| ours.meets(it));
            let is_met = self.figures.iter().any(|ours| ours.meets(first));
            (!meets && !is_met).then(|| (ours.printed.clone(), first.printed.clone()))
        });
        of_same_unit.or_else(|| is_same.then(of_other_unit).flatten())
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
        let has_part = self.times.iter().any(|ours| {
            let mut wholes = ours.wholes();
            wholes.any(|whole| other.times.contains(&whole))
        });
        has_more || is_narrower || has_part
    }
}

/// Whether a printed text in a language has a figure that can be compared.
pub fn has_figure(printed: &str, tag: &str) -> bool {
    let has = |tag: &&str| !Mentions::of(printed, tag).figures.is_empty();
    match tag {
        // The text is read in the language of the claim then.
        "" => READ.iter().any(has),
        tag => has(&tag),
    }
}

impl Time {
    fn year(year: i32) -> Self {
        Self {
            year,
            month: None,
            day: None,
        }
    }

    /// The month of a day, and the year of a month or a day.
    fn wholes(&self) -> impl Iterator<Item = Self> {
        let month = self.day.map(|_| Self { day: None, ..*self });
        let year = self.month.map(|_| Self::year(self.year));
        month.into_iter().chain(year)
    }

    fn meets_any(&self, others: &BTreeSet<Self>) -> bool {
        let is_same = |ours: Option<u32>, theirs: Option<u32>| {
            ours.is_none() || theirs.is_none() || ours == theirs
        };
        others.iter().any(|it| {
            self.year == it.year && is_same(self.month, it.month) && is_same(self.day, it.day)
        })
    }

    fn printed(&self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{}-{month:02}", self.year),
            (None, _) => self.year.to_string(),
        }
    }
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
