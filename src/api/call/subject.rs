//! What a call that changes something is about. It is known once the call was read.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is known of a call that changes something.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subject {
    /// The IP address that the connection came from.
    pub(crate) peer: String,
    /// Who makes the change.
    pub(crate) actor: String,
    /// The resource that the request names, or that was written.
    pub(crate) resource_name: String,
    /// Why a confidential source is to be revealed.
    pub(crate) justification: String,
    /// Whether nothing is to be stored.
    pub(crate) is_dry_run: bool,
    /// Whether the audit log has it already, if it succeeds.
    pub(crate) is_recorded: bool,
}

/// A subject that is filled in while the call is made. Copies share it.
#[derive(Clone, Debug)]
pub(super) struct Noted(Arc<Mutex<Subject>>);

impl Noted {
    /// Only where the call came from is known.
    pub fn from(peer: String) -> Self {
        let subject = Subject {
            peer,
            ..Subject::default()
        };
        Self(Arc::new(Mutex::new(subject)))
    }

    /// What is known so far.
    pub fn get(&self) -> Subject {
        self.lock().clone()
    }

    /// Takes note of more.
    pub fn change(&self, change: impl FnOnce(&mut Subject)) {
        change(&mut self.lock());
    }

    fn lock(&self) -> MutexGuard<'_, Subject> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
