//! The feed: what the reader of the log hands to all watches, and what they share with it.
//!
//! [`super::feed_reader`] reads each batch of commits once and puts it in here.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{Notify, Semaphore, SemaphorePermit, broadcast, watch};

use super::shared_change::SharedChange;
use crate::{app::Error, store::log::position::Position};

/// Batches kept for a watch that is behind; one that is further behind reads the log.
const BATCHES_MAX: usize = 16;

/// Watches that read the log for themselves at once: the others wait, and calls have
/// connections left.
const READS_MAX: usize = 4;

/// The most watches at once.
const WATCHES_MAX: usize = 1_000;

/// Commits that stand behind one another in the log.
#[derive(Debug)]
pub struct Batch {
    /// Behind which position they begin.
    pub after: Position,
    /// Up to which position nothing else stands.
    pub through: Position,
    /// The changes, each commit whole.
    pub changes: Vec<Arc<SharedChange>>,
}

/// What watches and the reader share.
#[derive(Debug)]
pub(crate) struct Feed {
    batches: broadcast::Sender<Arc<Batch>>,
    /// Rings at each write of this server, and when somebody begins to watch.
    wake: Notify,
    watches: Arc<Semaphore>,
    reads: Semaphore,
    waiting_bytes: AtomicUsize,
    ending: watch::Sender<bool>,
}

impl Feed {
    pub(crate) fn new() -> Self {
        Self {
            batches: broadcast::Sender::new(BATCHES_MAX),
            wake: Notify::new(),
            watches: Arc::new(Semaphore::new(WATCHES_MAX)),
            reads: Semaphore::new(READS_MAX),
            waiting_bytes: AtomicUsize::new(0),
            ending: watch::Sender::new(false),
        }
    }

    /// Tells the reader that something was written.
    pub(crate) fn notify(&self) {
        self.wake.notify_one();
    }

    /// Waits for the next such notice, or takes one that came meanwhile.
    pub(super) async fn notified(&self) {
        self.wake.notified().await;
    }

    /// Whether anybody watches.
    pub(super) fn is_watched(&self) -> bool {
        self.batches.receiver_count() > 0
    }

    /// Hands a batch to all who watch.
    pub(super) fn send(&self, batch: Batch) {
        // Everyone may have gone meanwhile.
        let _ = self.batches.send(Arc::new(batch));
    }

    /// Joins those who get each batch.
    pub(crate) fn join(&self) -> broadcast::Receiver<Arc<Batch>> {
        let batches = self.batches.subscribe();
        self.notify();
        batches
    }

    /// The watch_permit that a watch needs for as long as it lasts.
    pub(crate) fn watch_permit(&self) -> Result<tokio::sync::OwnedSemaphorePermit, Error> {
        let watch_permit = self.watches.clone().try_acquire_owned();
        watch_permit.map_err(|_| Error::Overloaded)
    }

    /// A read_permit to read the log.
    pub(crate) async fn read_permit(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.reads.acquire().await.ok()
    }

    /// Counts bytes that wait for their readers.
    pub(crate) fn add_waiting_bytes(&self, bytes: usize) {
        self.waiting_bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Takes bytes off that count.
    pub(crate) fn remove_waiting_bytes(&self, bytes: usize) {
        self.waiting_bytes.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// How many bytes wait for their readers.
    pub(crate) fn waiting_bytes(&self) -> usize {
        self.waiting_bytes.load(Ordering::Relaxed)
    }

    /// Whether the server ends.
    pub(crate) fn ending(&self) -> watch::Receiver<bool> {
        self.ending.subscribe()
    }

    /// Ends all watches.
    pub(crate) fn end(&self) {
        self.ending.send_replace(true);
    }
}
