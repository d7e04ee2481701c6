//! Words that are spelled alike: one with a typo, or another figure in the same place.

use super::pair::Pair;
use crate::domain::passage::{changes, part_text::PartText};

/// The share of a figure that is kept if another figure takes its place.
pub(crate) const FIGURE_SHARE: f64 = 0.5;
/// The share of a word that is kept if a typo was made in it or mended.
const TYPO_SHARE: f64 = 0.8;
/// The most letters that a typo changes.
const TYPO_LETTERS: usize = 2;

/// The words of two versions of a text, as they are printed.
pub(crate) struct Words<'a> {
    /// The tokens.
    pub pair: &'a Pair,
    /// The old version.
    pub old: &'a PartText<'a>,
    /// The new version.
    pub new: &'a PartText<'a>,
}

impl Words<'_> {
    /// An old token as it is printed.
    pub fn old_word(&self, index: usize) -> &str {
        let place = &self.pair.old.places[index];
        self.old.slice(place.start, place.end)
    }

    /// A new token as it is printed.
    pub fn new_word(&self, index: usize) -> &str {
        let place = &self.pair.new.places[index];
        self.new.slice(place.start, place.end)
    }

    /// Whether a figure took the place of another one.
    pub fn is_other_figure(&self, old: usize, new: usize) -> bool {
        is_figure(self.old_word(old)) && is_figure(self.new_word(new))
    }

    /// The share of an old token that is kept in a new token at the same place.
    pub fn share(&self, old: usize, new: usize) -> f64 {
        if self.pair.same(old, new) {
            return 1.0;
        }
        let (old, new) = (self.old_word(old), self.new_word(new));
        match (is_figure(old), is_figure(new)) {
            (true, true) => FIGURE_SHARE,
            (false, false) if is_typo(old, new) => TYPO_SHARE,
            (true, false) if is_amount(new) => FIGURE_SHARE,
            (false, true) if is_amount(old) => FIGURE_SHARE,
            _ => 0.0,
        }
    }
}

/// Whether a word says an amount ("several", "seventeen").
fn is_amount(word: &str) -> bool {
    changes::is_amount(&word.to_lowercase())
}

fn is_figure(word: &str) -> bool {
    word.starts_with(|c: char| c.is_numeric())
}

/// Whether two words have all but one or two neighbouring letters in common.
fn is_typo(old: &str, new: &str) -> bool {
    let letters = |word: &str| -> Vec<char> { word.chars().flat_map(char::to_lowercase).collect() };
    let (old, new) = (letters(old), letters(new));
    let alike = |(a, b): &(&char, &char)| a == b;
    let shorter = old.len().min(new.len());
    let head = old.iter().zip(&new).take_while(alike).count();
    let tail = old.iter().rev().zip(new.iter().rev());
    let tail = tail.take(shorter - head).take_while(alike).count();
    let other = old.len().max(new.len()) - head - tail;
    other <= TYPO_LETTERS && head + tail > TYPO_LETTERS && head + tail >= 2 * other
}
