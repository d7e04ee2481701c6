//! Each commit is whole: after every one of them, no live resource rests on a deleted one, appearances
//! are in the newest version of their article, and standings count what is there.

use std::collections::{BTreeMap, BTreeSet};

use claimstore::wire::pb::Operation;

use super::log::Log;
use crate::state::{Entry, State, claim_of, kind};

/// What is stored after so many commits.
#[derive(Default)]
struct Stored<'a> {
    live: BTreeMap<&'a str, Option<&'a State>>,
    standings: BTreeMap<&'a str, &'a State>,
    /// The live appearances of each article, and the live children of each claim.
    below: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// What live resources refer to, and the other way around.
    refers_to: BTreeMap<&'a str, &'a [String]>,
    referred_by: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

pub fn check(log: &Log) -> Vec<String> {
    let mut stored = Stored::default();
    let merged = log.merged_claims();
    let mut found = Vec::new();
    for (_, commit) in log.commits() {
        commit.iter().for_each(|entry| stored.apply(entry));
        let mut touched = BTreeSet::new();
        for entry in commit {
            found.extend(stored.wrong(entry, log));
            touched.extend(claim_of(&entry.name));
        }
        for claim in touched.into_iter().filter(|it| !merged.contains(it)) {
            found.extend(stored.wrong_standing(claim, log));
        }
    }
    found.extend(left_by_erasures(log));
    found
}

/// What belongs to a claim that was erased is erased with it.
fn left_by_erasures(log: &Log) -> impl Iterator<Item = String> {
    let children = log.names().filter(|name| kind(name) != "standing");
    let left = children.filter(|name| {
        let claim = claim_of(name).filter(|claim| claim != name);
        claim.is_some_and(|claim| log.is_erased(claim)) && !log.is_erased(name)
    });
    left.map(|name| format!("{name} was not erased with its claim"))
}

impl<'a> Stored<'a> {
    fn apply(&mut self, entry: &'a Entry) {
        let name = entry.name.as_str();
        let state = entry.state.as_ref();
        if entry.kind() == "standing" {
            if let (Some(claim), Some(state)) = (claim_of(name), state) {
                self.standings.insert(claim, state);
            }
            return;
        }
        let is_live = !matches!(entry.operation, Operation::Deleted | Operation::Erased);
        let claim = claim_of(name);
        let article = match entry.kind() {
            "appearances" => state.and_then(|it| it.printed_in.as_ref()),
            _ => None,
        };
        let article = article.map(|(article, _)| article.as_str());
        for above in claim.filter(|it| *it != name).into_iter().chain(article) {
            let below = self.below.entry(above).or_default();
            match is_live {
                true => below.insert(name),
                false => below.remove(name),
            };
        }
        match is_live {
            true => self.live.insert(name, state),
            false => self.live.remove(name),
        };
        let refers_to = state.filter(|_| is_live).map(|it| &*it.refers_to);
        self.refer(name, refers_to.unwrap_or_default());
    }

    /// Replaces what a resource refers to.
    fn refer(&mut self, name: &'a str, refers_to: &'a [String]) {
        for it in self.refers_to.insert(name, refers_to).unwrap_or_default() {
            if let Some(referred_by) = self.referred_by.get_mut(it.as_str()) {
                referred_by.remove(name);
            }
        }
        for it in refers_to {
            self.referred_by.entry(it).or_default().insert(name);
        }
    }

    /// What is wrong with a resource after a commit that wrote it.
    fn wrong(&self, entry: &Entry, log: &Log) -> Vec<String> {
        let name = entry.name.as_str();
        let below = self.below.get(name).into_iter().flatten();
        let position = &entry.position;
        let Some(state) = self.live.get(name) else {
            let referring = self.referred_by.get(name).into_iter().flatten();
            let left = below
                .chain(referring)
                .map(|it| format!("{it} is live after {name} was deleted at {position}"));
            return left.collect();
        };
        let mut found = Vec::new();
        for other in self.refers_to.get(name).copied().unwrap_or_default() {
            if !self.live.contains_key(other.as_str()) {
                found.push(format!(
                    "{name} refers at {position} to {other}, which is not live"
                ));
            }
        }
        let claim = claim_of(name).filter(|it| *it != name);
        if let Some(claim) = claim.filter(|it| !self.live.contains_key(it)) {
            found.push(format!("{name} is live at {position}, and {claim} is not"));
        }
        let version_of = |it: &State| it.printed_in.as_ref().map(|(_, version)| *version);
        let before = entry
            .revision
            .checked_sub(1)
            .and_then(|it| log.revision(name, it));
        let before = before.and_then(|it| version_of(it.state.as_ref()?));
        let is_new = before != state.and_then(version_of);
        let Some((article, version)) = state.and_then(|it| it.printed_in.as_ref()) else {
            return found;
        };
        if kind(name) == "appearances" && !self.live.contains_key(article.as_str()) {
            found.push(format!(
                "{name} is live at {position}, and {article} is not"
            ));
        }
        if kind(name) == "articles" && is_new {
            for appearance in below {
                let printed = self.live.get(appearance).copied().flatten();
                let is_left = |it: &&State| {
                    !it.is_orphaned && it.printed_in.as_ref().is_some_and(|(_, it)| it != version)
                };
                if printed.filter(is_left).is_some() {
                    found.push(format!(
                        "{appearance} is not in version {version} of {name} at {position}"
                    ));
                }
            }
        }
        found
    }

    /// What is wrong with the standing of a live claim.
    fn wrong_standing(&self, claim: &str, log: &Log) -> Option<String> {
        let is_known = !log.is_erased(claim) && !log.has_lost_merges(claim);
        let is_live = self.live.contains_key(claim) && is_known;
        let standing = self.standings.get(claim).filter(|_| is_live)?;
        let below = self.below.get(claim).into_iter().flatten();
        let count = |wanted: &str| below.clone().filter(|name| kind(name) == wanted).count();
        let counted = standing.counts?;
        let there = (count("appearances"), count("reviews"));
        let there = (i32::try_from(there.0).ok()?, i32::try_from(there.1).ok()?);
        (counted != there).then(|| {
            let revision = standing.revision;
            format!("revision {revision} of the standing of {claim} counts {counted:?} appearances and reviews, and there are {there:?}")
        })
    }
}

#[cfg(test)]
mod tests {
    use claimstore::wire::pb::Operation::{Created, Deleted, Updated};

    use super::*;
    use crate::check::samples::{entry, log};

    fn standing(at: (u64, u32), revision: i64, counts: (i32, i32)) -> Entry {
        let mut standing = entry(at, "claims/b/standing", revision, Updated);
        standing.state.as_mut().unwrap().counts = Some(counts);
        standing
    }

    #[test]
    fn a_child_that_outlives_its_claim_is_found() {
        let whole = log();
        assert_eq!(check(&whole), Vec::<String>::new());
        let without = whole
            .entries
            .into_iter()
            .filter(|it| it.position != super::super::samples::position(4, 1));
        assert_eq!(check(&Log::new(without.collect())).len(), 1);
        let orphan = log().with(entry((6, 0), "claims/a/relations/x", 1, Created));
        assert_eq!(check(&orphan).len(), 1);
    }

    #[test]
    fn a_child_that_is_not_erased_with_its_claim_is_found() {
        use claimstore::wire::pb::Operation::Erased;
        let erased = log().with(entry((6, 0), "claims/a", 4, Erased));
        assert_eq!(check(&erased).len(), 1);
        let both = erased.with(entry((6, 1), "claims/a/reviews/r", 3, Erased));
        assert_eq!(check(&both), Vec::<String>::new());
    }

    #[test]
    fn an_appearance_in_what_is_deleted_or_left_in_an_earlier_version_is_found() {
        let article = |at, revision, operation, version| {
            let mut it = entry(at, "articles/x", revision, operation);
            it.state.as_mut().unwrap().printed_in = Some(("articles/x".to_owned(), version));
            it
        };
        let mut printed = entry((7, 0), "claims/b/appearances/p", 1, Created);
        printed.state.as_mut().unwrap().printed_in = Some(("articles/x".to_owned(), 1));
        let printed = log().with(article((6, 0), 1, Created, 1)).with(printed);
        assert_eq!(check(&printed), Vec::<String>::new());
        assert_eq!(
            check(&printed.with(article((8, 0), 2, Deleted, 1))).len(),
            1
        );
    }

    #[test]
    fn a_reference_to_what_is_deleted_or_was_never_there_is_found() {
        let refers = |at, revision, to: &str| {
            let mut it = entry((at, 0), "sources/a", revision, Updated);
            it.state.as_mut().unwrap().refers_to = vec![to.to_owned()];
            it
        };
        let published = log().with(entry((6, 0), "sources/p", 1, Created));
        let published = published.with(refers(7, 1, "sources/p"));
        assert_eq!(check(&published), Vec::<String>::new());
        let deleted = entry((8, 0), "sources/p", 2, Deleted);
        assert_eq!(check(&published.with(deleted)).len(), 1);
        let mut moved = log().with(entry((6, 0), "sources/p", 1, Created));
        moved = moved.with(refers(7, 1, "sources/p"));
        moved = moved.with(entry((7, 1), "sources/q", 1, Created));
        moved = moved.with(refers(8, 2, "sources/q"));
        let deleted = moved.with(entry((9, 0), "sources/p", 2, Deleted));
        assert_eq!(check(&deleted), Vec::<String>::new());
        assert_eq!(check(&deleted.with(refers(10, 3, "sources/x"))).len(), 1);
    }

    #[test]
    fn a_standing_that_counts_otherwise_is_found() {
        let reviewed = log().with(entry((6, 0), "claims/b/reviews/r", 1, Created));
        let counted = reviewed.with(standing((6, 1), 1, (0, 1)));
        assert_eq!(check(&counted), Vec::<String>::new());
        // A second review without another standing, or with one that counts neither.
        let second = counted.with(entry((7, 0), "claims/b/reviews/s", 1, Created));
        assert_eq!(check(&second).len(), 1);
        let recounted = second.with(standing((7, 1), 2, (0, 2)));
        assert_eq!(check(&recounted), Vec::<String>::new());
    }
}
