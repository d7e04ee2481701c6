//! Words that stay and also stand where something was added or deleted.
//!
//! When a sentence stands twice, either may be the copy, and the original may have been
//! changed since. What is aligned is then only believed where the words before and the
//! words behind it are both still there.

use std::collections::HashMap;

use super::{pair::Pair, run::Run, tokens::Tokens};

/// What the words next to a copied block must tell to confirm its place.
const CONTEXT_BITS: f64 = 30.0;
/// A change of more tokens separates a block from its context.
const CONTEXT_GAP_MAX: usize = 3;
/// A block is not followed further than so many tokens to either side.
const BLOCK_HALF_MAX: usize = 400;
/// More tokens are not compared; then all are doubted.
const COMPARED_MAX: usize = 1_000_000;
/// A block that tells less is no copy.
const BLOCK_BITS_MIN: f64 = 12.0;
/// Blocks of the same two places are one if no more tokens lie between them.
const JOIN_GAP_MAX: usize = 12;
/// Three tokens that stand in more places are looked for in none.
const PLACES_MAX: usize = 8;
/// Each pass doubts what the one before took the context away from.
const PASSES_MAX: usize = 6;

/// Marks the old tokens that could as well have gone elsewhere, or come from elsewhere.
/// The runs are in the order of the old text.
pub(crate) fn doubt(pair: &Pair, runs: &[Run]) -> Vec<bool> {
    let mut by_new = runs.to_vec();
    by_new.sort_unstable_by_key(|run| run.new);
    let old = Side::new(
        &pair.old,
        runs.iter().map(|run| (run.old, run.new, run.length)),
    );
    let new = Side::new(
        &pair.new,
        by_new.iter().map(|run| (run.new, run.old, run.length)),
    );
    let (Some(gone), Some(come)) = (copied(&old, &new), copied(&new, &old)) else {
        return vec![true; pair.old.len()];
    };
    let gone = gone
        .iter()
        .filter(|block| pair.old_bits(block.from, block.to) >= BLOCK_BITS_MIN);
    let come = come
        .iter()
        .filter(|block| pair.new_bits(block.from, block.to) >= BLOCK_BITS_MIN);
    let mut blocks: Vec<Kept> = gone
        .filter_map(|block| Kept::new(pair, runs, &old, block))
        .chain(come.filter_map(|block| Kept::new(pair, &by_new, &new, block)))
        .collect();
    let mut doubtful = vec![false; pair.old.len()];
    for _ in 0..PASSES_MAX {
        let clear = pair.clear_bits(&doubtful);
        let before = blocks.len();
        blocks.retain(|block| {
            let confirmed = block.confirmed(&clear);
            if !confirmed {
                doubtful[block.old.0..block.old.1].fill(true);
            }
            confirmed
        });
        if blocks.len() == before {
            break;
        }
    }
    doubtful
}

struct Side<'p> {
    tokens: &'p Tokens,
    /// What the runs take up.
    spans: Vec<(usize, usize)>,
    /// What each token is aligned with.
    aligned: Vec<usize>,
}

/// A range of one side that stands, more or less, in what the other side has over.
struct Block {
    from: usize,
    to: usize,
    place: usize,
    place_end: usize,
}

const NOWHERE: usize = usize::MAX;

impl<'p> Side<'p> {
    fn new(tokens: &'p Tokens, runs: impl Iterator<Item = (usize, usize, usize)>) -> Self {
        let mut aligned = vec![NOWHERE; tokens.len()];
        let mut spans = Vec::new();
        for (here, there, length) in runs {
            spans.push((here, here + length));
            for by in 0..length {
                aligned[here + by] = there + by;
            }
        }
        Self {
            tokens,
            spans,
            aligned,
        }
    }

    fn key(&self, index: usize) -> Option<[u32; 3]> {
        match self.tokens.spellings.get(index..index + 3) {
            Some([a, b, c]) => Some([a.0, b.0, c.0]),
            _ => None,
        }
    }

    /// What the runs leave over.
    fn rest(&self) -> impl Iterator<Item = (usize, usize)> {
        let ends = std::iter::once(0).chain(self.spans.iter().map(|span| span.1));
        let starts = self
            .spans
            .iter()
            .map(|span| span.0)
            .chain([self.tokens.len()]);
        ends.zip(starts).filter(|(from, to)| from < to)
    }

    /// Where each three tokens of what is over stand, at most so many of them.
    fn places(&self) -> HashMap<[u32; 3], Vec<usize>> {
        let mut places: HashMap<_, Vec<_>> = HashMap::new();
        for (from, to) in self.rest() {
            for index in from..to.saturating_sub(2) {
                if let Some(key) = self.key(index) {
                    let places = places.entry(key).or_default();
                    if places.len() <= PLACES_MAX {
                        places.push(index);
                    }
                }
            }
        }
        places
    }
}

/// The ranges of one side that also stand where the other has something over; none where
/// that is too much to find out.
fn copied(stays: &Side<'_>, other: &Side<'_>) -> Option<Vec<Block>> {
    let places = other.places();
    let mut blocks: Vec<Block> = Vec::new();
    if places.is_empty() {
        return Some(blocks);
    }
    let mut compared = 0;
    // For each diagonal, up to where it was followed.
    let mut followed: HashMap<usize, usize> = HashMap::new();
    for index in 0..stays.tokens.len() {
        let Some(found) = stays.key(index).and_then(|key| places.get(&key)) else {
            continue;
        };
        for &place in found {
            let done = followed
                .entry(place + stays.tokens.len() - index)
                .or_default();
            if *done <= index {
                let block = common(stays, other, index, place);
                *done = block.to;
                compared += block.to - block.from;
                if compared > COMPARED_MAX {
                    return None;
                }
                add(&mut blocks, block);
            }
        }
    }
    Some(blocks)
}

/// What the two sides have in common around a pair of tokens, up to where the one is
/// aligned with the other.
fn common(stays: &Side<'_>, other: &Side<'_>, index: usize, place: usize) -> Block {
    let same = |index: usize, place: usize| {
        stays.tokens.spellings[index] == other.tokens.spellings[place]
            && stays.aligned[index] != place
    };
    let back = (1..=index.min(place).min(BLOCK_HALF_MAX))
        .take_while(|by| same(index - by, place - by))
        .count();
    let most = (stays.tokens.len() - index)
        .min(other.tokens.len() - place)
        .min(BLOCK_HALF_MAX);
    let ahead = (0..most)
        .take_while(|by| same(index + by, place + by))
        .count();
    Block {
        from: index - back,
        to: index + ahead,
        place: place - back,
        place_end: place + ahead,
    }
}

/// Adds a block, or lengthens the one that it goes on from.
fn add(blocks: &mut Vec<Block>, block: Block) {
    let near = |from: usize, to: usize| from <= to && to - from <= JOIN_GAP_MAX;
    let recent = blocks.iter_mut().rev().take(PLACES_MAX);
    for last in recent {
        if near(last.to, block.from) && near(last.place_end, block.place) {
            last.to = block.to;
            last.place_end = block.place_end;
            return;
        }
    }
    blocks.push(block);
}

/// What stays of a block, in old tokens, and where its context is.
struct Kept {
    old: (usize, usize),
    /// From where before the block old tokens go with it.
    lead: usize,
    /// To where behind it.
    trail: usize,
    /// Whether it is in one piece.
    whole: bool,
    first: bool,
    last: bool,
}

impl Kept {
    fn new(pair: &Pair, runs: &[Run], side: &Side<'_>, block: &Block) -> Option<Self> {
        let from = side.spans.partition_point(|span| span.1 <= block.from);
        let to = side.spans.partition_point(|span| span.0 < block.to);
        let inside = runs.get(from..to)?;
        let (first, last) = (inside.first()?, inside.last()?);
        let start = first.old + block.from.saturating_sub(side.spans[from].0);
        let end = last.old_end() - side.spans[to - 1].1.saturating_sub(block.to);
        let before = from.checked_sub(1).map(|before| &runs[before]);
        let after = runs.get(to);
        let lengths = (pair.old.len(), pair.new.len());
        Some(Self {
            old: (start.min(end), end.max(start)),
            lead: before
                .filter(|before| near(before, first))
                .map_or(first.old, |before| before.old),
            trail: after
                .filter(|after| near(last, after))
                .map_or(last.old_end(), Run::old_end),
            whole: inside.windows(2).all(|two| near(&two[0], &two[1])),
            first: start == 0 && first.new == 0,
            last: end == lengths.0 && last.new_end() == lengths.1,
        })
    }

    fn confirmed(&self, clear: &[f64]) -> bool {
        let before = clear[self.old.0] - clear[self.lead.min(self.old.0)];
        let after = clear[self.trail.max(self.old.1)] - clear[self.old.1];
        let before = self.first || before >= CONTEXT_BITS;
        let after = self.last || after >= CONTEXT_BITS;
        self.whole && before && after
    }
}

/// Whether one run follows the other with at most a small change between them.
fn near(left: &Run, right: &Run) -> bool {
    let near = |from: usize, to: usize| from <= to && to - from <= CONTEXT_GAP_MAX;
    near(left.old_end(), right.old) && near(left.new_end(), right.new)
}
