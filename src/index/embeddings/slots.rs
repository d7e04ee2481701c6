//! The embeddings in memory: each in a slot, and all of a block of slots one after the other.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BinaryHeap, HashMap},
};

use uuid::Uuid;

use super::embedding::Embedding;

/// How many slots a block has. Blocks do not move, so to grow takes no second copy of all.
const BLOCK: usize = 4_096;

/// Whose embedding a slot has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    pub id: Uuid,
    /// The hash of the statement that was encoded.
    pub text: u64,
    /// When the owner was last seen in the index.
    pub round: u32,
}

/// Embeddings of one size.
#[derive(Debug)]
pub(super) struct Slots {
    dimensions: usize,
    owners: Vec<Option<Owner>>,
    steps: Vec<f32>,
    blocks: Vec<Box<[i8]>>,
    by_id: HashMap<Uuid, usize>,
    free: Vec<usize>,
}

/// A claim near to what is looked for. What is nearest is greatest, and equal ones are told apart by
/// their ids.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Near(f32, Uuid);

impl Eq for Near {}

impl Ord for Near {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0).then(other.1.cmp(&self.1))
    }
}

impl PartialOrd for Near {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The nearest claims that were found so far.
pub(super) struct Nearest {
    most: usize,
    found: BinaryHeap<Reverse<Near>>,
}

impl Nearest {
    pub fn new(most: usize) -> Self {
        Self {
            most,
            found: BinaryHeap::with_capacity(most + 1),
        }
    }

    fn add(&mut self, near: Near) {
        if self.found.len() < self.most {
            self.found.push(Reverse(near));
        } else if self.found.peek().is_some_and(|least| near > least.0) {
            self.found.pop();
            self.found.push(Reverse(near));
        }
    }

    /// The claims, the nearest first.
    pub fn sorted(self) -> Vec<Uuid> {
        let sorted = self.found.into_sorted_vec().into_iter();
        sorted.map(|Reverse(Near(_, id))| id).collect()
    }
}

impl Slots {
    pub fn new(dimensions: usize) -> Self {
        Self {
            dimensions,
            owners: Vec::new(),
            steps: Vec::new(),
            blocks: Vec::new(),
            by_id: HashMap::new(),
            free: Vec::new(),
        }
    }

    /// How many embeddings there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// The owner of an embedding, if the claim has one.
    pub fn owner(&mut self, id: Uuid) -> Option<&mut Owner> {
        let slot = *self.by_id.get(&id)?;
        self.owners.get_mut(slot)?.as_mut()
    }

    /// Gives a claim an embedding. Returns its slot.
    pub fn put(&mut self, owner: Owner, embedding: &Embedding) -> usize {
        let known = self.by_id.get(&owner.id).copied();
        let slot = known.or_else(|| self.free.pop());
        let slot = slot.unwrap_or_else(|| {
            self.push(None);
            self.free.pop().unwrap_or_default()
        });
        self.fill(slot, owner, embedding.step, &embedding.values);
        slot
    }

    /// Adds a slot: one with an embedding, or a free one. Returns whether it has the embedding.
    pub fn push(&mut self, content: Option<(Owner, f32, &[i8])>) -> bool {
        let slot = self.owners.len();
        if slot == self.blocks.len() * BLOCK {
            let block = vec![0; BLOCK * self.dimensions];
            self.blocks.push(block.into_boxed_slice());
        }
        self.owners.push(None);
        self.steps.push(0.0);
        match content {
            // Two slots of one claim are left by a file of which a part was lost.
            Some((owner, step, values)) if !self.by_id.contains_key(&owner.id) => {
                self.fill(slot, owner, step, values);
                true
            }
            _ => {
                self.free.push(slot);
                false
            }
        }
    }

    fn fill(&mut self, slot: usize, owner: Owner, step: f32, values: &[i8]) {
        self.owners[slot] = Some(owner);
        self.steps[slot] = step;
        let from = slot % BLOCK * self.dimensions;
        self.blocks[slot / BLOCK][from..from + self.dimensions].copy_from_slice(values);
        self.by_id.insert(owner.id, slot);
    }

    /// Removes the embedding of a claim. Returns the slot that it had.
    pub fn remove(&mut self, id: Uuid) -> Option<usize> {
        let slot = self.by_id.remove(&id)?;
        self.owners[slot] = None;
        self.steps[slot] = 0.0;
        let from = slot % BLOCK * self.dimensions;
        self.blocks[slot / BLOCK][from..from + self.dimensions].fill(0);
        self.free.push(slot);
        Some(slot)
    }

    /// The claims that were last seen before a round.
    pub fn older_than(&self, round: u32) -> Vec<Uuid> {
        let owners = self.owners.iter().flatten();
        let older = owners.filter(|owner| owner.round < round);
        older.map(|owner| owner.id).collect()
    }

    /// How near a claim is, if this text of it was encoded.
    pub fn similarity(&self, embedding: &Embedding, id: Uuid, text: u64) -> Option<f32> {
        let slot = *self.by_id.get(&id)?;
        let owner = self.owners[slot].filter(|owner| owner.text == text);
        owner.map(|_| embedding.similarity(self.steps[slot], self.values(slot)))
    }

    /// Looks for the nearest claims in a block. Returns whether there is one.
    pub fn scan(&self, block: usize, embedding: &Embedding, nearest: &mut Nearest) -> bool {
        let from = block * BLOCK;
        let Some(owners) = self.owners.get(from..self.owners.len().min(from + BLOCK)) else {
            return false;
        };
        for (at, owner) in owners.iter().enumerate() {
            let step = self.steps[from + at];
            // One that could not be encoded is near to nothing.
            if let Some(owner) = owner.filter(|_| step > 0.0) {
                let similarity = embedding.similarity(step, self.values(from + at));
                nearest.add(Near(similarity, owner.id));
            }
        }
        !owners.is_empty()
    }

    fn values(&self, slot: usize) -> &[i8] {
        let from = slot % BLOCK * self.dimensions;
        &self.blocks[slot / BLOCK][from..from + self.dimensions]
    }
}
