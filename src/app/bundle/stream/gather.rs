//! Gathers bundles that have arrived for one transaction, and plans it while earlier ones are
//! written.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, mpsc, watch},
    time::timeout,
};

use super::item::{End, Finished, Received};
use crate::{
    app::{App, write::plan::Plan},
    domain::resource::Bundle,
    store::write::{lock::LOCKS_MAX, transaction::CHANGES_MAX},
};

/// The most bundles in a transaction, and their bytes. A single bundle can have more bytes.
const BATCH_MAX: usize = 100;
const BATCH_BYTES_MAX: usize = 2 << 20;

/// How long a stream waits for the next bundle, and for a result to be taken.
pub(super) const IDLE_TIMEOUT: Duration = Duration::from_mins(5);

/// What is counted of the bundles of a transaction.
#[derive(Default)]
struct Load {
    bundles: usize,
    bytes: usize,
    changes: usize,
    locks: usize,
}

impl Load {
    /// Adds a bundle, as far as its load is known before it is matched.
    fn add(&mut self, received: &Received) {
        self.bundles += 1;
        self.bytes += received.bytes;
        if let Ok(bundle) = &received.bundle {
            let resources = bundle.resource_count();
            let identities = bundle.sources.iter();
            let identities = identities.map(|source| 1 + source.value.same_as.len());
            self.changes += resources + bundle.claims.len();
            self.locks += resources + identities.sum::<usize>() + ARTICLE_LOCKS;
        }
    }

    const fn fits(&self) -> bool {
        self.bundles <= BATCH_MAX
            && self.bytes <= BATCH_BYTES_MAX
            && self.changes <= CHANGES_MAX
            && self.locks <= LOCKS_MAX
    }
}

/// The locks on what identifies an article.
const ARTICLE_LOCKS: usize = 6;

/// Bundles that share a transaction.
pub(super) struct Part {
    pub(super) received: Vec<Received>,
    /// Those that are valid by themselves.
    pub(super) bundles: Arc<[Bundle]>,
    /// What is to be written of them, if it was planned.
    pub(super) plan: Option<Plan>,
    /// The permit for the plan.
    pub(super) planned: Option<OwnedSemaphorePermit>,
}

impl Part {
    pub(super) fn new(received: Vec<Received>) -> Self {
        let valid = received.iter().filter_map(|it| it.bundle.as_ref().ok());
        Self {
            bundles: valid.cloned().collect(),
            received,
            plan: None,
            planned: None,
        }
    }

    /// The size of what was received.
    pub(super) fn bytes(&self) -> usize {
        self.received.iter().map(|it| it.bytes).sum()
    }
}

/// Gathers the bundles of a stream.
pub(super) struct Gatherer {
    pub(super) app: App,
    pub(super) bundles: mpsc::Receiver<Received>,
    /// A bundle that did not fit into the last transaction.
    pub(super) held: Option<Received>,
    /// Whether each bundle is tried alone.
    pub(super) is_alone: bool,
    /// Where the results go. If nobody takes them, the import ends.
    pub(super) results: mpsc::Sender<Finished>,
    pub(super) shutdown: watch::Receiver<bool>,
}

impl Gatherer {
    /// Sends parts until the sender closes the stream, or it ends otherwise.
    pub(super) async fn run(mut self, parts: mpsc::Sender<Result<Part, End>>) {
        loop {
            let part = match self.next().await {
                Ok(Some(first)) => Ok(self.plan(first).await),
                Ok(None) => return,
                Err(end) => Err(end),
            };
            let is_end = part.is_err();
            if parts.send(part).await.is_err() || is_end {
                return;
            }
        }
    }

    async fn plan(&mut self, first: Received) -> Part {
        let mut part = Part::new(self.gather(first));
        if !part.bundles.is_empty()
            && let Some(planned) = self.app.streams.plan_permit(part.bytes())
        {
            part.planned = Some(planned);
            match self
                .app
                .plan_import(part.bundles.clone(), part.bytes())
                .await
            {
                Ok(plan) => part.plan = Some(plan),
                // The transaction meets the same error, or none any more.
                Err(error) => tracing::debug!(%error, "bundles are not planned"),
            }
        }
        part
    }

    /// Waits for the next bundle.
    async fn next(&mut self) -> Result<Option<Received>, End> {
        if self.held.is_some() {
            return Ok(self.held.take());
        }
        tokio::select! {
            biased;
            Ok(_) = self.shutdown.wait_for(|is_shutdown| *is_shutdown) => Err(End::Server),
            () = self.results.closed() => Err(End::Gone),
            next = timeout(IDLE_TIMEOUT, self.bundles.recv()) => next.map_err(|_| End::Idle),
        }
    }

    /// Adds what has arrived to the first bundle of a transaction, as far as it fits.
    fn gather(&mut self, first: Received) -> Vec<Received> {
        let mut load = Load::default();
        load.add(&first);
        let mut part = vec![first];
        while !self.is_alone
            && let Ok(next) = self.bundles.try_recv()
        {
            load.add(&next);
            if !load.fits() {
                self.held = Some(next);
                break;
            }
            part.push(next);
        }
        part
    }
}
