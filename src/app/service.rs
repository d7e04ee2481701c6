//! The service: what all requests share.

use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};

use super::watch::feed::Feed;
use crate::store::Store;

/// The service, behind whatever speaks to callers.
#[derive(Clone, Debug)]
pub struct App {
    pub(super) store: Store,
    pub(super) writes: Arc<Semaphore>,
    /// Rings when a retraction or a merge was recorded or taken back.
    pub(super) retracted: Arc<Notify>,
    pub(super) feed: Arc<Feed>,
}

/// The most writes at once, those included whose callers have gone.
const WRITES_MAX: usize = 500;

impl App {
    /// The service over a store.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            writes: Arc::new(Semaphore::new(WRITES_MAX)),
            retracted: Arc::new(Notify::new()),
            feed: Arc::new(Feed::new()),
        }
    }

    /// The store below, for whoever asks after its health.
    pub const fn store(&self) -> &Store {
        &self.store
    }
}
