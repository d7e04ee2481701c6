//! Slides: insertions and deletions that could also be a few tokens to the side.
//!
//! If "A" became "A A", nobody can tell which "A" was inserted. Every token that may have
//! been inserted or deleted is marked as ambiguous. The change is then placed where a
//! sentence or paragraph begins and ends, because that is where people make changes.

use super::{pair::Pair, run::Run, tokens::Tokens};

/// Moves each such change to the strongest boundaries, and marks the old tokens that it
/// may have touched.
pub(crate) fn snap_to_boundaries(pair: &Pair, runs: &mut [Run], ambiguous: &mut [bool]) {
    for index in 1..runs.len() {
        let (head, tail) = runs.split_at_mut(index);
        if let (Some(left), Some(right)) = (head.last_mut(), tail.first_mut()) {
            snap_to_boundary(pair, left, right, ambiguous);
        }
    }
}

fn snap_to_boundary(pair: &Pair, left: &mut Run, right: &mut Run, ambiguous: &mut [bool]) {
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
    if tokens.places[from - back..from]
        .iter()
        .chain(&tokens.places[to..to + ahead])
        .any(|place| place.is_word)
    {
        ambiguous[old_from..old_to].fill(true);
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
}

fn slide_back(tokens: &Tokens, from: usize, to: usize, most: usize) -> usize {
    let same = |by: &usize| tokens.spellings[from - by] == tokens.spellings[to - by];
    (1..=most.min(from)).take_while(same).count()
}

fn slide_ahead(tokens: &Tokens, from: usize, to: usize, most: usize) -> usize {
    let same = |by: &usize| tokens.spellings[from + by] == tokens.spellings[to + by];
    (0..most).take_while(same).count()
}
