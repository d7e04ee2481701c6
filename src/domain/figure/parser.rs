//! The parser that all rules of the grammar use.
//!
//! The grammar is ambiguous. So a rule returns every reading at a token, each with the token
//! after it, and the caller follows all of them.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use super::{
    error::{NotRead, Why},
    lexicon::{self, Lexicon, Table, Words},
    marks::Marks,
    numeral::Numeral,
    region::Region,
    token::{Kind, Token},
    unit::Unit,
};

/// Every reading at a token, each with the index of the token after it.
pub(super) type Found<T> = Vec<(T, usize)>;

/// The text that is read, and what is known about it.
pub(super) struct Given<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub region: &'a Region,
    /// What the figure counts, if the caller says so.
    pub counted: &'a [Token],
    /// Whether the caller says in which language the words are.
    pub is_language_known: bool,
    /// Whether nouns after a figure are read: not in a text of another language, whose words
    /// for a million look like nouns.
    pub reads_nouns: bool,
    /// Whether whatever follows the figure is skipped if it is what the figure counts.
    pub skips_counted: bool,
}

/// Reads the tokens of a text under one convention and in one language.
pub(super) struct Parser<'a> {
    given: &'a Given<'a>,
    pub marks: Marks,
    pub words: Words,
    pub lexicon: &'static Lexicon,
    /// The token up to which the text was read.
    reached: Cell<usize>,
    /// The furthest error that was reported, with the token that it was reported at.
    reported: RefCell<Option<(usize, NotRead)>>,
    pub numerals: Remembered<Numeral>,
    pub units: Remembered<Unit>,
    pub currencies: Remembered<Vec<&'static str>>,
}

/// Readings at tokens that are found once only: many rules ask for them, and each reading of what
/// precedes a token asks again.
pub(super) struct Remembered<T>(RefCell<BTreeMap<usize, Found<T>>>);

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone> Remembered<T> {
    /// The readings at a token. They are found by `find` if they are asked for the first time.
    pub(super) fn at(&self, token: usize, find: impl FnOnce() -> Found<T>) -> Found<T> {
        if let Some(known) = self.0.borrow().get(&token) {
            return known.clone();
        }
        let found = find();
        self.0.borrow_mut().insert(token, found.clone());
        found
    }
}

impl<'a> Parser<'a> {
    pub(super) fn new(given: &'a Given<'a>, marks: Marks, words: Words) -> Self {
        Self {
            given,
            marks,
            words,
            lexicon: words.lexicon(),
            reached: Cell::new(0),
            reported: RefCell::new(None),
            numerals: Remembered::default(),
            units: Remembered::default(),
            currencies: Remembered::default(),
        }
    }

    pub(super) fn region(&self) -> &'a Region {
        self.given.region
    }

    pub(super) fn is_language_known(&self) -> bool {
        self.given.is_language_known
    }

    pub(super) fn reads_nouns(&self) -> bool {
        self.given.reads_nouns && self.words != Words::None
    }

    pub(super) fn skips_counted(&self) -> bool {
        self.given.skips_counted
    }

    /// Whether these tokens are what the figure counts, in the caller's words.
    pub(super) fn is_counted(&self, from: usize, to: usize) -> bool {
        let tokens = self.given.tokens.get(from..to).unwrap_or_default();
        let kinds = |tokens: &'a [Token]| tokens.iter().map(|token| &token.kind);
        !tokens.is_empty() && kinds(tokens).eq(kinds(self.given.counted))
    }

    /// The first word of a list in the text, unless it is a word of what the caller counts.
    pub(super) fn mentioned(&self, list: &'static str) -> Option<usize> {
        let is_listed = |at: &usize| {
            let word = self.word(*at).unwrap_or_default();
            lexicon::phrases(list).any(|listed| listed == word) && !self.counts(word)
        };
        (0..self.end()).find(is_listed)
    }

    /// Whether a word is one of what the caller counts.
    fn counts(&self, word: &str) -> bool {
        let mut counted = self.given.counted.iter();
        counted.any(|token| matches!(&token.kind, Kind::Word(known) if known == word))
    }

    /// Whether the text or what the caller counts has a word of a list.
    pub(super) fn is_about(&self, list: &'static str) -> bool {
        let is_counted = || lexicon::phrases(list).any(|word| self.counts(word));
        self.mentioned(list).is_some() || is_counted()
    }

    /// Whether the caller says what the figure counts.
    pub(super) fn has_counted(&self) -> bool {
        !self.given.counted.is_empty()
    }

    pub(super) fn end(&self) -> usize {
        self.given.tokens.len()
    }

    fn kind(&self, at: usize) -> Option<&'a Kind> {
        self.given.tokens.get(at).map(|token| &token.kind)
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
        self.given.tokens.get(at).is_none_or(|token| token.spaced)
    }

    /// Whether a token is apart from the word before it: after white space, or after an
    /// apostrophe or a full stop ("all'8%", "c.155").
    pub(super) fn is_apart(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|last| self.raw(last));
        self.is_spaced(at)
            || before.is_some_and(|raw| raw.ends_with(['.', '\'', '’', 'ʼ', '‘', '′']))
    }

    /// Whether a token is glued to the letters before it ("C4").
    pub(super) fn is_glued(&self, at: usize) -> bool {
        let last = at.checked_sub(1).and_then(|last| self.word(last));
        last.is_some() && !self.is_apart(at)
    }

    /// A token as it is written in the text.
    pub(super) fn raw(&self, at: usize) -> &'a str {
        self.part(at, at + 1)
    }

    fn part(&self, from: usize, to: usize) -> &'a str {
        let start = self.given.tokens.get(from).map(|token| token.start);
        let end = to
            .checked_sub(1)
            .and_then(|last| self.given.tokens.get(last))
            .map_or(self.given.text.len(), |token| token.end);
        start
            .and_then(|start| self.given.text.get(start..end))
            .unwrap_or_default()
    }

    /// Skips a hyphen that joins a word to the token before it.
    pub(super) fn joined(&self, at: usize) -> usize {
        let is_joined = self.lexicon.joins
            && self.is_sign(at, &['-'])
            && !self.is_spaced(at)
            && !self.is_spaced(at + 1);
        if is_joined { at + 1 } else { at }
    }

    /// The token after a phrase, if the phrase is here. Hyphens can join its words.
    pub(super) fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        let (word, first) = (self.word(at)?, phrase.as_bytes().first()?);
        // Most phrases begin with another letter. The name of a class begins with a capital.
        if first.is_ascii_lowercase() && word.as_bytes().first() != Some(first) {
            return None;
        }
        let mut next = at;
        for (index, expected) in phrase.split(' ').enumerate() {
            if index > 0 && self.is_sign(next, &['-']) {
                next += 1;
            }
            if !self.is_word(next, expected) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// Whether a word is here. The name of a class stands for each word of the class.
    fn is_word(&self, at: usize, expected: &str) -> bool {
        let Some(word) = self.word(at) else {
            return false;
        };
        let mut classes = self.lexicon.classes.iter();
        match classes.find(|(name, _)| *name == expected) {
            Some((_, class)) => class.contains(&word),
            None => word == expected,
        }
    }

    /// Whether one of these words is here.
    pub(super) fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(at, word))
    }

    /// The tokens after each phrase of an entry that is here.
    pub(super) fn entry(&self, at: usize, entry: &'static str) -> Vec<usize> {
        lexicon::phrases(entry)
            .filter_map(|phrase| self.phrase(at, phrase))
            .collect()
    }

    /// The meanings of all phrases of a table that are here.
    pub(super) fn phrases<T: Copy>(&self, at: usize, table: Table<T>) -> Found<T> {
        let mut found = Vec::new();
        if self.word(at).is_none() {
            return found;
        }
        for (entry, meaning) in table {
            found.extend(self.entry(at, entry).into_iter().map(|end| (*meaning, end)));
        }
        found
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

    /// Refuses the whole text. No other report replaces it.
    pub(super) fn refuse(&self, why: Why) {
        let error = NotRead::not_a_figure(self.given.text, why);
        *self.reported.borrow_mut() = Some((self.end() + 1, error));
    }

    /// How far the text was read, and what stopped it.
    pub(super) fn failure(&self) -> (usize, NotRead) {
        let reached = self.reached.get();
        match self.reported.take() {
            Some((at, error)) if at >= reached => (at, error),
            _ => (reached, self.leftover(reached)),
        }
    }

    fn lists(&self, list: &'static str, word: &str) -> bool {
        lexicon::phrases(list).any(|listed| listed == word)
    }

    /// "Der 3.": a full stop after digits at the end of the text.
    fn is_ordinal_sign(&self, at: usize) -> bool {
        let is_after_digits = at
            .checked_sub(1)
            .is_some_and(|last| self.number(last).is_some());
        let is_last = at + 1 == self.end() || self.word(at + 1).is_some_and(is_raised);
        let is_stop = self.is_sign(at, &['.']) && !self.is_spaced(at);
        let has_stops = matches!(self.words, Words::German | Words::Spanish);
        has_stops && is_after_digits && is_stop && is_last
    }

    /// "3e", "3°": the ending of an ordinal after digits.
    fn is_ending(&self, at: usize, word: &str) -> bool {
        let is_glued = !self.is_spaced(at)
            && at
                .checked_sub(1)
                .is_some_and(|last| self.number(last).is_some());
        let is_french = self.words == Words::French && matches!(word, "e" | "es" | "emes");
        let has_sign = matches!(self.words, Words::Italian | Words::Spanish) && is_raised(word);
        is_glued && (is_french || has_sign)
    }

    /// "The third".
    fn is_ordinal_next(&self, at: usize) -> bool {
        let next = self.word(at + 1).unwrap_or_default();
        self.is_one_of(at, self.lexicon.definite)
            && self.lists(self.lexicon.ordinals, next)
            && at + 2 == self.end()
    }

    /// Whether a word is an ordinal in the language of the text: "Premier" is a name in English,
    /// and "er" is the ending of a car in German.
    fn is_ordinal(&self, word: &str) -> bool {
        let is_own = self.lists(self.lexicon.ordinals, word);
        is_own || !self.is_language_known() && lexicon::is_ordinal(word)
    }

    fn leftover(&self, at: usize) -> NotRead {
        if at >= self.end() {
            return NotRead::not_a_figure(self.given.text, Why::NoFigure);
        }
        let why = match self.word(at) {
            None if self.is_ordinal_sign(at) => Why::Ordinal,
            Some(_) if self.words == Words::None => Why::Language,
            Some(word) if self.is_ending(at, word) => Why::Ordinal,
            Some(word) if self.lists(self.lexicon.additional, word) => Why::Additional,
            Some(_) if self.is_ordinal_next(at) => Why::Ordinal,
            Some(word) if lexicon::is_vague(word) => Why::Vague,
            Some(word) if self.is_ordinal(word) => Why::Ordinal,
            _ => Why::Leftover,
        };
        NotRead::not_a_figure(self.part(at, self.end()), why)
    }
}

/// Whether a word is the raised letter of an ordinal, or the sign that looks like it.
fn is_raised(word: &str) -> bool {
    matches!(word, "°" | "º" | "ª")
}
