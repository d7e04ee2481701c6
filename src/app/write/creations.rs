//! Creations that wait to share a transaction.

pub(super) mod queue;

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, oneshot};

use self::queue::{Bounds, Queue, Worker};
use super::{call::CallContext, new::New};
use crate::{
    app::Error,
    store::write::{LockSet, Written},
    telemetry::span::Origin,
};

const BOUNDS: Bounds = Bounds {
    // The fewer there are, the more creations share each transaction: with two, a creation
    // took a third more CPU.
    workers: 1,
    items: 64,
    locks: 1_000,
};

/// The creations that wait. Each has one of the bounded permits for writes.
#[derive(Clone, Debug)]
pub(crate) struct Creations(Arc<Queue<Waiting>>);

/// A creation that waits.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) context: CallContext,
    pub(super) new: New,
    /// All that it needs before anything is read.
    pub(super) locks: LockSet,
    pub(super) permit: OwnedSemaphorePermit,
    pub(super) answer: oneshot::Sender<Result<Written, Error>>,
    pub(super) origin: Origin,
}

impl Creations {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Queue::new(BOUNDS)))
    }

    /// Adds a creation. Returns a worker if there can be one more.
    pub(super) fn push(&self, waiting: Waiting) -> Option<Worker<Waiting>> {
        let locks = waiting.locks.clone();
        self.0.push(waiting, locks)
    }
}

impl Waiting {
    /// Whether its caller is gone.
    pub(super) fn is_abandoned(&self) -> bool {
        self.answer.is_closed()
    }

    /// Answers it.
    pub(super) fn end(self, result: Result<Written, Error>) {
        drop(self.permit);
        // A caller that is gone needs no answer.
        let _ = self.answer.send(result);
    }
}
