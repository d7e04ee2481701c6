//! The feed: the batches of commits for all watches, and the limits that the watches share.
//!
//! [`super::feed_reader`] reads each batch of commits once and sends it here.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore, SemaphorePermit, broadcast, watch},
    time::timeout,
};

use super::shared_change::SharedChange;
use crate::{app::Error, store::log::Position};

/// The number of batches that are kept for a slow watch. One that falls further behind
/// reads the log by itself.
const BATCHES_MAX: usize = 16;

/// The number of watches that read the log by themselves at the same time. The others wait,
/// so connections are left for calls.
const READS_MAX: usize = 4;

/// The pages that watches have read by themselves and that are not yet taken, over all
/// watches. A page counts from before it is read until the last of it is taken.
const PAGES_MAX: usize = 12;

/// A watch ends if it has to wait longer for another page.
const PAGE_TIMEOUT: Duration = Duration::from_secs(30);

/// The maximum number of concurrent watches.
const WATCHES_MAX: usize = 1_000;

/// Consecutive commits of the log.
#[derive(Debug)]
pub struct Batch {
    /// The position after which the batch begins.
    pub after: Position,
    /// The position up to which the batch is complete.
    pub through: Position,
    /// The changes of whole commits.
    pub changes: Vec<Arc<SharedChange>>,
    /// Whether their documents were read.
    pub has_documents: bool,
}

/// A page that a watch reads by itself. It counts until this and all its clones are dropped.
pub(super) type PagePermit = Arc<OwnedSemaphorePermit>;

/// What all watches and the reader of the log share.
#[derive(Debug)]
pub(crate) struct Feed {
    batches: broadcast::Sender<Arc<Batch>>,
    /// Wakes the reader at each write of this server, and when a watch begins.
    wake: Notify,
    watches: Arc<Semaphore>,
    reads: Semaphore,
    pages: Arc<Semaphore>,
    waiting_bytes: AtomicUsize,
    shutdown: watch::Sender<bool>,
}

impl Feed {
    pub(crate) fn new() -> Self {
        Self {
            batches: broadcast::Sender::new(BATCHES_MAX),
            wake: Notify::new(),
            watches: Arc::new(Semaphore::new(WATCHES_MAX)),
            reads: Semaphore::new(READS_MAX),
            pages: Arc::new(Semaphore::new(PAGES_MAX)),
            waiting_bytes: AtomicUsize::new(0),
            shutdown: watch::Sender::new(false),
        }
    }

    /// Wakes the reader.
    pub(crate) fn notify(&self) {
        self.wake.notify_one();
    }

    /// Waits until the reader is woken. Returns at once if that happened since the last
    /// wait.
    pub(super) async fn notified(&self) {
        self.wake.notified().await;
    }

    /// Whether there is any watch.
    pub(super) fn is_watched(&self) -> bool {
        self.batches.receiver_count() > 0
    }

    /// Whether there is any watch of a client.
    pub(super) fn has_clients(&self) -> bool {
        self.clients() > 0
    }

    /// How many watches of clients there are.
    pub(crate) fn clients(&self) -> usize {
        WATCHES_MAX.saturating_sub(self.watches.available_permits())
    }

    /// Sends a batch to all watches.
    pub(super) fn send(&self, batch: Batch) {
        // There may be no watch any more.
        let _ = self.batches.send(Arc::new(batch));
    }

    /// Subscribes to the batches.
    pub(crate) fn join(&self) -> broadcast::Receiver<Arc<Batch>> {
        let batches = self.batches.subscribe();
        self.notify();
        batches
    }

    /// The permit that a watch holds as long as it lasts.
    pub(crate) fn watch_permit(&self) -> Result<OwnedSemaphorePermit, Error> {
        let watch_permit = self.watches.clone().try_acquire_owned();
        watch_permit.map_err(|_| Error::Overloaded)
    }

    /// Waits for the permit to read the log.
    pub(crate) async fn read_permit(&self) -> Option<SemaphorePermit<'_>> {
        // The semaphore is never closed.
        self.reads.acquire().await.ok()
    }

    /// Waits until another page can be read.
    pub(super) async fn page_permit(&self) -> Result<PagePermit, Error> {
        let permit = timeout(PAGE_TIMEOUT, self.pages.clone().acquire_owned()).await;
        let permit = permit.map_err(|_| Error::Overloaded)?;
        let permit = permit.map_err(|error| Error::Internal(Box::new(error)))?;
        Ok(Arc::new(permit))
    }

    /// Adds to the bytes that wait for their readers.
    pub(crate) fn add_waiting_bytes(&self, bytes: usize) {
        self.waiting_bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Subtracts from the bytes that wait for their readers.
    pub(crate) fn remove_waiting_bytes(&self, bytes: usize) {
        self.waiting_bytes.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// The number of bytes that wait for their readers.
    pub(crate) fn waiting_bytes(&self) -> usize {
        self.waiting_bytes.load(Ordering::Relaxed)
    }

    /// Whether the server is shutting down.
    pub(crate) fn shutdown(&self) -> watch::Receiver<bool> {
        self.shutdown.subscribe()
    }

    /// Ends all watches.
    pub(crate) fn end(&self) {
        self.shutdown.send_replace(true);
    }
}
