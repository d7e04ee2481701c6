//! Keeps an answer within the sentences that the span had.
//!
//! The first or the last words of a span may also stand in a sentence beside its own. The
//! alignment then reaches over a boundary that the span did not have. Only the part in one
//! sentence is the answer then, unless the sentence was split in two: both halves consist of
//! the old words, and nothing else is between them.

use super::{
    aligned::{Aligned, Kept},
    run::Run,
    span::Span,
    tokens::{PARAGRAPH_BOUNDARY, SENTENCE_BOUNDARY, Tokens},
};

/// The least share of each half of a split sentence that consists of the old words.
const HALF_SHARE_MIN: f64 = 0.8;
/// The least words of each half.
const HALF_WORDS_MIN: usize = 4;
/// The most words that are replaced where a sentence is split.
const JOINT_WORDS_MAX: usize = 3;

/// The part of what is kept of a span that is in its sentences. `None` if a paragraph ends
/// where the span had no boundary.
pub(crate) fn sentences(aligned: &Aligned, span: &Span, kept: &Kept) -> Option<Kept> {
    let (from, to) = kept.runs;
    let (old, new) = (&aligned.pair.old, &aligned.pair.new);
    let runs: Vec<Run> = aligned.runs[from..=to].iter().map(|it| it.run).collect();
    let is_torn = |run: &Run| {
        let first = run.old.max(span.first) + 1;
        (first..run.old_end().min(span.last)).any(|at| {
            new.boundary_strength(run.new + at - run.old) >= PARAGRAPH_BOUNDARY
                && old.boundary_strength(at) < SENTENCE_BOUNDARY
        })
    };
    if runs.iter().any(is_torn) {
        return None;
    }
    let joints: Vec<usize> = (1..runs.len())
        .filter(|&at| is_joint(old, new, &runs[at - 1], &runs[at]))
        .collect();
    if joints.is_empty() || is_split(aligned, &runs, &joints) {
        return Some(*kept);
    }
    if (span.first + 1..span.last).any(|at| is_sentence(old, at)) {
        // The answer has several sentences, as the span had, but not in two paragraphs.
        let is_paragraph = |&at: &usize| {
            let mut gap = runs[at - 1].new_end()..=runs[at].new;
            gap.any(|at| new.boundary_strength(at) >= PARAGRAPH_BOUNDARY)
        };
        return (!joints.iter().any(is_paragraph)).then_some(*kept);
    }
    let ends = joints.iter().copied().chain([runs.len()]);
    let starts = [0].into_iter().chain(joints.iter().copied());
    let bits = |part: &(usize, usize)| -> f64 {
        let runs = runs[part.0..part.1].iter();
        runs.map(|run| {
            let first = run.old.max(span.first);
            aligned
                .pair
                .old_bits(first, run.old_end().min(span.last).max(first))
        })
        .sum()
    };
    let most = starts
        .zip(ends)
        .max_by(|a, b| bits(a).total_cmp(&bits(b)))?;
    aligned.kept_in((from + most.0, from + most.1), span.first, span.last)
}

/// Moves an edge of an answer to the nearest boundary that the lost words did not have. The
/// words are those between the edge and the kept words.
pub(crate) fn nearest_start(
    tokens: (&Tokens, &Tokens),
    lost: (usize, usize),
    (from, to): (usize, usize),
) -> usize {
    let mut inside = (from + 1..=to).rev();
    let boundary = inside.find(|&at| is_sentence(tokens.1, at));
    let is_old = (lost.0 + 1..=lost.1).any(|at| is_sentence(tokens.0, at));
    boundary.filter(|_| !is_old).unwrap_or(from)
}

/// The same for the end of an answer.
pub(crate) fn nearest_end(
    tokens: (&Tokens, &Tokens),
    lost: (usize, usize),
    (from, to): (usize, usize),
) -> usize {
    let boundary = (from..to).find(|&at| is_sentence(tokens.1, at));
    let is_old = (lost.0..lost.1).any(|at| is_sentence(tokens.0, at));
    boundary.filter(|_| !is_old).unwrap_or(to)
}

/// Whether a sentence begins between two runs in the new text, and none in the old one.
fn is_joint(old: &Tokens, new: &Tokens, left: &Run, right: &Run) -> bool {
    (left.new_end()..=right.new).any(|at| is_sentence(new, at))
        && !(left.old_end()..=right.old).any(|at| is_sentence(old, at))
}

/// Whether the sentence was split in two at each joint.
fn is_split(aligned: &Aligned, runs: &[Run], joints: &[usize]) -> bool {
    let (old, new) = (&aligned.pair.old, &aligned.pair.new);
    let words = |tokens: &Tokens, from: usize, to: usize| {
        let places = tokens.places[from..to].iter();
        places.filter(|place| place.is_word).count()
    };
    let mut starts = vec![runs[0].new];
    for &joint in joints {
        let (left, right) = (&runs[joint - 1], &runs[joint]);
        let boundaries: Vec<usize> = (left.new_end()..=right.new)
            .filter(|&at| is_sentence(new, at))
            .collect();
        let &[boundary] = &boundaries[..] else {
            return false;
        };
        if new.boundary_strength(boundary) >= PARAGRAPH_BOUNDARY
            || words(old, left.old_end(), right.old) > JOINT_WORDS_MAX
            || words(new, left.new_end(), right.new) > JOINT_WORDS_MAX
        {
            return false;
        }
        starts.push(boundary);
    }
    let ends = starts[1..].iter().copied();
    let ends = ends.chain([runs[runs.len() - 1].new_end()]);
    let first = [0].into_iter().chain(joints.iter().copied());
    let last = joints.iter().copied().chain([runs.len()]);
    let mut halves = starts.iter().copied().zip(ends).zip(first.zip(last));
    halves.all(|((from, to), (first, last))| {
        let runs = runs[first..last].iter();
        let bits: f64 = runs
            .clone()
            .map(|run| aligned.pair.new_bits(run.new, run.new_end()))
            .sum();
        let count: usize = runs.map(|run| words(new, run.new, run.new_end())).sum();
        count >= HALF_WORDS_MIN && bits >= HALF_SHARE_MIN * aligned.pair.new_bits(from, to)
    })
}

fn is_sentence(tokens: &Tokens, at: usize) -> bool {
    tokens.boundary_strength(at) >= SENTENCE_BOUNDARY
}
