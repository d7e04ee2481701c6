//! Writes the index in a thread of its own, which stands back behind those that serve calls. The
//! threads that the index starts for itself do so, too.

use std::{
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
    sync::{Arc, OnceLock},
    thread::{self, available_parallelism},
};

use tokio::sync::{mpsc, oneshot};

use crate::{
    app::turns::{BACKGROUND, yield_to_others},
    domain::resource::Name,
    index::{
        claims::{
            ClaimWriter, Error, IndexedArticle, IndexedClaim, IndexedSource, Snapshot,
            in_directory, in_memory,
        },
        embeddings::{self, Embeddings, Encoder, OpenError},
    },
    store::log::Position,
};

/// The files are in a directory of this name inside of the given one. It is emptied when the
/// index is built anew.
const DIRECTORY: &str = "claimstore-index";

/// The most jobs that wait for the thread.
const JOBS_MAX: usize = 2;

/// What is done to the index.
pub(super) enum Entry {
    /// Adds a claim, or replaces it.
    Claim(Box<IndexedClaim>),
    /// Adds an article, or replaces it.
    Article(Box<IndexedArticle>),
    /// Adds a source, or replaces it.
    Source(Box<IndexedSource>),
    /// Removes what has the name.
    Remove(Name),
}

enum Job {
    Apply(Vec<Entry>),
    /// Adds entries of which the index has nothing.
    Fill(Vec<Entry>),
    /// Without a position, the index is not complete yet: after a crash it is built anew.
    Commit(Option<Position>),
    /// Leaves nothing of what was removed in the files.
    Compact,
    Clear,
}

type Reply = oneshot::Sender<Result<Arc<Snapshot>, Error>>;

/// The thread, and what it can be asked.
pub(super) struct Writing {
    jobs: mpsc::Sender<(Job, Reply)>,
    /// The position that the index reflected when it was opened.
    pub(super) stored: Option<Position>,
}

/// A job that was handed over.
pub(super) struct Done(oneshot::Receiver<Result<Arc<Snapshot>, Error>>);

impl Done {
    /// Waits until the job is done. Returns what is committed then.
    pub(super) async fn wait(self) -> Result<Arc<Snapshot>, Error> {
        let done = self.0.await;
        done.unwrap_or_else(|_| Err(Error::Unusable("its thread has ended".to_owned())))
    }
}

impl Writing {
    /// Opens the index in its place. What cannot be used there is emptied, and if `is_new`, so is
    /// what can.
    pub(super) async fn open(place: Place, is_new: bool) -> Result<Self, Error> {
        let (jobs, waiting) = mpsc::channel(JOBS_MAX);
        let (opened, opening) = oneshot::channel();
        let start = thread::Builder::new().name("search-index".to_owned());
        let started = start.spawn(move || {
            yield_to_others(BACKGROUND);
            match place.open_or_empty(is_new) {
                Ok(writer) => {
                    let position = writer.reader().snapshot().position().map(str::to_owned);
                    // If nobody waits for it, there will be no job either.
                    let _ = opened.send(Ok(position));
                    run(&place, writer, waiting);
                }
                Err(error) => {
                    let _ = opened.send(Err(error));
                }
            }
        });
        started.map_err(|error| Error::Unusable(error.to_string()))?;
        let gone = |_| Err(Error::Unusable("its thread has ended".to_owned()));
        let position = opening.await.unwrap_or_else(gone)?;
        Ok(Self {
            jobs,
            stored: position.and_then(|text| text.parse().ok()),
        })
    }

    /// Changes the index. That is seen after the next commit.
    pub(super) async fn apply(&self, entries: Vec<Entry>) -> Done {
        self.hand_over(Job::Apply(entries)).await
    }

    /// Adds entries of which the index has nothing. They must not be changed before the next
    /// commit.
    pub(super) async fn fill(&self, entries: Vec<Entry>) -> Done {
        self.hand_over(Job::Fill(entries)).await
    }

    /// Makes the changes visible. With a position, the index is complete up to it.
    pub(super) async fn commit(&self, position: Option<Position>) -> Done {
        self.hand_over(Job::Commit(position)).await
    }

    /// Leaves nothing of what was removed in the files.
    pub(super) async fn compact(&self) -> Done {
        self.hand_over(Job::Compact).await
    }

    /// Empties the index.
    pub(super) async fn clear(&self) -> Done {
        self.hand_over(Job::Clear).await
    }

    async fn hand_over(&self, job: Job) -> Done {
        let (reply, done) = oneshot::channel();
        // If the thread has ended, the receiver says so.
        let _ = self.jobs.send((job, reply)).await;
        Done(done)
    }
}

/// Does the jobs until one fails or nobody has any more.
fn run(place: &Place, mut writer: ClaimWriter, mut jobs: mpsc::Receiver<(Job, Reply)>) {
    while let Some((job, reply)) = jobs.blocking_recv() {
        let done = match job {
            Job::Apply(entries) => apply(&mut writer, entries),
            Job::Fill(entries) => fill(&mut writer, entries),
            Job::Commit(position) => {
                let position = position.map(|it| it.to_string());
                writer.commit(&position.unwrap_or_default())
            }
            Job::Compact => writer.compact(),
            Job::Clear => {
                drop(writer);
                match place.empty().and_then(|()| place.open()) {
                    Ok(empty) => {
                        writer = empty;
                        Ok(())
                    }
                    Err(error) => {
                        let _ = reply.send(Err(error));
                        return;
                    }
                }
            }
        };
        let has_failed = done.is_err();
        // The keeper may not wait for it any more.
        let _ = reply.send(done.map(|()| writer.reader().snapshot()));
        if has_failed {
            return;
        }
    }
}

fn apply(writer: &mut ClaimWriter, entries: Vec<Entry>) -> Result<(), Error> {
    for entry in entries {
        match entry {
            Entry::Claim(claim) => writer.put(*claim)?,
            Entry::Article(article) => writer.put_article(&article)?,
            Entry::Source(source) => writer.put_source(&source)?,
            Entry::Remove(Name::Article(article)) => writer.delete_article(article.uuid())?,
            Entry::Remove(Name::Source(source)) => writer.delete_source(source.uuid())?,
            Entry::Remove(name) => writer.delete(name.uuid())?,
        }
    }
    Ok(())
}

fn fill(writer: &mut ClaimWriter, entries: Vec<Entry>) -> Result<(), Error> {
    for entry in entries {
        match entry {
            Entry::Claim(claim) => writer.add_claim(&claim)?,
            Entry::Article(article) => writer.add_article(&article)?,
            Entry::Source(source) => writer.add_source(&source)?,
            // There is nothing to remove.
            Entry::Remove(_) => {}
        }
    }
    Ok(())
}

/// Where the index is: in a directory, or in memory. And the embeddings of its claims, which stay
/// when it is opened again.
#[derive(Clone)]
pub(super) struct Place {
    directory: Option<PathBuf>,
    encoder: Option<Encoder>,
    embeddings: Arc<OnceLock<Arc<Embeddings>>>,
}

impl Place {
    pub(super) fn new(directory: Option<PathBuf>, encoder: Option<Encoder>) -> Self {
        Self {
            directory,
            encoder,
            embeddings: Arc::default(),
        }
    }

    /// The embeddings, if there is an encoder and the index was opened.
    pub(super) fn embeddings(&self) -> Option<&Arc<Embeddings>> {
        self.embeddings.get()
    }

    fn open(&self) -> Result<ClaimWriter, Error> {
        let writer = match self.directory() {
            Some(directory) => in_directory(&directory)?,
            None => in_memory()?,
        };
        let Some(encoder) = &self.encoder else {
            // They would not follow the index any more.
            if let Err(error) = delete(self.embeddings_directory()) {
                tracing::warn!(%error, "embeddings without an encoder cannot be deleted");
            }
            return Ok(writer);
        };
        let embeddings = match self.embeddings.get() {
            Some(embeddings) => Arc::clone(embeddings),
            None => {
                // Its threads stand back as this one does.
                let cores = available_parallelism().map_or(1, usize::from);
                let opened = self.open_embeddings(encoder.with_threads(cores))?;
                Arc::clone(self.embeddings.get_or_init(|| Arc::new(opened)))
            }
        };
        writer.with_embeddings(embeddings)
    }

    fn open_embeddings(&self, encoder: Encoder) -> Result<Embeddings, Error> {
        let Some(directory) = &self.directory else {
            return Ok(Embeddings::in_memory(encoder));
        };
        match Embeddings::in_directory(encoder.clone(), directory) {
            Ok(opened) => Ok(opened),
            Err(OpenError::Busy) => Err(Error::Busy),
            Err(OpenError::Unusable(error)) => {
                tracing::warn!(%error, "embeddings are only in memory: their file cannot be used");
                Ok(Embeddings::in_memory(encoder))
            }
        }
    }

    /// Opens the index. If it cannot be used, or is to be new, it is emptied: all of it is in the
    /// store, too.
    fn open_or_empty(&self, is_new: bool) -> Result<ClaimWriter, Error> {
        if is_new {
            self.empty()?;
        }
        // Files that are damaged can make it panic.
        let opened = panic::catch_unwind(AssertUnwindSafe(|| self.open()));
        match opened.unwrap_or_else(|_| Err(Error::Unusable("it panicked".to_owned()))) {
            Err(Error::OtherLayout | Error::Unusable(_)) => {
                self.empty()?;
                self.open()
            }
            opened => opened,
        }
    }

    /// Deletes the files of the index, and leaves the embeddings.
    fn empty(&self) -> Result<(), Error> {
        delete(self.directory())
    }

    fn embeddings_directory(&self) -> Option<PathBuf> {
        self.directory
            .as_ref()
            .map(|it| it.join(embeddings::DIRECTORY))
    }

    fn directory(&self) -> Option<PathBuf> {
        self.directory.as_ref().map(|it| it.join(DIRECTORY))
    }
}

/// Deletes a directory, if it is there.
fn delete(directory: Option<PathBuf>) -> Result<(), Error> {
    match directory.map(std::fs::remove_dir_all) {
        Some(Err(error)) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::Unusable(error.to_string()))
        }
        _ => Ok(()),
    }
}
