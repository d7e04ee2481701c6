//! Reading queries.

use std::ops::Range;

use super::{
    bounds::{QUERY_LETTERS_MAX, QUERY_WORDS_MAX},
    foreign::{self, is_dash, is_quote},
    note::Note,
    prefix,
    query::{Piece, Query, Wanted},
};
use crate::index::{analysis, claims::Part};

/// What a query consists of.
enum Item {
    Or(Range<usize>),
    Piece(Piece),
}

impl Query {
    /// Reads a query. What is not understood is searched as words or left out.
    pub fn parse(text: &str) -> Self {
        let end = text.char_indices().nth(QUERY_LETTERS_MAX);
        let bounded = end.map_or(text, |(end, _)| &text[..end]);
        let mut reader = Reader {
            text: bounded,
            at: 0,
            words_left: QUERY_WORDS_MAX,
            items: Vec::new(),
            notes: Vec::new(),
            foreign: Vec::new(),
        };
        if bounded.len() < text.len() {
            reader.notes.push(Note::TooLong);
        }
        reader.read();
        let mut query = Self {
            text: bounded.to_owned(),
            notes: reader.notes,
            foreign: reader.foreign,
            ..Self::default()
        };
        arrange(reader.items, &mut query);
        if query.required.is_empty() && !query.excluded.is_empty() {
            note(&mut query.notes, Note::OnlyExclusions);
            let excluded = std::mem::take(&mut query.excluded).into_iter();
            query.required = excluded.map(|it| vec![it]).collect();
        } else {
            query.pieces.retain(|piece| !piece.is_excluded);
        }
        if query.required.is_empty() {
            note(&mut query.notes, Note::NoWords);
        }
        query
    }
}

fn note(notes: &mut Vec<Note>, note: Note) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}

/// Puts together what is required and what is excluded.
fn arrange(items: Vec<Item>, query: &mut Query) {
    let is_alternative =
        |item: Option<&Item>| matches!(item, Some(Item::Piece(piece)) if !piece.is_excluded);
    let is_or = |at: usize| {
        let before = at.checked_sub(1).and_then(|it| items.get(it));
        matches!(items.get(at), Some(Item::Or(_)))
            && is_alternative(before)
            && is_alternative(items.get(at + 1))
    };
    let joined: Vec<bool> = (0..items.len()).map(is_or).collect();
    let joins = |at: Option<usize>| at.is_some_and(|at| joined.get(at) == Some(&true));
    for (at, item) in items.into_iter().enumerate() {
        let is_behind_or = joins(at.checked_sub(1));
        match item {
            Item::Or(_) if joined[at] => {}
            Item::Or(range) => {
                note(&mut query.notes, Note::LoneOr);
                query.required.push(vec![Wanted {
                    part: None,
                    words: vec![range],
                }]);
            }
            Item::Piece(piece) => {
                match query.required.last_mut().filter(|_| is_behind_or) {
                    _ if piece.is_excluded => query.excluded.push(piece.together()),
                    Some(alternatives) => alternatives.push(piece.together()),
                    None if piece.is_quoted || joins(Some(at + 1)) => {
                        query.required.push(vec![piece.together()]);
                    }
                    None => query.required.extend(piece.apart().map(|it| vec![it])),
                }
                query.pieces.push(piece);
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    words_left: usize,
    items: Vec<Item>,
    notes: Vec<Note>,
    /// Where it has what was not understood.
    foreign: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    fn read(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            self.at += rest.len() - rest.trim_start().len();
            if self.at == self.text.len() || self.notes.contains(&Note::TooManyWords) {
                return;
            }
            self.item();
        }
    }

    fn item(&mut self) {
        if self.lone_minus() {
            return;
        }
        self.opening();
        let is_negated = self.not();
        let is_excluded = self.minus() || is_negated;
        self.opening();
        self.plus();
        let part = self.prefix();
        if part.is_some() {
            self.opening();
        }
        let quoted = self.quoted();
        let is_quoted = quoted.is_some();
        let range = quoted.unwrap_or_else(|| self.run());
        let is_bare = !is_excluded && part.is_none() && !is_quoted;
        match &self.text[range.clone()] {
            "OR" if is_bare => {
                self.items.push(Item::Or(range));
                return;
            }
            // All words are required anyway.
            "AND" if is_bare => return,
            "or" if is_bare && self.is_between() => self.note(Note::LowerOr),
            _ => {}
        }
        let words = self.words(range);
        if !words.is_empty() {
            let mut piece = Piece {
                part,
                words,
                is_excluded,
                is_quoted,
                is_name: is_quoted,
            };
            piece.is_name |= self.is_name(&piece);
            self.items.push(Item::Piece(piece));
        }
    }

    fn note(&mut self, new: Note) {
        note(&mut self.notes, new);
    }

    /// What is here until the next space.
    fn until_space(&self) -> &'a str {
        let rest: &'a str = &self.text[self.at..];
        rest.split(char::is_whitespace).next().unwrap_or_default()
    }

    /// Whether words stand on both sides of what was read last.
    fn is_between(&self) -> bool {
        !self.items.is_empty() && self.text[self.at..].contains(char::is_alphanumeric)
    }

    /// Passes over dashes with nothing behind them.
    fn lone_minus(&mut self) -> bool {
        let here = self.until_space();
        let is_alone = here.chars().all(is_dash);
        if is_alone {
            self.at += here.len();
            self.note(Note::LoneMinus);
        }
        is_alone
    }

    /// Passes over parentheses that open here.
    fn opening(&mut self) {
        let behind = self.text[self.at..].trim_start_matches('(');
        let at = self.text.len() - behind.len();
        if at > self.at {
            self.at = at;
            self.note(Note::Parentheses);
        }
    }

    /// Whether NOT stands in front of something.
    fn not(&mut self) -> bool {
        if self.until_space() != "NOT" {
            return false;
        }
        let behind = self.text[self.at + 3..].trim_start();
        let next = behind.split(char::is_whitespace).next();
        let next = next.filter(|next| !matches!(*next, "OR" | "AND" | "NOT"));
        let is_negated = next.is_some_and(|next| next.contains(char::is_alphanumeric));
        match is_negated {
            true => self.at = self.text.len() - behind.len(),
            false => self.note(Note::LoneNot),
        }
        is_negated
    }

    /// Whether a minus stands right in front of something.
    fn minus(&mut self) -> bool {
        let here = self.until_space();
        let behind = here.trim_start_matches(is_dash);
        let is_minus = behind.len() < here.len() && !behind.is_empty();
        if is_minus {
            self.at += here.len() - behind.len();
        }
        is_minus
    }

    /// Passes over a plus in front of something.
    fn plus(&mut self) {
        let behind = self.until_space().strip_prefix('+');
        let is_first = |letter: char| letter.is_alphanumeric() || is_quote(letter);
        if behind.is_some_and(|it| it.starts_with(is_first)) {
            self.at += 1;
            self.note(Note::Plus);
        }
    }

    fn prefix(&mut self) -> Option<Part> {
        let (name, behind) = self.until_space().split_once(':')?;
        let is_name = !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphabetic());
        // What has two slashes is an address.
        if !is_name || behind.starts_with('/') {
            return None;
        }
        let length = name.len() + 1;
        let new = match prefix::known(name) {
            Some((_, part)) if !behind.is_empty() => {
                self.at += length;
                return Some(part);
            }
            Some((name, _)) => Note::EmptyPrefix(name),
            // A colon at the end of a word is punctuation.
            None if behind.is_empty() => return None,
            None => Note::UnknownPrefix(name.to_owned()),
        };
        // The same one may stand there again.
        self.foreign
            .push(self.at..self.at + self.until_space().len());
        self.note(new);
        None
    }

    /// What is between the quotation mark that stands here and the next one.
    fn quoted(&mut self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        let mark = rest.chars().next().filter(|it| is_quote(*it))?;
        let start = self.at + mark.len_utf8();
        let Some((inner, _)) = self.text[start..].split_once(is_quote) else {
            note(&mut self.notes, Note::OpenQuote);
            self.at = start;
            return None;
        };
        let end = start + inner.len();
        let close = self.text[end..].chars().next().map_or(0, char::len_utf8);
        self.at = end + close;
        let tail = self.until_space();
        if foreign::weight(tail) == Some(0) {
            self.at += tail.len();
            self.note(Note::Weight);
        }
        Some(start..end)
    }

    /// What is here until the next space, without a weight at its end.
    fn run(&mut self) -> Range<usize> {
        let run = self.until_space();
        let start = self.at;
        self.at += run.len();
        let mut new = foreign::notes(run);
        let weight = foreign::weight(run).filter(|at| *at > 0);
        new.extend(weight.map(|_| Note::Weight));
        if !new.is_empty() {
            self.foreign.push(start..self.at);
        }
        for it in new {
            self.note(it);
        }
        start..start + weight.unwrap_or(run.len())
    }

    /// Whether what has no space in it can be a name of which no word may be missing.
    fn is_name(&self, piece: &Piece) -> bool {
        let letters = || self.text[piece.range()].chars();
        // Apostrophes are in contractions: it's.
        let is_joined = || letters().any(|it| !it.is_alphanumeric() && !matches!(it, '\'' | '’'));
        let is_short_form = || {
            letters().count() > 1
                && letters().all(char::is_uppercase)
                && self.text.contains(char::is_lowercase)
        };
        piece.words.len() > 1 && is_joined() || is_short_form()
    }

    fn words(&mut self, range: Range<usize>) -> Vec<Vec<Range<usize>>> {
        let text = &self.text[range.clone()];
        let words = analysis::words(text, text.len());
        if words.len() > self.words_left {
            note(&mut self.notes, Note::TooManyWords);
        }
        let mut groups: Vec<Vec<Range<usize>>> = Vec::new();
        let mut is_behind_character = false;
        for word in words.iter().take(self.words_left) {
            self.words_left -= 1;
            let first = range.start + word.start;
            let fine = analysis::fine_words(word.text, word.text.len());
            let fine = fine.iter().map(|it| first + it.start..first + it.end());
            // Where a dictionary finds no words, the characters belong together.
            let is_character = !word.text.is_ascii() && word.text.chars().nth(1).is_none();
            match groups.last_mut() {
                Some(last) if is_character && is_behind_character => last.extend(fine),
                _ => groups.push(fine.collect()),
            }
            is_behind_character = is_character;
        }
        groups
    }
}
