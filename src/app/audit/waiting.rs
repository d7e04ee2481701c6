//! Entries of the audit log that are to be written.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use chrono::{SubsecRound as _, Utc};
use prometheus_client::metrics::counter::Counter;
use uuid::Uuid;

use super::refusals::Refusals;
use crate::{
    domain::{Timestamp, access::caller_of},
    store::audit::{AuditEntry, AuditOutcome},
};

/// The most entries that wait to be written.
pub const WAITING_MAX: usize = 10_000;

/// The entries that are written at once.
const WRITTEN_AT_ONCE: usize = 1_000;

/// Entries that are to be written.
#[derive(Debug, Default)]
pub struct Audit {
    waiting: Mutex<Waiting>,
    /// Held while entries are written, so that who waits for that waits for all.
    pub(super) writing: tokio::sync::Mutex<()>,
    lost: Counter,
}

#[derive(Debug, Default)]
struct Waiting {
    entries: Vec<AuditEntry>,
    refusals: Refusals,
}

impl Audit {
    /// Notes what became of a call. The id, the time and the caller of the entry are filled in.
    pub fn note(&self, entry: AuditEntry) {
        let entry = filled_in(entry);
        let mut waiting = self.waiting();
        let entries = match entry.outcome() {
            AuditOutcome::Refused => waiting.refusals.note(entry, Instant::now()),
            AuditOutcome::Succeeded | AuditOutcome::Failed => vec![entry],
        };
        self.keep(&mut waiting, entries);
    }

    /// How many entries were lost, because they could not be written.
    pub const fn lost(&self) -> &Counter {
        &self.lost
    }

    /// Keeps entries until they are written, as far as there is space for them.
    fn keep(&self, waiting: &mut Waiting, mut entries: Vec<AuditEntry>) {
        let space = WAITING_MAX.saturating_sub(waiting.entries.len());
        if let Some(lost) = entries.len().checked_sub(space).filter(|it| *it > 0) {
            self.lost.inc_by(lost as u64);
            entries.truncate(space);
        }
        waiting.entries.append(&mut entries);
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets refusals that are still gathered be written.
    pub(super) fn end_gathering(&self) {
        let mut waiting = self.waiting();
        let gathered = waiting.refusals.take();
        self.keep(&mut waiting, gathered);
    }

    /// Takes some of what waits, the oldest first.
    pub(super) fn take(&self) -> Vec<AuditEntry> {
        let mut waiting = self.waiting();
        let due = waiting.refusals.due(Instant::now());
        self.keep(&mut waiting, due);
        let count = waiting.entries.len().min(WRITTEN_AT_ONCE);
        waiting.entries.drain(..count).collect()
    }

    /// Puts back what could not be written.
    pub(super) fn put_back(&self, mut entries: Vec<AuditEntry>) {
        let mut waiting = self.waiting();
        let later = std::mem::take(&mut waiting.entries);
        std::mem::swap(&mut waiting.entries, &mut entries);
        self.keep(&mut waiting, later);
    }
}

/// The entry with its id, its time and its caller.
pub(super) fn filled_in(entry: AuditEntry) -> AuditEntry {
    AuditEntry {
        entry_id: Uuid::now_v7(),
        entry_time: now(),
        caller: caller_of(&entry.actor).to_owned(),
        count: 1,
        ..entry
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "an entry tells people when a call was answered; nothing is decided by it"
)]
fn now() -> Timestamp {
    Utc::now().trunc_subsecs(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(code: i16, method: &str) -> AuditEntry {
        AuditEntry {
            code,
            method: method.to_owned(),
            ..AuditEntry::default()
        }
    }

    #[test]
    fn what_cannot_be_written_waits_within_bounds_and_the_oldest_is_kept() {
        let audit = Audit::default();
        for number in 0..WAITING_MAX {
            audit.note(entry(0, &number.to_string()));
        }
        let taken = audit.take();
        assert_eq!(taken.len(), WRITTEN_AT_ONCE);
        assert_eq!(audit.lost().get(), 0);
        for _ in 0..2 * WRITTEN_AT_ONCE {
            audit.note(entry(0, "later"));
        }
        assert_eq!(audit.lost().get(), WRITTEN_AT_ONCE as u64);
        audit.put_back(taken);
        assert_eq!(audit.lost().get(), 2 * WRITTEN_AT_ONCE as u64);
        assert_eq!(audit.take()[0].method, "0");
    }

    #[test]
    fn refusals_that_repeat_are_one_entry_and_other_calls_are_one_each() {
        let audit = Audit::default();
        for _ in 0..3 {
            audit.note(entry(16, "read"));
            audit.note(entry(5, "write"));
        }
        let methods: Vec<String> = audit.take().into_iter().map(|it| it.method).collect();
        assert_eq!(methods, ["read", "write", "write", "write"]);
        assert_eq!(audit.waiting().refusals.take()[0].count, 2);
    }
}
