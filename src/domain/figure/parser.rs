//! The parser that all rules of the grammar use.
//!
//! The grammar is ambiguous. So a rule returns every reading at a token, each with the token
//! after it, and the caller follows all of them.

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

/// Every reading at a token, each with the index of the token after it.
pub(super) type Found<T> = Vec<(T, usize)>;

/// The language whose words are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    English,
    Italian,
    /// No words are read, only digits and signs.
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

    /// The table for this language. Empty if no words are read.
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

/// Reads the tokens of a text under one convention and in one language.
pub(super) struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    pub marks: Marks,
    pub words: Words,
    pub region: &'a Region,
    /// The token up to which the text was read.
    reached: Cell<usize>,
    /// The furthest error that was reported, with the token that it was reported at.
    reported: RefCell<Option<(usize, NotRead)>>,
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
            reported: RefCell::new(None),
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

    /// Whether white space is before a token.
    pub(super) fn is_spaced(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.spaced)
    }

    /// A token as it is written in the text.
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

    /// Skips a hyphen that joins an English word to the token before it.
    pub(super) fn joined(&self, at: usize) -> usize {
        let is_joined = self.words == Words::English
            && self.is_sign(at, &['-'])
            && !self.is_spaced(at)
            && !self.is_spaced(at + 1);
        if is_joined { at + 1 } else { at }
    }

    /// The token after a phrase, if the phrase is here. Hyphens can join its words. `DI`,
    /// `A` and `DA` match an Italian preposition with or without an article.
    pub(super) fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut next = at;
        for (index, expected) in phrase.split(' ').enumerate() {
            if index > 0 && self.is_sign(next, &['-']) {
                next += 1;
            }
            let word = self.word(next)?;
            let matches = match expected {
                "DI" => phrases::DI.contains(&word),
                "A" => phrases::A.contains(&word),
                "DA" => phrases::DA.contains(&word),
                _ => word == expected,
            };
            if !matches {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// The meanings of all phrases of a table that are here.
    pub(super) fn phrases<T: Copy>(&self, at: usize, table: &[(&str, T)]) -> Found<T> {
        table
            .iter()
            .filter_map(|(phrase, meaning)| Some((*meaning, self.phrase(at, phrase)?)))
            .collect()
    }

    /// Records that everything before a token was read.
    pub(super) fn reach(&self, at: usize) {
        self.reached.set(self.reached.get().max(at));
    }

    /// Reports what is wrong with a part. Only the furthest report is kept.
    pub(super) fn report(&self, from: usize, to: usize, why: Why) {
        let reached = if why == Why::Grouping { from } else { to };
        let mut reported = self.reported.borrow_mut();
        if reported.as_ref().is_none_or(|(best, _)| reached > *best) {
            *reported = Some((reached, NotRead::not_a_figure(self.part(from, to), why)));
        }
    }

    /// How far the text was read, and what stopped it.
    pub(super) fn failure(&self) -> (usize, NotRead) {
        let reached = self.reached.get();
        match self.reported.take() {
            Some((at, error)) if at >= reached => (at, error),
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
