//! A diff of two sequences of tokens, in bounded time.
//!
//! A diff takes quadratic time if a text repeats the same few words. So the texts are first
//! cut at seeds, which are short sequences of tokens that occur once in each text. A part
//! between two seeds that is still too large is left unaligned.

use std::collections::HashMap;

use imara_diff::{Algorithm, Diff, Token};

use super::run::{Range, Run};

/// The length of a seed, in tokens.
const SEED: usize = 4;
/// The largest part that is compared: the product of its lengths in the two texts.
const PART_MAX: usize = 4_000_000;
/// The most work in all: the sum of these products.
const WORK_MAX: usize = 40_000_000;

/// The runs that the two ranges have in common, in order.
pub(crate) fn diff(old: &[Token], new: &[Token], spellings: u32, range: &Range) -> Vec<Run> {
    let mut runs = Runs::default();
    let mut inner = *range;
    let (before, after) = (
        &old[range.old.0..range.old.1],
        &new[range.new.0..range.new.1],
    );
    let head = before
        .iter()
        .zip(after)
        .take_while(|(old, new)| old == new)
        .count();
    inner.old.0 += head;
    inner.new.0 += head;
    let (before, after) = (&before[head..], &after[head..]);
    let tail = before
        .iter()
        .rev()
        .zip(after.iter().rev())
        .take_while(|(old, new)| old == new)
        .count();
    inner.old.1 -= tail;
    inner.new.1 -= tail;

    runs.push(range.old.0, range.new.0, head);
    let mut work = 0;
    let mut from = (inner.old.0, inner.new.0);
    let ends = [(inner.old.1, inner.new.1)];
    for to in seeds(old, new, &inner).into_iter().chain(ends) {
        let part = Range {
            old: (from.0, to.0),
            new: (from.1, to.1),
        };
        let size = (to.0 - from.0).saturating_mul(to.1 - from.1);
        work += size;
        if size <= PART_MAX && work <= WORK_MAX {
            diff_part(old, new, spellings, &part, &mut runs);
        }
        let seed = usize::from(to != ends[0]);
        runs.push(to.0, to.1, seed);
        from = (to.0 + seed, to.1 + seed);
    }
    runs.push(inner.old.1, inner.new.1, tail);
    runs.0
}

fn diff_part(old: &[Token], new: &[Token], spellings: u32, part: &Range, runs: &mut Runs) {
    let (before, after) = (&old[part.old.0..part.old.1], &new[part.new.0..part.new.1]);
    if before.is_empty() || after.is_empty() {
        return;
    }
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Myers, before, after, spellings);
    let (mut at_old, mut at_new) = (part.old.0, part.new.0);
    for hunk in diff.hunks() {
        let length = part.old.0 + hunk.before.start as usize - at_old;
        runs.push(at_old, at_new, length);
        at_old = part.old.0 + hunk.before.end as usize;
        at_new = part.new.0 + hunk.after.end as usize;
    }
    runs.push(at_old, at_new, part.old.1 - at_old);
}

/// The old and new indexes of the seeds: the longest series of them that is in the same
/// order in both ranges.
fn seeds(old: &[Token], new: &[Token], range: &Range) -> Vec<(usize, usize)> {
    let in_new = unique_windows(new, range.new);
    let mut pairs: Vec<(usize, usize)> = unique_windows(old, range.old)
        .iter()
        .filter_map(|(key, place)| Some(((*place)?, (*in_new.get(key)?)?)))
        .collect();
    pairs.sort_unstable();
    longest_in_order(&pairs)
}

/// The index of each sequence of [`SEED`] tokens. `None` if it occurs more than once.
fn unique_windows(
    tokens: &[Token],
    (from, to): (usize, usize),
) -> HashMap<&[Token], Option<usize>> {
    let mut places = HashMap::with_capacity(to - from);
    for (index, key) in tokens[from..to].windows(SEED).enumerate() {
        let place = places.entry(key).or_insert(Some(from + index));
        if *place != Some(from + index) {
            *place = None;
        }
    }
    places
}

/// The longest series of the pairs that increases in both numbers. The pairs must be
/// sorted by the first number.
fn longest_in_order(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // `ends` has, for each length, the pair at the end of the best series of that length.
    // `before` has, for each pair, the pair before it in its series.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < pair.1);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut series = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(index) = next {
        series.push(pairs[index]);
        next = before[index];
    }
    series.reverse();
    series
}

/// Runs in order. Adjacent runs are joined.
#[derive(Default)]
struct Runs(Vec<Run>);

impl Runs {
    fn push(&mut self, old: usize, new: usize, length: usize) {
        match self.0.last_mut() {
            _ if length == 0 => {}
            Some(last) if last.old_end() == old && last.new_end() == new => last.length += length,
            _ => self.0.push(Run { old, new, length }),
        }
    }
}
