//! Words that are spelled alike: one with a typo, or another figure in the same place.

use super::pair::Pair;
use crate::domain::passage::part_text::PartText;

/// The share of a figure that is kept if another figure takes its place.
const FIGURE_SHARE: f64 = 0.5;
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
    /// The share of an old token that is kept in a new token at the same place.
    pub fn share(&self, old: usize, new: usize) -> f64 {
        if self.pair.same(old, new) {
            return 1.0;
        }
        let (old, new) = (&self.pair.old.places[old], &self.pair.new.places[new]);
        let old = self.old.slice(old.start, old.end);
        let new = self.new.slice(new.start, new.end);
        match (is_figure(old), is_figure(new)) {
            (true, true) => FIGURE_SHARE,
            (false, false) if is_typo(old, new) => TYPO_SHARE,
            _ => 0.0,
        }
    }
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
