//! Where the words of a query are in a text.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

use super::{forms::Spoken, query::Query};
use crate::index::analysis::{self, Language, TEXT_BYTES_MAX, Word};

/// The most bytes of a text that are read: the longest body of an article.
const BYTES_MAX: usize = 1 << 20;

/// The most fragments of a text.
const FRAGMENTS_MAX: usize = 3;

/// The most code points between the beginning of a fragment and the end of its last word.
const LETTERS_MAX: usize = 200;

/// The most code points in front of the first word that was found.
const LETTERS_BEFORE: usize = 60;

/// The most code points of punctuation that are taken along at either end.
const PUNCTUATION_MAX: usize = 3;

/// The most places of a text that are compared with each other.
const PLACES_MAX: usize = 2_000;

/// A piece of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    /// The piece.
    pub text: String,
    /// Where words of the query are in it, in bytes.
    pub spans: Vec<Range<usize>>,
}

/// The pieces of a text in a language that have most of the words of a query, in the order of
/// the text. A short text is one piece. If none of the words are there, it is the beginning.
pub fn highlight(text: &str, query: &Query, language: &str) -> Vec<Fragment> {
    let text = analysis::beginning(text, BYTES_MAX);
    let words = analysis::fine_words(text, BYTES_MAX);
    let marks = marks(text, &words, query, language);
    if text.is_empty() {
        return Vec::new();
    }
    if text.chars().nth(LETTERS_MAX).is_none() {
        return vec![fragment(text, 0..text.len(), &words, &marks)];
    }
    let windows = best_windows(text, &words, &marks);
    let fragments = windows.into_iter();
    fragments
        .map(|window| fragment(text, window, &words, &marks))
        .collect()
}

/// Words of the text that were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    first: usize,
    last: usize,
    /// What of the query they are, as a bit.
    wanted: u32,
}

fn marks(text: &str, words: &[Word<'_>], query: &Query, language: &str) -> Vec<Mark> {
    let language = Language::of(language, analysis::beginning(text, TEXT_BYTES_MAX));
    let spoken = Spoken::one(language);
    let wanted = query.wanted();
    let wanted = wanted.flat_map(|it| spoken.forms(&query.words(it)).sequences);
    let wanted: Vec<Vec<(usize, String)>> = wanted.collect();
    let searched: BTreeSet<&str> = wanted.iter().flatten().map(|it| it.1.as_str()).collect();
    // A text has the same words again and again.
    let mut known: HashMap<&str, Option<&str>> = HashMap::new();
    let terms = words.iter().map(|word| {
        *known.entry(word.text).or_insert_with(|| {
            let term = word.term(language)?;
            searched.get(term.as_str()).copied()
        })
    });
    let terms: Vec<Option<&str>> = terms.collect();
    let mut marks = Vec::new();
    for (number, sequence) in (0_u32..).zip(&wanted) {
        let (Some((first, _)), Some((last, _))) = (sequence.first(), sequence.last()) else {
            continue;
        };
        for at in 0..terms.len().saturating_sub(last - first) {
            let is_here = sequence
                .iter()
                .all(|(place, term)| terms[at + place - first] == Some(term.as_str()));
            if is_here {
                marks.push(Mark {
                    first: at,
                    last: at + last - first,
                    wanted: 1_u32.wrapping_shl(number),
                });
            }
        }
    }
    marks.sort_unstable();
    marks
}

/// The windows that together show most of the query.
fn best_windows(text: &str, words: &[Word<'_>], marks: &[Mark]) -> Vec<Range<usize>> {
    let starts = marks.iter().take(PLACES_MAX);
    let mut windows: Vec<Window> = starts
        .map(|mark| Window::around(text, words, mark.first, marks))
        .collect();
    if windows.is_empty() {
        windows.push(Window::around(text, words, 0, marks));
    }
    let mut chosen: Vec<Window> = Vec::new();
    let mut shown = 0;
    while chosen.len() < FRAGMENTS_MAX {
        windows.retain(|it| chosen.iter().all(|other| it.is_apart(other)));
        // Of equal ones, the first is taken.
        let best = windows.iter().rev().max_by_key(|it| {
            let is_new = (it.wanted & !shown).count_ones();
            (is_new, it.wanted.count_ones(), it.marks)
        });
        let Some(best) = best.cloned() else {
            break;
        };
        shown |= best.wanted;
        chosen.push(best);
    }
    chosen.sort_unstable_by_key(|it| it.range.start);
    chosen.into_iter().map(|it| it.range).collect()
}

/// A part of the text.
#[derive(Clone)]
struct Window {
    range: Range<usize>,
    wanted: u32,
    marks: usize,
}

impl Window {
    /// The window around a word.
    fn around(text: &str, words: &[Word<'_>], word: usize, marks: &[Mark]) -> Self {
        let Some(found) = words.get(word) else {
            let end = text.char_indices().nth(LETTERS_MAX);
            return Self {
                range: 0..end.map_or(text.len(), |(end, _)| end),
                wanted: 0,
                marks: 0,
            };
        };
        let before = words[..word].iter().rev().take_while(|it| {
            let letters = text[it.start..found.start].chars();
            letters.take(LETTERS_BEFORE + 1).count() <= LETTERS_BEFORE
        });
        let start = before.last().unwrap_or(found).start;
        // One word can be longer than a fragment.
        let most = text[start..].char_indices().nth(LETTERS_MAX);
        let most = most.map_or(text.len(), |(length, _)| start + length);
        let behind = words[word..].iter().take_while(|it| it.end() <= most);
        let end = behind.last().map_or(most, Word::end);
        let first = marks.partition_point(|mark| words[mark.first].start < start);
        let inside = marks[first..].iter();
        let inside = inside.take_while(|mark| words[mark.first].start < end);
        let inside = inside.filter(|mark| words[mark.last].end() <= end);
        let (mut wanted, mut count) = (0, 0);
        for mark in inside {
            wanted |= mark.wanted;
            count += 1;
        }
        Self {
            range: with_punctuation(text, start..end),
            wanted,
            marks: count,
        }
    }

    fn is_apart(&self, other: &Self) -> bool {
        self.range.end <= other.range.start || other.range.end <= self.range.start
    }
}

/// A range with the punctuation that stands right beside it.
fn with_punctuation(text: &str, range: Range<usize>) -> Range<usize> {
    let is_mark = |it: &char| !it.is_whitespace() && !it.is_alphanumeric();
    let before = text[..range.start].chars().rev().take(PUNCTUATION_MAX);
    let before: usize = before.take_while(is_mark).map(char::len_utf8).sum();
    let behind = text[range.end..].chars().take(PUNCTUATION_MAX);
    let behind: usize = behind.take_while(is_mark).map(char::len_utf8).sum();
    range.start - before..range.end + behind
}

fn fragment(text: &str, range: Range<usize>, words: &[Word<'_>], marks: &[Mark]) -> Fragment {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        let start = words[mark.first].start.max(range.start);
        let end = words[mark.last].end().min(range.end);
        if start >= end {
            continue;
        }
        let span = start - range.start..end - range.start;
        match spans.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => spans.push(span),
        }
    }
    Fragment {
        text: text[range].to_owned(),
        spans,
    }
}
