//! Items of a bundle against what is stored: which of them is there already, by its
//! name or by the keys that no two can share.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::import::Import;
use crate::{
    app::Error,
    domain::resource::{
        any::{NaturalKey, Resource},
        bundle::Item,
        name::Name,
    },
    store::{
        read::load::{Lookup, Presence},
        write::{holder::Holders, lock::Lockable},
    },
};

/// Something in a bundle that may be stored already.
pub(super) struct Candidate {
    pub(super) path: String,
    pub(super) given: Uuid,
    pub(super) name: Name,
    pub(super) is_named: bool,
    pub(super) keys: BTreeSet<NaturalKey>,
    /// Of what hangs on a claim: the keys that it can have where that was merged, the
    /// likeliest first.
    pub(super) elsewhere: Vec<NaturalKey>,
}

impl Candidate {
    /// Who has the id that it names, below another claim than it names.
    fn other_holder(&self, presence: &BTreeMap<Name, Presence>) -> Option<Name> {
        let mut holders = presence.keys().copied();
        holders.find(|holder| {
            self.is_named
                && *holder != self.name
                && (holder.kind(), holder.uuid()) == (self.name.kind(), self.name.uuid())
        })
    }
}

/// A candidate that hangs on a claim, and the claim that its name stands below.
pub(super) fn children<T>(
    item: &Item<T>,
    name: Name,
    resource: Resource,
    elsewhere: Vec<NaturalKey>,
) -> (Candidate, Option<Uuid>) {
    let candidate = Candidate {
        path: item.path.clone(),
        given: item.id,
        name,
        is_named: item.is_named,
        keys: resource.natural_keys(),
        elsewhere,
    };
    (candidate, item.parent)
}

impl Import {
    /// Matches items with what is stored: each with what holds its keys, or has the name
    /// that it gives.
    pub(super) async fn match_candidates(
        &mut self,
        lookup: &mut Lookup<'_>,
        candidates: Vec<Candidate>,
    ) -> Result<(), Error> {
        let keys = candidates.iter();
        let keys = keys.flat_map(|it| it.keys.iter().chain(&it.elsewhere).cloned());
        let keys: BTreeSet<NaturalKey> = keys.collect();
        let named: BTreeSet<Name> = candidates
            .iter()
            .filter(|it| it.is_named)
            .map(|it| it.name)
            .collect();
        let holders = lookup.holders(&keys).await?;
        let presence = lookup.presence(&named).await?;
        let matched = holders.values().copied().chain(named).collect();
        let survivors = lookup.survivors(&matched).await?;
        let mut new_keys: BTreeMap<NaturalKey, String> = BTreeMap::new();
        for candidate in candidates {
            let mut found = self.follow(&candidate, &holders, &survivors);
            if let Some(holder) = candidate.other_holder(&presence) {
                let (given, holder) = (candidate.name, holder);
                self.check.at(&candidate.path, |check| {
                    check.report(format!("matches two resources, {given} and {holder}"));
                });
                continue;
            }
            let presence = presence.get(&candidate.name);
            if presence == Some(&Presence::Deleted) {
                self.refuse_deleted(&candidate.path, candidate.name);
                continue;
            }
            if let Some(survivor) = survivors
                .get(&candidate.name)
                .filter(|_| candidate.is_named)
            {
                let name = candidate.name;
                self.check.at(&candidate.path, |check| {
                    check.report(format!(
                        "names {name}, which was merged into {survivor}; name that, or leave the name out"
                    ));
                });
                continue;
            }
            if candidate.is_named && (presence.is_some() || !found.is_empty()) {
                found.insert(candidate.name);
            }
            let mut found = found.into_iter();
            let is_stored = match (found.next(), found.next()) {
                (Some(one), Some(other)) => {
                    self.check.at(&candidate.path, |check| {
                        check.report(format!("matches two resources, {one} and {other}"));
                    });
                    continue;
                }
                (Some(name), None) => {
                    self.settle_match(&candidate.path, candidate.given, name, true);
                    true
                }
                (None, _) => {
                    self.settle_match(&candidate.path, candidate.given, candidate.name, false);
                    false
                }
            };
            if !is_stored {
                for key in candidate.keys {
                    self.locks.own(Lockable::Key(&key));
                    if let Some(first) = new_keys.insert(key, candidate.path.clone()) {
                        self.check.at(&candidate.path, |check| {
                            check.report(format!("is the same as {first}; keep one of them"));
                        });
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Who holds the keys of a candidate, or stands for who does.
    fn follow(
        &mut self,
        candidate: &Candidate,
        holders: &Holders,
        survivors: &BTreeMap<Name, Name>,
    ) -> BTreeSet<Name> {
        let mut elsewhere = candidate.elsewhere.iter();
        if let Some(holder) = elsewhere.find_map(|key| holders.get(key)) {
            return BTreeSet::from([*holder]);
        }
        let keys = candidate.keys.iter();
        let found = keys.filter_map(|key| holders.get(key).copied());
        let found = found.map(|holder| match survivors.get(&holder) {
            Some(&survivor) => {
                self.merged.note(&candidate.path, holder);
                survivor
            }
            None => holder,
        });
        found.collect()
    }

    /// Complains about an item that names something deleted.
    pub(super) fn refuse_deleted(&mut self, path: &str, name: Name) {
        self.check.at(path, |check| {
            check.report(format!(
                "names {name}, which is deleted; bring it back first, or leave the name out"
            ));
        });
    }

    /// Gives an item the name of what it is matched with, or its own.
    pub(super) fn settle_match(&mut self, path: &str, given: Uuid, name: Name, is_stored: bool) {
        self.ids.insert(given, name.uuid());
        if is_stored {
            self.matched.insert(name);
            if name.claim().is_some() {
                self.children.insert((name.kind(), name.uuid()), name);
            }
            self.locks.share(Lockable::Resource(name));
        }
        if self.merged.is_through(path) {
            // Two of a bundle can have become one since.
            self.paths.entry(name).or_insert_with(|| path.to_owned());
            return;
        }
        let same_id = |other: &&Name| {
            (other.kind(), other.uuid()) == (name.kind(), name.uuid()) && **other != name
        };
        let other = self.paths.keys().find(same_id).copied();
        let first = self.paths.insert(name, path.to_owned());
        let first = first.filter(|first| !self.merged.is_through(first));
        if let Some(first) = first.or_else(|| self.paths.get(&other?).cloned()) {
            self.check.at(path, |check| {
                check.report(format!("is the same as {first}; keep one of them"));
            });
        }
    }
}
