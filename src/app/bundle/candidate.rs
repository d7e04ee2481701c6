//! Matches the items of one kind with stored resources: an item matches the resource that
//! has its name, or one of the keys that no two resources can share.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::overlay::{Context, Overlay};
use crate::{
    app::Error,
    domain::{
        resource::{ClaimId, Ids, Item, KeySet, Kind, Name, NaturalKey, NaturalKeys, Resource},
        value::Checker,
    },
    store::{
        read::Presence,
        write::{Holders, LockSet, Lockable},
    },
};

/// An item that may already be stored.
pub(super) struct Candidate {
    pub(super) item: Item<Resource>,
    /// The name of the item if it is new.
    pub(super) name: Name,
    /// Whether the matching resource must have that name.
    pub(super) is_named: bool,
    pub(super) keys: NaturalKeys,
    /// The source that earlier bundles of the article used this item's key for.
    pub(super) by_key: Option<Name>,
    /// Whether that source was found by a line that the article prints, and not by the key.
    pub(super) is_by_line: bool,
    /// The keys that a child of a claim can have under claims that were merged with its own
    /// claim, most likely first.
    pub(super) merged_keys: Vec<NaturalKeys>,
    /// The keys under which an earlier build stored a claim, when it did not read printed
    /// dates. They count only if nothing has one of `keys`.
    pub(super) earlier_keys: NaturalKeys,
}

impl Candidate {
    pub(super) fn new(item: Item<Resource>) -> Self {
        Self {
            name: item.name(),
            is_named: item.is_named,
            keys: item.value.natural_keys(),
            by_key: None,
            is_by_line: false,
            merged_keys: Vec::new(),
            earlier_keys: NaturalKeys::new(),
            item,
        }
    }
}

/// An item and the resource that it matches.
pub(super) struct Match {
    pub(super) item: Item<Resource>,
    pub(super) name: Name,
    pub(super) is_stored: bool,
    /// The resource that matched first, if it was merged into `name`.
    pub(super) merged: Option<Name>,
    /// Whether it is a source that was found by a line that the article prints.
    pub(super) is_by_line: bool,
}

/// Maps the ids of items to the ids of the resources that they match.
pub(super) fn ids<'a>(matches: impl IntoIterator<Item = &'a Match>) -> Ids {
    let matches = matches.into_iter();
    matches.map(|it| (it.item.id, it.name.uuid())).collect()
}

/// Matches candidates of one kind. `others` of the same kind were matched before.
pub(super) async fn match_all(
    context: &mut Context<'_, '_>,
    candidates: impl IntoIterator<Item = Candidate>,
    others: &[Match],
) -> Result<Vec<Match>, Error> {
    let Context {
        store,
        locks,
        check,
    } = context;
    let candidates = candidates.into_iter();
    let candidates = candidates.filter(|it| !refuse_misplaced(check, &it.item, it.name.claim()));
    let candidates: Vec<Candidate> = candidates.collect();
    let known = Known::load(store, &candidates).await?;
    let mut matches = Vec::with_capacity(candidates.len());
    let mut seen = Seen::default();
    for other in others {
        seen.note(other);
    }
    let mut new_keys: BTreeMap<NaturalKey, String> = BTreeMap::new();
    for candidate in candidates {
        let path = candidate.item.path.clone();
        let (found, merged) = match known.meaning(&candidate) {
            Ok(meaning) => meaning,
            Err(violation) => {
                check.report_at(&path, violation);
                continue;
            }
        };
        let it = Match {
            name: found.unwrap_or(candidate.name),
            item: candidate.item,
            is_stored: found.is_some(),
            merged,
            is_by_line: candidate.is_by_line,
        };
        if let Some(first) = seen.note(&it) {
            check.report_at(&path, same_as(&first));
        }
        if it.is_stored {
            locks.shared(Lockable::Resource(it.name));
        } else if let Some(first) = add_new_keys(locks, &mut new_keys, &path, candidate.keys) {
            check.report_at(&path, same_as(&first));
        }
        matches.push(it);
    }
    Ok(matches)
}

/// Locks and adds the keys of a new item. Returns the path of an earlier new item that has one
/// of these keys.
fn add_new_keys(
    locks: &mut LockSet,
    new_keys: &mut BTreeMap<NaturalKey, String>,
    path: &str,
    keys: NaturalKeys,
) -> Option<String> {
    keys.into_keys().find_map(|key| {
        locks.exclusive(Lockable::Key(&key));
        new_keys.insert(key, path.to_owned())
    })
}

/// Reports an item whose name is that of a child of another claim. Returns whether it is.
pub(super) fn refuse_misplaced<T>(
    check: &mut Checker,
    item: &Item<T>,
    claim: Option<ClaimId>,
) -> bool {
    let is_misplaced = item.parent.is_some() && item.parent != claim.map(ClaimId::uuid);
    if is_misplaced {
        check.field(&item.path, |check| {
            check.report_at("name", "stands below another claim than the one it is in");
        });
    }
    is_misplaced
}

pub(super) fn same_as(first: &str) -> String {
    format!("is the same as {first}; keep one of them")
}

pub(super) fn matches_two(one: Name, other: Name) -> String {
    format!("matches two resources, {one} and {other}")
}

pub(super) fn names_deleted(name: Name) -> String {
    format!("names {name}, which is deleted; bring it back first, or leave the name out")
}

/// The path of the item that matches each resource. Several items can match a survivor
/// through resources that were merged into it, so these have no path here.
#[derive(Default)]
struct Seen(BTreeMap<(Kind, Uuid), Option<String>>);

impl Seen {
    /// Adds an item. Returns the path of an earlier item that matches the same resource.
    fn note(&mut self, found: &Match) -> Option<String> {
        let id = (found.name.kind(), found.name.uuid());
        if found.merged.is_some() {
            self.0.entry(id).or_default();
            return None;
        }
        self.0.insert(id, Some(found.item.path.clone())).flatten()
    }
}

/// The stored resources that have keys or names of candidates.
struct Known {
    holders: Holders,
    presence: BTreeMap<Name, Presence>,
    survivors: BTreeMap<Name, Name>,
}

impl Known {
    async fn load(store: &mut Overlay<'_, '_>, candidates: &[Candidate]) -> Result<Self, Error> {
        let keys = candidates.iter();
        let keys = keys.flat_map(|it| {
            let own = [&it.keys, &it.earlier_keys];
            it.merged_keys.iter().chain(own).cloned()
        });
        let named = candidates.iter().filter(|it| it.is_named);
        let named: BTreeSet<Name> = named.map(|it| it.name).collect();
        let holders = store.holders(&KeySet::of(keys)).await?;
        let presence = store.presence(&named).await?;
        let by_key = candidates.iter().filter_map(|it| it.by_key);
        let found = holders.names().chain(named).chain(by_key);
        let survivors = store.lookup.survivors(&found.collect()).await?;
        Ok(Self {
            holders,
            presence,
            survivors,
        })
    }

    /// Returns the stored resource that a candidate matches, if there is one, and the
    /// holder of its keys that was merged into that one. The error describes what is wrong
    /// with the candidate.
    fn meaning(&self, candidate: &Candidate) -> Result<(Option<Name>, Option<Name>), String> {
        let name = candidate.name;
        let (mut found, merged) = self.follow(candidate);
        if candidate.is_named {
            if let Some(holder) = self.holder_elsewhere(name) {
                return Err(matches_two(name, holder));
            }
            let presence = self.presence.get(&name);
            if presence == Some(&Presence::Deleted) {
                return Err(names_deleted(name));
            }
            if let Some(survivor) = self.survivors.get(&name) {
                return Err(format!(
                    "names {name}, which was merged into {survivor}; name that, or leave the name out"
                ));
            }
            if presence.is_some() || !found.is_empty() {
                found.insert(name);
            }
        }
        let mut found = found.into_iter();
        match (found.next(), found.next()) {
            (Some(one), Some(other)) => Err(matches_two(one, other)),
            (found, _) => Ok((found, merged)),
        }
    }

    /// The resource that has the id of a name, but is a child of another claim.
    fn holder_elsewhere(&self, name: Name) -> Option<Name> {
        let id = |name: Name| (name.kind(), name.uuid());
        let mut present = self.presence.keys().copied();
        present.find(|holder| *holder != name && id(*holder) == id(name))
    }

    /// The survivors of all holders of a candidate's keys, and one holder that was merged
    /// into its survivor.
    fn follow(&self, candidate: &Candidate) -> (BTreeSet<Name>, Option<Name>) {
        let mut merged_keys = candidate.merged_keys.iter().flatten();
        if let Some(holder) = merged_keys.find_map(|keys| self.holders.of(keys)) {
            return (BTreeSet::from([holder]), None);
        }
        let (mut found, mut merged) = (BTreeSet::new(), None);
        let own = |keys: &NaturalKeys| -> BTreeSet<Name> {
            let holders = keys.iter().filter_map(|keys| self.holders.of(keys));
            holders.collect()
        };
        let holders = match own(&candidate.keys) {
            holders if holders.is_empty() => own(&candidate.earlier_keys),
            holders => holders,
        };
        for holder in holders.into_iter().chain(candidate.by_key) {
            let survivor = self.survivors.get(&holder);
            found.insert(*survivor.unwrap_or(&holder));
            merged = survivor.map(|_| holder).or(merged);
        }
        (found, merged)
    }
}
