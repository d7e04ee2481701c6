//! The log as it is at the end of a run. Each resource has the revisions 1, 2, 3, … in that order, at
//! times that only go on, and each commit is in one piece.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use claimstore::wire::pb::Operation;

use crate::state::{Entry, State, claim_of, kind};

/// The whole log, with what the checks look up in it.
#[derive(Debug, Default)]
pub struct Log {
    pub entries: Vec<Entry>,
    /// The entries of each resource, in order.
    resources: BTreeMap<String, Vec<usize>>,
    /// The resources of which the content was removed.
    erased: BTreeSet<String>,
    /// The claims that may have been merged with one whose states were erased, and these.
    lost_merges: BTreeSet<String>,
    positions: BTreeMap<String, usize>,
    /// What was superseded before need not be there any more.
    pub kept_since: i64,
}

impl Log {
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut log = Self::default();
        for (number, entry) in entries.iter().enumerate() {
            let of = log.resources.entry(entry.name.clone()).or_default();
            of.push(number);
            if entry.operation == Operation::Erased {
                log.erased.insert(entry.name.clone());
            }
            log.positions.insert(entry.position.clone(), number);
        }
        log.entries = entries;
        log.lost_merges = log.lost_merges();
        log.forget_verdicts();
        log
    }

    /// The verdict of a review that was erased is gone from earlier standings, also from those of what
    /// its claim was merged with, and the standings of a claim that was erased are gone.
    fn forget_verdicts(&mut self) {
        let erased = self.erased.iter();
        let erased = erased.filter(|it| ["claims", "reviews"].contains(&kind(it)));
        let mut claims: BTreeSet<&str> = erased.filter_map(|it| claim_of(it)).collect();
        let merged = self.merged_claims();
        if !claims.is_disjoint(&merged) {
            claims.extend(&merged);
        }
        let standings = claims.iter().map(|claim| format!("{claim}/standing"));
        let standings: Vec<String> = standings.collect();
        self.erased.extend(standings);
    }

    /// The claims that were ever part of a merge, as far as that is known.
    pub fn merged_claims(&self) -> BTreeSet<&str> {
        let claims = self.entries.iter().filter(|it| it.kind() == "claims");
        let states = claims.filter_map(|it| it.state.as_ref());
        let merged = states.filter(|it| !it.merged_into.is_empty());
        let names = merged.flat_map(|it| [it.name.as_str(), it.merged_into.as_str()]);
        names
            .chain(self.lost_merges.iter().map(String::as_str))
            .collect()
    }

    /// A commit that merges claims, or parts them, changes one of them and counts the other one anew. What
    /// it says of the first is not known any more if that was erased.
    fn lost_merges(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (_, commit) in self.commits() {
            let is_lost = |it: &&Entry| {
                it.kind() == "claims" && it.state.is_none() && self.erased.contains(&it.name)
            };
            let Some(lost) = commit.iter().find(is_lost) else {
                continue;
            };
            let standings = commit.iter().filter(|it| it.kind() == "standing");
            let counted = standings.filter_map(|it| claim_of(&it.name));
            let others: Vec<&str> = counted.filter(|claim| *claim != lost.name).collect();
            if !others.is_empty() {
                found.insert(lost.name.clone());
                found.extend(others.into_iter().map(str::to_owned));
            }
        }
        found
    }

    /// Whether it is not known which claims were merged into a claim at some time.
    pub fn has_lost_merges(&self, claim: &str) -> bool {
        self.lost_merges.contains(claim)
    }

    /// The names of all resources.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.resources.keys().map(String::as_str)
    }

    /// The entries of a resource, in order.
    pub fn of(&self, name: &str) -> impl DoubleEndedIterator<Item = &Entry> + Clone + use<'_> {
        let of = self.resources.get(name).map_or(&[][..], Vec::as_slice);
        of.iter().map(|&number| &self.entries[number])
    }

    /// The entry of a revision of a resource.
    pub fn revision(&self, name: &str, revision: i64) -> Option<&Entry> {
        let before = usize::try_from(revision.checked_sub(1)?).ok()?;
        let number = *self.resources.get(name)?.get(before)?;
        let entry = &self.entries[number];
        (entry.revision == revision).then_some(entry)
    }

    /// The number of the entry at a position.
    pub fn at(&self, position: &str) -> Option<usize> {
        self.positions.get(position).copied()
    }

    /// How many entries are up to a position, at which there need be none.
    pub fn through(&self, position: &str) -> usize {
        let position = comparable(position);
        self.entries
            .partition_point(|it| comparable(&it.position) <= position)
    }

    /// Whether the content of a resource was removed, so that what it was is not known any more.
    pub fn is_erased(&self, name: &str) -> bool {
        self.erased.contains(name)
    }

    /// Whether the state after an entry was superseded so long ago that it is not kept.
    pub fn is_expired(&self, entry: &Entry) -> bool {
        let next = self.revision(&entry.name, entry.revision + 1);
        next.is_some_and(|next| next.time < self.kept_since)
    }

    /// Whether a state that somebody saw is that of the log. What was erased since is not compared.
    pub fn has(&self, state: &State) -> bool {
        self.revision(&state.name, state.revision)
            .is_some_and(|entry| {
                let same = entry.state.as_ref().is_some_and(|it| it.is(state));
                same || self.is_erased(&state.name)
            })
    }

    /// The commits, each with the number of its first entry.
    pub fn commits(&self) -> Vec<(usize, &[Entry])> {
        let mut commits = Vec::new();
        let mut begin = 0;
        let same = |a: &Entry, b: &Entry| commit(&a.position) == commit(&b.position);
        for commit in self.entries.chunk_by(same) {
            commits.push((begin, commit));
            begin += commit.len();
        }
        commits
    }
}

/// A position as bytes that compare in the order of the log.
pub fn comparable(position: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(position).unwrap_or_default()
}

/// The commit that a position is in.
pub fn commit(position: &str) -> Vec<u8> {
    // The epoch, the transaction, the number in it, and the tag of the epoch.
    let bytes = comparable(position);
    let (Some(transaction), Some(tag)) = (bytes.get(..12), bytes.get(16..)) else {
        return bytes;
    };
    [transaction, tag].concat()
}

pub fn check(log: &Log) -> Vec<String> {
    let mut found = Vec::new();
    for name in log.names() {
        let mut last: Option<&Entry> = None;
        for entry in log.of(name) {
            let (revision, time) = last.map_or((0, i64::MIN), |it| (it.revision, it.time));
            if entry.revision != revision + 1 {
                found.push(format!(
                    "{name}: revision {} follows {revision}",
                    entry.revision
                ));
            }
            let etag = |it: &Entry| it.state.as_ref().map(|it| it.etag.clone());
            let has_etag = entry.kind() != "standing" && !log.is_erased(name);
            if has_etag && last.is_some_and(|it| etag(it) == etag(entry)) {
                found.push(format!(
                    "{name}: revision {} has the etag of the one before",
                    entry.revision
                ));
            }
            if log.is_erased(name)
                && entry.state.is_some()
                && entry.operation != Operation::Erased
                && entry.kind() != "standing"
            {
                found.push(format!(
                    "{name}: revision {} can be read although it was erased",
                    entry.revision
                ));
            }
            let is_dated = |it: &State| it.update_time == entry.time;
            if !log.is_erased(name) && !entry.state.as_ref().is_none_or(is_dated) {
                let revision = entry.revision;
                found.push(format!(
                    "{name}: revision {revision} says another time than its change"
                ));
            }
            if entry.time <= time {
                let revision = entry.revision;
                found.push(format!(
                    "{name}: revision {revision} is not later than the one before"
                ));
            }
            last = Some(entry);
        }
    }
    for pair in log.entries.windows(2) {
        if comparable(&pair[0].position) >= comparable(&pair[1].position) {
            found.push(format!(
                "{} is listed after {}",
                pair[1].position, pair[0].position
            ));
        }
    }
    for (_, entries) in log.commits() {
        if entries.iter().any(|it| it.time != entries[0].time) {
            found.push(format!(
                "the commit at {} has several times",
                entries[0].position
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::samples::{self, entry};

    #[test]
    fn a_revision_that_is_missing_or_doubled_or_earlier_is_found() {
        let sound = || samples::log().entries;
        assert_eq!(check(&Log::new(sound())), Vec::<String>::new());
        let broken: [fn(&mut Vec<Entry>); 7] = [
            |it| it[2].state.as_mut().unwrap().etag = "etag1".to_owned(),
            |it| it[3].operation = Operation::Erased,
            |it| drop(it.remove(0)),
            |it| it[2].revision = 1,
            |it| it[2].time = it[0].time,
            |it| it.swap(1, 2),
            |it| it[4].time += 1,
        ];
        for (number, breaks) in broken.into_iter().enumerate() {
            let mut entries = sound();
            breaks(&mut entries);
            assert_ne!(check(&Log::new(entries)), Vec::<String>::new(), "{number}");
        }
    }

    #[test]
    fn what_an_erased_claim_was_merged_with_is_not_compared() {
        let merged = |state: Option<State>| {
            let merge = Entry {
                state,
                ..entry((6, 0), "claims/a", 4, Operation::Updated)
            };
            let standing = entry((6, 1), "claims/b/standing", 1, Operation::Updated);
            let erasure = entry((7, 0), "claims/a", 5, Operation::Erased);
            samples::log().with(merge).with(standing).with(erasure)
        };
        let log = merged(None);
        assert!(log.has_lost_merges("claims/b") && log.is_erased("claims/b/standing"));
        // Its state says that it was not merged.
        let log = merged(entry((6, 0), "claims/a", 4, Operation::Updated).state);
        assert!(!log.has_lost_merges("claims/b") && !log.is_erased("claims/b/standing"));
    }
}
