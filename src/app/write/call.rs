//! The call that a mutation belongs to.

use std::time::Instant;

use crate::{
    domain::access::Rights,
    store::{
        log::{Author, RequestKey},
        write::{Ending, LockSet, Lockable},
    },
};

/// The caller of a mutation, its request id, and whether it is a dry run.
#[derive(Clone, Debug)]
pub struct CallContext {
    /// The caller.
    pub actor: String,
    /// The request, if the caller gave it an id.
    pub request: Option<RequestKey>,
    /// Whether to commit or to roll back.
    pub ending: Ending,
    /// The size of the request, which says how long the work on it may take.
    pub bytes: usize,
    /// When the caller no longer waits.
    pub deadline: Option<Instant>,
    /// What the caller may do.
    pub rights: Rights,
}

impl CallContext {
    /// The lock on its request id.
    pub(super) fn locks(&self) -> LockSet {
        let mut locks = LockSet::new();
        if let Some(RequestKey {
            caller, method, id, ..
        }) = &self.request
        {
            let id = *id;
            locks.exclusive(Lockable::Request { caller, method, id });
        }
        locks
    }

    pub(super) fn author(&self) -> Author<'_> {
        Author {
            actor: &self.actor,
            request: self.request.as_ref(),
        }
    }
}
