//! Keeps an answer within the sentences that the span had.
//!
//! The first or the last words of a span may also stand in a sentence beside its own. The
//! alignment then reaches over a boundary that the span did not have. Only the part in one
//! sentence is the answer then, unless the sentence was split in two: both halves consist of
//! the old words, and nothing else is between them.
//!
//! A span of several sentences is one quotation. A sentence that was put between them in their
//! paragraph is in the answer, because the span is not whole without it. But another paragraph
//! is not: a blank line that the span did not have is only in the answer if the sentences
//! before and after it stand as they were. A sentence at an end of the span that became another
//! one is not in the answer either.

use super::{
    aligned::{Aligned, Kept},
    run::Run,
    span::Span,
    tokens::{LINE_BOUNDARY, PARAGRAPH_BOUNDARY, SENTENCE_BOUNDARY, Tokens},
};

/// The least share of each half of a split sentence that consists of the old words.
const HALF_SHARE_MIN: f64 = 0.8;
/// The least words of each half.
const HALF_WORDS_MIN: usize = 4;
/// The most words that are replaced where a sentence is split.
const JOINT_WORDS_MAX: usize = 3;

/// The part of what is kept of a span that is in its sentences. `None` if a paragraph ends
/// where none did in the span, and the sentences on both sides of it do not stand.
pub(crate) fn sentences(aligned: &Aligned, span: &Span, kept: &Kept) -> Option<Kept> {
    let (from, to) = kept.runs;
    let (old, new) = (&aligned.pair.old, &aligned.pair.new);
    let runs: Vec<Run> = aligned.runs[from..=to].iter().map(|it| it.run).collect();
    let is_torn = |run: &Run| {
        let (from, to) = (run.old.max(span.first), run.old_end().min(span.last));
        (from + 1..to).any(|at| {
            is_paragraph(new, run.new + at - run.old)
                && !is_paragraph(old, at)
                && !stands_beside(old, span, run, at)
        })
    };
    if runs.iter().any(is_torn)
        || runs
            .windows(2)
            .any(|two| is_parted(old, new, &two[0], &two[1]))
    {
        return None;
    }
    let joints: Vec<usize> = (1..runs.len())
        .filter(|&at| is_joint(old, new, &runs[at - 1], &runs[at]))
        .collect();
    if joints.is_empty() || is_split(aligned, &runs, &joints) {
        return Some(*kept);
    }
    if (span.first + 1..span.last).any(|at| is_sentence(old, at)) {
        // The answer has several sentences, as the span had.
        return Some(*kept);
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

/// Whether more paragraphs end between two runs of the new text than in the old one.
fn is_parted(old: &Tokens, new: &Tokens, left: &Run, right: &Run) -> bool {
    let ends = |tokens, from: usize, to: usize| {
        let all = (from..=to).filter(|&at| is_paragraph(tokens, at));
        all.count()
    };
    ends(new, left.new_end(), right.new) > ends(old, left.old_end(), right.old)
}

/// Whether the sentences of a span on both sides of a boundary are in a run.
fn stands_beside(old: &Tokens, span: &Span, run: &Run, at: usize) -> bool {
    let (before, after) = (old.sentences((at - 1, at)), old.sentences((at, at + 1)));
    before.1 == at && run.old <= before.0.max(span.first) && after.1.min(span.last) <= run.old_end()
}

/// The most sentences at each end of a span that may have become others.
const OTHERS_MAX: usize = 4;
/// The least share of a sentence at the end of an answer that is kept.
const SENTENCE_SHARE_MIN: f64 = 0.5;

/// The part of what is kept of several sentences without those at its ends that were replaced
/// by others, although a few of their words are the same. `None` if nothing is left.
pub(crate) fn without_others(aligned: &Aligned, span: &Span, kept: &Kept) -> Option<Kept> {
    let old = &aligned.pair.old;
    let mut kept = *kept;
    for is_end in [false, true] {
        for _ in 0..=OTHERS_MAX {
            let edge = match is_end {
                true => (kept.end.0 - 1, kept.end.1 - 1),
                false => kept.start,
            };
            let sentence = old.sentences((edge.0, edge.0 + 1));
            let is_only = sentence.0 <= kept.start.0 && kept.end.0 <= sentence.1;
            if is_only || !is_other(aligned, span, &kept, edge) {
                break;
            }
            let runs = (kept.runs.0, kept.runs.1 + 1);
            kept = match is_end {
                true => aligned.kept_in(runs, span.first, sentence.0)?,
                false => aligned.kept_in(runs, sentence.1, span.last)?,
            };
        }
    }
    Some(kept)
}

/// Whether an old token's sentence became another one: less than half of it is kept, or less
/// than half of the new one is from it.
fn is_other(aligned: &Aligned, span: &Span, kept: &Kept, (old, new): (usize, usize)) -> bool {
    let pair = &aligned.pair;
    let own = pair.old.sentences((old, old + 1));
    let there = pair.new.sentences((new, new + 1));
    let part = (own.0.max(span.first), own.1.min(span.last));
    let runs = || aligned.runs[kept.runs.0..=kept.runs.1].iter();
    let bits = |bits: &dyn Fn(usize, usize) -> f64, from: usize, to: usize| match from < to {
        true => bits(from, to),
        false => 0.0,
    };
    let old_bits = |from, to| pair.old_bits(from, to);
    let new_bits = |from, to| pair.new_bits(from, to);
    let old_kept: f64 = runs()
        .map(|it| {
            bits(
                &old_bits,
                it.run.old.max(part.0),
                it.run.old_end().min(part.1),
            )
        })
        .sum();
    let new_kept: f64 = runs()
        .map(|it| {
            bits(
                &new_bits,
                it.run.new.max(there.0),
                it.run.new_end().min(there.1),
            )
        })
        .sum();
    // A line may be a part of a sentence that was wrapped in another way.
    let is_whole = |tokens: &Tokens, at: usize| tokens.boundary_strength(at) != LINE_BOUNDARY;
    let are_whole = part == own
        && [own.0, own.1].iter().all(|&at| is_whole(&pair.old, at))
        && [there.0, there.1].iter().all(|&at| is_whole(&pair.new, at));
    old_kept < SENTENCE_SHARE_MIN * old_bits(part.0, part.1)
        || (are_whole && new_kept < SENTENCE_SHARE_MIN * new_bits(there.0, there.1))
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

fn is_paragraph(tokens: &Tokens, at: usize) -> bool {
    tokens.boundary_strength(at) >= PARAGRAPH_BOUNDARY
}

fn is_sentence(tokens: &Tokens, at: usize) -> bool {
    tokens.boundary_strength(at) >= SENTENCE_BOUNDARY
}
