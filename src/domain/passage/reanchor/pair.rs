//! The tokens of two texts, and how much information each token has.
//!
//! The measure is self-information in bits: the rarer a word is in the two texts, the more
//! bits it has, and the less likely it is to be in both by chance.

use super::{
    diff::diff,
    run::{Range, Run},
    tokens::{Spellings, Tokens},
};

/// The bits of a punctuation mark. A word has more.
const SIGN_BITS: f32 = 1.5;
const WORD_BITS_MIN: f32 = 2.0;
const WORD_BITS_MAX: f32 = 11.0;
/// The share of a word's bits that a single letter has, or a character of a script without
/// spaces.
const LETTER_SHARE: f32 = 0.6;
/// Tokens that are assumed in addition to those of the two texts. In a short text, words
/// look more frequent than they are.
const PRIOR_TOKENS: f32 = 2000.0;

/// The tokens of two versions of a text.
pub(crate) struct Pair {
    /// The tokens of the old version.
    pub old: Tokens,
    /// The tokens of the new version.
    pub new: Tokens,
    /// The number of different spellings.
    pub spellings: u32,
    /// For each index, the bits of all old tokens before it.
    old_bits: Vec<f64>,
    new_bits: Vec<f64>,
}

impl Pair {
    /// Tokenizes both texts.
    pub fn new(old: &str, new: &str) -> Self {
        let mut spellings = Spellings::new((old.len() + new.len()) / 16);
        let old = Tokens::new(old, &mut spellings);
        let new = Tokens::new(new, &mut spellings);
        let spellings = spellings.num_tokens();
        let mut counts = vec![0_u32; spellings as usize];
        for spelling in old.spellings.iter().chain(&new.spellings) {
            counts[spelling.0 as usize] += 1;
        }
        Self {
            old_bits: sum_bits(&old, &counts, old.len() + new.len()),
            new_bits: sum_bits(&new, &counts, old.len() + new.len()),
            old,
            new,
            spellings,
        }
    }

    /// The bits of a range of old tokens.
    pub fn old_bits(&self, from: usize, to: usize) -> f64 {
        self.old_bits[to] - self.old_bits[from]
    }

    /// For each index, the bits of all old tokens before it, without the ambiguous ones.
    pub fn unambiguous_bits(&self, ambiguous: &[bool]) -> Vec<f64> {
        let mut sums = Vec::with_capacity(ambiguous.len() + 1);
        let mut sum = 0.0;
        sums.push(sum);
        for (index, &ambiguous) in ambiguous.iter().enumerate() {
            if !ambiguous {
                sum += self.old_bits(index, index + 1);
            }
            sums.push(sum);
        }
        sums
    }

    /// The bits of a range of new tokens.
    pub fn new_bits(&self, from: usize, to: usize) -> f64 {
        self.new_bits[to] - self.new_bits[from]
    }

    /// Whether an old token and a new token have the same spelling.
    pub fn same(&self, old: usize, new: usize) -> bool {
        self.old.spellings[old] == self.new.spellings[new]
    }

    /// The runs that a range of the old text and a range of the new text have in common.
    pub fn diff(&self, range: &Range) -> Vec<Run> {
        diff(
            &self.old.spellings,
            &self.new.spellings,
            self.spellings,
            range,
        )
    }
}

fn sum_bits(tokens: &Tokens, counts: &[u32], total: usize) -> Vec<f64> {
    let mut sums = Vec::with_capacity(tokens.len() + 1);
    let mut sum = 0.0;
    sums.push(sum);
    for (place, spelling) in tokens.places.iter().zip(&tokens.spellings) {
        let bits = if place.is_word {
            let count = counts[spelling.0 as usize];
            word_bits(count, total, place.end - place.start)
        } else {
            SIGN_BITS
        };
        sum += f64::from(bits);
        sums.push(sum);
    }
    sums
}

fn word_bits(count: u32, total: usize, length: i32) -> f32 {
    let bits = ((total as f32 + PRIOR_TOKENS) / count.max(1) as f32).log2();
    let bits = bits.clamp(WORD_BITS_MIN, WORD_BITS_MAX);
    if length == 1 {
        bits * LETTER_SHARE
    } else {
        bits
    }
}
