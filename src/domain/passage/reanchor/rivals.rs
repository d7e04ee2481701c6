//! Rivals: other sentences that fit as well as the one that a span was carried to.
//!
//! If two sentences resemble each other and one of them was deleted, moved or exchanged with
//! the other, a diff may align the wrong ones. So what is left of an edited sentence must not
//! be found in another sentence too, neither of the new text nor of the old one.

use std::collections::HashMap;

use super::{
    pair::Pair,
    places::Places,
    run::{Range, Run},
    tokens::{SENTENCE_BOUNDARY, Tokens},
};

/// The least share of the longer of two sentences that both must have in common.
const SHARE_MIN: f64 = 0.5;
/// What a rival must have of the words that are kept, by the bond of its own words.
const RIVAL_SHARES: [(Bond, f64); 3] = [
    (Bond::None, 0.6),
    (Bond::Aligned, 0.9),
    (Bond::Settled, 1.0),
];
/// Longer sequences of tokens are not compared with others. They have no rivals by chance.
const TOKENS_MAX: usize = 400;
/// Spellings with more places than this in a text say nothing about a sentence.
const PLACES_MAX: usize = 64;
/// By how many tokens a rival may be longer than the sentence.
const LONGER_MAX: usize = 3;

/// How sure it is what became of a token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bond {
    /// It is not aligned with another one.
    None,
    /// It is aligned with another one.
    Aligned,
    /// Its whole sentence is aligned with the same sentence.
    Settled,
}

/// The bond of each old token and of each new one.
pub(crate) struct Bonds {
    /// For each old token, the new one that it is aligned with.
    partners: Vec<Option<usize>>,
    old: Vec<Bond>,
    new: Vec<Bond>,
}

impl Bonds {
    /// The bonds by the runs of an alignment.
    pub fn new(pair: &Pair, runs: &[Run]) -> Self {
        let mut bonds = Self {
            partners: vec![None; pair.old.len()],
            old: vec![Bond::None; pair.old.len()],
            new: vec![Bond::None; pair.new.len()],
        };
        for run in runs {
            for by in 0..run.length {
                bonds.partners[run.old + by] = Some(run.new + by);
            }
            bonds.bind(run, (0, run.length), Bond::Aligned);
            let old = |by: usize| pair.old.boundary_strength(run.old + by) >= SENTENCE_BOUNDARY;
            let new = |by: usize| pair.new.boundary_strength(run.new + by) >= SENTENCE_BOUNDARY;
            let mut start = None;
            for by in 0..=run.length {
                if old(by) && new(by) {
                    if let Some(start) = start {
                        bonds.bind(run, (start, by), Bond::Settled);
                    }
                    start = Some(by);
                } else if old(by) || new(by) {
                    start = None;
                }
            }
        }
        bonds
    }

    fn bind(&mut self, run: &Run, (from, to): (usize, usize), bond: Bond) {
        self.old[run.old + from..run.old + to].fill(bond);
        self.new[run.new + from..run.new + to].fill(bond);
    }
}

/// The two texts.
pub(crate) struct Rivals<'a> {
    /// The tokens.
    pub pair: &'a Pair,
    /// The places of each spelling in the old text and in the new one.
    pub places: &'a (Places, Places),
    /// The bonds of the tokens.
    pub bonds: &'a Bonds,
}

impl Rivals<'_> {
    /// Whether the words of an old range became those of a new range, as far as their
    /// sentences tell, and no others fit as well.
    pub fn has_none(&self, range: &Range) -> bool {
        let sentences = self.sentences(range);
        if self.is_same(&sentences) {
            return self.is_unique(&sentences);
        }
        let range = self.widen(range);
        let old_bits = self.pair.old_bits(range.old.0, range.old.1);
        let bits = old_bits.max(self.pair.new_bits(range.new.0, range.new.1));
        let tokens = (range.old.1 - range.old.0).max(range.new.1 - range.new.0);
        let aligned_bits = self.aligned_bits(&range);
        (aligned_bits >= SHARE_MIN * bits || aligned_bits >= old_bits)
            && (tokens > TOKENS_MAX || !self.has_rival(&range))
    }

    /// The whole sentences of a range.
    fn sentences(&self, range: &Range) -> Range {
        Range {
            old: self.pair.old.sentences(range.old),
            new: self.pair.new.sentences(range.new),
        }
    }

    /// Widens a range in both texts, as far as its sentences reach in both.
    fn widen(&self, range: &Range) -> Range {
        let whole = self.sentences(range);
        let before = (range.old.0 - whole.old.0).min(range.new.0 - whole.new.0);
        let after = (whole.old.1 - range.old.1).min(whole.new.1 - range.new.1);
        Range {
            old: (range.old.0 - before, range.old.1 + after),
            new: (range.new.0 - before, range.new.1 + after),
        }
    }

    fn is_same(&self, range: &Range) -> bool {
        let (old, new) = (&self.pair.old.spellings, &self.pair.new.spellings);
        old[range.old.0..range.old.1] == new[range.new.0..range.new.1]
    }

    /// Whether the old words of a range are in each text once.
    fn is_unique(&self, range: &Range) -> bool {
        let words = &self.pair.old.spellings[range.old.0..range.old.1];
        let is_once = |tokens: &Tokens, places: &Places| {
            let places = places.of(words[0].0).iter();
            let stands = |&&at: &&usize| tokens.spellings[at..].starts_with(words);
            places.filter(stands).nth(1).is_none()
        };
        is_once(&self.pair.old, &self.places.0) && is_once(&self.pair.new, &self.places.1)
    }

    /// The bits of the tokens that two ranges have in common by the alignment.
    fn aligned_bits(&self, range: &Range) -> f64 {
        let tokens = range.old.0..range.old.1;
        let inside = |at: usize| range.new.0 <= at && at < range.new.1;
        tokens
            .filter(|&index| self.bonds.partners[index].is_some_and(inside))
            .map(|index| self.pair.old_bits(index, index + 1))
            .sum()
    }

    fn has_rival(&self, range: &Range) -> bool {
        let mut kept = self.kept(range);
        kept.words.retain(|&spelling, _| {
            let places = [&self.places.0, &self.places.1];
            places.iter().all(|it| it.of(spelling).len() <= PLACES_MAX)
        });
        let bits = kept.bits();
        let size = (range.old.1 - range.old.0).max(range.new.1 - range.new.0) + LONGER_MAX;
        // If the words are the same, a sentence that is itself in both texts is not a rival.
        let skipped = usize::from(self.is_same(range));
        let mut old = kept.hits(&self.places.0, &self.bonds.old, range.old);
        let mut new = kept.hits(&self.places.1, &self.bonds.new, range.new);
        RIVAL_SHARES
            .iter()
            .rev()
            .skip(skipped)
            .any(|&(bond, share)| {
                old.retain(|hit| hit.bond <= bond);
                new.retain(|hit| hit.bond <= bond);
                let most = kept.best_window(&old, size);
                most.max(kept.best_window(&new, size)) >= share * bits
            })
    }

    /// The words that two ranges have in common.
    fn kept(&self, range: &Range) -> Bag {
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for spelling in &self.pair.new.spellings[range.new.0..range.new.1] {
            *counts.entry(spelling.0).or_default() += 1;
        }
        let mut kept = Bag::default();
        for index in range.old.0..range.old.1 {
            let spelling = self.pair.old.spellings[index].0;
            if let Some(count) = counts.get_mut(&spelling)
                && *count > 0
            {
                *count -= 1;
                let bits = self.pair.old_bits(index, index + 1);
                kept.words.entry(spelling).or_insert((0, bits)).0 += 1;
            }
        }
        kept
    }
}

/// Some tokens without their order.
#[derive(Default)]
struct Bag {
    /// For each spelling, how often it occurs, and its bits.
    words: HashMap<u32, (usize, f64)>,
}

/// A place of a word of a bag.
struct Hit {
    at: usize,
    spelling: u32,
    bond: Bond,
}

impl Bag {
    fn bits(&self) -> f64 {
        let words = self.words.values();
        words.map(|&(count, bits)| count as f64 * bits).sum()
    }

    /// The places of the words in a text outside a range, in order.
    fn hits(&self, places: &Places, bonds: &[Bond], except: (usize, usize)) -> Vec<Hit> {
        let mut hits = Vec::new();
        for &spelling in self.words.keys() {
            let places = places.of(spelling).iter();
            let outside = places.filter(|&&at| at < except.0 || except.1 <= at);
            hits.extend(outside.map(|&at| Hit {
                at,
                spelling,
                bond: bonds[at],
            }));
        }
        hits.sort_unstable_by_key(|hit| hit.at);
        hits
    }

    /// The most bits of the bag in any sequence of a number of tokens.
    fn best_window(&self, hits: &[Hit], size: usize) -> f64 {
        let mut counts: HashMap<u32, usize> = HashMap::new();
        let (mut bits, mut best, mut from) = (0.0, 0.0_f64, 0);
        for hit in hits {
            while hits[from].at + size <= hit.at {
                let spelling = hits[from].spelling;
                let (most, each) = self.words[&spelling];
                let count = counts.entry(spelling).or_default();
                if *count <= most {
                    bits -= each;
                }
                *count -= 1;
                from += 1;
            }
            let (most, each) = self.words[&hit.spelling];
            let count = counts.entry(hit.spelling).or_default();
            *count += 1;
            if *count <= most {
                bits += each;
                best = best.max(bits);
            }
        }
        best
    }
}
