//! Copies: aligned words that also occur in inserted or deleted text.
//!
//! If a sentence occurs twice, either may be the copy, and the original may have been
//! changed since. Its alignment is then only accepted if the words right before it and right
//! after it are aligned too.

use std::collections::HashMap;

use super::{pair::Pair, run::Run, tokens::Tokens};

/// The bits that the context on each side of a copied block must have to confirm it.
const CONTEXT_BITS: f64 = 30.0;
/// The most tokens of a change between a block and its context.
const CONTEXT_GAP_MAX: usize = 3;
/// The most tokens by which a block grows to either side.
const BLOCK_HALF_MAX: usize = 400;
/// The most tokens that are compared. Beyond that all tokens are ambiguous.
const COMPARED_MAX: usize = 1_000_000;
/// The least information of a copied block, in bits.
const BLOCK_BITS_MIN: f64 = 12.0;
/// The most tokens between two blocks that are joined.
const JOIN_GAP_MAX: usize = 12;
/// The limit on the places of three tokens that are followed. Further ones are ignored.
const PLACES_MAX: usize = 8;
/// The most passes. Each pass tests the blocks that lost their context in the one before.
const PASSES_MAX: usize = 6;

/// Marks the old tokens that may have another place in the new text, or be copies
/// themselves. The runs must be in the order of the old text.
pub(crate) fn find_ambiguous(pair: &Pair, runs: &[Run]) -> Vec<bool> {
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
    let (Some(in_old), Some(in_new)) = (copied(&old, &new), copied(&new, &old)) else {
        return vec![true; pair.old.len()];
    };
    let in_old = in_old
        .iter()
        .filter(|block| pair.old_bits(block.from, block.to) >= BLOCK_BITS_MIN);
    let in_new = in_new
        .iter()
        .filter(|block| pair.new_bits(block.from, block.to) >= BLOCK_BITS_MIN);
    let mut blocks: Vec<AlignedBlock> = in_old
        .filter_map(|block| AlignedBlock::new(pair, runs, &old, block))
        .chain(in_new.filter_map(|block| AlignedBlock::new(pair, &by_new, &new, block)))
        .collect();
    let mut ambiguous = vec![false; pair.old.len()];
    for _ in 0..PASSES_MAX {
        let bits = pair.unambiguous_bits(&ambiguous);
        let before = blocks.len();
        blocks.retain(|block| {
            let confirmed = block.is_confirmed(&bits);
            if !confirmed {
                ambiguous[block.old.0..block.old.1].fill(true);
            }
            confirmed
        });
        if blocks.len() == before {
            break;
        }
    }
    ambiguous
}

/// One of the two texts.
struct Side<'p> {
    tokens: &'p Tokens,
    /// The ranges of tokens in runs.
    spans: Vec<(usize, usize)>,
    /// The token of the other side that each token is aligned with, or [`UNALIGNED`].
    aligned: Vec<usize>,
}

/// A range of one side that occurs, perhaps with small changes, in the other side's
/// unaligned text.
struct Block {
    from: usize,
    to: usize,
    /// The range in the other side.
    place: usize,
    place_end: usize,
}

const UNALIGNED: usize = usize::MAX;

impl<'p> Side<'p> {
    fn new(tokens: &'p Tokens, runs: impl Iterator<Item = (usize, usize, usize)>) -> Self {
        let mut aligned = vec![UNALIGNED; tokens.len()];
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

    /// The ranges of tokens that are in no run.
    fn unaligned(&self) -> impl Iterator<Item = (usize, usize)> {
        let ends = std::iter::once(0).chain(self.spans.iter().map(|span| span.1));
        let starts = self
            .spans
            .iter()
            .map(|span| span.0)
            .chain([self.tokens.len()]);
        ends.zip(starts).filter(|(from, to)| from < to)
    }

    /// The places of each three consecutive tokens in the unaligned ranges, up to a limit.
    fn places(&self) -> HashMap<[u32; 3], Vec<usize>> {
        let mut places: HashMap<_, Vec<_>> = HashMap::new();
        for (from, to) in self.unaligned() {
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

/// The ranges of one side that also occur in the unaligned ranges of the other. `None` if
/// that would take too many comparisons.
fn copied(side: &Side<'_>, other: &Side<'_>) -> Option<Vec<Block>> {
    let places = other.places();
    let mut blocks: Vec<Block> = Vec::new();
    if places.is_empty() {
        return Some(blocks);
    }
    let mut compared = 0;
    // For each diagonal of the edit graph, the index up to which it was followed.
    let mut followed: HashMap<usize, usize> = HashMap::new();
    for index in 0..side.tokens.len() {
        let Some(found) = side.key(index).and_then(|key| places.get(&key)) else {
            continue;
        };
        for &place in found {
            let done = followed
                .entry(place + side.tokens.len() - index)
                .or_default();
            if *done <= index {
                let block = common(side, other, index, place);
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

/// The longest common block around a pair of tokens. It ends where the two sides are
/// aligned with each other.
fn common(side: &Side<'_>, other: &Side<'_>, index: usize, place: usize) -> Block {
    let same = |index: usize, place: usize| {
        side.tokens.spellings[index] == other.tokens.spellings[place]
            && side.aligned[index] != place
    };
    let back = (1..=index.min(place).min(BLOCK_HALF_MAX))
        .take_while(|by| same(index - by, place - by))
        .count();
    let most = (side.tokens.len() - index)
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

/// Adds a block, or joins it to the block that it continues.
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

/// The aligned part of a block, in old tokens, with its context.
struct AlignedBlock {
    old: (usize, usize),
    /// The start of the context before the block.
    context_start: usize,
    /// The end of the context after the block.
    context_end: usize,
    /// Whether its runs are adjacent, apart from small changes.
    is_whole: bool,
    /// Whether it is at the start of both texts.
    is_first: bool,
    /// Whether it is at the end of both texts.
    is_last: bool,
}

impl AlignedBlock {
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
            context_start: before
                .filter(|before| near(before, first))
                .map_or(first.old, |before| before.old),
            context_end: after
                .filter(|after| near(last, after))
                .map_or(last.old_end(), Run::old_end),
            is_whole: inside.windows(2).all(|two| near(&two[0], &two[1])),
            is_first: start == 0 && first.new == 0,
            is_last: end == lengths.0 && last.new_end() == lengths.1,
        })
    }

    /// Whether the context on both sides has enough unambiguous bits.
    fn is_confirmed(&self, bits: &[f64]) -> bool {
        let before = bits[self.old.0] - bits[self.context_start.min(self.old.0)];
        let after = bits[self.context_end.max(self.old.1)] - bits[self.old.1];
        let before = self.is_first || before >= CONTEXT_BITS;
        let after = self.is_last || after >= CONTEXT_BITS;
        self.is_whole && before && after
    }
}

/// Whether the right run follows the left one with at most a small change between them.
fn near(left: &Run, right: &Run) -> bool {
    let near = |from: usize, to: usize| from <= to && to - from <= CONTEXT_GAP_MAX;
    near(left.old_end(), right.old) && near(left.new_end(), right.new)
}
