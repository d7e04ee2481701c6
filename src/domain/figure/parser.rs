//! What every part of the grammar reads with. A part returns all that it can read
//! at a place, each with where it ends, so that no reading is lost to another.

use std::{
    cell::{Cell, RefCell},
    fmt,
};

use super::{
    error::{NotRead, Why},
    marks::Marks,
    phrases,
    region::Region,
    token::{Kind, Token},
};
use crate::domain::value::language;

/// All that can be read at a place, each with the place after it.
pub(super) type Found<T> = Vec<(T, usize)>;

/// Whose words are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    English,
    Italian,
    /// Those of no language.
    None,
}

impl Words {
    /// The languages that a text with this tag may be in.
    pub(super) fn of(tag: &str) -> Vec<Self> {
        if tag.is_empty() {
            return vec![Self::English, Self::Italian];
        }
        match language::primary(tag).as_deref() {
            Some("en") => vec![Self::English],
            Some("it") => vec![Self::Italian],
            _ => vec![Self::None],
        }
    }

    /// What stands in a table for this language.
    pub(super) fn choose<T>(self, english: &'static [T], italian: &'static [T]) -> &'static [T] {
        match self {
            Self::English => english,
            Self::Italian => italian,
            Self::None => &[],
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::English => "English",
            Self::Italian => "Italian",
            Self::None => "no words",
        })
    }
}

pub(super) struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    pub marks: Marks,
    pub words: Words,
    pub region: &'a Region,
    reached: Cell<usize>,
    finding: RefCell<Option<(usize, NotRead)>>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(
        text: &'a str,
        tokens: &'a [Token],
        marks: Marks,
        words: Words,
        region: &'a Region,
    ) -> Self {
        Self {
            text,
            tokens,
            marks,
            words,
            region,
            reached: Cell::new(0),
            finding: RefCell::new(None),
        }
    }

    pub(super) fn end(&self) -> usize {
        self.tokens.len()
    }

    fn kind(&self, at: usize) -> Option<&'a Kind> {
        self.tokens.get(at).map(|token| &token.kind)
    }

    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        match self.kind(at)? {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn number(&self, at: usize) -> Option<&'a str> {
        match self.kind(at)? {
            Kind::Number(digits) => Some(digits),
            _ => None,
        }
    }

    pub(super) fn sign(&self, at: usize) -> Option<char> {
        match self.kind(at)? {
            Kind::Sign(sign) => Some(*sign),
            _ => None,
        }
    }

    pub(super) fn is_sign(&self, at: usize, signs: &[char]) -> bool {
        self.sign(at).is_some_and(|sign| signs.contains(&sign))
    }

    /// Whether white space stands before a piece.
    pub(super) fn is_spaced(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.spaced)
    }

    /// A piece as it stands in the text.
    pub(super) fn raw(&self, at: usize) -> &'a str {
        self.part(at, at + 1)
    }

    fn part(&self, from: usize, to: usize) -> &'a str {
        let start = self.tokens.get(from).map(|token| token.start);
        let end = to
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(self.text.len(), |token| token.end);
        start
            .and_then(|start| self.text.get(start..end))
            .unwrap_or_default()
    }

    /// The place after a hyphen that joins an English word to what is before it.
    pub(super) fn joined(&self, at: usize) -> usize {
        let is_joined = self.words == Words::English
            && self.is_sign(at, &['-'])
            && !self.is_spaced(at)
            && !self.is_spaced(at + 1);
        if is_joined { at + 1 } else { at }
    }

    /// The place after a phrase, if it stands here. Hyphens may join its words; `DI`,
    /// `A` and `DA` stand for an Italian preposition with or without its article.
    pub(super) fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut next = at;
        for (index, expected) in phrase.split(' ').enumerate() {
            if index > 0 && self.is_sign(next, &['-']) {
                next += 1;
            }
            let word = self.word(next)?;
            let is_it = match expected {
                "DI" => phrases::DI.contains(&word),
                "A" => phrases::A.contains(&word),
                "DA" => phrases::DA.contains(&word),
                _ => word == expected,
            };
            if !is_it {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// What the phrases of a table that stand here mean.
    pub(super) fn phrases<T: Copy>(&self, at: usize, table: &[(&str, T)]) -> Found<T> {
        table
            .iter()
            .filter_map(|(phrase, meaning)| Some((*meaning, self.phrase(at, phrase)?)))
            .collect()
    }

    /// Notes that everything before a place was read.
    pub(super) fn reach(&self, at: usize) {
        self.reached.set(self.reached.get().max(at));
    }

    /// Notes what is wrong with a part that would otherwise be read.
    pub(super) fn report(&self, from: usize, to: usize, why: Why) {
        let reached = if why == Why::Grouping { from } else { to };
        let mut finding = self.finding.borrow_mut();
        if finding.as_ref().is_none_or(|(best, _)| reached > *best) {
            *finding = Some((reached, NotRead::not_a_figure(self.part(from, to), why)));
        }
    }

    /// How far the text was read, and what stopped it.
    pub(super) fn failure(&self) -> (usize, NotRead) {
        let reached = self.reached.get();
        match self.finding.take() {
            Some((at, finding)) if at >= reached => (at, finding),
            _ => (reached, self.leftover(reached)),
        }
    }

    fn leftover(&self, at: usize) -> NotRead {
        if at >= self.end() {
            return NotRead::not_a_figure(self.text, Why::NoFigure);
        }
        let why = match self.word(at) {
            Some(_) if self.words == Words::None => Why::Language,
            Some(word) if phrases::is_vague(word) => Why::Vague,
            Some(word) if phrases::is_ordinal(word) => Why::Ordinal,
            _ => Why::Leftover,
        };
        NotRead::not_a_figure(self.part(at, self.end()), why)
    }
}
