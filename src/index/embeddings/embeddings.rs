//! The embeddings of all statements in the index, and those that are still to be made.

use std::{
    collections::BTreeMap,
    io,
    path::Path,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    embedding::Embedding,
    encoder::Encoder,
    error::EncodeError,
    file::{EmbeddingFile, OpenError},
    slots::{Nearest, Owner, Slots},
};
use crate::index::analysis;

/// The directory inside of the one of the index. It stays when the index is built anew.
pub const DIRECTORY: &str = "claimstore-embeddings";

/// So much of a statement is kept until it is encoded, in bytes. It has more tokens than count.
const WAITING_BYTES_MAX: usize = 2_000;

/// The embeddings of the claims that the index has.
#[derive(Debug)]
pub struct Embeddings {
    encoder: Encoder,
    held: RwLock<Held>,
}

#[derive(Debug)]
struct Held {
    slots: Slots,
    file: Option<EmbeddingFile>,
    /// Statements that have no embedding yet.
    waiting: BTreeMap<Uuid, Waiting>,
    /// How often an index was opened or emptied.
    round: u32,
    /// Whether embeddings of older rounds may be left.
    has_older: bool,
}

/// A statement that is to be encoded.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    text: u64,
    statement: String,
    /// Whether it is being encoded.
    is_taken: bool,
}

/// What a text means, and the embeddings that it is compared with.
#[derive(Debug)]
pub struct Meaning {
    embedding: Embedding,
    embeddings: Arc<Embeddings>,
}

/// How far the embeddings are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many there are.
    pub made: usize,
    /// How many are to be made.
    pub waiting: usize,
}

impl Embeddings {
    /// Embeddings in memory: none yet.
    pub fn in_memory(encoder: Encoder) -> Self {
        let slots = Slots::new(encoder.dimensions());
        Self::new(encoder, slots, None)
    }

    /// The embeddings in a directory.
    pub fn in_directory(encoder: Encoder, directory: &Path) -> Result<Self, OpenError> {
        let directory = directory.join(DIRECTORY);
        let dimensions = encoder.dimensions();
        let (file, slots) = EmbeddingFile::open(&directory, &encoder.hash(), dimensions)?;
        Ok(Self::new(encoder, slots, Some(file)))
    }

    fn new(encoder: Encoder, slots: Slots, file: Option<EmbeddingFile>) -> Self {
        Self {
            encoder,
            held: RwLock::new(Held {
                slots,
                file,
                waiting: BTreeMap::new(),
                round: 0,
                has_older: true,
            }),
        }
    }

    /// The index is opened, or begins anew: all of its claims will be noted.
    pub(in crate::index) fn begin(&self) {
        let mut held = self.write();
        held.round += 1;
        held.has_older = true;
        held.waiting.clear();
    }

    /// A claim is in the index. If its statement has no embedding, one will be made.
    pub(in crate::index) fn note(&self, id: Uuid, statement: &str) {
        let text = hash(statement);
        let mut held = self.write();
        let round = held.round;
        if let Some(owner) = held.slots.owner(id)
            && owner.text == text
        {
            owner.round = round;
            held.waiting.remove(&id);
            return;
        }
        held.remove(id);
        let statement = analysis::beginning(statement, WAITING_BYTES_MAX).to_owned();
        let waiting = Waiting {
            text,
            statement,
            is_taken: false,
        };
        held.waiting.insert(id, waiting);
    }

    /// A claim is not in the index any more.
    pub(in crate::index) fn forget(&self, id: Uuid) {
        self.write().remove(id);
    }

    /// All claims of the index were noted: leaves nothing of others.
    pub(in crate::index) fn sweep(&self) {
        let mut held = self.write();
        if held.has_older {
            for id in held.slots.older_than(held.round) {
                held.remove(id);
            }
            held.has_older = false;
        }
    }

    /// What was removed does not come back after a loss of power.
    pub(in crate::index) fn sync(&self) {
        self.write().change_file(EmbeddingFile::sync);
    }

    /// Makes the embedding of the newest claim that has none. Returns whether there was one. If it
    /// cannot be made, the claim is taken for one that is similar to nothing, until the next start.
    /// The work is done by the threads of a copy of the encoder.
    pub fn make_one(&self, encoder: &Encoder) -> Result<bool, EncodeError> {
        let Some((id, waiting)) = self.take() else {
            return Ok(false);
        };
        let encoded = encoder.encode(&waiting.statement);
        self.keep(id, &waiting, encoded)?;
        Ok(true)
    }

    /// The newest statement that nobody encodes yet.
    pub(super) fn take(&self) -> Option<(Uuid, Waiting)> {
        if self.read().waiting.is_empty() {
            return None;
        }
        let mut held = self.write();
        let mut newest = held.waiting.iter_mut().rev();
        let (id, waiting) = newest.find(|(_, waiting)| !waiting.is_taken)?;
        waiting.is_taken = true;
        Some((*id, waiting.clone()))
    }

    /// Keeps what was made of a statement, unless the claim has another one by now, or is gone.
    pub(super) fn keep(
        &self,
        id: Uuid,
        made_of: &Waiting,
        encoded: Result<Embedding, EncodeError>,
    ) -> Result<(), EncodeError> {
        let mut held = self.write();
        if held
            .waiting
            .get(&id)
            .is_none_or(|it| it.text != made_of.text)
        {
            return Ok(());
        }
        held.waiting.remove(&id);
        let owner = Owner {
            id,
            text: made_of.text,
            round: held.round,
        };
        match encoded {
            Ok(embedding) => {
                let slot = held.slots.put(owner, &embedding);
                held.change_file(|file| file.write(slot, owner, &embedding));
                Ok(())
            }
            Err(error) => {
                let none = Embedding::none(self.encoder.dimensions());
                held.slots.put(owner, &none);
                Err(error)
            }
        }
    }

    /// How far they are made.
    pub fn progress(&self) -> Progress {
        let held = self.read();
        Progress {
            made: held.slots.len(),
            waiting: held.waiting.len(),
        }
    }

    /// The encoder that makes them.
    pub fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// What a text means, to be compared with the claims.
    pub fn meaning(self: &Arc<Self>, text: &str) -> Result<Meaning, EncodeError> {
        Ok(Meaning {
            embedding: self.encoder.encode(text)?,
            embeddings: Arc::clone(self),
        })
    }

    fn read(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Meaning {
    /// How near the statement of a claim is. `None` if it is not encoded yet.
    pub(in crate::index) fn similarity(&self, id: Uuid, statement: &str) -> Option<f32> {
        let text = hash(statement);
        let held = self.embeddings.read();
        held.slots.similarity(&self.embedding, id, text)
    }

    /// The claims whose statements are nearest, the nearest first. Others can be changed while it
    /// looks: then one may be missing, or have changed since.
    pub(in crate::index) fn nearest(&self, most: usize) -> Vec<Uuid> {
        let mut nearest = Nearest::new(most);
        for block in 0.. {
            // Whoever changes embeddings does not wait for all blocks.
            let held = self.embeddings.read();
            if !held.slots.scan(block, &self.embedding, &mut nearest) {
                break;
            }
        }
        nearest.sorted()
    }
}

impl Held {
    fn remove(&mut self, id: Uuid) {
        self.waiting.remove(&id);
        if let Some(slot) = self.slots.remove(id) {
            self.change_file(|file| file.erase(slot));
        }
    }

    /// Changes the file, if there is one. If that fails, it is given up.
    fn change_file(&mut self, change: impl FnOnce(&EmbeddingFile) -> io::Result<()>) {
        let Some(file) = &self.file else { return };
        let Err(error) = change(file) else { return };
        let is_empty = file.empty().is_ok();
        tracing::warn!(%error, is_empty, "embeddings are only in memory now: their file failed");
        self.file = None;
    }
}

/// The first 8 bytes of the SHA-256 of a statement.
fn hash(statement: &str) -> u64 {
    let hash = Sha256::digest(statement);
    let (first, _) = hash.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    u64::from_le_bytes(*first)
}
