//! Slides: insertions and deletions that could also be a few tokens to the side.
//!
//! If "A" became "A A", nobody can tell which "A" was inserted. Every token that may have
//! been inserted or deleted is marked as ambiguous. The change is then placed where a
//! sentence or paragraph begins and ends, because that is where people make changes.

use super::{pair::Pair, run::Run, tokens::Tokens};

/// The old tokens that cannot be told apart from others.
pub(crate) struct Marks {
    /// Tokens that a change may have touched, or that may have another place.
    pub ambiguous: Vec<bool>,
    /// Tokens that stand beside a copy of themselves, so that either may be the original.
    pub doubled: Vec<bool>,
    /// The insertions that may have been made a few tokens to the side.
    pub splits: Vec<usize>,
}

/// Moves each such change to the strongest boundaries, and marks the old tokens that it
/// may have touched.
pub(crate) fn snap_to_boundaries(pair: &Pair, runs: &mut [Run], marks: &mut Marks) {
    for index in 1..runs.len() {
        let (head, tail) = runs.split_at_mut(index);
        if let (Some(left), Some(right)) = (head.last_mut(), tail.first_mut()) {
            snap_to_boundary(pair, left, right, marks);
        }
    }
}

fn snap_to_boundary(pair: &Pair, left: &mut Run, right: &mut Run, marks: &mut Marks) {
    let is_insertion = right.old == left.old_end();
    let (tokens, from, to) = match (right.old - left.old_end(), right.new - left.new_end()) {
        (0, 1..) => (&pair.new, left.new_end(), right.new),
        (1.., 0) => (&pair.old, left.old_end(), right.old),
        _ => return,
    };
    let back = slide_back(tokens, from, to, left.length);
    let ahead = slide_ahead(tokens, from, to, right.length);
    if back + ahead == 0 {
        return;
    }
    let old_from = left.old_end() - back;
    let old_to = right.old + ahead;
    let has_words = tokens.places[from - back..from]
        .iter()
        .chain(&tokens.places[to..to + ahead])
        .any(|place| place.is_word);
    if has_words {
        marks.ambiguous[old_from..old_to].fill(true);
        if back + ahead >= to - from {
            marks.doubled[old_from..old_to].fill(true);
        }
    }
    let best = (0..=back + ahead).max_by_key(|&by| {
        (
            tokens.boundary_strength(from - back + by) + tokens.boundary_strength(to - back + by),
            by,
        )
    });
    let by = best.unwrap_or(back);
    if by < back {
        let by = back - by;
        left.length -= by;
        *right = Run {
            old: right.old - by,
            new: right.new - by,
            length: right.length + by,
        };
    } else {
        let by = by - back;
        left.length += by;
        *right = Run {
            old: right.old + by,
            new: right.new + by,
            length: right.length - by,
        };
    }
    if has_words && is_insertion {
        marks.splits.push(right.old);
    }
}

fn slide_back(tokens: &Tokens, from: usize, to: usize, most: usize) -> usize {
    let same = |by: &usize| tokens.spellings[from - by] == tokens.spellings[to - by];
    (1..=most.min(from)).take_while(same).count()
}

fn slide_ahead(tokens: &Tokens, from: usize, to: usize, most: usize) -> usize {
    let same = |by: &usize| tokens.spellings[from + by] == tokens.spellings[to + by];
    (0..most).take_while(same).count()
}
