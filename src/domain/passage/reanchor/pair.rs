//! Two texts' tokens side by side, and how much each token tells.

use super::{
    diff::diff,
    run::{Range, Run},
    tokens::{Spellings, Tokens},
};

/// What a sign tells, in bits; a word tells more.
const SIGN_BITS: f32 = 1.5;
const WORD_BITS_MIN: f32 = 2.0;
const WORD_BITS_MAX: f32 = 11.0;
/// A single letter, or a character of a script without spaces, is less than a word.
const LETTER_SHARE: f32 = 0.6;
/// A short text's words are rarer than they look.
const PRIOR_TOKENS: f32 = 2000.0;

/// The tokens of two versions of a text.
pub(crate) struct Pair {
    /// The old one's.
    pub old: Tokens,
    /// The new one's.
    pub new: Tokens,
    spellings: u32,
    /// What the old tokens before each index tell in all.
    old_bits: Vec<f64>,
    new_bits: Vec<f64>,
}

impl Pair {
    /// Cuts both texts.
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

    /// What a range of old tokens tells.
    pub fn old_bits(&self, from: usize, to: usize) -> f64 {
        self.old_bits[to] - self.old_bits[from]
    }

    /// What the old tokens before each index tell in all, the doubtful ones left out.
    pub fn clear_bits(&self, doubtful: &[bool]) -> Vec<f64> {
        let mut sums = Vec::with_capacity(doubtful.len() + 1);
        let mut sum = 0.0;
        sums.push(sum);
        for (index, &doubtful) in doubtful.iter().enumerate() {
            if !doubtful {
                sum += self.old_bits(index, index + 1);
            }
            sums.push(sum);
        }
        sums
    }

    /// What a range of new tokens tells.
    pub fn new_bits(&self, from: usize, to: usize) -> f64 {
        self.new_bits[to] - self.new_bits[from]
    }

    /// Whether an old and a new token compare equal.
    pub fn same(&self, old: usize, new: usize) -> bool {
        self.old.spellings[old] == self.new.spellings[new]
    }

    /// The runs of tokens that a range of the old text and one of the new have in common.
    pub fn diff(&self, range: &Range) -> Vec<Run> {
        diff(
            &self.old.spellings,
            &self.new.spellings,
            self.spellings,
            range,
        )
    }
}

fn sum_bits(tokens: &Tokens, counts: &[u32], all: usize) -> Vec<f64> {
    let mut sums = Vec::with_capacity(tokens.len() + 1);
    let mut sum = 0.0;
    sums.push(sum);
    for (place, spelling) in tokens.places.iter().zip(&tokens.spellings) {
        let bits = if place.word {
            let count = counts[spelling.0 as usize];
            word_bits(count, all, place.end - place.start)
        } else {
            SIGN_BITS
        };
        sum += f64::from(bits);
        sums.push(sum);
    }
    sums
}

fn word_bits(count: u32, all: usize, length: i32) -> f32 {
    let bits = ((all as f32 + PRIOR_TOKENS) / count.max(1) as f32).log2();
    let bits = bits.clamp(WORD_BITS_MIN, WORD_BITS_MAX);
    if length == 1 {
        bits * LETTER_SHARE
    } else {
        bits
    }
}
