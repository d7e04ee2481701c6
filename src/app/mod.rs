//! What a request does: load, decide, write, commit.
//!
//! Transactions begin and end here and nowhere else. A mutation is a value that
//! decides, from what it reads, what to write; [`write`] runs it with its locks.

pub mod bundle;
mod error;
pub mod read;
pub mod upkeep;
pub mod watch;
pub mod write;

pub use self::{
    error::{Error, causes},
    write::run::CallContext,
};

use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};

use self::watch::feed;
use crate::store::Store;

/// The service, behind whatever speaks to callers.
#[derive(Clone, Debug)]
pub struct App {
    store: Store,
    writes: Arc<Semaphore>,
    /// Rings when a retraction or a merge was recorded or taken back.
    retracted: Arc<Notify>,
    feed: Arc<feed::Feed>,
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
            feed: Arc::new(feed::Feed::new()),
        }
    }

    /// The store below, for whoever asks after its health.
    pub const fn store(&self) -> &Store {
        &self.store
    }
}
