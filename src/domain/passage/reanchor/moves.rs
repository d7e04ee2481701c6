//! Blocks that stand in both texts, but not in the same order.
//!
//! Only whole paragraphs are believed to have moved. A sentence that is gone here and
//! stands there may as well be a copy whose original was deleted, and then so may be
//! what it changed places with.

use std::collections::HashMap;

use super::{
    pair::Pair,
    run::{Range, Run},
};

/// What is gone in one place and new in another.
pub(crate) struct Moves {
    /// Paragraphs that moved.
    pub paragraphs: Vec<Range>,
    /// What stays between the two places of something smaller, in old tokens.
    pub doubtful: Vec<(usize, usize)>,
}

/// Less than this is no block.
const BLOCK_BITS_MIN: f64 = 20.0;
/// Less than this is no paragraph that would be known again.
const PARAGRAPH_BITS_MIN: f64 = 40.0;
/// More than this is no sentence that was copied.
const SENTENCE_BITS_MAX: f64 = 450.0;
const PARAGRAPH_SHARE_MIN: f64 = 0.6;
const LINE_SEAM: u8 = 3;

/// Looks through what the runs leave over.
pub(crate) fn find(pair: &Pair, runs: &[Run]) -> Moves {
    let rest = Rest::new(pair, runs);
    let mut moves = Moves {
        paragraphs: Vec::new(),
        doubtful: Vec::new(),
    };
    for group in rest.groups() {
        let Some(crossed) = rest.crossed(runs, &group) else {
            continue;
        };
        match rest.paragraph(&group) {
            Some(paragraph) if rest.lines(&crossed).is_some() => moves.paragraphs.push(paragraph),
            _ if pair.old_bits(crossed.old.0, crossed.old.1) <= SENTENCE_BITS_MAX => {
                moves.doubtful.push(crossed.old);
            }
            _ => {}
        }
    }
    moves
}

/// Blocks one after the other in the same order in both texts.
struct Group {
    range: Range,
    bits: f64,
}

struct Rest<'p> {
    pair: &'p Pair,
    /// For each old token the number of the gap that it is in; none in a run.
    old_gaps: Vec<Option<usize>>,
    new_gaps: Vec<Option<usize>>,
}

impl<'p> Rest<'p> {
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

    /// The longest common runs around pairs of tokens that are left over once in each
    /// text, in the old text's order.
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

    /// What stays between the two places of a group.
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

    /// The whole paragraphs that a group makes up in both texts.
    fn paragraph(&self, group: &Group) -> Option<Range> {
        let Range { old, new } = self.lines(&group.range)?;
        let bits = self.pair.old_bits(old.0, old.1);
        let all = bits.max(self.pair.new_bits(new.0, new.1));
        let enough = group.bits >= PARAGRAPH_BITS_MIN && group.bits >= PARAGRAPH_SHARE_MIN * all;
        enough.then_some(Range { old, new })
    }

    /// The whole lines that a range makes up in both texts, with what is left over beside it.
    fn lines(&self, range: &Range) -> Option<Range> {
        let (old, new) = (&self.pair.old, &self.pair.new);
        Some(Range {
            old: widen(range.old, &self.old_gaps, |index| {
                old.seam(index) >= LINE_SEAM
            })?,
            new: widen(range.new, &self.new_gaps, |index| {
                new.seam(index) >= LINE_SEAM
            })?,
        })
    }
}

fn gaps(length: usize, runs: impl Iterator<Item = (usize, usize)>) -> Vec<Option<usize>> {
    let mut gaps = Vec::with_capacity(length);
    for (number, (from, to)) in runs.enumerate() {
        gaps.resize(from, Some(number));
        gaps.resize(to, None);
    }
    gaps.resize(length, Some(usize::MAX));
    gaps
}

/// Where each two neighbouring tokens are left over, unless they are more than once.
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

/// Widens a range of what is left over to the nearest seams on both sides.
fn widen(
    (from, to): (usize, usize),
    gaps: &[Option<usize>],
    seam: impl Fn(usize) -> bool,
) -> Option<(usize, usize)> {
    let most = to - from;
    let inside = |index: usize| gaps.get(index).is_some_and(Option::is_some);
    let start = (from.saturating_sub(most)..=from)
        .rev()
        .take_while(|&index| index == from || inside(index))
        .find(|&index| seam(index))?;
    let end = (to..=to + most)
        .take_while(|&index| index == to || inside(index - 1))
        .find(|&index| seam(index))?;
    Some((start, end))
}
