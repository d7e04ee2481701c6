//! Proofs of what is in the log.

use crate::{
    app::{App, Error, clock::now},
    domain::{resource::Name, value::Violation},
    proof::{
        checkpoint::Checkpoint,
        keys::Keys,
        merkle::{self, Hash, Span, leaf_hash},
        note::{NoteError, cosign_time, signer_of},
        tile::{TileOf, TilePath},
    },
    store::{
        Reader,
        log::Position,
        tree::{
            checkpoints::{SignedCheckpoint, Wanted},
            hashes::{TILE_LEVELS, TILE_WIDTH},
            logged::LoggedKey,
            proved::{Proved, Sought},
        },
    },
};

/// A checkpoint with what witnesses signed of it.
#[derive(Clone, Debug)]
pub struct Noted {
    /// The size and the root.
    pub checkpoint: Checkpoint,
    /// The signed note, also with the signatures of witnesses.
    pub note: String,
    /// As it is stored.
    pub signed: SignedCheckpoint,
}

/// Which change is proved.
#[derive(Clone, Copy, Debug)]
pub enum ProofOf {
    /// That at a position.
    Position(Position),
    /// That which made a revision; 0 is the newest one.
    Revision(Name, i64),
}

/// What proves that a change is in the log.
#[derive(Clone, Debug)]
pub struct Inclusion {
    /// The change and its commit.
    pub proved: Proved,
    /// The size of the tree.
    pub size: u64,
    /// Its root.
    pub root: Hash,
    /// The hashes from the leaf to the root.
    pub path: Vec<Hash>,
    /// The hashes from the record to the root over the records.
    pub record_path: Vec<Hash>,
}

/// How many stored checkpoints are looked at until one is found that the own keys verify.
const LOOKED_AT_MAX: i64 = 100;

/// How far the clock of a witness may be ahead, in seconds.
const AHEAD_MAX: u64 = 300;

impl App {
    /// The same application, with the keys that sign the tree over the log.
    #[must_use]
    pub fn with_log_keys(mut self, keys: Keys) -> Self {
        self.log_keys = keys;
        self
    }

    /// The keys that sign the tree over the log, and those of its witnesses.
    pub const fn log_keys(&self) -> &Keys {
        &self.log_keys
    }

    /// A connection to a database that has a tree.
    async fn tree(&self) -> Result<Reader, Error> {
        self.store.require_tree().await?;
        Ok(self.store.reader().await?)
    }

    /// A checkpoint that the own keys verify. One that they do not was not signed by this log, whatever the
    /// database says.
    pub async fn checkpoint(&self, wanted: Wanted) -> Result<Noted, Error> {
        let mut reader = self.tree().await?;
        let keys = self.log_keys.verifiers();
        if keys.is_empty() {
            return Err(Error::NoLogKey);
        }
        let stored = reader.checkpoints(wanted, LOOKED_AT_MAX).await?;
        let found = stored.into_iter().find_map(|signed| {
            let checkpoint = Checkpoint::verified(&signed.note, &keys).ok()?;
            (i64::try_from(checkpoint.size) == Ok(signed.size)).then_some((checkpoint, signed))
        });
        let Some((checkpoint, signed)) = found else {
            return Err(match wanted {
                Wanted::Newest | Wanted::Cosigned => Error::TreeNotReady,
                Wanted::OfSize(_) => invalid(
                    "size",
                    "is that of no checkpoint that is kept and that a key of this server verifies",
                ),
            });
        };
        let (text, mut note) = (checkpoint.text(), signed.note.clone());
        for line in reader.cosignatures(signed.size).await? {
            match signer_of(&line, &text, self.log_keys.witnesses()) {
                // The key of that witness was removed.
                Ok(_) | Err(NoteError::Unsigned(_)) => note.push_str(&line),
                Err(_) => tracing::warn!(
                    size = signed.size,
                    "a stored cosignature is not one of its checkpoint"
                ),
            }
        }
        Ok(Noted {
            checkpoint,
            note,
            signed,
        })
    }

    /// Adds the cosignature of a witness to the checkpoint of a size.
    pub async fn cosign(&self, size: i64, line: &str) -> Result<Noted, Error> {
        let noted = self.checkpoint(Wanted::OfSize(size)).await?;
        let text = noted.checkpoint.text();
        let line = line.trim_end_matches('\n');
        let witness = signer_of(line, &text, self.log_keys.witnesses());
        let witness = witness.map_err(|error| invalid("signature", &error.to_string()))?;
        let latest = u64::try_from(now().timestamp()).unwrap_or_default() + AHEAD_MAX;
        if cosign_time(line).is_none_or(|time| time > latest) {
            let what = "has a time that is more than five minutes ahead of this server's";
            return Err(invalid("signature", what));
        }
        let line = format!("{line}\n");
        self.store
            .add_cosignature(size, &witness.full_name(), &line)
            .await?;
        self.checkpoint(Wanted::OfSize(size)).await
    }

    /// What proves that a change is in the log. `size` is that of the tree; `None` is as large as it is.
    pub async fn inclusion(&self, of: ProofOf, size: Option<u64>) -> Result<Inclusion, Error> {
        let mut reader = self.tree().await?;
        let not_found = || match of {
            ProofOf::Position(_) => invalid("position", "is that of no change"),
            ProofOf::Revision(name, 0) => Error::NotFound(vec![name]),
            ProofOf::Revision(name, revision) => Error::NoRevision(name, revision),
        };
        let key = match of {
            ProofOf::Position(Position {
                epoch, xid, seq, ..
            }) => Some(LoggedKey { epoch, xid, seq }),
            ProofOf::Revision(name, revision) => reader.logged_key(name, revision).await?,
        };
        let proved = match reader.proved(key.ok_or_else(not_found)?).await? {
            Sought::Missing => return Err(not_found()),
            Sought::WithoutLeaf => return Err(Error::TreeNotReady),
            Sought::Found(proved) => *proved,
        };
        let size = tree_size(&mut reader, size).await?;
        let index = u64::try_from(proved.leaf.index).unwrap_or_default();
        if index >= size {
            let what = format!("is too small: the change is in the leaf {index}");
            return Err(invalid("tree_size", &what));
        }
        let mut spans = merkle::inclusion(index, size);
        spans.push(Span {
            start: 0,
            end: size,
        });
        let mut path = hashes(&mut reader, &spans).await?;
        let root = path.pop().unwrap_or_default();
        let records = proved.records.iter().map(|it| leaf_hash(it.as_bytes()));
        let records: Vec<Hash> = records.collect();
        Ok(Inclusion {
            record_path: merkle::path(proved.index, &records),
            proved,
            size,
            root,
            path,
        })
    }

    /// What proves that a tree is the beginning of a larger one, and the size of that.
    pub async fn consistency(
        &self,
        old: u64,
        size: Option<u64>,
    ) -> Result<(u64, Vec<Hash>), Error> {
        let mut reader = self.tree().await?;
        let size = tree_size(&mut reader, size).await?;
        if old > size {
            let what = format!("is larger than the tree, which has {size} leaves");
            return Err(invalid("old_size", &what));
        }
        let proof = hashes(&mut reader, &merkle::consistency(old, size)).await?;
        Ok((size, proof))
    }

    /// A tile of the tree.
    pub async fn tile(&self, tile: TilePath) -> Result<Vec<u8>, Error> {
        let mut reader = self.tree().await?;
        let start = i64::try_from(tile.index).unwrap_or(i64::MAX);
        let start = start.saturating_mul(TILE_WIDTH);
        let end = start.saturating_add(i64::try_from(tile.width).unwrap_or_default());
        // A row that does not belong to the tree is in none of its tiles.
        let size = i64::try_from(reader.tree_size().await?).unwrap_or(i64::MAX);
        let level = match tile.of {
            TileOf::Hashes(level) => level,
            TileOf::Entries => 0,
        };
        let end = end.min(size >> (TILE_LEVELS * u32::from(level.unsigned_abs())));
        let (count, data) = match tile.of {
            TileOf::Hashes(level) => {
                let hashes = reader.tile_hashes(level, start, end).await?;
                (hashes.len(), hashes.concat())
            }
            TileOf::Entries => {
                let entries = reader.tile_entries(start, end).await?;
                (entries.len(), bundle(&entries))
            }
        };
        match u64::try_from(count) == Ok(tile.width) {
            true => Ok(data),
            false => Err(invalid(
                "path",
                "is that of a tile which the tree does not have yet",
            )),
        }
    }
}

/// Entries, each after its length in two bytes.
fn bundle(entries: &[String]) -> Vec<u8> {
    let mut bundle = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).unwrap_or(u16::MAX);
        bundle.extend(length.to_be_bytes());
        bundle.extend(entry.bytes());
    }
    bundle
}

async fn tree_size(reader: &mut Reader, wanted: Option<u64>) -> Result<u64, Error> {
    let size = reader.tree_size().await?;
    match wanted {
        Some(wanted) if wanted > size => {
            let what = format!("is larger than the tree, which has {size} leaves");
            Err(invalid("tree_size", &what))
        }
        wanted => Ok(wanted.unwrap_or(size)),
    }
}

async fn hashes(reader: &mut Reader, spans: &[Span]) -> Result<Vec<Hash>, Error> {
    let hashes = reader.tree_hashes(spans).await?;
    hashes.ok_or_else(|| Error::Internal("the tree over the log has a gap".into()))
}

fn invalid(field: &str, description: &str) -> Error {
    Error::Invalid(vec![Violation::new(field, description)])
}
