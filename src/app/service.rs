//! The application: the state that all requests share.

use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};

use super::{
    audit::waiting::Audit,
    bundle::streams::Streams,
    metrics::Metrics,
    read::{loader::Loader, pages::Pages},
    search::search_index::SearchIndex,
    standbys::{Behind, Fresh, Standby, Standbys},
    turns::Turns,
    watch::feed::Feed,
    write::{creations::Creations, queue::Queues},
};
use crate::{proof::keys::Keys, store::Store, vault::Vault};

/// The application behind the gRPC layer.
#[derive(Clone, Debug)]
pub struct App {
    /// Where it reads from and writes to. If it only reads from a standby, that.
    pub(super) store: Store,
    /// The primary, if it reads from a standby.
    pub(super) behind: Option<Behind>,
    pub(super) standbys: Arc<Standbys>,
    pub(super) writes: Arc<Semaphore>,
    /// Notified when a retraction or a merge was recorded or revoked.
    pub(super) retracted: Arc<Notify>,
    pub(super) feed: Arc<Feed>,
    pub(super) loader: Loader,
    pub(super) creations: Creations,
    pub(super) queues: Queues,
    pub(super) streams: Arc<Streams>,
    pub(super) turns: Turns,
    pub(super) audit: Arc<Audit>,
    /// Encrypts what is confidential, if there are keys.
    pub(super) vault: Option<Vault>,
    /// Sign the tree over the log.
    pub(super) log_keys: Keys,
    pages: Pages,
    metrics: Metrics,
    search_index: Arc<SearchIndex>,
}

/// The maximum number of concurrent writes, including those whose callers have
/// disconnected.
const WRITES_MAX: usize = 500;

impl App {
    /// Creates the application over a store.
    ///
    /// # Panics
    ///
    /// Outside of a runtime, in which its tasks run.
    pub fn new(store: Store) -> Self {
        Self {
            loader: Loader::start(&store),
            store,
            behind: None,
            standbys: Arc::default(),
            creations: Creations::new(),
            queues: Queues::new(),
            writes: Arc::new(Semaphore::new(WRITES_MAX)),
            retracted: Arc::new(Notify::new()),
            feed: Arc::new(Feed::new()),
            streams: Arc::new(Streams::new()),
            turns: Turns::new(),
            audit: Arc::default(),
            vault: None,
            log_keys: Keys::default(),
            pages: Pages::default(),
            metrics: Metrics::default(),
            search_index: Arc::new(SearchIndex::new()),
        }
    }

    /// The same application, whose reads may go to standbys.
    #[must_use]
    pub fn with_standbys(mut self, standbys: Standbys) -> Self {
        self.standbys = Arc::new(standbys);
        self
    }

    /// The standbys that reads may go to.
    pub const fn standbys(&self) -> &Arc<Standbys> {
        &self.standbys
    }

    /// The same application, which reads from a standby.
    pub(super) fn on(&self, standby: &Standby, fresh: Fresh) -> Self {
        Self {
            store: standby.store.clone(),
            loader: standby.loader.clone(),
            behind: Some(Behind {
                primary: self.store.clone(),
                fresh_time: fresh.time,
            }),
            ..self.clone()
        }
    }

    /// Where long work of calls runs.
    pub const fn turns(&self) -> &Turns {
        &self.turns
    }

    /// The pages of changes that are made.
    pub const fn pages(&self) -> &Pages {
        &self.pages
    }

    /// What can be searched.
    pub fn search_index(&self) -> &SearchIndex {
        &self.search_index
    }

    /// What tasks in the background measure.
    pub const fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The store, for health checks.
    pub const fn store(&self) -> &Store {
        &self.store
    }
}
