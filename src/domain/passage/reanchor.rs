//! Carries spans of words from one version of a text to the next.
//!
//! The two versions are aligned with a diff. A span that lands on the wrong words is far
//! worse than an orphaned span, so a span is only carried if the alignment around it is
//! unambiguous.

mod copies;
mod diff;
mod moves;
mod pair;
mod run;
mod runs;
mod slides;
mod tokens;

use self::{
    pair::Pair,
    run::{Range, Run},
};
use super::part_text::PartText;

/// The result of carrying a span to the new version.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Carried {
    /// The same words are at the same place.
    Unchanged,
    /// The same words, code point by code point, are at another place.
    Moved {
        /// The position of the first code point.
        start: i32,
        /// The position after the last code point.
        end: i32,
    },
    /// Other words, or other spellings of the same words, are in their place.
    Changed {
        /// The position of the first code point.
        start: i32,
        /// The position after the last code point.
        end: i32,
        /// The share of the words that is kept: above 0 and below 1.
        score: f64,
    },
    /// The words are gone, or cannot be found with certainty.
    Orphaned,
}

/// Two versions of one text. They are aligned once, for any number of spans.
pub struct Alignment<'a> {
    old: &'a PartText<'a>,
    new: &'a PartText<'a>,
    pair: Pair,
    /// The accepted runs, in the order of the old text.
    runs: Vec<AcceptedRun>,
    /// Whether each old token also occurs in inserted or deleted text, so that the token
    /// itself may be the one that was inserted or deleted.
    copied: Vec<bool>,
    /// For each index, the bits of information in the old tokens before it, without the
    /// ambiguous ones.
    unambiguous_bits: Vec<f64>,
}

/// A run of the alignment that is too informative to be chance.
struct AcceptedRun {
    run: Run,
    /// The sequence that the run belongs to. The text and each moved paragraph are aligned
    /// separately, and each is a sequence.
    sequence: usize,
    /// How many bits a span must have between the start of the run and its own end.
    left_bits_min: f64,
    /// How many bits a span must have between its own start and the end of the run.
    right_bits_min: f64,
}

impl AcceptedRun {
    /// Whether this run directly follows `before` in the same sequence, and the new text
    /// between them is short enough to be a replacement of the old text between them.
    fn follows(&self, before: &Self) -> bool {
        self.sequence == before.sequence
            && self.run.new - before.run.new_end() <= 2 * (self.run.old - before.run.old_end())
    }
}

const SCORE_MIN: f64 = 0.5;
const SCORE_MAX: f64 = 0.99;

impl<'a> Alignment<'a> {
    /// Aligns two versions of a text.
    pub fn new(old: &'a PartText<'a>, new: &'a PartText<'a>) -> Self {
        let pair = Pair::new(old.text, new.text);
        let range = Range {
            old: (0, pair.old.len()),
            new: (0, pair.new.len()),
        };
        let mut ambiguous = vec![false; pair.old.len()];
        let mut runs = align(&pair, &range, &mut ambiguous);
        let moves = moves::find(&pair, &runs);
        let mut crossed = vec![false; pair.old.len()];
        for &(from, to) in &moves.crossed {
            crossed[from..to].fill(true);
        }
        runs.retain(|run| !crossed[run.old]);
        let mut accepted = accept(&pair, &range, &runs, 0);
        for (index, paragraph) in moves.paragraphs.iter().enumerate() {
            let runs = align(&pair, paragraph, &mut ambiguous);
            accepted.extend(accept(&pair, paragraph, &runs, index + 1));
        }
        accepted.sort_unstable_by_key(|accepted| accepted.run.old);
        let runs: Vec<Run> = accepted.iter().map(|accepted| accepted.run).collect();
        let copied = copies::find_ambiguous(&pair, &runs);
        for (ambiguous, copied) in ambiguous.iter_mut().zip(&copied) {
            *ambiguous |= copied;
        }
        let unambiguous_bits = pair.unambiguous_bits(&ambiguous);
        Self {
            old,
            new,
            pair,
            runs: accepted,
            copied,
            unambiguous_bits,
        }
    }

    /// Carries the span `start..end` of the old version to the new one.
    pub fn carry(&self, start: i32, end: i32) -> Carried {
        self.find(start, end).unwrap_or(Carried::Orphaned)
    }

    fn find(&self, start: i32, end: i32) -> Option<Carried> {
        let words = self.old.byte_range(start, end)?;
        if self.old.text == self.new.text && start < end {
            return Some(Carried::Unchanged);
        }
        let (first, last) = self.pair.old.touched(start, end);
        if first == last || self.copied[first] || self.copied[last - 1] {
            return None;
        }
        let head = self.head(first, last)?;
        let tail = self.tail(first, last)?;
        if head.new >= tail.new {
            return None;
        }
        let score = self.score(first, last, &head, &tail)?;
        let new_start = self.start(start, first, &head)?;
        let new_end = self.end(end, last, &tail)?;
        let new_words = self.new.byte_range(new_start, new_end)?;
        let same = self.old.text[words.0..words.1] == self.new.text[new_words.0..new_words.1];
        Some(match same {
            true if start == new_start => Carried::Unchanged,
            true => Carried::Moved {
                start: new_start,
                end: new_end,
            },
            false => Carried::Changed {
                start: new_start,
                end: new_end,
                score: score.min(SCORE_MAX),
            },
        })
    }

    /// The new place of the first token of a span.
    fn head(&self, first: usize, last: usize) -> Option<Edge> {
        let index = self
            .runs
            .partition_point(|accepted| accepted.run.old_end() <= first);
        let accepted = self.runs.get(index)?;
        if accepted.run.old <= first {
            return self.is_certain(accepted, first, last).then(|| Edge {
                run: index,
                new: accepted.run.new + (first - accepted.run.old),
                kept: true,
            });
        }
        // The first words of the span were replaced. The replacement becomes its start if
        // it lies directly between two runs.
        let before = self.runs.get(index.checked_sub(1)?)?;
        let replaced = accepted.follows(before) && before.run.old_end() == first;
        let inside = accepted.run.old < last && self.is_certain(accepted, accepted.run.old, last);
        (replaced && inside).then_some(Edge {
            run: index,
            new: before.run.new_end(),
            kept: false,
        })
    }

    /// The new place of the last token of a span. `new` is the token after it.
    fn tail(&self, first: usize, last: usize) -> Option<Edge> {
        let index = self
            .runs
            .partition_point(|accepted| accepted.run.old < last)
            .checked_sub(1)?;
        let accepted = self.runs.get(index)?;
        if accepted.run.old_end() >= last {
            return self.is_certain(accepted, first, last).then(|| Edge {
                run: index,
                new: accepted.run.new + (last - accepted.run.old),
                kept: true,
            });
        }
        let after = self.runs.get(index + 1)?;
        let replaced = after.follows(accepted) && after.run.old == last;
        let end = accepted.run.old_end();
        let inside = end > first && self.is_certain(accepted, first, end);
        (replaced && inside).then_some(Edge {
            run: index,
            new: after.run.new,
            kept: false,
        })
    }

    /// Whether the part of a span that lies in a run has enough information to exclude
    /// chance, seen from both ends of the run.
    fn is_certain(&self, accepted: &AcceptedRun, first: usize, last: usize) -> bool {
        let run = &accepted.run;
        let first = first.max(run.old);
        let last = last.min(run.old_end());
        let bits = |from: usize, to: usize| self.unambiguous_bits[to] - self.unambiguous_bits[from];
        bits(run.old, last) >= accepted.left_bits_min
            && bits(first, run.old_end()) >= accepted.right_bits_min
    }

    /// The share of a span that is kept. `None` if that is too little, or if the span was
    /// split between two sequences.
    fn score(&self, first: usize, last: usize, head: &Edge, tail: &Edge) -> Option<f64> {
        let runs = self.runs.get(head.run..=tail.run)?;
        if runs
            .windows(2)
            .any(|two| two[0].sequence != two[1].sequence)
        {
            return None;
        }
        let kept = runs.iter().map(|AcceptedRun { run, .. }| {
            self.pair
                .old_bits(run.old.max(first), run.old_end().min(last))
        });
        let old = self.pair.old_bits(first, last);
        let new = self.pair.new_bits(head.new, tail.new);
        let score = kept.sum::<f64>() / old.max(new);
        (score >= SCORE_MIN).then_some(score)
    }

    fn start(&self, start: i32, first: usize, head: &Edge) -> Option<i32> {
        let old = &self.pair.old.places[first];
        let new = &self.pair.new.places[head.new];
        if start <= old.start {
            // White space before the first word is carried along if it is the same.
            let lead = old.start - start;
            let same = lead > 0 && head.kept && self.same_text(start, new.start - lead, lead);
            return Some(if same { new.start - lead } else { new.start });
        }
        let inside = start - old.start;
        (head.kept && old.end - old.start == new.end - new.start).then_some(new.start + inside)
    }

    fn end(&self, end: i32, last: usize, tail: &Edge) -> Option<i32> {
        let old = &self.pair.old.places[last.checked_sub(1)?];
        let new = &self.pair.new.places[tail.new.checked_sub(1)?];
        if end >= old.end {
            let trail = end - old.end;
            let same = trail > 0 && tail.kept && self.same_text(old.end, new.end, trail);
            return Some(if same { new.end + trail } else { new.end });
        }
        let inside = old.end - end;
        (tail.kept && old.end - old.start == new.end - new.start).then_some(new.end - inside)
    }

    fn same_text(&self, old: i32, new: i32, length: i32) -> bool {
        let old = self.old.byte_range(old, old + length);
        let new = self.new.byte_range(new, new + length);
        old.zip(new)
            .is_some_and(|(old, new)| self.old.text[old.0..old.1] == self.new.text[new.0..new.1])
    }
}

/// The new place of one end of a span.
struct Edge {
    /// The index of the run that determines it.
    run: usize,
    /// The new token.
    new: usize,
    /// Whether the old token itself is kept.
    kept: bool,
}

/// Aligns two ranges and returns the significant runs. Marks the old tokens that could
/// be aligned differently.
fn align(pair: &Pair, range: &Range, ambiguous: &mut [bool]) -> Vec<Run> {
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
    slides::snap_to_boundaries(pair, &mut runs, ambiguous);
    runs.retain(|run| run.length > 0);
    runs::keep_significant(pair, range, runs)
}

fn accept(pair: &Pair, range: &Range, runs: &[Run], sequence: usize) -> Vec<AcceptedRun> {
    let accepted = runs.iter().enumerate().map(|(index, run)| {
        let (left_bits_min, right_bits_min) = runs::bits_min_at_edges(pair, range, runs, index);
        AcceptedRun {
            run: *run,
            sequence,
            left_bits_min,
            right_bits_min,
        }
    });
    accepted.collect()
}

#[cfg(test)]
mod tests;
