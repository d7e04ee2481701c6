//! Writing the index: one writer, whose changes are seen when they are committed.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tantivy::{
    DocSet, Index, IndexReader, IndexWriter, ReloadPolicy, TERMINATED, TantivyDocument,
    TantivyError,
    directory::{Directory, MmapDirectory, RamDirectory},
    index::SegmentComponent,
    indexer::{IndexWriterOptions, LogMergePolicy},
    postings::Postings,
    schema::{IndexRecordOption, Value},
    store::Compressor,
};
use uuid::Uuid;

use super::{
    counts::{Counts, gram_hash, term_hash},
    document::{IndexedArticle, IndexedClaim, IndexedSource, Kind},
    error::Error,
    queue::{Queue, Queued},
    schema::{self, Fields, LAYOUT},
    snapshot::{ClaimReader, Snapshot},
    tokens::{TOKENS, Tokens},
    totals::Segments,
    words::{self, ClaimTexts, Draft},
};
use crate::index::{analysis::KnownTerms, embeddings::Embeddings};

#[cfg(test)]
mod tests;

/// How many bytes of changes are held in memory before they are written.
const MEMORY_BYTES: usize = 16 << 20;

/// The share of deleted claims at which a segment is written anew without them.
const DELETED_SHARE: f32 = 0.2;

/// How many blocks of stored claims are kept at hand.
const BLOCKS_KEPT: usize = 200;

/// How often segments are merged to leave nothing of what was deleted, and the pause while they
/// are merged by themselves.
const MERGE_TRIES: usize = 400;
const MERGE_PAUSE: Duration = Duration::from_millis(50);

/// The files of a segment.
const COMPONENTS: [SegmentComponent; 7] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Terms,
    SegmentComponent::Store,
    SegmentComponent::Delete,
];

/// What is stored with each commit.
#[derive(Serialize, Deserialize)]
struct Payload {
    layout: u32,
    position: Option<String>,
}

/// Adds, replaces and deletes claims, articles and sources.
pub struct ClaimWriter {
    writer: IndexWriter<Queued>,
    queue: Queue,
    reader: IndexReader,
    fields: Fields,
    /// The counts with the changes since the last commit.
    counts: Counts,
    /// What is counted in the segments that are committed.
    segments: Segments,
    known: KnownTerms,
    /// The claims that changed since the last commit, as they are now.
    changed: HashMap<Uuid, Option<IndexedClaim>>,
    newest: ClaimReader,
    embeddings: Option<Arc<Embeddings>>,
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
    check_files(&index)?;
    index.tokenizers().register(TOKENS, Tokens::default());
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(MEMORY_BYTES)
        .build();
    let writer: IndexWriter<Queued> = index.writer_with_options(options)?;
    let mut merges = LogMergePolicy::default();
    merges.set_del_docs_ratio_before_merge(DELETED_SHARE);
    writer.set_merge_policy(Box::new(merges));
    // Tantivy numbers changes from the last commit on, and gives the first one the number of that.
    // A merge then takes it for done in segments that the commit has deleted from. So none gets it.
    writer.run([])?;
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
    let mut segments = Segments::default();
    let searcher = reader.searcher();
    let snapshot = Snapshot::new(searcher, fields, counts.clone(), position, &mut segments)?;
    Ok(ClaimWriter {
        writer,
        queue: Queue::default(),
        reader,
        fields,
        counts,
        segments,
        known: KnownTerms::default(),
        changed: HashMap::new(),
        newest: ClaimReader {
            newest: Arc::new(RwLock::new(Arc::new(snapshot))),
        },
        embeddings: None,
    })
}

/// Compares each file of the segments with its checksum. Some of what is damaged can be read, and
/// answers wrongly.
fn check_files(index: &Index) -> Result<(), Error> {
    let directory = index.directory();
    for segment in index.searchable_segment_metas()? {
        for component in COMPONENTS {
            let file = segment.relative_path(component.clone());
            let exists = directory.exists(&file).map_err(TantivyError::from)?;
            let is_whole = || directory.validate_checksum(&file);
            if exists && !is_whole().map_err(TantivyError::from)? {
                let file = file.display();
                return Err(Error::Unusable(format!("{file} is damaged")));
            }
        }
    }
    Ok(())
}

/// The counts of an index, from what it holds: of terms from its postings, of grams from the
/// stored texts.
fn counted(reader: &IndexReader, fields: &Fields) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    for segment in reader.searcher().segment_readers() {
        let index = segment.inverted_index(fields.text)?;
        let mut terms = index.terms().stream().map_err(Error::unreadable)?;
        while terms.advance() {
            let (hash, info) = (term_hash(terms.key()), terms.value());
            let mut times = info.doc_freq;
            // The postings say which of the claims are deleted, and how many terms they had.
            let option = IndexRecordOption::WithFreqs;
            let mut postings = index
                .read_postings_from_terminfo(info, option)
                .map_err(Error::unreadable)?;
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
    }
    for_each_claim(reader, fields, |claim| {
        counts.claims += 1;
        counts.add_language(&claim.language);
        count_grams(&mut counts, words::grams(&claim));
        Ok(())
    })?;
    counts.settle();
    Ok(counts)
}

/// Does something with each claim of an index.
fn for_each_claim(
    reader: &IndexReader,
    fields: &Fields,
    mut each: impl FnMut(IndexedClaim) -> Result<(), Error>,
) -> Result<(), Error> {
    for segment in reader.searcher().segment_readers() {
        let store = segment.get_store_reader(1).map_err(Error::unreadable)?;
        for document in store.iter::<TantivyDocument>(segment.alive_bitset()) {
            let document = document?;
            // Of articles and sources nothing is stored.
            let stored = document.get_first(fields.claim);
            let Some(bytes) = stored.as_ref().and_then(|it| it.as_bytes()) else {
                continue;
            };
            each(serde_json::from_slice(bytes)?)?;
        }
    }
    Ok(())
}

fn count_grams(counts: &mut Counts, grams: Vec<u32>) {
    counts.gram_total += grams.len() as u64;
    for gram in different(grams) {
        counts.grams.add(gram_hash(gram), 1);
    }
}

/// The hashes of the different terms of a claim, and how many terms there are.
fn different_terms(texts: &ClaimTexts<'_>) -> (Vec<u64>, u64) {
    let hashes = texts.terms().map(|term| term_hash(term.as_bytes()));
    let hashes: Vec<u64> = hashes.collect();
    let count = hashes.len() as u64;
    (different(hashes), count)
}

fn different<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
}

impl ClaimWriter {
    /// Lets embeddings follow the index: of all claims in it, and of those that will be.
    pub fn with_embeddings(mut self, embeddings: Arc<Embeddings>) -> Result<Self, Error> {
        embeddings.begin();
        for_each_claim(&self.reader, &self.fields, |claim| {
            embeddings.note(claim.id, &claim.statement);
            Ok(())
        })?;
        self.embeddings = Some(embeddings);
        Ok(self)
    }

    /// Hands out snapshots of what is committed.
    pub fn reader(&self) -> ClaimReader {
        self.newest.clone()
    }

    /// Adds a claim. If there is one with its id, it is replaced.
    pub fn put(&mut self, claim: IndexedClaim) -> Result<(), Error> {
        self.remove(claim.id)?;
        self.add_claim(&claim)?;
        self.changed.insert(claim.id, Some(claim));
        Ok(())
    }

    /// Adds a claim of which the index has nothing. It must not be changed before the next commit.
    pub fn add_claim(&mut self, claim: &IndexedClaim) -> Result<(), Error> {
        let texts = ClaimTexts::of(claim, &mut self.known);
        let (terms, count) = different_terms(&texts);
        for term in terms {
            self.counts.terms.add(term, 1);
        }
        self.counts.claims += 1;
        self.counts.add_language(&claim.language);
        self.counts.term_total += count;
        count_grams(&mut self.counts, words::grams(claim));
        if let Some(embeddings) = &self.embeddings {
            embeddings.note(claim.id, &claim.statement);
        }
        let draft = texts.draft(&self.fields, &mut self.known)?;
        self.add(draft)
    }

    /// Deletes a claim, if it is there.
    pub fn delete(&mut self, id: Uuid) -> Result<(), Error> {
        if let Some(embeddings) = &self.embeddings {
            embeddings.forget(id);
        }
        self.remove(id)
    }

    /// Removes a claim, which may be added again.
    fn remove(&mut self, id: Uuid) -> Result<(), Error> {
        let held = match self.changed.remove(&id) {
            Some(changed) => changed,
            None => self.newest.snapshot().claim(id)?,
        };
        if let Some(claim) = held {
            self.uncount(&claim);
            self.delete_document(Kind::Claim, id);
        }
        self.changed.insert(id, None);
        Ok(())
    }

    /// Adds an article. If there is one with its id, it is replaced.
    pub fn put_article(&mut self, article: &IndexedArticle) -> Result<(), Error> {
        self.delete_article(article.id)?;
        self.add_article(article)
    }

    /// Adds an article of which the index has nothing.
    pub fn add_article(&mut self, article: &IndexedArticle) -> Result<(), Error> {
        let draft = words::article(&self.fields, article, &mut self.known);
        self.add(draft)
    }

    /// Deletes an article, if it is there.
    pub fn delete_article(&mut self, id: Uuid) -> Result<(), Error> {
        self.delete_document(Kind::Article, id);
        Ok(())
    }

    /// Adds a source. If there is one with its id, it is replaced.
    pub fn put_source(&mut self, source: &IndexedSource) -> Result<(), Error> {
        self.delete_source(source.id)?;
        self.add_source(source)
    }

    /// Adds a source of which the index has nothing.
    pub fn add_source(&mut self, source: &IndexedSource) -> Result<(), Error> {
        let draft = words::source(&self.fields, source, &mut self.known);
        self.add(draft)
    }

    /// Deletes a source, if it is there.
    pub fn delete_source(&mut self, id: Uuid) -> Result<(), Error> {
        self.delete_document(Kind::Source, id);
        Ok(())
    }

    fn add(&mut self, draft: Draft) -> Result<(), Error> {
        let queued = self.queue.admit(draft.document, draft.bytes);
        self.writer.add_document(queued)?;
        Ok(())
    }

    fn delete_document(&mut self, kind: Kind, id: Uuid) {
        self.writer.delete_term(self.fields.id_term(kind, id));
    }

    fn uncount(&mut self, claim: &IndexedClaim) {
        let (terms, count) = different_terms(&ClaimTexts::of(claim, &mut self.known));
        for term in terms {
            self.counts.terms.remove(term);
        }
        self.counts.claims -= 1;
        self.counts.remove_language(&claim.language);
        self.counts.term_total -= count;
        let grams = words::grams(claim);
        self.counts.gram_total -= grams.len() as u64;
        for gram in different(grams) {
            self.counts.grams.remove(gram_hash(gram));
        }
    }

    /// Makes the changes visible, and stores them with the position in the log that they lead
    /// to: the empty one, if not all claims are added yet. After a crash the index is as of its last
    /// commit.
    pub fn commit(&mut self, position: &str) -> Result<(), Error> {
        if let Some(embeddings) = self.embeddings.as_ref().filter(|_| !position.is_empty()) {
            embeddings.sweep();
        }
        let payload = Payload {
            layout: LAYOUT,
            position: Some(position.to_owned()),
        };
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&serde_json::to_string(&payload)?);
        commit.commit()?;
        self.changed.clear();
        self.show(payload.position)
    }

    /// Writes what is committed anew without what was deleted, so that nothing of that is left in
    /// the files.
    #[expect(
        clippy::disallowed_methods,
        reason = "the index is written by a thread of its own"
    )]
    pub fn compact(&mut self) -> Result<(), Error> {
        for _ in 0..MERGE_TRIES {
            let searcher = self.reader.searcher();
            let segments = searcher.segment_readers().iter();
            let mut deleted = segments.filter(|segment| segment.num_deleted_docs() > 0);
            let Some(segment) = deleted.next().map(|segment| segment.segment_id()) else {
                break;
            };
            // It fails while the segment is merged with others, which drops what was deleted, too.
            if self.writer.merge(&[segment]).wait().is_err() {
                std::thread::sleep(MERGE_PAUSE);
            }
            self.reader.reload()?;
        }
        let searcher = self.reader.searcher();
        let mut segments = searcher.segment_readers().iter();
        if segments.any(|segment| segment.num_deleted_docs() > 0) {
            let why = "what was deleted cannot be merged away".to_owned();
            return Err(Error::Unusable(why));
        }
        self.writer.garbage_collect_files().wait()?;
        if let Some(embeddings) = &self.embeddings {
            embeddings.sync();
        }
        let position = self.newest.snapshot().position().map(str::to_owned);
        self.show(position)
    }

    /// Hands out what is committed.
    fn show(&mut self, position: Option<String>) -> Result<(), Error> {
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        self.counts.settle();
        let counts = self.counts.clone();
        let segments = &mut self.segments;
        let snapshot = Snapshot::new(searcher, self.fields, counts, position, segments)?;
        let newest = &self.newest.newest;
        *newest.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        Ok(())
    }
}
