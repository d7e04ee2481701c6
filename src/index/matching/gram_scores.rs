//! How many of the character 4-grams of a text a claim has, as a BM25 score.

use super::question::Asked;
use crate::index::{
    analysis::grams,
    claims::{IndexedClaim, Snapshot},
};

/// BM25's usual parameters, as they are for words.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// How many bits tell quickly that a text has not a gram.
const BITS: usize = 1 << 13;

/// The grams of a text that is asked about.
pub(super) struct GramScores {
    /// The different grams in order, and how much each says.
    grams: Vec<(u32, f32)>,
    /// Has the bit of each of these grams.
    bits: [u64; BITS / 64],
    /// How often a claim has each of these grams. It is only used for one claim at a time.
    times: Vec<u32>,
    /// How many grams a claim has on average.
    average: f32,
}

impl GramScores {
    pub fn new(snapshot: &Snapshot, asked: &Asked) -> Self {
        let grams = asked.grams.iter();
        let grams: Vec<(u32, f32)> = grams
            .map(|gram| (*gram, snapshot.gram_information(*gram)))
            .collect();
        let mut bits = [0; BITS / 64];
        for (gram, _) in &grams {
            let (word, bit) = bit(*gram);
            bits[word] |= bit;
        }
        Self {
            times: vec![0; grams.len()],
            grams,
            bits,
            average: snapshot.gram_average().max(1.0),
        }
    }

    /// The score of a claim.
    pub fn score(&mut self, claim: &IndexedClaim) -> f32 {
        self.times.fill(0);
        let mut length = 0_u32;
        for text in claim.texts() {
            grams::each(text, |gram| {
                length += 1;
                let (word, bit) = bit(gram);
                if self.bits[word] & bit != 0
                    && let Ok(at) = self.grams.binary_search_by_key(&gram, |(gram, _)| *gram)
                {
                    self.times[at] += 1;
                }
            });
        }
        let norm = K1 * (1.0 - B + B * length as f32 / self.average);
        // A sum depends on its order, which is always that of the grams.
        let found = self.grams.iter().zip(&self.times);
        let found = found.filter(|(_, times)| **times > 0);
        let parts = found.map(|((_, information), times)| {
            let times = *times as f32;
            information * times * (K1 + 1.0) / (times + norm)
        });
        parts.sum()
    }
}

/// The word and the bit of a gram.
fn bit(gram: u32) -> (usize, u64) {
    let at = gram as usize % BITS;
    (at / 64, 1 << (at % 64))
}
