//! Whole sentences that stand in both texts.
//!
//! Whatever changed inside other sentences, a span stands if its own sentences do. Which of
//! them it is, if there are several, the sentences beside them tell.

use imara_diff::Token;

use super::{
    places::Places,
    run::{Range, Run},
    tokens::{SENTENCE_BOUNDARY, Tokens},
};

/// The two texts.
pub(crate) struct Sentences<'a> {
    /// The tokens of the old text and of the new one.
    pub tokens: (&'a Tokens, &'a Tokens),
    /// The places of each spelling in the old text and in the new one.
    pub places: &'a (Places, Places),
    /// The runs around the sentences, which tell whether their order is the same.
    pub around: (Run, Run),
    /// The information of the sentences, in bits.
    pub bits: f64,
}

/// Sentences with as many bits that are in each text once need no others beside them.
const BITS_MIN: f64 = 20.0;

/// The most places of a sentence that are compared.
const PLACES_MAX: usize = 256;
/// The most tokens between sentences and the nearest aligned ones.
const GAP_MAX: usize = 120;

impl Sentences<'_> {
    /// Where the old sentences of a range stand in the new text, in the same order.
    pub fn place(&self, old: (usize, usize)) -> Option<usize> {
        let words = &self.tokens.0.spellings[old.0..old.1];
        let in_old = stands(self.tokens.0, &self.places.0, words)?;
        let in_new = stands(self.tokens.1, &self.places.1, words)?;
        let new = |first: usize| (first, first + words.len());
        let rank = in_old.iter().position(|&first| first == old.0)?;
        let found = match (in_old.len(), in_new.len()) {
            (1, 1) if self.bits >= BITS_MIN => Some(in_new[0]),
            (a, b) if a == b => self.fits(old, new(in_new[rank])).then_some(in_new[rank]),
            _ => {
                let fits = |old: usize, first: usize| {
                    self.sides((old, old + words.len()), new(first)) == (true, true)
                };
                let mut found = in_new.iter().filter(|&&first| fits(old.0, first));
                let first = *found.next()?;
                let is_only = in_old.iter().filter(|&&old| fits(old, first)).count() == 1;
                (found.next().is_none() && is_only).then_some(first)
            }
        };
        found.filter(|&first| {
            self.is_in_order(&Range {
                old,
                new: new(first),
            })
        })
    }

    /// Whether the sentence before a range or the one after it is the same in both texts, and
    /// the other one is the same too or is gone. If it is elsewhere, the two may have changed
    /// places with others like them.
    fn fits(&self, old: (usize, usize), new: (usize, usize)) -> bool {
        let sides = self.sides(old, new);
        let is_gone = |sentence: Option<&[Token]>| {
            let places = sentence.map(|it| stands(self.tokens.1, &self.places.1, it));
            places.is_none_or(|places| places.is_some_and(|it| it.is_empty()))
        };
        match sides {
            (true, true) => true,
            (true, false) => is_gone(after(self.tokens.0, old.1)),
            (false, true) => is_gone(before(self.tokens.0, old.0)),
            (false, false) => false,
        }
    }

    /// Whether the sentences before and after a range are the same in both texts.
    fn sides(&self, old: (usize, usize), new: (usize, usize)) -> (bool, bool) {
        let (a, b) = self.tokens;
        (
            before(a, old.0) == before(b, new.0),
            after(a, old.1) == after(b, new.1),
        )
    }

    /// Whether a range is between the same aligned tokens in both texts, and near them.
    fn is_in_order(&self, range: &Range) -> bool {
        let (before, after) = &self.around;
        let near = |from: usize, to: usize| from <= to && to - from <= GAP_MAX;
        let is_before = match before.old_end() > range.old.0 {
            true => before.new + (range.old.0 - before.old) == range.new.0,
            false => near(before.old_end(), range.old.0) && near(before.new_end(), range.new.0),
        };
        let is_after = match after.old < range.old.1 {
            true => after.new + range.old.1 == range.new.1 + after.old,
            false => near(range.old.1, after.old) && near(range.new.1, after.new),
        };
        is_before && is_after
    }
}

fn words(tokens: &Tokens, (from, to): (usize, usize)) -> &[Token] {
    &tokens.spellings[from..to]
}

/// The sentence that ends before an index.
fn before(tokens: &Tokens, index: usize) -> Option<&[Token]> {
    let before = index.checked_sub(1)?;
    Some(words(tokens, tokens.sentences((before, index))))
}

/// The sentence that starts at an index.
fn after(tokens: &Tokens, index: usize) -> Option<&[Token]> {
    let is_inside = index < tokens.len();
    is_inside.then(|| words(tokens, tokens.sentences((index, index + 1))))
}

/// Where words stand as whole sentences. `None` if their first word has too many places.
fn stands(tokens: &Tokens, places: &Places, words: &[Token]) -> Option<Vec<usize>> {
    let is_boundary = |index: usize| tokens.boundary_strength(index) >= SENTENCE_BOUNDARY;
    let starts = places.of(words.first()?.0).iter().copied();
    let found = starts.filter(|&first| {
        tokens.spellings[first..].starts_with(words)
            && is_boundary(first)
            && is_boundary(first + words.len())
    });
    let found: Vec<usize> = found.take(PLACES_MAX).collect();
    (found.len() < PLACES_MAX).then_some(found)
}
