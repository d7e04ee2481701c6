//! A query: what is wanted, and what is not.

use std::ops::Range;

use super::{note::Note, prefix::prefix};
use crate::index::{
    analysis::Word,
    claims::{Kind, Part},
};

/// What is searched for. It can be made of any text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The text, within its bounds.
    pub(super) text: String,
    /// What is required: of each, one of the alternatives.
    pub(super) required: Vec<Vec<Wanted>>,
    /// What must not be there.
    pub(super) excluded: Vec<Wanted>,
    pub(super) notes: Vec<Note>,
    /// What it consists of, without what is excluded.
    pub(super) pieces: Vec<Piece>,
    /// Where it has what was not understood. No other words are proposed for that.
    pub(super) foreign: Vec<Range<usize>>,
}

/// What has no space in it, or stands between quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub part: Option<Part>,
    /// Its words. Some are several for a search.
    pub words: Vec<Vec<Range<usize>>>,
    pub is_excluded: bool,
    pub is_quoted: bool,
    /// It can be a name of which no word may be missing: AT&T, “The Who”, WHO.
    pub is_name: bool,
}

impl Piece {
    /// All words, one after the other.
    pub fn together(&self) -> Wanted {
        Wanted {
            part: self.part,
            words: self.words.concat(),
        }
    }

    /// Each word by itself.
    pub fn apart(&self) -> impl Iterator<Item = Wanted> {
        let part = self.part;
        let words = self.words.iter().cloned();
        words.map(move |words| Wanted { part, words })
    }

    /// Where it is in the text.
    pub fn range(&self) -> Range<usize> {
        let mut words = self.words.iter().flatten();
        let Some(first) = words.next() else {
            return 0..0;
        };
        first.start..words.last().unwrap_or(first).end
    }
}

/// A word, or several that stand one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The part that must have it.
    pub part: Option<Part>,
    /// Where its words are in the text of the query.
    pub words: Vec<Range<usize>>,
}

impl Query {
    /// What was not understood.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// What is not understood if documents of a kind are searched.
    pub fn notes_for(&self, kind: Kind) -> Vec<Note> {
        let mut notes = self.notes.clone();
        for part in self.wanted().chain(&self.excluded).filter_map(|it| it.part) {
            let note = Note::OtherPrefix(prefix(part), kind);
            if !kind.has(part) && !notes.contains(&note) {
                notes.push(note);
            }
        }
        notes
    }

    /// All that is wanted, in order.
    pub(super) fn wanted(&self) -> impl Iterator<Item = &Wanted> {
        self.required.iter().flatten()
    }

    /// The words of something that is wanted.
    pub(super) fn words(&self, wanted: &Wanted) -> Vec<Word<'_>> {
        let words = wanted.words.iter().map(|range| Word {
            text: &self.text[range.clone()],
            start: range.start,
        });
        words.collect()
    }
}
