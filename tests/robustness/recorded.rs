//! The log as it was read while it grew.

use std::sync::{
    Mutex,
    atomic::{AtomicI64, Ordering},
};

use super::state::Entry;

#[derive(Debug, Default)]
pub struct Recorded {
    pub entries: Mutex<Vec<Entry>>,
    /// When it was read to its end last, in microseconds of the clock.
    pub complete_at: AtomicI64,
    pub kept_since: AtomicI64,
}

impl Recorded {
    /// Since when all states are kept, in microseconds.
    pub fn kept_since(&self) -> i64 {
        self.kept_since.load(Ordering::SeqCst)
    }
}
