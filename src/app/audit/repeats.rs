//! Gathers calls that were refused or failed alike, so that whoever tries again and again cannot fill
//! the audit log.

use std::{
    collections::HashMap,
    net::IpAddr,
    time::{Duration, Instant},
};

use crate::store::audit::AuditEntry;

/// For how long calls that are alike are gathered.
const GATHERED: Duration = Duration::from_secs(60);

/// The most different ones that are told apart by address and resource at the same time.
const KINDS_MAX: usize = 1_000;

/// What calls that are gathered have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Alike {
    actor: String,
    peer: String,
    method: String,
    resource_name: String,
    code: i16,
    reason: String,
}

impl Alike {
    fn of(entry: &AuditEntry) -> Self {
        Self {
            actor: entry.actor.clone(),
            peer: network(&entry.peer),
            method: entry.method.clone(),
            resource_name: entry.resource_name.clone(),
            code: entry.code,
            reason: entry.reason.clone(),
        }
    }
}

/// The address, or of one of IPv6 the first half: who has one has all with the same.
fn network(peer: &str) -> String {
    match peer.parse() {
        Ok(IpAddr::V6(address)) => format!("{:x?}", &address.segments()[..4]),
        _ => peer.to_owned(),
    }
}

#[derive(Debug)]
struct Gathered {
    since: Instant,
    /// About those after the first one, if there were any.
    entry: Option<AuditEntry>,
}

/// The calls of the last minute that did not succeed.
#[derive(Debug, Default)]
pub(super) struct Repeats(HashMap<Alike, Gathered>);

impl Repeats {
    /// Notes a call. Returns what is to be written at once: the first one of its kind. If there are
    /// too many kinds, those that are new have neither address nor resource.
    pub fn note(&mut self, mut entry: AuditEntry, now: Instant) -> Vec<AuditEntry> {
        let mut alike = Alike::of(&entry);
        if self.0.len() >= KINDS_MAX && !self.0.contains_key(&alike) {
            entry.peer.clear();
            entry.resource_name.clear();
            alike = Alike::of(&entry);
        }
        if let Some(gathered) = self.0.get_mut(&alike) {
            let before = gathered.entry.take().map_or(0, |it| it.count);
            let count = before + entry.count;
            gathered.entry = Some(AuditEntry { count, ..entry });
            return Vec::new();
        }
        let gathered = Gathered {
            since: now,
            entry: None,
        };
        self.0.insert(alike, gathered);
        vec![entry]
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

    fn refused(peer: &str) -> AuditEntry {
        AuditEntry {
            peer: peer.to_owned(),
            code: 16,
            count: 1,
            ..AuditEntry::default()
        }
    }

    #[test]
    fn the_first_refusal_is_written_at_once_and_the_others_of_its_minute_together() {
        let (mut repeats, begin) = (Repeats::default(), Instant::now());
        assert_eq!(repeats.note(refused("10.0.0.1"), begin).len(), 1);
        for _ in 0..5 {
            assert!(repeats.note(refused("10.0.0.1"), begin).is_empty());
        }
        assert_eq!(repeats.note(refused("10.0.0.2"), begin).len(), 1);
        assert!(repeats.due(begin + GATHERED / 2).is_empty());
        let due = repeats.due(begin + GATHERED);
        assert_eq!(due.iter().map(|it| it.count).collect::<Vec<_>>(), [5]);
        // The next minute begins with the next refusal.
        assert_eq!(repeats.note(refused("10.0.0.1"), begin + GATHERED).len(), 1);
    }

    #[test]
    fn addresses_of_one_network_of_ipv6_are_alike() {
        let (mut repeats, begin) = (Repeats::default(), Instant::now());
        assert_eq!(repeats.note(refused("2001:db8::1"), begin).len(), 1);
        assert!(repeats.note(refused("2001:db8::2:1"), begin).is_empty());
        assert_eq!(repeats.note(refused("2001:db8:0:1::1"), begin).len(), 1);
    }

    #[test]
    fn however_many_are_refused_only_so_many_are_told_apart_and_all_are_counted() {
        let (mut repeats, begin) = (Repeats::default(), Instant::now());
        let mut written = 0;
        for number in 0..3 * KINDS_MAX {
            let entry = AuditEntry {
                resource_name: number.to_string(),
                ..refused("10.0.0.1")
            };
            written += repeats.note(entry, begin).len();
            assert!(repeats.0.len() <= KINDS_MAX + 1);
        }
        assert_eq!(written, KINDS_MAX + 1);
        let gathered: i64 = repeats.take().iter().map(|it| it.count).sum();
        assert_eq!(written as i64 + gathered, 3 * KINDS_MAX as i64);
    }
}
