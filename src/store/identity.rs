//! Which server the connections to a standby lead to.
//!
//! One address can lead to another server with the next connection: after a failover, or where a service
//! balances its connections. What is known of one server, such as how far it has replayed, says nothing
//! about another. So the connections to the one before are replaced, and who asked both can tell.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::silence::Silence;

/// The server that the last connection led to.
#[derive(Debug, Default)]
pub(super) struct Identity {
    server: Mutex<Option<String>>,
    changes: AtomicU64,
}

/// The moment at which a server was started tells it from all others.
pub(super) const SELECT: &str = "select pg_postmaster_start_time()::text";

impl Identity {
    /// Takes note of the server of a new connection. If it is another one, all connections that are
    /// older are replaced.
    pub fn note(&self, found: String, silence: &Silence) {
        let found = Some(found);
        let mut server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        if *server != found {
            *server = found;
            // First, so that whoever sees the change finds no older connection.
            silence.found();
            self.changes.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// How often it was another server.
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }
}
