//! Entries of the audit log that are to be written.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use chrono::{SubsecRound as _, Utc};
use prometheus_client::metrics::counter::Counter;
use uuid::Uuid;

use super::repeats::Repeats;
use crate::{
    domain::{Timestamp, access::caller_of},
    store::audit::{AuditEntry, AuditOutcome},
};

/// The most entries that wait to be written.
pub const WAITING_MAX: usize = 10_000;

/// The most bytes of the texts of an entry, more than what is noted has.
const ACTOR_MAX: usize = 400;
const NAME_MAX: usize = 200;
const JUSTIFICATION_MAX: usize = 4_000;

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
    repeats: Repeats,
}

impl Audit {
    /// Notes what became of a call. The id, the time and the caller of the entry are filled in.
    pub fn note(&self, entry: AuditEntry) {
        let entry = filled_in(entry);
        let mut waiting = self.waiting();
        let entries = match entry.outcome() {
            AuditOutcome::Refused | AuditOutcome::Failed => {
                waiting.repeats.note(entry, Instant::now())
            }
            AuditOutcome::Succeeded => vec![entry],
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

    /// Lets repeats that are still gathered be written.
    pub(super) fn end_gathering(&self) {
        let mut waiting = self.waiting();
        let gathered = waiting.repeats.take();
        self.keep(&mut waiting, gathered);
    }

    /// Some of what waits, the oldest first. It waits until it is [`written`](Self::written).
    pub(super) fn some(&self) -> Vec<AuditEntry> {
        let mut waiting = self.waiting();
        let due = waiting.repeats.due(Instant::now());
        self.keep(&mut waiting, due);
        let count = waiting.entries.len().min(WRITTEN_AT_ONCE);
        waiting.entries[..count].to_vec()
    }

    /// So many of the oldest entries are written.
    pub(super) fn written(&self, count: usize) {
        self.waiting().entries.drain(..count);
    }
}

/// The entry with its id, its time and its caller.
pub(super) fn filled_in(entry: AuditEntry) -> AuditEntry {
    AuditEntry {
        entry_id: Uuid::now_v7(),
        entry_time: now(),
        caller: clean(caller_of(&entry.actor).to_owned(), ACTOR_MAX),
        actor: clean(entry.actor, ACTOR_MAX),
        resource_name: clean(entry.resource_name, NAME_MAX),
        call_id: clean(entry.call_id, NAME_MAX),
        justification: clean(entry.justification, JUSTIFICATION_MAX),
        count: 1,
        ..entry
    }
}

/// A text that can be stored, whoever made it: one that cannot would keep out all others.
fn clean(mut text: String, bytes_max: usize) -> String {
    text.retain(|it| it != '\0');
    text.truncate(text.floor_char_boundary(bytes_max));
    text
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
        for number in 0..WAITING_MAX + 5 {
            audit.note(entry(0, &number.to_string()));
        }
        assert_eq!(audit.lost().get(), 5);
        let some = audit.some();
        assert_eq!(
            (some.len(), some[0].method.as_str()),
            (WRITTEN_AT_ONCE, "0")
        );
        // Nothing is lost if that is given up.
        assert_eq!(audit.some(), some);
        audit.written(WRITTEN_AT_ONCE);
        assert_eq!(audit.some()[0].method, WRITTEN_AT_ONCE.to_string());
        audit.note(entry(0, "later"));
        assert_eq!(audit.lost().get(), 5);
    }

    #[test]
    fn calls_that_fail_alike_are_one_entry_and_those_that_succeed_are_one_each() {
        let audit = Audit::default();
        for _ in 0..3 {
            audit.note(entry(16, "read"));
            audit.note(entry(5, "write"));
            audit.note(entry(0, "write"));
        }
        let methods: Vec<String> = audit.some().into_iter().map(|it| it.method).collect();
        assert_eq!(methods, ["read", "write", "write", "write", "write"]);
        let counts: Vec<i64> = audit
            .waiting()
            .repeats
            .take()
            .iter()
            .map(|it| it.count)
            .collect();
        assert_eq!(counts, [2, 2]);
    }

    #[test]
    fn texts_that_cannot_be_stored_are_made_storable() {
        let audit = Audit::default();
        audit.note(AuditEntry {
            resource_name: "a\0b".to_owned(),
            actor: "ä".repeat(300),
            ..AuditEntry::default()
        });
        let entry = audit.some().remove(0);
        assert_eq!(entry.resource_name, "ab");
        assert_eq!((entry.actor.len(), entry.caller.len()), (400, 400));
    }
}
