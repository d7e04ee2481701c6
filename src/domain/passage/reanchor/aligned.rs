//! The alignment of two texts: which of their tokens are certain to be the same.

use super::{
    copies, moves,
    pair::Pair,
    places::Places,
    rivals::{Bonds, Rivals},
    run::{Range, Run},
    runs,
    sentence::Sentences,
    slides::{self, Marks},
};

/// Two texts with the runs that they have in common.
pub(crate) struct Aligned {
    /// The tokens.
    pub pair: Pair,
    /// The accepted runs, in the order of the old text.
    pub runs: Vec<AcceptedRun>,
    /// All runs, with those of text that other text was moved across.
    in_order: Vec<Run>,
    /// The ranges that the sequences of runs were aligned in.
    pub sequences: Vec<Range>,
    /// Whether each old token also occurs in inserted or deleted text, so that the token
    /// itself may be the one that was inserted or deleted.
    pub copied: Vec<bool>,
    /// Whether each old token is copied, or may be the one that was inserted or deleted.
    pub ambiguous: Vec<bool>,
    /// The places of each spelling in the old text and in the new one.
    pub places: (Places, Places),
    /// Whether each old token stands beside a copy of itself.
    doubled: Vec<bool>,
    /// The insertions that may have been made a few tokens to the side, in order.
    splits: Vec<usize>,
    /// For each index, the bits of information in the old tokens before it, without the
    /// ambiguous ones.
    unambiguous_bits: Vec<f64>,
    bonds: Bonds,
}

/// A run of the alignment that is too informative to be chance.
pub(crate) struct AcceptedRun {
    /// The run.
    pub run: Run,
    /// The sequence that the run belongs to. The text and each moved paragraph are aligned
    /// separately, and each is a sequence.
    pub sequence: usize,
    /// How many bits a span must have between the start of the run and its own end.
    left_bits_min: f64,
    /// How many bits a span must have between its own start and the end of the run.
    right_bits_min: f64,
}

/// The part of a span that is kept, from the first certain word to the last one.
#[derive(Clone, Copy)]
pub(crate) struct Kept {
    /// The first and the last run.
    pub runs: (usize, usize),
    /// The sequence of the runs.
    pub sequence: usize,
    /// The first token, in the old and the new text.
    pub start: (usize, usize),
    /// The token after the last one, in the old and the new text.
    pub end: (usize, usize),
}

impl Aligned {
    /// Aligns two texts.
    pub fn new(old: &str, new: &str) -> Self {
        let pair = Pair::new(old, new);
        let range = Range {
            old: (0, pair.old.len()),
            new: (0, pair.new.len()),
        };
        let mut marks = Marks {
            ambiguous: vec![false; pair.old.len()],
            doubled: vec![false; pair.old.len()],
            splits: Vec::new(),
        };
        let mut runs = align(&pair, &range, &mut marks);
        let moves = moves::find(&pair, &runs);
        let mut crossed = vec![false; pair.old.len()];
        for &(from, to) in &moves.crossed {
            crossed[from..to].fill(true);
        }
        let mut in_order = runs.clone();
        runs.retain(|run| !crossed[run.old]);
        let mut accepted: Vec<AcceptedRun> = accept(&pair, &range, &runs, 0).collect();
        let mut sequences = vec![range];
        for (index, paragraph) in moves.paragraphs.into_iter().enumerate() {
            let runs = align(&pair, &paragraph, &mut marks);
            accepted.extend(accept(&pair, &paragraph, &runs, index + 1));
            in_order.extend(runs);
            sequences.push(paragraph);
        }
        in_order.sort_unstable_by_key(|run| run.old);
        accepted.sort_unstable_by_key(|accepted| accepted.run.old);
        let runs: Vec<Run> = accepted.iter().map(|accepted| accepted.run).collect();
        marks.splits.sort_unstable();
        let copied = copies::find_ambiguous(&pair, &runs);
        for (ambiguous, copied) in marks.ambiguous.iter_mut().zip(&copied) {
            *ambiguous |= copied;
        }
        Self {
            unambiguous_bits: pair.unambiguous_bits(&marks.ambiguous),
            places: (
                Places::new(&pair.old, pair.spellings),
                Places::new(&pair.new, pair.spellings),
            ),
            bonds: Bonds::new(&pair, &runs),
            pair,
            runs: accepted,
            in_order,
            sequences,
            copied,
            ambiguous: marks.ambiguous,
            doubled: marks.doubled,
            splits: marks.splits,
        }
    }

    /// The sentences that may be mistaken for each other.
    pub fn rivals(&self) -> Rivals<'_> {
        Rivals {
            pair: &self.pair,
            places: &self.places,
            bonds: &self.bonds,
        }
    }

    /// Where the sentences of a range of old tokens stand in the new text, in the same order.
    pub fn sentence(&self, old: (usize, usize)) -> Option<usize> {
        let after = self.in_order.partition_point(|run| run.old_end() < old.1);
        let before = self.in_order.partition_point(|run| run.old <= old.0);
        let at = |old, new| Run {
            old,
            new,
            length: 0,
        };
        let end = at(self.pair.old.len(), self.pair.new.len());
        let sentences = Sentences {
            tokens: (&self.pair.old, &self.pair.new),
            places: &self.places,
            bits: self.pair.old_bits(old.0, old.1),
            around: (
                before
                    .checked_sub(1)
                    .map_or(at(0, 0), |it| self.in_order[it]),
                self.in_order.get(after).copied().unwrap_or(end),
            ),
        };
        sentences.place(old)
    }

    /// The new token that an old one became with certainty.
    pub fn new_of(&self, old: usize) -> Option<usize> {
        let at = self.runs.partition_point(|it| it.run.old_end() <= old);
        let run = self.runs.get(at).map(|it| it.run)?;
        Some(run.new + old.checked_sub(run.old)?)
    }

    /// The bits of old tokens that cannot be others.
    pub fn certain_bits(&self, from: usize, to: usize) -> f64 {
        self.unambiguous_bits[to] - self.unambiguous_bits[from]
    }

    /// Whether the first or last word of a span stands beside a copy of itself.
    pub fn is_doubled(&self, first: usize, last: usize) -> bool {
        self.doubled[first] || self.doubled[last - 1]
    }

    /// Whether the first or last word of a span also occurs in inserted or deleted text.
    pub fn is_copied(&self, first: usize, last: usize) -> bool {
        self.copied[first] || self.copied[last - 1]
    }

    /// Whether an insertion that may have been made inside a span was put there.
    pub fn is_split(&self, first: usize, last: usize) -> bool {
        let next = self.splits.partition_point(|&split| split <= first);
        self.splits.get(next).is_some_and(|&split| split < last)
    }

    /// The parts of a span that are kept with certainty, and all between them. `None` if
    /// there is none, or if the span was split between two sequences.
    pub fn kept(&self, first: usize, last: usize) -> Option<Kept> {
        let from = self
            .runs
            .partition_point(|accepted| accepted.run.old_end() <= first);
        let to = self
            .runs
            .partition_point(|accepted| accepted.run.old < last);
        self.kept_in((from, to), first, last)
    }

    /// The parts of a span that are kept with certainty in a range of runs.
    pub fn kept_in(&self, (from, to): (usize, usize), first: usize, last: usize) -> Option<Kept> {
        let is_certain = |index: &usize| self.is_certain(&self.runs[*index], first, last);
        let from = (from..to).find(is_certain)?;
        let to = (from..to).rfind(is_certain)?;
        let runs = &self.runs[from..=to];
        if runs.iter().any(|it| it.sequence != runs[0].sequence) {
            return None;
        }
        let head = runs[0].run;
        let tail = runs[runs.len() - 1].run;
        // Punctuation between lost and kept words belongs to the lost ones.
        let skipped = match first.checked_sub(head.old) {
            Some(skipped) => skipped,
            None => (0..head.length).find(|by| self.pair.old.places[head.old + by].is_word)?,
        };
        let dropped = tail.old_end().saturating_sub(last);
        let kept = Kept {
            runs: (from, to),
            sequence: runs[0].sequence,
            start: (head.old + skipped, head.new + skipped),
            end: (tail.old_end() - dropped, tail.new_end() - dropped),
        };
        (kept.start.0 < kept.end.0).then_some(kept)
    }

    /// Whether the part of a span that lies in a run has enough information to exclude
    /// chance, seen from both ends of the run.
    fn is_certain(&self, accepted: &AcceptedRun, first: usize, last: usize) -> bool {
        let run = &accepted.run;
        let first = first.max(run.old);
        let last = last.min(run.old_end());
        let bits = |from: usize, to: usize| self.certain_bits(from, to);
        bits(first, last) > 0.0
            && bits(run.old, last) >= accepted.left_bits_min
            && bits(first, run.old_end()) >= accepted.right_bits_min
    }
}

/// Aligns two ranges and returns the significant runs. Marks the old tokens that could
/// be aligned differently.
fn align(pair: &Pair, range: &Range, marks: &mut Marks) -> Vec<Run> {
    let mut runs = vec![Run {
        old: range.old.0,
        new: range.new.0,
        length: 0,
    }];
    runs.extend(pair.diff(range));
    runs.push(Run {
        old: range.old.1,
        new: range.new.1,
        length: 0,
    });
    slides::snap_to_boundaries(pair, &mut runs, marks);
    runs.retain(|run| run.length > 0);
    runs::keep_significant(pair, range, runs)
}

/// The runs of one sequence, with what a span needs at their edges.
fn accept(
    pair: &Pair,
    range: &Range,
    runs: &[Run],
    sequence: usize,
) -> impl Iterator<Item = AcceptedRun> {
    runs.iter().enumerate().map(move |(index, run)| {
        let (left_bits_min, right_bits_min) = runs::bits_min_at_edges(pair, range, runs, index);
        AcceptedRun {
            run: *run,
            sequence,
            left_bits_min,
            right_bits_min,
        }
    })
}
