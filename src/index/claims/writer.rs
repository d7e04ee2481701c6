//! Writing the index: one writer, whose changes are seen when they are committed.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use serde::{Deserialize, Serialize};
use tantivy::{
    DocSet, Index, IndexReader, IndexWriter, ReloadPolicy, TERMINATED, TantivyDocument,
    directory::{Directory, MmapDirectory, RamDirectory},
    indexer::{IndexWriterOptions, LogMergePolicy},
    postings::Postings,
    schema::{IndexRecordOption, Value},
    store::Compressor,
};
use uuid::Uuid;

use super::{
    counts::{Counts, gram_hash, term_hash},
    document::IndexedClaim,
    error::Error,
    schema::{self, Fields, LAYOUT},
    snapshot::{ClaimReader, Snapshot},
};

/// How many bytes of changes are held in memory before they are written.
const MEMORY_BYTES: usize = 64 << 20;

/// The share of deleted claims at which a segment is written anew without them.
const DELETED_SHARE: f32 = 0.2;

/// How many blocks of stored claims are kept at hand.
const BLOCKS_KEPT: usize = 200;

/// What is stored with each commit.
#[derive(Serialize, Deserialize)]
struct Payload {
    layout: u32,
    position: Option<String>,
}

/// Adds, replaces and deletes claims.
pub struct ClaimWriter {
    writer: IndexWriter,
    reader: IndexReader,
    fields: Fields,
    /// The counts with the changes since the last commit.
    counts: Counts,
    /// The claims that changed since the last commit, as they are now.
    changed: HashMap<Uuid, Option<IndexedClaim>>,
    newest: ClaimReader,
}

/// An empty index in memory.
pub fn in_memory() -> Result<ClaimWriter, Error> {
    open(RamDirectory::create())
}

/// The index in a directory, which is created if it is empty. Another layout is an error, and so
/// are damaged files: the caller then empties the directory and builds the index anew.
pub fn in_directory(path: &Path) -> Result<ClaimWriter, Error> {
    let unusable = |error: &dyn std::fmt::Display| Error::Unusable(error.to_string());
    std::fs::create_dir_all(path).map_err(|error| unusable(&error))?;
    open(MmapDirectory::open(path).map_err(|error| unusable(&error))?)
}

fn open(directory: impl Into<Box<dyn Directory>>) -> Result<ClaimWriter, Error> {
    let (schema, fields) = schema::schema();
    let settings = tantivy::IndexSettings {
        docstore_compression: Compressor::None,
        ..Default::default()
    };
    let index = Index::builder().schema(schema).settings(settings);
    let index = index.open_or_create(directory)?;
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(MEMORY_BYTES)
        .build();
    let writer = index.writer_with_options(options)?;
    let mut merges = LogMergePolicy::default();
    merges.set_del_docs_ratio_before_merge(DELETED_SHARE);
    writer.set_merge_policy(Box::new(merges));
    let position = match index.load_metas()?.payload {
        Some(payload) => {
            let stored: Payload = serde_json::from_str(&payload)?;
            if stored.layout != LAYOUT {
                return Err(Error::OtherLayout);
            }
            stored.position
        }
        None => None,
    };
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .doc_store_cache_num_blocks(BLOCKS_KEPT)
        .try_into()?;
    let counts = counted(&reader, &fields)?;
    let snapshot = Snapshot {
        searcher: reader.searcher(),
        fields,
        counts: counts.clone(),
        position,
    };
    Ok(ClaimWriter {
        writer,
        reader,
        fields,
        counts,
        changed: HashMap::new(),
        newest: ClaimReader {
            newest: Arc::new(RwLock::new(Arc::new(snapshot))),
        },
    })
}

/// The counts of an index, from what it holds: of terms from its postings, of grams from the
/// stored texts.
fn counted(reader: &IndexReader, fields: &Fields) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    for segment in reader.searcher().segment_readers() {
        let index = segment.inverted_index(fields.text)?;
        let mut terms = index.terms().stream().map_err(unreadable)?;
        while terms.advance() {
            let (hash, info) = (term_hash(terms.key()), terms.value());
            let mut times = info.doc_freq;
            // The postings say which of the claims are deleted, and how many terms they had.
            let option = IndexRecordOption::WithFreqs;
            let mut postings = index
                .read_postings_from_terminfo(info, option)
                .map_err(unreadable)?;
            while postings.doc() != TERMINATED {
                match segment.is_deleted(postings.doc()) {
                    true => times -= 1,
                    false => counts.term_total += u64::from(postings.term_freq()),
                }
                postings.advance();
            }
            if times > 0 {
                counts.terms.add(hash, times);
            }
        }
        let store = segment.get_store_reader(1).map_err(unreadable)?;
        for document in store.iter::<TantivyDocument>(segment.alive_bitset()) {
            let document = document?;
            let stored = document.get_first(fields.claim);
            let bytes = stored.as_ref().and_then(|it| it.as_bytes());
            let claim: IndexedClaim = serde_json::from_slice(bytes.unwrap_or_default())?;
            counts.claims += 1;
            count_grams(&mut counts, &schema::grams(&claim));
        }
    }
    Ok(counts)
}

fn count_grams(counts: &mut Counts, grams: &[u32]) {
    counts.gram_total += grams.len() as u64;
    let different: HashSet<u32> = grams.iter().copied().collect();
    for gram in different {
        counts.grams.add(gram_hash(gram), 1);
    }
}

fn unreadable(error: std::io::Error) -> Error {
    Error::Unusable(error.to_string())
}

impl ClaimWriter {
    /// Hands out snapshots of what is committed.
    pub fn reader(&self) -> ClaimReader {
        self.newest.clone()
    }

    /// Adds a claim. If there is one with its id, it is replaced.
    pub fn put(&mut self, claim: IndexedClaim) -> Result<(), Error> {
        self.delete(claim.id)?;
        let terms = schema::terms(&claim);
        let hashes: HashSet<u64> = terms
            .iter()
            .map(|it| term_hash(it.text.as_bytes()))
            .collect();
        for hash in hashes {
            self.counts.terms.add(hash, 1);
        }
        self.counts.claims += 1;
        self.counts.term_total += terms.len() as u64;
        count_grams(&mut self.counts, &schema::grams(&claim));
        let document = schema::document(&self.fields, &claim, terms)?;
        self.writer.add_document(document)?;
        self.changed.insert(claim.id, Some(claim));
        Ok(())
    }

    /// Deletes a claim, if it is there.
    pub fn delete(&mut self, id: Uuid) -> Result<(), Error> {
        let held = match self.changed.remove(&id) {
            Some(changed) => changed,
            None => self.newest.snapshot().claim(id)?,
        };
        if let Some(claim) = held {
            self.uncount(&claim);
            self.writer.delete_term(schema::id_term(&self.fields, id));
        }
        self.changed.insert(id, None);
        Ok(())
    }

    fn uncount(&mut self, claim: &IndexedClaim) {
        let terms = schema::terms(claim);
        let hashes: HashSet<u64> = terms
            .iter()
            .map(|it| term_hash(it.text.as_bytes()))
            .collect();
        for hash in hashes {
            self.counts.terms.remove(hash);
        }
        let grams = schema::grams(claim);
        let different: HashSet<u32> = grams.iter().copied().collect();
        for gram in different {
            self.counts.grams.remove(gram_hash(gram));
        }
        self.counts.claims -= 1;
        self.counts.term_total -= terms.len() as u64;
        self.counts.gram_total -= grams.len() as u64;
    }

    /// Makes the changes visible, and stores them with the position in the log that they lead
    /// to. After a crash the index is as of its last commit.
    pub fn commit(&mut self, position: &str) -> Result<(), Error> {
        let payload = Payload {
            layout: LAYOUT,
            position: Some(position.to_owned()),
        };
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&serde_json::to_string(&payload)?);
        commit.commit()?;
        self.reader.reload()?;
        self.changed.clear();
        let snapshot = Snapshot {
            searcher: self.reader.searcher(),
            fields: self.fields,
            counts: self.counts.clone(),
            position: payload.position,
        };
        let newest = &self.newest.newest;
        *newest.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        Ok(())
    }
}
