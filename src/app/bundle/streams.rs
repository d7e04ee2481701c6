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
    imported_bytes: Arc<AtomicUsize>,
    exported_bytes: Arc<AtomicUsize>,
    shutdown: watch::Sender<bool>,
}

impl Streams {
    pub(crate) fn new() -> Self {
        Self {
            imports: Arc::new(Semaphore::new(IMPORTS_MAX)),
            exports: Arc::new(Semaphore::new(EXPORTS_MAX)),
            imported_bytes: Arc::default(),
            exported_bytes: Arc::default(),
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
    pub(super) fn imported_bytes(&self) -> usize {
        self.imported_bytes.load(Ordering::Relaxed)
    }

    /// The number of bytes of bundles that wait to be taken.
    pub(super) fn exported_bytes(&self) -> usize {
        self.exported_bytes.load(Ordering::Relaxed)
    }

    /// Counts bytes of bundles that wait to be stored.
    pub(super) fn import_space(&self, bytes: usize, permits: OwnedSemaphorePermit) -> Space {
        Space::take(&self.imported_bytes, bytes, permits)
    }

    /// Counts bytes of bundles that wait to be taken.
    pub(super) fn export_space(&self, bytes: usize, permits: OwnedSemaphorePermit) -> Space {
        Space::take(&self.exported_bytes, bytes, permits)
    }
}

/// The space that a bundle takes while it waits. It is released on drop.
#[derive(Debug)]
pub struct Space {
    counted: Arc<AtomicUsize>,
    bytes: usize,
    _permits: OwnedSemaphorePermit,
}

impl Space {
    fn take(counted: &Arc<AtomicUsize>, bytes: usize, permits: OwnedSemaphorePermit) -> Self {
        counted.fetch_add(bytes, Ordering::Relaxed);
        Self {
            counted: Arc::clone(counted),
            bytes,
            _permits: permits,
        }
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        self.counted.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}
