//! The embeddings in a file, so that a restart does not make them again.
//!
//! A header says which encoder made them. Then come records of one size, one for each slot: the id
//! of the claim, the hash of its statement, what a step counts, the bytes, and a checksum. A record
//! of zeros is free. What a crash leaves half written does not have its checksum, and is free, too.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, BufReader, Read},
    os::unix::fs::FileExt,
    path::Path,
};

use uuid::Uuid;

use super::{
    embedding::Embedding,
    slots::{Owner, Slots},
};

/// The file in its directory.
const NAME: &str = "embeddings";

/// What the file begins with. It changes with the layout.
const MAGIC: &[u8; 8] = b"csembed1";

/// The magic, the hash of the encoder, and the number of dimensions.
const HEADER: usize = 8 + 32 + 4;

/// What a record has besides its bytes: an id, a hash, a step and a checksum.
const FRAME: usize = 16 + 8 + 4 + 4;

/// Why the file cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error("another process has the embeddings")]
    Busy,
    /// It cannot be read or written.
    #[error("the file of embeddings: {0}")]
    Unusable(#[from] io::Error),
}

impl From<TryLockError> for OpenError {
    fn from(error: TryLockError) -> Self {
        match error {
            TryLockError::WouldBlock => Self::Busy,
            TryLockError::Error(error) => Self::Unusable(error),
        }
    }
}

/// A file of embeddings of one size.
#[derive(Debug)]
pub(super) struct EmbeddingFile {
    file: File,
    dimensions: usize,
}

impl EmbeddingFile {
    /// Opens the file in a directory, with the embeddings in it, and keeps others from it. If another
    /// encoder made them, it is emptied.
    pub fn open(
        directory: &Path,
        hash: &[u8; 32],
        dimensions: usize,
    ) -> Result<(Self, Slots), OpenError> {
        fs::create_dir_all(directory)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = options.open(directory.join(NAME))?;
        file.try_lock()?;
        let opened = Self { file, dimensions };
        let mut header = Vec::with_capacity(HEADER);
        header.extend(MAGIC);
        header.extend(hash);
        header.extend((dimensions as u32).to_le_bytes());
        let mut found = Vec::with_capacity(HEADER);
        let mut reader = BufReader::with_capacity(1 << 20, &opened.file);
        reader
            .by_ref()
            .take(HEADER as u64)
            .read_to_end(&mut found)?;
        let slots = if found == header {
            opened.read(reader)?
        } else {
            opened.empty()?;
            opened.file.write_all_at(&header, 0)?;
            Slots::new(dimensions)
        };
        Ok((opened, slots))
    }

    /// Leaves nothing in the file.
    pub fn empty(&self) -> io::Result<()> {
        self.file.set_len(0)
    }

    /// What was erased does not come back after a loss of power.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Reads all records, and erases those that cannot be used.
    fn read(&self, mut reader: impl Read) -> io::Result<Slots> {
        let mut slots = Slots::new(self.dimensions);
        let size = FRAME + self.dimensions;
        let mut record = Vec::with_capacity(size);
        let mut values = Vec::with_capacity(self.dimensions);
        for slot in 0.. {
            record.clear();
            reader.by_ref().take(size as u64).read_to_end(&mut record)?;
            if record.is_empty() {
                break;
            }
            values.clear();
            let is_used = slots.push(content(&record, size, &mut values));
            if !is_used && record.iter().any(|byte| *byte != 0) {
                self.erase(slot)?;
            }
        }
        Ok(slots)
    }

    /// Writes the embedding of a slot.
    pub fn write(&self, slot: usize, owner: Owner, embedding: &Embedding) -> io::Result<()> {
        let mut record = Vec::with_capacity(FRAME + self.dimensions);
        record.extend(owner.id.as_bytes());
        record.extend(owner.text.to_le_bytes());
        record.extend(embedding.step.to_le_bytes());
        record.extend(embedding.values.iter().map(|it| it.to_le_bytes()[0]));
        record.extend(crc32fast::hash(&record).to_le_bytes());
        self.file.write_all_at(&record, self.at(slot))
    }

    /// Leaves nothing of the embedding of a slot.
    pub fn erase(&self, slot: usize) -> io::Result<()> {
        let zeros = vec![0; FRAME + self.dimensions];
        self.file.write_all_at(&zeros, self.at(slot))
    }

    fn at(&self, slot: usize) -> u64 {
        HEADER as u64 + slot as u64 * (FRAME + self.dimensions) as u64
    }
}

/// What a record holds, if it is a whole one.
fn content<'a>(
    record: &[u8],
    size: usize,
    values: &'a mut Vec<i8>,
) -> Option<(Owner, f32, &'a [i8])> {
    let (content, checksum) = record
        .split_last_chunk::<4>()
        .filter(|_| record.len() == size)?;
    if crc32fast::hash(content) != u32::from_le_bytes(*checksum) {
        return None;
    }
    let (id, content) = content.split_first_chunk::<16>()?;
    let (text, content) = content.split_first_chunk::<8>()?;
    let (step, content) = content.split_first_chunk::<4>()?;
    if *id == [0; 16] {
        return None;
    }
    let owner = Owner {
        id: Uuid::from_bytes(*id),
        text: u64::from_le_bytes(*text),
        round: 0,
    };
    values.extend(content.iter().map(|it| i8::from_le_bytes([*it])));
    Some((owner, f32::from_le_bytes(*step), values))
}
