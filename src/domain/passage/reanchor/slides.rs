//! Insertions and deletions that could as well have happened a few tokens to the side.
//!
//! In "A A" nobody can tell which "A" was added. What could have been added or deleted
//! as well as what the diff says is marked as doubtful, and the change is put where a
//! sentence or paragraph begins and ends, which is where people make changes.

use super::{pair::Pair, run::Run, tokens::Tokens};

/// Moves each such change to its best seam, and marks the old tokens that it could
/// have touched.
pub(crate) fn settle(pair: &Pair, runs: &mut [Run], doubtful: &mut [bool]) {
    for index in 1..runs.len() {
        let (head, tail) = runs.split_at_mut(index);
        if let (Some(left), Some(right)) = (head.last_mut(), tail.first_mut()) {
            settle_one(pair, left, right, doubtful);
        }
    }
}

fn settle_one(pair: &Pair, left: &mut Run, right: &mut Run, doubtful: &mut [bool]) {
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
        .any(|place| place.word)
    {
        doubtful[old_from..old_to].fill(true);
    }
    let best = (0..=back + ahead).max_by_key(|&by| {
        (
            tokens.seam(from - back + by) + tokens.seam(to - back + by),
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
