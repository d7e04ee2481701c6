//! What the streams of bundles of a server share: how many there may be, what they hold in
//! memory, and their end when the server shuts down.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::app::Error;

/// The maximum number of concurrent imports, and of exports.
const IMPORTS_MAX: usize = 16;
const EXPORTS_MAX: usize = 16;

/// What all streams of bundles share.
#[derive(Debug)]
pub(crate) struct Streams {
    imports: Arc<Semaphore>,
    exports: Arc<Semaphore>,
    waiting_bytes: AtomicUsize,
    shutdown: watch::Sender<bool>,
}

impl Streams {
    pub(crate) fn new() -> Self {
        Self {
            imports: Arc::new(Semaphore::new(IMPORTS_MAX)),
            exports: Arc::new(Semaphore::new(EXPORTS_MAX)),
            waiting_bytes: AtomicUsize::new(0),
            shutdown: watch::Sender::new(false),
        }
    }

    /// The permit that an import holds as long as it lasts.
    pub(super) fn import_permit(&self) -> Result<OwnedSemaphorePermit, Error> {
        let permit = self.imports.clone().try_acquire_owned();
        permit.map_err(|_| Error::Overloaded)
    }

    /// The permit that an export holds as long as it lasts.
    pub(super) fn export_permit(&self) -> Result<OwnedSemaphorePermit, Error> {
        let permit = self.exports.clone().try_acquire_owned();
        permit.map_err(|_| Error::Overloaded)
    }

    /// Whether the server is shutting down.
    pub(super) fn shutdown(&self) -> watch::Receiver<bool> {
        self.shutdown.subscribe()
    }

    /// Ends all streams.
    pub(super) fn end(&self) {
        self.shutdown.send_replace(true);
    }

    /// Whether no stream is open.
    pub(super) fn is_idle(&self) -> bool {
        self.imports.available_permits() == IMPORTS_MAX
            && self.exports.available_permits() == EXPORTS_MAX
    }

    /// The number of bytes of bundles that wait to be stored.
    pub(super) fn waiting_bytes(&self) -> usize {
        self.waiting_bytes.load(Ordering::Relaxed)
    }
}

/// The space that a bundle takes until it is stored. It is released on drop.
#[derive(Debug)]
pub struct Space {
    streams: Arc<Streams>,
    bytes: usize,
    _permits: OwnedSemaphorePermit,
}

impl Space {
    pub(super) fn take(streams: Arc<Streams>, bytes: usize, permits: OwnedSemaphorePermit) -> Self {
        streams.waiting_bytes.fetch_add(bytes, Ordering::Relaxed);
        Self {
            streams,
            bytes,
            _permits: permits,
        }
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        let waiting = &self.streams.waiting_bytes;
        waiting.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}
