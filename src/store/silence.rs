//! When a connection to the database last fell silent, or was found broken.
//!
//! What happened to one connection has often happened to all that were open then. So the
//! older ones are replaced when they are needed next, without asking each of them.

use std::sync::{Mutex, PoisonError};

use tokio::time::Instant;

/// When that was, if ever.
#[derive(Debug, Default)]
pub(super) struct Silence(Mutex<Option<Instant>>);

impl Silence {
    /// Notes that it is now.
    pub fn found(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Whether it was after a moment.
    pub fn is_after(&self, moment: Instant) -> bool {
        let found = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        found.is_some_and(|found| found > moment)
    }
}
