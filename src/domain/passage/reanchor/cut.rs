//! Where a span begins and ends in the new text if its own edge was changed.
//!
//! Between the words that are kept and the text outside the span lies a change. It may also
//! have touched the text outside, so it is cut where a sentence or clause begins or ends. If
//! there is no such place, the span shrinks to the words that are kept.

use super::{
    glue, quotes,
    similar::Words,
    tokens::{LINE_BOUNDARY, SENTENCE_BOUNDARY, Separator, Tokens},
};

/// The change at an edge of a span, in tokens.
pub(crate) struct Change<'a> {
    /// The texts.
    pub words: &'a Words<'a>,
    /// The edge of the kept words, in the old and the new text.
    pub kept: (usize, usize),
    /// The nearest aligned text outside the span, in the old and the new text.
    pub outside: (usize, usize),
    /// The edge of the span in the old text.
    pub edge: usize,
    /// The edge of the answer, if it is that of a quotation.
    pub quotation: Option<usize>,
}

/// The most words by which a clause at the edge of a sentence may grow.
const CLAUSE_WORDS: usize = 8;
/// The most words in front of a clause boundary, in addition to twice the lost ones.
const CLAUSE_EDGE_WORDS: usize = 2;

/// The most words after an abbreviation that are taken for the rest of its sentence.
const ABBREVIATION_WORDS: usize = 3;

impl Change<'_> {
    /// Whether a sentence of the span begins at an old token. It does not after a line that may be
    /// wrapped in another way, nor after an abbreviation near the end of the span.
    fn is_next_sentence(&self, at: usize) -> bool {
        let old = &self.words.pair.old;
        let goes_on = self.words.old_word(at).starts_with(char::is_lowercase)
            && words(old, at, self.edge) <= ABBREVIATION_WORDS;
        is_sentence(old, at) && old.boundary_strength(at) != LINE_BOUNDARY && !goes_on
    }

    /// A change that does not go beyond the quotation that the kept words are in.
    pub fn in_quotation_before(mut self) -> Self {
        if let Some(limit) = quotes::start(self.words, self.kept, self.edge)
            && limit.bound >= self.outside.1
        {
            self.outside.1 = limit.bound.min(self.kept.1);
            self.quotation = limit.cut;
        }
        self
    }

    /// The same for a change after the kept words.
    pub fn in_quotation_after(mut self) -> Self {
        if let Some(limit) = quotes::end(self.words, self.kept, self.edge)
            && limit.bound <= self.outside.1
        {
            self.outside.1 = limit.bound.max(self.kept.1);
            self.quotation = limit.cut;
        }
        self
    }

    /// Adds the unaligned words before the kept ones that are the same.
    pub fn with_same_before(mut self) -> Self {
        while self.kept.0 > self.edge
            && self.kept.1 > self.outside.1
            && !is_sentence(&self.words.pair.old, self.kept.0)
            && self.words.pair.same(self.kept.0 - 1, self.kept.1 - 1)
        {
            self.kept = (self.kept.0 - 1, self.kept.1 - 1);
        }
        self
    }

    /// Adds the unaligned words after the kept ones that are the same. Another sentence may
    /// begin with the same word.
    pub fn with_same_after(mut self) -> Self {
        while self.kept.0 < self.edge
            && !self.is_next_sentence(self.kept.0)
            && self.kept.1 < self.outside.1
            && self.words.pair.same(self.kept.0, self.kept.1)
        {
            self.kept = (self.kept.0 + 1, self.kept.1 + 1);
        }
        self
    }

    /// The first new token of a span whose first words were changed. The answer does not grow
    /// over text that is glued to a word.
    pub fn start(&self) -> usize {
        let start = self.uncut_start();
        let glued = (start + 1..self.kept.1).rfind(|&index| self.is_glued(index));
        glued.unwrap_or(start)
    }

    fn uncut_start(&self) -> usize {
        let (old, new) = (&self.words.pair.old, &self.words.pair.new);
        let lost = words(old, self.edge, self.kept.0);
        // Whole sentences were changed. What stands in their place is not part of the span.
        if is_sentence(old, self.kept.0) && !(self.quotation.is_some() && lost == 0) {
            return self.kept.1;
        }
        let (from, to) = (self.outside.1, self.kept.1);
        if from < to && self.is_glued(to) {
            return to;
        }
        let sentence = (from..=to).rev().find(|&index| is_sentence(new, index));
        let few = |index: usize, most: usize| words(new, index, to) <= most;
        if let Some(index) = self.quotation
            && few(index, 2 * lost + self.words_more())
        {
            return index.min(to);
        }
        let begins_sentence = sentence_start(old, self.edge);
        let is_beside = self.outside.0 == self.edge;
        match (begins_sentence, sentence) {
            (Some(signs), Some(index)) if few(index, 2 * lost + self.words_more()) => {
                return (index + signs).min(to);
            }
            (None, Some(index)) if is_beside && few(index, 2 * lost) => return index,
            (_, None) if is_beside && few(from, 2 * lost) => return from,
            _ => {}
        }
        let clause = (from..to).rev().find(|&index| new.ends_clause(index));
        match clause {
            Some(index)
                if begins_sentence.is_some() && few(index, 2 * lost + CLAUSE_EDGE_WORDS) =>
            {
                index + 1
            }
            _ => to - self.similar_before().max(self.replaced_before(lost)),
        }
    }

    /// The token after the last new token of a span whose last words were changed. The answer
    /// does not grow over text that is glued to a word.
    pub fn end(&self) -> usize {
        let end = self.uncut_end();
        let glued = (self.kept.1 + 1..end).find(|&index| self.is_glued(index));
        glued.unwrap_or(end)
    }

    fn uncut_end(&self) -> usize {
        let (old, new) = (&self.words.pair.old, &self.words.pair.new);
        let lost = words(old, self.kept.0, self.edge);
        if is_sentence(old, self.kept.0) && !(self.quotation.is_some() && lost == 0) {
            return self.kept.1;
        }
        let (from, to) = (self.kept.1, self.outside.1);
        if from < to && self.is_glued(from) {
            return from;
        }
        let sentence = (from..=to).find(|&index| is_sentence(new, index));
        let few = |index: usize, most: usize| words(new, from, index) <= most;
        if let Some(index) = self.quotation
            && few(index, 2 * lost + self.words_more())
        {
            return index.max(from);
        }
        let ends_sentence = sentence_end(old, self.edge);
        let is_beside = self.outside.0 == self.edge;
        match (ends_sentence, sentence) {
            (Some(signs), Some(index)) if few(index, 2 * lost + self.words_more()) => {
                return without_signs(new, from, index, signs);
            }
            (None, Some(index)) if is_beside && few(index, 2 * lost) => {
                return without_signs(new, from, index, usize::MAX);
            }
            // The stop is outside the span, and stands.
            (Some(signs), None)
                if is_beside
                    && is_sentence(new, to + signs)
                    && few(to, 2 * lost + self.words_more()) =>
            {
                return to;
            }
            (_, None) if is_beside && few(to, 2 * lost) => return to,
            _ => {}
        }
        let clause = (from..to).find(|&index| new.ends_clause(index));
        match clause {
            Some(index) if ends_sentence.is_some() && few(index, 2 * lost + CLAUSE_EDGE_WORDS) => {
                index
            }
            _ => from + self.similar_after().max(self.replaced_after(lost)),
        }
    }

    /// If the last of the lost words before the kept ones has other letters glued to it, how
    /// many these are.
    pub fn glued_before(&self) -> Option<i32> {
        let old = self.kept.0.checked_sub(1).filter(|&old| old >= self.edge)?;
        let new = self
            .kept
            .1
            .checked_sub(1)
            .filter(|&new| new >= self.outside.1)?;
        let is_only = words(&self.words.pair.old, self.edge, old) == 0;
        let more = glue::more_letters(self.words.old_word(old), self.words.new_word(new), false);
        more.filter(|_| is_only)
    }

    /// If the first of the lost words after the kept ones has other letters glued to it, how
    /// many these are.
    pub fn glued_after(&self) -> Option<i32> {
        let (old, new) = self.kept;
        if old >= self.edge || new >= self.outside.1 {
            return None;
        }
        let is_only = words(&self.words.pair.old, old + 1, self.edge) == 0;
        let more = glue::more_letters(self.words.old_word(old), self.words.new_word(new), true);
        more.filter(|_| is_only)
    }

    /// Whether the new word at an index is glued to the one before it.
    fn is_glued(&self, index: usize) -> bool {
        let places = &self.words.pair.new.places;
        let place = &places[index];
        let is_word = place.is_word && place.separator == Separator::Nothing;
        let before = index
            .checked_sub(1)
            .filter(|_| is_word && places[index - 1].is_word);
        let before = before.and_then(|before| self.words.new_word(before).chars().next_back());
        let after = self.words.new_word(index).chars().next();
        before
            .zip(after)
            .is_some_and(|(before, after)| glue::is_joined(before, after))
    }

    /// How many tokens before the kept ones took the place of the lost ones, if the first
    /// of these is still there, or if it is a single word.
    fn replaced_before(&self, lost: usize) -> usize {
        let pair = self.words.pair;
        let most = (self.kept.1 - self.outside.1).min(2 * (self.kept.0 - self.edge));
        let is_word = |by: &usize| pair.new.places[self.kept.1 - by].is_word;
        let most = (1..=most).take_while(is_word).count();
        let is_first = |by: &usize| pair.same(self.edge, self.kept.1 - by);
        match (1..=most).find(is_first) {
            Some(by) => by,
            None => most.min(usize::from(lost == 1)),
        }
    }

    fn replaced_after(&self, lost: usize) -> usize {
        let pair = self.words.pair;
        let most = (self.outside.1 - self.kept.1).min(2 * (self.edge - self.kept.0));
        let is_word = |by: &usize| pair.new.places[self.kept.1 + by].is_word;
        let most = (0..most).take_while(is_word).count();
        let is_last = |by: &usize| pair.same(self.edge - 1, self.kept.1 + by - 1);
        match (1..=most).find(is_last) {
            Some(by) => by,
            None => most.min(usize::from(lost == 1)),
        }
    }

    /// How many words more than twice the lost ones may take their place.
    fn words_more(&self) -> usize {
        match self.outside.0 == self.edge {
            true => CLAUSE_WORDS,
            // The text outside was changed too, and may be among them.
            false => CLAUSE_EDGE_WORDS,
        }
    }

    /// How many tokens before the kept words are the old ones in another spelling.
    fn similar_before(&self) -> usize {
        let most = (self.kept.0 - self.edge).min(self.kept.1 - self.outside.1);
        let similar = |by: &usize| self.words.share(self.kept.0 - by, self.kept.1 - by) > 0.0;
        (1..=most).take_while(similar).count()
    }

    fn similar_after(&self) -> usize {
        let most = (self.edge - self.kept.0).min(self.outside.1 - self.kept.1);
        let similar = |by: &usize| self.words.share(self.kept.0 + by, self.kept.1 + by) > 0.0;
        (0..most).take_while(similar).count()
    }
}

/// Whether a sentence begins at an index.
pub(crate) fn is_sentence(tokens: &Tokens, index: usize) -> bool {
    tokens.boundary_strength(index) >= SENTENCE_BOUNDARY
}

/// The number of words in a range.
pub(crate) fn words(tokens: &Tokens, from: usize, to: usize) -> usize {
    let places = &tokens.places[from..to.max(from)];
    places.iter().filter(|place| place.is_word).count()
}

/// If a span begins with a sentence, the number of punctuation marks before it, such as an
/// opening quote.
pub(crate) fn sentence_start(tokens: &Tokens, first: usize) -> Option<usize> {
    (0..=first.min(2))
        .take_while(|&by| by == 0 || !tokens.places[first - by].is_word)
        .find(|&by| is_sentence(tokens, first - by))
}

/// If a span ends with a sentence, the number of punctuation marks after it, such as a full
/// stop.
pub(crate) fn sentence_end(tokens: &Tokens, last: usize) -> Option<usize> {
    (0..=2)
        .take_while(|by| {
            *by == 0
                || tokens
                    .places
                    .get(last + by - 1)
                    .is_some_and(|it| !it.is_word)
        })
        .find(|by| is_sentence(tokens, last + by))
}

/// Drops up to `most` punctuation marks before an index.
fn without_signs(tokens: &Tokens, from: usize, to: usize, most: usize) -> usize {
    let signs = tokens.places[from..to].iter().rev().take(most);
    to - signs.take_while(|place| !place.is_word).count()
}
