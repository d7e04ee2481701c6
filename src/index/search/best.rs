//! The best of what was found.

use std::{cmp::Ordering, collections::BinaryHeap};

use uuid::Uuid;

/// Something that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its id.
    pub id: Uuid,
    /// How well it answers the query.
    pub score: f32,
}

impl Eq for Hit {}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The better one is less.
impl Ord for Hit {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_score = other.score.total_cmp(&self.score);
        by_score.then(self.id.cmp(&other.id))
    }
}

/// The best hits behind one.
pub(super) struct Best {
    most: usize,
    after: Option<Hit>,
    /// The worst is on top.
    hits: BinaryHeap<Hit>,
}

impl Best {
    pub fn new(most: usize, after: Option<(f32, Uuid)>) -> Self {
        Self {
            most,
            after: after.map(|(score, id)| Hit { id, score }),
            hits: BinaryHeap::new(),
        }
    }

    /// Offers a hit, whose id is looked up only if its score is good enough.
    pub fn offer(&mut self, score: f32, id: impl FnOnce() -> Uuid) {
        if self.after.is_some_and(|after| score > after.score) {
            return;
        }
        let is_full = self.hits.len() >= self.most;
        if is_full && self.hits.peek().is_none_or(|worst| score < worst.score) {
            return;
        }
        let hit = Hit { id: id(), score };
        if self.after.is_some_and(|after| hit <= after) {
            return;
        }
        self.hits.push(hit);
        if is_full {
            self.hits.pop();
        }
    }

    pub fn into_hits(self) -> Vec<Hit> {
        self.hits.into_sorted_vec()
    }
}
