//! What the streams of bundles of a server share: how many there may be, what they hold in
//! memory, and their end when the server shuts down.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::app::Error;

/// The maximum number of concurrent imports, and of exports.
const IMPORTS_MAX: usize = 8;
const EXPORTS_MAX: usize = 8;

/// The most bytes of bundles that all imports hold until they are stored, apart from one bundle of
/// each, that they write at the same time, and that they plan ahead. To write or plan them takes several times as much. A single
/// bundle can be larger, and is then alone.
const HELD_BYTES_MAX: usize = 8 << 20;
const WRITTEN_BYTES_MAX: usize = 4 << 20;
const PLANNED_BYTES_MAX: usize = 4 << 20;

/// They are counted in permits of this many bytes.
const PERMIT_BYTES: usize = 1 << 10;

/// What all streams of bundles share.
#[derive(Debug)]
pub(crate) struct Streams {
    imports: Arc<Semaphore>,
    exports: Arc<Semaphore>,
    held: Arc<Semaphore>,
    written: Arc<Semaphore>,
    planned: Arc<Semaphore>,
    imported_bytes: Arc<AtomicUsize>,
    exported_bytes: Arc<AtomicUsize>,
    shutdown: watch::Sender<bool>,
}

impl Streams {
    pub(crate) fn new() -> Self {
        Self {
            imports: Arc::new(Semaphore::new(IMPORTS_MAX)),
            exports: Arc::new(Semaphore::new(EXPORTS_MAX)),
            held: Arc::new(Semaphore::new(HELD_BYTES_MAX / PERMIT_BYTES)),
            written: Arc::new(Semaphore::new(WRITTEN_BYTES_MAX / PERMIT_BYTES)),
            planned: Arc::new(Semaphore::new(PLANNED_BYTES_MAX / PERMIT_BYTES)),
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

    /// Waits until bundles of this many bytes can be written. What is returned must not be held
    /// while a client is waited for.
    pub(super) async fn write_permit(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let permits = permits_for(bytes, WRITTEN_BYTES_MAX);
        // The semaphore is never closed.
        self.written.clone().acquire_many_owned(permits).await.ok()
    }

    /// The permit to plan bundles of this many bytes ahead, unless too much is planned.
    pub(super) fn plan_permit(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let permits = permits_for(bytes, PLANNED_BYTES_MAX);
        self.planned.clone().try_acquire_many_owned(permits).ok()
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
        self.imports() == 0 && self.exports() == 0
    }

    /// How many imports are open.
    pub(crate) fn imports(&self) -> usize {
        IMPORTS_MAX.saturating_sub(self.imports.available_permits())
    }

    /// How many exports are open.
    pub(crate) fn exports(&self) -> usize {
        EXPORTS_MAX.saturating_sub(self.exports.available_permits())
    }

    /// The number of bytes of bundles that wait to be stored.
    pub(super) fn imported_bytes(&self) -> usize {
        self.imported_bytes.load(Ordering::Relaxed)
    }

    /// The number of bytes of bundles that wait to be taken.
    pub(super) fn exported_bytes(&self) -> usize {
        self.exported_bytes.load(Ordering::Relaxed)
    }

    /// Waits until bundles of this many bytes can be held beside those of all imports.
    pub(super) async fn hold_permit(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let permits = permits_for(bytes, HELD_BYTES_MAX);
        // The semaphore is never closed.
        self.held.clone().acquire_many_owned(permits).await.ok()
    }

    /// Counts bytes of bundles that wait to be stored.
    pub(super) fn import_space(
        &self,
        bytes: usize,
        permits: OwnedSemaphorePermit,
        held: Option<OwnedSemaphorePermit>,
    ) -> Space {
        Space::take(&self.imported_bytes, bytes, permits, held)
    }

    /// Counts bytes of bundles that wait to be taken.
    pub(super) fn export_space(&self, bytes: usize, permits: OwnedSemaphorePermit) -> Space {
        Space::take(&self.exported_bytes, bytes, permits, None)
    }
}

fn permits_for(bytes: usize, most: usize) -> u32 {
    let permits = bytes.min(most).div_ceil(PERMIT_BYTES);
    u32::try_from(permits).unwrap_or(u32::MAX)
}

/// The space that a bundle takes while it waits. It is released on drop.
#[derive(Debug)]
pub struct Space {
    counted: Arc<AtomicUsize>,
    bytes: usize,
    _permits: OwnedSemaphorePermit,
    _held: Option<OwnedSemaphorePermit>,
}

impl Space {
    fn take(
        counted: &Arc<AtomicUsize>,
        bytes: usize,
        permits: OwnedSemaphorePermit,
        held: Option<OwnedSemaphorePermit>,
    ) -> Self {
        counted.fetch_add(bytes, Ordering::Relaxed);
        Self {
            counted: Arc::clone(counted),
            bytes,
            _permits: permits,
            _held: held,
        }
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        self.counted.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future as _,
        pin::pin,
        task::{Context, Waker},
    };

    use super::*;

    #[tokio::test]
    async fn what_all_imports_write_at_once_is_bounded_and_a_large_bundle_is_alone() {
        let streams = Streams::new();
        let small = streams.write_permit(1 << 20).await.unwrap();
        {
            let large = streams.write_permit(2 * WRITTEN_BYTES_MAX);
            let mut large = pin!(large);
            let mut waiting = Context::from_waker(Waker::noop());
            assert!(large.as_mut().poll(&mut waiting).is_pending());
            drop(small);
            let alone = large.await;
            assert!(alone.is_some());
            let next = pin!(streams.write_permit(1));
            assert!(next.poll(&mut waiting).is_pending());
        }
        assert!(streams.write_permit(1).await.is_some());
    }

    #[tokio::test]
    async fn what_all_imports_hold_is_bounded() {
        let streams = Streams::new();
        let held = streams.hold_permit(HELD_BYTES_MAX).await;
        {
            let next = pin!(streams.hold_permit(1));
            let mut waiting = Context::from_waker(Waker::noop());
            assert!(next.poll(&mut waiting).is_pending());
        }
        drop(held);
        assert!(streams.hold_permit(1).await.is_some());
    }

    #[test]
    fn bundles_are_planned_ahead_only_while_there_is_space() {
        let streams = Streams::new();
        let planned = streams.plan_permit(PLANNED_BYTES_MAX);
        assert!(planned.is_some() && streams.plan_permit(1).is_none());
        drop(planned);
        assert!(streams.plan_permit(1).is_some());
    }
}
