//! The embeddings of all statements in the index, and those that are still to be made.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    embedding::Embedding,
    encoder::Encoder,
    error::EncodeError,
    file::EmbeddingFile,
    slots::{Owner, Slots},
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
    directory: Option<PathBuf>,
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
struct Waiting {
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
    /// The embeddings of an encoder: those in a directory, or none, in memory.
    pub fn open(encoder: Encoder, directory: Option<&Path>) -> io::Result<Self> {
        let directory = directory.map(|it| it.join(DIRECTORY));
        let (slots, file) = read(&encoder, directory.as_deref(), false)?;
        Ok(Self {
            encoder,
            directory,
            held: RwLock::new(Held {
                slots,
                file,
                waiting: BTreeMap::new(),
                round: 0,
                has_older: true,
            }),
        })
    }

    /// Forgets all, also in the file.
    pub fn reset(&self) -> io::Result<()> {
        let mut held = self.write();
        let opened = read(&self.encoder, self.directory.as_deref(), true);
        (held.slots, held.file) = opened?;
        held.waiting.clear();
        Ok(())
    }

    /// The index is opened, or begins anew: all of its claims will be noted.
    pub(in crate::index) fn begin(&self) {
        let mut held = self.write();
        held.round += 1;
        held.has_older = true;
        held.waiting.clear();
    }

    /// A claim is in the index. If its statement has no embedding, one will be made.
    pub(in crate::index) fn note(&self, id: Uuid, statement: &str) -> io::Result<()> {
        let text = hash(statement);
        let mut held = self.write();
        let round = held.round;
        if let Some(owner) = held.slots.owner(id)
            && owner.text == text
        {
            owner.round = round;
            held.waiting.remove(&id);
            return Ok(());
        }
        held.remove(id)?;
        let statement = analysis::beginning(statement, WAITING_BYTES_MAX).to_owned();
        let waiting = Waiting {
            text,
            statement,
            is_taken: false,
        };
        held.waiting.insert(id, waiting);
        Ok(())
    }

    /// A claim is not in the index any more.
    pub(in crate::index) fn forget(&self, id: Uuid) -> io::Result<()> {
        self.write().remove(id)
    }

    /// All claims of the index were noted: leaves nothing of others.
    pub(in crate::index) fn sweep(&self) -> io::Result<()> {
        let mut held = self.write();
        if !held.has_older {
            return Ok(());
        }
        for id in held.slots.older_than(held.round) {
            held.remove(id)?;
        }
        held.has_older = false;
        Ok(())
    }

    /// Makes the embedding of the newest claim that has none. Returns whether there was one.
    /// It is made with the threads of the given encoder, which is a copy of that of the embeddings.
    pub fn make_one(&self, encoder: &Encoder) -> Result<bool, EncodeError> {
        let Some((id, waiting)) = self.write().take_newest() else {
            return Ok(false);
        };
        let encoded = encoder.encode(&waiting.statement);
        let mut held = self.write();
        // Meanwhile, the claim can have got another statement, or be gone.
        if held
            .waiting
            .get(&id)
            .is_none_or(|it| it.text != waiting.text)
        {
            return Ok(true);
        }
        held.waiting.remove(&id);
        let embedding = encoded?;
        let owner = Owner {
            id,
            text: waiting.text,
            round: held.round,
        };
        let slot = held.slots.put(owner, &embedding);
        if let Some(file) = &held.file
            && let Err(error) = file.write(slot, owner, &embedding)
        {
            return Err(EncodeError::NotKept(error));
        }
        Ok(true)
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

    /// The claims whose statements are nearest, the nearest first.
    pub(in crate::index) fn nearest(&self, most: usize) -> Vec<Uuid> {
        self.embeddings.read().slots.nearest(&self.embedding, most)
    }
}

impl Held {
    /// The newest statement that nobody encodes yet.
    fn take_newest(&mut self) -> Option<(Uuid, Waiting)> {
        let mut newest = self.waiting.iter_mut().rev();
        let (id, waiting) = newest.find(|(_, waiting)| !waiting.is_taken)?;
        waiting.is_taken = true;
        Some((*id, waiting.clone()))
    }

    fn remove(&mut self, id: Uuid) -> io::Result<()> {
        self.waiting.remove(&id);
        match (self.slots.remove(id), &self.file) {
            (Some(slot), Some(file)) => file.erase(slot),
            _ => Ok(()),
        }
    }
}

fn read(
    encoder: &Encoder,
    directory: Option<&Path>,
    is_new: bool,
) -> io::Result<(Slots, Option<EmbeddingFile>)> {
    let dimensions = encoder.dimensions();
    match directory {
        Some(directory) => {
            let hash = encoder.hash();
            let (file, slots) = EmbeddingFile::open(directory, &hash, dimensions, is_new)?;
            Ok((slots, Some(file)))
        }
        None => Ok((Slots::new(dimensions), None)),
    }
}

/// The first 8 bytes of the SHA-256 of a statement.
fn hash(statement: &str) -> u64 {
    let hash = Sha256::digest(statement);
    let (first, _) = hash.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    u64::from_le_bytes(*first)
}
