//! Carries spans of words from one version of a text to the next.
//!
//! A span that lands on words which are not the ones meant is far worse than one that is
//! given up, so a span is carried only where the words around it leave no other reading.

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

/// What became of a span of words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Carried {
    /// The same words at the same place.
    Unchanged,
    /// The same words, to the code point, elsewhere.
    Moved {
        /// The first code point.
        start: i32,
        /// The code point after the last.
        end: i32,
    },
    /// Other words, or other spellings of the same ones.
    Changed {
        /// The first code point.
        start: i32,
        /// The code point after the last.
        end: i32,
        /// How much of the words is left: above 0, below 1.
        score: f64,
    },
    /// Gone, or not to be found with certainty.
    Orphaned,
}

/// Two versions of one text, aligned once for any number of spans.
pub struct Alignment<'a> {
    old: &'a PartText<'a>,
    new: &'a PartText<'a>,
    pair: Pair,
    /// In the order of the old text.
    runs: Vec<Placed>,
    /// Which old tokens also stand where something was added or deleted, and may be what
    /// was.
    copied: Vec<bool>,
    /// What the old tokens before each index tell in all, the doubtful ones left out.
    clear_bits: Vec<f64>,
}

/// A run that is believed.
struct Placed {
    run: Run,
    /// Which of the sequences that were aligned by themselves it belongs to.
    chain: usize,
    /// How many bits are needed between its start and the far end of a span.
    left: f64,
    /// The same from its end.
    right: f64,
}

impl Placed {
    /// Whether it is the next run of the same sequence, with no more between them in the
    /// new text than can stand for what is between them in the old one.
    fn follows(&self, before: &Self) -> bool {
        self.chain == before.chain
            && self.run.new - before.run.new_end() <= 2 * (self.run.old - before.run.old_end())
    }
}

const SCORE_MIN: f64 = 0.5;
const SCORE_MAX: f64 = 0.99;

impl<'a> Alignment<'a> {
    /// Aligns two versions.
    pub fn new(old: &'a PartText<'a>, new: &'a PartText<'a>) -> Self {
        let pair = Pair::new(old.text, new.text);
        let range = Range {
            old: (0, pair.old.len()),
            new: (0, pair.new.len()),
        };
        let mut doubtful = vec![false; pair.old.len()];
        let mut runs = align(&pair, &range, &mut doubtful);
        let moves = moves::find(&pair, &runs);
        let mut crossed = vec![false; pair.old.len()];
        for &(from, to) in &moves.doubtful {
            crossed[from..to].fill(true);
        }
        runs.retain(|run| !crossed[run.old]);
        let mut placed = place(&pair, &range, &runs, 0);
        for (index, paragraph) in moves.paragraphs.iter().enumerate() {
            let runs = align(&pair, paragraph, &mut doubtful);
            placed.extend(place(&pair, paragraph, &runs, index + 1));
        }
        placed.sort_unstable_by_key(|placed| placed.run.old);
        let runs: Vec<Run> = placed.iter().map(|placed| placed.run).collect();
        let copied = copies::doubt(&pair, &runs);
        for (doubtful, copied) in doubtful.iter_mut().zip(&copied) {
            *doubtful |= copied;
        }
        let clear_bits = pair.clear_bits(&doubtful);
        Self {
            old,
            new,
            pair,
            runs: placed,
            copied,
            clear_bits,
        }
    }

    /// Where the words at `start..end` of the old version stand in the new one.
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

    /// Where the first token of a span went.
    fn head(&self, first: usize, last: usize) -> Option<Edge> {
        let index = self
            .runs
            .partition_point(|placed| placed.run.old_end() <= first);
        let placed = self.runs.get(index)?;
        if placed.run.old <= first {
            return self.sure(placed, first, last).then(|| Edge {
                run: index,
                new: placed.run.new + (first - placed.run.old),
                kept: true,
            });
        }
        // Replaced from its very start: the new words are its start if they can be.
        let before = self.runs.get(index.checked_sub(1)?)?;
        let replaced = placed.follows(before) && before.run.old_end() == first;
        let inside = placed.run.old < last && self.sure(placed, placed.run.old, last);
        (replaced && inside).then_some(Edge {
            run: index,
            new: before.run.new_end(),
            kept: false,
        })
    }

    /// Where the last token of a span went; `new` is the token after it.
    fn tail(&self, first: usize, last: usize) -> Option<Edge> {
        let index = self
            .runs
            .partition_point(|placed| placed.run.old < last)
            .checked_sub(1)?;
        let placed = self.runs.get(index)?;
        if placed.run.old_end() >= last {
            return self.sure(placed, first, last).then(|| Edge {
                run: index,
                new: placed.run.new + (last - placed.run.old),
                kept: true,
            });
        }
        let after = self.runs.get(index + 1)?;
        let replaced = after.follows(placed) && after.run.old == last;
        let inside = placed.run.old_end() > first && self.sure(placed, first, placed.run.old_end());
        (replaced && inside).then_some(Edge {
            run: index,
            new: after.run.new,
            kept: false,
        })
    }

    /// Whether what a span has in a run cannot be chance on either side of it.
    fn sure(&self, placed: &Placed, first: usize, last: usize) -> bool {
        let Placed {
            run, left, right, ..
        } = placed;
        let first = first.max(run.old);
        let last = last.min(run.old_end());
        let clear = |from: usize, to: usize| self.clear_bits[to] - self.clear_bits[from];
        clear(run.old, last) >= *left && clear(first, run.old_end()) >= *right
    }

    /// How much of a span is left; none where that is too little, or where some of it
    /// went elsewhere.
    fn score(&self, first: usize, last: usize, head: &Edge, tail: &Edge) -> Option<f64> {
        let runs = self.runs.get(head.run..=tail.run)?;
        if runs.windows(2).any(|two| two[0].chain != two[1].chain) {
            return None;
        }
        let kept = runs.iter().map(|Placed { run, .. }| {
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
            // White space before the first word comes along where it is the same.
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

/// Where one end of a span went.
struct Edge {
    /// The run that tells it.
    run: usize,
    /// The new token.
    new: usize,
    /// Whether the token itself is still there.
    kept: bool,
}

/// The believed runs of two ranges, and marks what in them is doubtful.
fn align(pair: &Pair, range: &Range, doubtful: &mut [bool]) -> Vec<Run> {
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
    slides::settle(pair, &mut runs, doubtful);
    runs.retain(|run| run.length > 0);
    runs::believe(pair, range, runs)
}

fn place(pair: &Pair, range: &Range, runs: &[Run], chain: usize) -> Vec<Placed> {
    let placed = runs.iter().enumerate().map(|(index, run)| {
        let (left, right) = runs::doubts_of_edges(pair, range, runs, index);
        Placed {
            run: *run,
            chain,
            left,
            right,
        }
    });
    placed.collect()
}

#[cfg(test)]
mod tests;
