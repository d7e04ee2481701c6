//! Moves: blocks that are in both texts, but not in the same order.
//!
//! Only whole paragraphs are accepted as moved. A smaller block may be a copy whose
//! original was deleted. The same may be true of the text that it changed places with, so
//! that text is not accepted either.

use std::collections::HashMap;

use super::{
    pair::Pair,
    run::{Range, Run},
    tokens::LINE_BOUNDARY,
};

/// Text that was deleted in one place and inserted in another.
pub(crate) struct Moves {
    /// The paragraphs that moved.
    pub paragraphs: Vec<Range>,
    /// The ranges of old tokens that smaller blocks were moved across.
    pub crossed: Vec<(usize, usize)>,
}

/// The least information of a block, in bits.
const BLOCK_BITS_MIN: f64 = 20.0;
/// The least information of a moved paragraph, in bits.
const PARAGRAPH_BITS_MIN: f64 = 40.0;
/// The most information of a copied sentence, in bits. Crossed text with more is too long
/// to be a copy.
const SENTENCE_BITS_MAX: f64 = 450.0;
/// The least share of a moved paragraph that must be the same in both texts.
const PARAGRAPH_SHARE_MIN: f64 = 0.6;

/// Finds the moves in the tokens that are in no run.
pub(crate) fn find(pair: &Pair, runs: &[Run]) -> Moves {
    let unaligned = Unaligned::new(pair, runs);
    let mut moves = Moves {
        paragraphs: Vec::new(),
        crossed: Vec::new(),
    };
    for group in unaligned.groups() {
        let Some(crossed) = unaligned.crossed(runs, &group) else {
            continue;
        };
        match unaligned.paragraph(&group) {
            Some(paragraph) if unaligned.lines(&crossed).is_some() => {
                moves.paragraphs.push(paragraph);
            }
            _ if pair.old_bits(crossed.old.0, crossed.old.1) <= SENTENCE_BITS_MAX => {
                moves.crossed.push(crossed.old);
            }
            _ => {}
        }
    }
    moves
}

/// Consecutive blocks of one gap, in the same order in both texts.
struct Group {
    range: Range,
    bits: f64,
}

/// The tokens that are in no run.
struct Unaligned<'p> {
    pair: &'p Pair,
    /// For each old token, the number of the gap that it is in. `None` if it is in a run.
    old_gaps: Vec<Option<usize>>,
    new_gaps: Vec<Option<usize>>,
}

impl<'p> Unaligned<'p> {
    fn new(pair: &'p Pair, runs: &[Run]) -> Self {
        Self {
            pair,
            old_gaps: gaps(
                pair.old.len(),
                runs.iter().map(|run| (run.old, run.old_end())),
            ),
            new_gaps: gaps(
                pair.new.len(),
                runs.iter().map(|run| (run.new, run.new_end())),
            ),
        }
    }

    fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for block in self.blocks() {
            let bits = self.pair.old_bits(block.old, block.old_end());
            if bits < BLOCK_BITS_MIN {
                continue;
            }
            if let Some(last) = groups.last_mut()
                && self.old_gaps[last.range.old.0] == self.old_gaps[block.old]
                && self.new_gaps[last.range.new.0] == self.new_gaps[block.new]
                && last.range.new.1 <= block.new
            {
                last.range.old.1 = block.old_end();
                last.range.new.1 = block.new_end();
                last.bits += bits;
                continue;
            }
            groups.push(Group {
                range: Range {
                    old: (block.old, block.old_end()),
                    new: (block.new, block.new_end()),
                },
                bits,
            });
        }
        groups
    }

    /// The longest common runs of unaligned tokens, in the order of the old text. Each
    /// grows from two neighbouring tokens that are in the gaps of each text exactly once.
    fn blocks(&self) -> Vec<Run> {
        let new = unique_pairs(&self.new_gaps, |index| self.pair.new.spellings[index].0);
        let old = unique_pairs(&self.old_gaps, |index| self.pair.old.spellings[index].0);
        let mut seeds: Vec<(usize, usize)> = old
            .iter()
            .filter_map(|(key, &place)| Some((place?, (*new.get(key)?)?)))
            .collect();
        seeds.sort_unstable();
        let mut blocks: Vec<Run> = Vec::new();
        for (old, new) in seeds {
            if blocks.last().is_none_or(|last| last.old_end() <= old) {
                blocks.push(self.grow(old, new));
            }
        }
        blocks
    }

    fn grow(&self, old: usize, new: usize) -> Run {
        let same = |old: usize, new: usize| {
            self.old_gaps.get(old).is_some_and(Option::is_some)
                && self.new_gaps.get(new).is_some_and(Option::is_some)
                && self.pair.same(old, new)
        };
        let back = (1..=old.min(new))
            .take_while(|by| same(old - by, new - by))
            .count();
        let ahead = (0..).take_while(|by| same(old + by, new + by)).count();
        Run {
            old: old - back,
            new: new - back,
            length: back + ahead,
        }
    }

    /// The aligned text between the old and the new place of a group.
    fn crossed(&self, runs: &[Run], group: &Group) -> Option<Range> {
        let Range { old, new } = group.range;
        let by_old = runs.partition_point(|run| run.old < old.0);
        let by_new = runs.partition_point(|run| run.new < new.0);
        let runs = runs.get(by_old.min(by_new)..by_old.max(by_new))?;
        let (first, last) = (runs.first()?, runs.last()?);
        Some(Range {
            old: (first.old, last.old_end()),
            new: (first.new, last.new_end()),
        })
    }

    /// The whole paragraphs that a group consists of in both texts.
    fn paragraph(&self, group: &Group) -> Option<Range> {
        let Range { old, new } = self.lines(&group.range)?;
        let bits = self.pair.old_bits(old.0, old.1);
        let total = bits.max(self.pair.new_bits(new.0, new.1));
        let enough = group.bits >= PARAGRAPH_BITS_MIN && group.bits >= PARAGRAPH_SHARE_MIN * total;
        enough.then_some(Range { old, new })
    }

    /// The whole lines that a range, with the unaligned tokens next to it, consists of in
    /// both texts.
    fn lines(&self, range: &Range) -> Option<Range> {
        let (old, new) = (&self.pair.old, &self.pair.new);
        Some(Range {
            old: widen(range.old, &self.old_gaps, |index| {
                old.boundary_strength(index) >= LINE_BOUNDARY
            })?,
            new: widen(range.new, &self.new_gaps, |index| {
                new.boundary_strength(index) >= LINE_BOUNDARY
            })?,
        })
    }
}

/// For each token, the number of the gap that it is in. `None` if it is in a run.
fn gaps(length: usize, runs: impl Iterator<Item = (usize, usize)>) -> Vec<Option<usize>> {
    let mut gaps = Vec::with_capacity(length);
    for (number, (from, to)) in runs.enumerate() {
        gaps.resize(from, Some(number));
        gaps.resize(to, None);
    }
    gaps.resize(length, Some(usize::MAX));
    gaps
}

/// The index of each pair of neighbouring tokens in the gaps. `None` if the pair is there
/// more than once.
fn unique_pairs(
    gaps: &[Option<usize>],
    spelling: impl Fn(usize) -> u32,
) -> HashMap<(u32, u32), Option<usize>> {
    let mut pairs = HashMap::new();
    for (index, two) in gaps.windows(2).enumerate() {
        if two[0].is_some() && two[0] == two[1] {
            let key = (spelling(index), spelling(index + 1));
            pairs
                .entry(key)
                .and_modify(|place| *place = None)
                .or_insert(Some(index));
        }
    }
    pairs
}

/// Widens a range, across unaligned tokens, to the nearest boundaries on both sides.
fn widen(
    (from, to): (usize, usize),
    gaps: &[Option<usize>],
    is_boundary: impl Fn(usize) -> bool,
) -> Option<(usize, usize)> {
    let most = to - from;
    let inside = |index: usize| gaps.get(index).is_some_and(Option::is_some);
    let start = (from.saturating_sub(most)..=from)
        .rev()
        .take_while(|&index| index == from || inside(index))
        .find(|&index| is_boundary(index))?;
    let end = (to..=to + most)
        .take_while(|&index| index == to || inside(index - 1))
        .find(|&index| is_boundary(index))?;
    Some((start, end))
}
