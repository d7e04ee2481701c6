//! What a request does: load, decide, write, commit.
//!
//! Transactions begin and end here and nowhere else. A mutation is a value that
//! decides, from what it reads, what to write; [`write`] runs it with its locks.

mod appearance;
pub mod bundle;
mod chain;
pub mod change;
pub mod conflict;
pub mod create;
pub mod delete;
pub mod erase;
mod error;
pub mod feed;
pub mod housekeeping;
pub mod merge;
mod moment;
pub mod reach;
pub mod read;
mod reanchor;
pub mod retract;
pub mod trace;
pub mod update;
pub mod watch;
mod write;

pub use error::{Error, causes};
pub use write::Asked;

use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};

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
