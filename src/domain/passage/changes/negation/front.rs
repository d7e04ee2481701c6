//! Negations in the clause in front of a passage, and whether the passage is what they negate.
//!
//! That is certain in three cases. Only small words are between the two ("will not [open]").
//! Or the clause says that the passage is said, thought or true, and is negated ("no official
//! said that [...]", "it is not true that [...]"). Or it denies it ("denied that [...]").
//! A conjunction or a relative pronoun in between begins a clause that may have the negation
//! for itself ("officials who were not told say [...]").

mod words;

use std::ops::Range;

use self::words::{FACTS, LINKS, SPEECH};
use super::{denial::is_denial, may_negate::of, tables::of as table_of};
use crate::domain::passage::changes::{language::Language, words::Word};

/// Whether a word begins a clause of its own, or another part of a list.
pub(super) fn opens_clause(word: &Word<'_>, language: Language) -> bool {
    LINKS.of(language).contains(word.folded.as_str())
}

/// Whether a word parts clauses.
pub(super) fn is_clause_mark(word: &Word<'_>) -> bool {
    !word.is_word() && matches!(word.text, "," | ";" | ":" | "(" | ")" | "–" | "—")
}

/// The clause in front of a passage.
pub(super) struct Front<'w, 'a> {
    words: &'w [Word<'a>],
    /// Where the clause begins.
    start: usize,
    /// Where it ends, without the word for "that" and marks.
    end: usize,
    /// Whether the word for "that" is between the clause and the passage, or a verb is right
    /// in front of the passage.
    is_governing: bool,
    language: Language,
}

impl<'w, 'a> Front<'w, 'a> {
    pub fn of(words: &'w [Word<'a>], language: Language) -> Self {
        let that = of(language).that;
        let mut end = words.len();
        let is_mark = |at: usize| !words[at].is_word();
        while end > 0 && is_mark(end - 1) && !is_clause_mark(&words[end - 1]) {
            end -= 1;
        }
        let has_that = end > 0 && that.contains(&words[end - 1].folded.as_str());
        end -= usize::from(has_that);
        // In German, a comma stands in front of what is said.
        let is_comma = |at: usize| words[at].text == ",";
        let has_comma = language == Language::German && end > 0 && is_comma(end - 1);
        end -= usize::from(has_comma);
        let start = (0..end).rfind(|at| is_clause_mark(&words[*at]));
        let start = start.map_or(0, |at| at + 1);
        let mut front = Self {
            words,
            start,
            end,
            is_governing: has_that || has_comma,
            language,
        };
        front.is_governing |= end > start && (front.speaks(end - 1) || front.denies(end - 1));
        front
    }

    /// Whether the passage is negated by a word in front of it: a negation, or else a word that
    /// nearly negates or denies.
    pub fn is_negated_by(&self, at: usize, is_negation: bool) -> bool {
        let is_near = of(self.language).near.contains(&self.folded(at));
        let is_told = || match is_negation || is_near {
            true => self.is_unsaid(at),
            false => self.is_denied(at),
        };
        let is_within = (self.start..self.end).contains(&at);
        is_within && (self.is_beside(at) || self.is_governing && !self.has_links() && is_told())
    }

    /// Whether only small words are between a negation and the passage.
    fn is_beside(&self, at: usize) -> bool {
        let table = table_of(self.language);
        let mut between = self.words[at + 1..].iter();
        !self.denies(at)
            && between.all(|word| {
                table.is_small(word) && !is_clause_mark(word) && !opens_clause(word, self.language)
            })
    }

    /// Whether a negation says that the passage is not said, thought or true.
    fn is_unsaid(&self, at: usize) -> bool {
        let said: Vec<usize> = (self.start..self.end)
            .filter(|it| self.speaks(*it))
            .collect();
        let has_fact = (self.start..self.end).any(|it| {
            let facts = FACTS.of(self.language);
            facts.contains(self.folded(it)) || self.denies(it)
        });
        let [said] = said[..] else { return false };
        if has_fact {
            return false;
        }
        let table = table_of(self.language);
        let is_small = |range: Range<usize>| {
            let mut words = self.words[range].iter();
            words.all(|word| table.is_small(word) || self.is_truth(word))
        };
        match at < said {
            // "Nobody in the town says": what is said of nobody.
            true => is_small(at + 1..said) || is_small(self.start..at),
            // "Er sagte es nicht"
            false => self.language == Language::German && is_small(at + 1..self.end),
        }
    }

    /// Whether a word denies the passage. "Did not deny" says it.
    fn is_denied(&self, at: usize) -> bool {
        let words = of(self.language);
        let clause = &self.words[self.start..self.end];
        if !table_of(self.language).places(clause).is_empty() {
            return false;
        }
        let is_verb = !words.untruths.contains(&self.folded(at));
        let mut between = (at + 1..self.end).filter(|it| self.words[*it].is_word());
        let is_statement = |it: usize| words.statements.contains(&self.folded(it));
        match is_verb {
            true => !between.any(|it| self.speaks(it) && !is_statement(it)),
            false => between.all(|it| {
                let is_small = table_of(self.language).is_small(&self.words[it]);
                is_small || is_statement(it) || self.speaks(it)
            }),
        }
    }

    /// Whether the clause has clauses of its own, or lists.
    fn has_links(&self) -> bool {
        let mut words = self.words[self.start..self.end].iter();
        words.any(|word| opens_clause(word, self.language))
    }

    fn speaks(&self, at: usize) -> bool {
        SPEECH.of(self.language).contains(self.folded(at)) || self.is_truth(&self.words[at])
    }

    fn denies(&self, at: usize) -> bool {
        is_denial(&self.words[at], self.language)
    }

    fn is_truth(&self, word: &Word<'_>) -> bool {
        let words = of(self.language);
        words.affirmations.contains(&word.folded.as_str())
    }

    fn folded(&self, at: usize) -> &str {
        &self.words[at].folded
    }
}
