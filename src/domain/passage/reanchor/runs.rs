//! Runs of tokens that both texts have, and which of them are to be believed.
//!
//! A diff also aligns words that two different sentences happen to share. A run is
//! believed only where it tells more than the changes around it could yield by chance;
//! where changes are large, more is asked for.

use super::{
    pair::Pair,
    run::{Range, Run},
};

/// What stands in one text instead of what stands in the other.
#[derive(Clone, Copy)]
pub(crate) struct Gap {
    /// From which old token to which.
    pub old: (usize, usize),
    /// From which new token to which.
    pub new: (usize, usize),
}

impl Gap {
    fn sizes(&self) -> (usize, usize) {
        (self.old.1 - self.old.0, self.new.1 - self.new.0)
    }

    /// How many bits a run needs on this side not to be taken for chance.
    fn doubt_of_run(&self) -> f64 {
        match self.sizes() {
            (0, 0) => 0.0,
            (0, n) | (n, 0) => 2.0 + log(n),
            (old, new) => 8.0 + 2.5 * (log(old) + log(new)),
        }
    }
}

/// How many bits must lie between a change and the far end of words that stay.
fn doubt_of_edge(sizes: (usize, usize)) -> f64 {
    match sizes {
        (0, 0) => 0.0,
        (0, n) | (n, 0) => (1.0 + 0.5 * log(n)).min(4.0),
        (old, new) => (6.0 + 2.5 * (log(old) + log(new))).min(24.0),
    }
}

/// A run that tells less does not part the changes on its two sides.
const PARTING_BITS: f64 = 30.0;
const CHANGES_JOINED_MAX: usize = 4;

/// What is asked of words at the start of a run, and at its end. Changes close to each
/// other count together: they may be one sentence that was put in place of another.
pub(crate) fn doubts_of_edges(
    pair: &Pair,
    range: &Range,
    runs: &[Run],
    index: usize,
) -> (f64, f64) {
    let weak = |run: &Run| pair.old_bits(run.old, run.old_end()) < PARTING_BITS;
    let before = (0..index).rev().take(CHANGES_JOINED_MAX);
    let before = before.take_while(|&at| weak(&runs[at])).count();
    let after = (index + 1..runs.len()).take(CHANGES_JOINED_MAX);
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
    // Where nothing changed right beside it, there is nothing to doubt.
    let beside = |at: usize, sum| if change(at) == (0, 0) { (0, 0) } else { sum };
    (
        doubt_of_edge(beside(index, left)),
        doubt_of_edge(beside(index + 1, right)),
    )
}

fn log(n: usize) -> f64 {
    (n as f64).log2()
}

/// The gap between two neighbours of a list of runs; the ends of the range stand in for
/// the run that is missing.
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

/// Drops the runs that are not to be believed. Each one that goes makes a larger gap,
/// which may take its neighbours along.
pub(crate) fn believe(pair: &Pair, range: &Range, mut runs: Vec<Run>) -> Vec<Run> {
    for _ in 0..PASSES_MAX {
        let before = runs.len();
        runs = believe_once(pair, range, &runs);
        if runs.len() == before {
            return runs;
        }
    }
    runs
}

fn believe_once(pair: &Pair, range: &Range, runs: &[Run]) -> Vec<Run> {
    let mut kept: Vec<Run> = Vec::with_capacity(runs.len());
    for (index, run) in runs.iter().enumerate() {
        let left = gap(range, kept.last(), Some(run)).doubt_of_run();
        let right = gap(range, Some(run), runs.get(index + 1)).doubt_of_run();
        if pair.old_bits(run.old, run.old_end()) >= left + right {
            kept.push(*run);
        }
    }
    kept
}
