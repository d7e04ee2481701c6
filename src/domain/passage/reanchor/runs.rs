//! Which runs of a diff are significant.
//!
//! A diff also aligns words that two different sentences happen to share. A run is
//! significant if it has more bits of information than the changes around it could yield by
//! chance. The larger the changes, the more bits are required.

use super::{
    pair::Pair,
    run::{Range, Run},
    tokens::SENTENCE_BOUNDARY,
};

/// A change between two runs: old tokens, and the new tokens that replace them.
#[derive(Clone, Copy)]
pub(crate) struct Gap {
    /// The range of old tokens.
    pub old: (usize, usize),
    /// The range of new tokens.
    pub new: (usize, usize),
}

impl Gap {
    fn sizes(&self) -> (usize, usize) {
        (self.old.1 - self.old.0, self.new.1 - self.new.0)
    }

    /// How many bits a run next to this gap needs to exclude chance.
    fn bits_min_of_run(&self) -> f64 {
        match self.sizes() {
            (0, 0) => 0.0,
            (0, n) | (n, 0) => 2.0 + log(n),
            (old, new) => 8.0 + 2.5 * (log(old) + log(new)),
        }
    }
}

/// How many bits must lie between a change and the far end of the kept words beside it.
fn bits_min_at_edge(sizes: (usize, usize)) -> f64 {
    match sizes {
        (0, 0) => 0.0,
        (0, n) | (n, 0) => (1.0 + 0.5 * log(n)).min(4.0),
        (old, new) => (6.0 + 2.5 * (log(old) + log(new))).min(24.0),
    }
}

/// A run with fewer bits than this does not separate the changes on its two sides.
const SEPARATING_BITS: f64 = 30.0;
/// The most runs on one side of an edge across which changes are joined.
const RUNS_JOINED_MAX: usize = 4;

/// How many bits words need at the start of a run, and at its end. Changes that are close
/// to each other count as one, because together they may replace one sentence by another.
pub(crate) fn bits_min_at_edges(
    pair: &Pair,
    range: &Range,
    runs: &[Run],
    index: usize,
) -> (f64, f64) {
    let weak = |run: &Run| pair.old_bits(run.old, run.old_end()) < SEPARATING_BITS;
    let before = (0..index).rev().take(RUNS_JOINED_MAX);
    let before = before.take_while(|&at| weak(&runs[at])).count();
    let after = (index + 1..runs.len()).take(RUNS_JOINED_MAX);
    let after = after.take_while(|&at| weak(&runs[at])).count();
    let change = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| runs.get(before));
        gap(range, before, runs.get(at)).sizes()
    };
    let sum = |from: usize, to: usize| {
        let changes = (from..=to).map(change);
        changes.fold((0, 0), |sum, change| (sum.0 + change.0, sum.1 + change.1))
    };
    let (left, right) = (
        sum(index - before, index),
        sum(index + 1, index + 1 + after),
    );
    // If nothing changed right beside the run, no bits are required on that side.
    let beside = |at: usize, sum| if change(at) == (0, 0) { (0, 0) } else { sum };
    let run = &runs[index];
    let left = bits_min_at_edge(beside(index, left));
    let right = bits_min_at_edge(beside(index + 1, right));
    // If whole sentences changed beside the run, its own sentences are not in doubt.
    let left = match signs_before_sentence(pair, run) {
        Some(signs) => left.min(pair.old_bits(run.old, run.old + signs) + MORE_BITS),
        None => left,
    };
    let ends_sentence = is_sentence(pair, run.old_end(), run.new_end());
    (left, if ends_sentence { 0.0 } else { right })
}

/// Less than any token has.
const MORE_BITS: f64 = 0.5;
/// The most punctuation marks at the start of a run that may belong to the change before it.
const SIGNS_MAX: usize = 3;

fn is_sentence(pair: &Pair, old: usize, new: usize) -> bool {
    pair.old.boundary_strength(old) >= SENTENCE_BOUNDARY
        && pair.new.boundary_strength(new) >= SENTENCE_BOUNDARY
}

/// If a sentence starts at the start of a run, apart from the punctuation marks before it,
/// the number of these marks.
fn signs_before_sentence(pair: &Pair, run: &Run) -> Option<usize> {
    (0..=SIGNS_MAX.min(run.length))
        .take_while(|&by| by == 0 || !pair.old.places[run.old + by - 1].is_word)
        .find(|by| is_sentence(pair, run.old + by, run.new + by))
}

fn log(n: usize) -> f64 {
    (n as f64).log2()
}

/// The gap between two neighbouring runs. Before the first run it begins at the start of
/// the range, and after the last run it ends at the end of the range.
pub(crate) fn gap(range: &Range, before: Option<&Run>, after: Option<&Run>) -> Gap {
    let from = before.map_or((range.old.0, range.new.0), |run| {
        (run.old_end(), run.new_end())
    });
    let to = after.map_or((range.old.1, range.new.1), |run| (run.old, run.new));
    Gap {
        old: (from.0, to.0),
        new: (from.1, to.1),
    }
}

const PASSES_MAX: usize = 12;

/// Drops the runs that are not significant. Each dropped run enlarges the gap around it,
/// so its neighbours may no longer be significant, and are tested again.
pub(crate) fn keep_significant(pair: &Pair, range: &Range, mut runs: Vec<Run>) -> Vec<Run> {
    for _ in 0..PASSES_MAX {
        let before = runs.len();
        runs = keep_significant_once(pair, range, &runs);
        if runs.len() == before {
            return runs;
        }
    }
    runs
}

fn keep_significant_once(pair: &Pair, range: &Range, runs: &[Run]) -> Vec<Run> {
    let mut kept: Vec<Run> = Vec::with_capacity(runs.len());
    for (index, run) in runs.iter().enumerate() {
        let left = gap(range, kept.last(), Some(run)).bits_min_of_run();
        let right = gap(range, Some(run), runs.get(index + 1)).bits_min_of_run();
        if pair.old_bits(run.old, run.old_end()) >= left + right {
            kept.push(*run);
        }
    }
    kept
}
