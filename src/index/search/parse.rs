//! Reading queries.

use std::ops::Range;

use super::{
    bounds::{QUERY_LETTERS_MAX, QUERY_WORDS_MAX},
    note::Note,
    prefix,
    query::{Query, Wanted},
};
use crate::index::{analysis, claims::Part};

/// What a query consists of.
enum Item {
    Or(Range<usize>),
    Run(Run),
}

/// Words without a space between them, or between quotes.
struct Run {
    part: Option<Part>,
    /// The words. Some are several for a search.
    words: Vec<Vec<Range<usize>>>,
    is_excluded: bool,
    is_quoted: bool,
}

impl Run {
    /// All words, one after the other.
    fn together(self) -> Wanted {
        Wanted {
            part: self.part,
            words: self.words.concat(),
        }
    }

    /// Each word by itself.
    fn apart(self) -> impl Iterator<Item = Wanted> {
        let part = self.part;
        let words = self.words.into_iter();
        words.map(move |words| Wanted { part, words })
    }
}

impl Query {
    /// Reads a query. Whatever is not understood is searched as words.
    pub fn parse(text: &str) -> Self {
        let end = text.char_indices().nth(QUERY_LETTERS_MAX);
        let bounded = end.map_or(text, |(end, _)| &text[..end]);
        let mut reader = Reader {
            text: bounded,
            at: 0,
            words_left: QUERY_WORDS_MAX,
            items: Vec::new(),
            notes: Vec::new(),
        };
        if bounded.len() < text.len() {
            reader.notes.push(Note::TooLong);
        }
        reader.read();
        let mut query = Self {
            text: bounded.to_owned(),
            notes: reader.notes,
            ..Self::default()
        };
        arrange(reader.items, &mut query);
        if query.required.is_empty() && !query.excluded.is_empty() {
            note(&mut query.notes, Note::OnlyExclusions);
            let excluded = std::mem::take(&mut query.excluded).into_iter();
            query.required = excluded.map(|it| vec![it]).collect();
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
        |item: Option<&Item>| matches!(item, Some(Item::Run(run)) if !run.is_excluded);
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
            Item::Run(run) if run.is_excluded => query.excluded.push(run.together()),
            Item::Run(run) if is_behind_or => {
                if let Some(alternatives) = query.required.last_mut() {
                    alternatives.push(run.together());
                }
            }
            Item::Run(run) if run.is_quoted || joins(Some(at + 1)) => {
                query.required.push(vec![run.together()]);
            }
            Item::Run(run) => query.required.extend(run.apart().map(|it| vec![it])),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    words_left: usize,
    items: Vec<Item>,
    notes: Vec<Note>,
}

impl Reader<'_> {
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
        let is_excluded = self.minus();
        let part = self.prefix();
        let quoted = self.quoted();
        let is_quoted = quoted.is_some();
        let range = quoted.unwrap_or_else(|| self.run());
        match &self.text[range.clone()] {
            "OR" if !is_excluded && part.is_none() && !is_quoted => {
                self.items.push(Item::Or(range));
                return;
            }
            // All words are required anyway.
            "AND" if !is_excluded && part.is_none() && !is_quoted => return,
            _ => {}
        }
        let words = self.words(range);
        if !words.is_empty() {
            self.items.push(Item::Run(Run {
                part,
                words,
                is_excluded,
                is_quoted,
            }));
        }
    }

    /// Whether a minus stands right in front of something.
    fn minus(&mut self) -> bool {
        let mut rest = self.text[self.at..].chars();
        let is_minus = rest.next() == Some('-')
            && rest
                .next()
                .is_some_and(|next| next != '-' && !next.is_whitespace());
        self.at += usize::from(is_minus);
        is_minus
    }

    fn prefix(&mut self) -> Option<Part> {
        let rest = &self.text[self.at..];
        let (name, behind) = rest.split_once(':')?;
        let is_name = !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphabetic());
        let first = behind.chars().next().filter(|it| !it.is_whitespace())?;
        // What has two slashes is an address.
        if !is_name || first == '/' {
            return None;
        }
        match prefix::part(name) {
            Some(part) => {
                self.at += name.len() + 1;
                Some(part)
            }
            None => {
                note(&mut self.notes, Note::UnknownPrefix(name.to_owned()));
                None
            }
        }
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
        Some(start..end)
    }

    /// What is here until the next space.
    fn run(&mut self) -> Range<usize> {
        let rest = &self.text[self.at..];
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let start = self.at;
        self.at += length;
        start..self.at
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

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '«' | '»')
}
