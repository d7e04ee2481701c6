//! Gathers calls that were refused alike, so that whoever tries again and again cannot fill the
//! audit log.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use crate::store::audit::AuditEntry;

/// For how long refusals that are alike are gathered.
const GATHERED: Duration = Duration::from_secs(60);

/// The most different ones that are gathered at the same time.
const KINDS_MAX: usize = 10_000;

/// What refusals that are gathered have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Alike {
    actor: String,
    peer: String,
    method: String,
    code: i16,
    reason: String,
}

impl Alike {
    fn of(entry: &AuditEntry) -> Self {
        Self {
            actor: entry.actor.clone(),
            peer: entry.peer.clone(),
            method: entry.method.clone(),
            code: entry.code,
            reason: entry.reason.clone(),
        }
    }
}

#[derive(Debug)]
struct Gathered {
    since: Instant,
    /// About those after the first one, if there were any.
    entry: Option<AuditEntry>,
}

/// The refusals of the last minute.
#[derive(Debug, Default)]
pub(super) struct Refusals(HashMap<Alike, Gathered>);

impl Refusals {
    /// Notes a refusal. Returns what is to be written: the first one of its kind, and what was
    /// gathered if there are too many kinds.
    pub fn note(&mut self, entry: AuditEntry, now: Instant) -> Vec<AuditEntry> {
        let alike = Alike::of(&entry);
        if let Some(gathered) = self.0.get_mut(&alike) {
            let before = gathered.entry.take().map_or(0, |it| it.count);
            let count = before + entry.count;
            gathered.entry = Some(AuditEntry { count, ..entry });
            return Vec::new();
        }
        let mut written = match self.0.len() {
            KINDS_MAX.. => self.take(),
            _ => Vec::new(),
        };
        let gathered = Gathered {
            since: now,
            entry: None,
        };
        self.0.insert(alike, gathered);
        written.push(entry);
        written
    }

    /// Takes what was gathered for long enough.
    pub fn due(&mut self, now: Instant) -> Vec<AuditEntry> {
        let is_due = |_: &Alike, it: &mut Gathered| now.duration_since(it.since) >= GATHERED;
        in_order(self.0.extract_if(is_due).filter_map(|(_, it)| it.entry))
    }

    /// Takes everything that was gathered.
    pub fn take(&mut self) -> Vec<AuditEntry> {
        in_order(self.0.drain().filter_map(|(_, it)| it.entry))
    }
}

fn in_order(entries: impl Iterator<Item = AuditEntry>) -> Vec<AuditEntry> {
    let mut entries: Vec<AuditEntry> = entries.collect();
    entries.sort_by_key(|it| it.entry_id);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(peer: usize) -> AuditEntry {
        AuditEntry {
            peer: peer.to_string(),
            code: 16,
            count: 1,
            ..AuditEntry::default()
        }
    }

    #[test]
    fn the_first_refusal_is_written_at_once_and_the_others_of_its_minute_together() {
        let (mut refusals, begin) = (Refusals::default(), Instant::now());
        assert_eq!(refusals.note(refused(1), begin).len(), 1);
        for _ in 0..5 {
            assert!(refusals.note(refused(1), begin).is_empty());
        }
        assert_eq!(refusals.note(refused(2), begin).len(), 1);
        assert!(refusals.due(begin + GATHERED / 2).is_empty());
        let due = refusals.due(begin + GATHERED);
        assert_eq!(due.iter().map(|it| it.count).collect::<Vec<_>>(), [5]);
        // The next minute begins with the next refusal.
        assert_eq!(refusals.note(refused(1), begin + GATHERED).len(), 1);
    }

    #[test]
    fn however_many_are_refused_only_so_many_are_gathered() {
        let (mut refusals, begin) = (Refusals::default(), Instant::now());
        refusals.note(refused(0), begin);
        let mut written = 0;
        for peer in 0..3 * KINDS_MAX {
            written += refusals.note(refused(peer), begin).len();
            assert!(refusals.0.len() <= KINDS_MAX);
        }
        assert_eq!(written, 3 * KINDS_MAX);
    }
}
