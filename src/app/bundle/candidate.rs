//! Matching the items of one kind with what is stored: each means the resource that has
//! its name, or one of the keys that no two resources can share.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::overlay::{Context, Overlay};
use crate::{
    app::Error,
    domain::{
        resource::{ClaimId, Ids, Item, Kind, Name, NaturalKey, Resource},
        value::Checker,
    },
    store::{
        read::Presence,
        write::{Holders, Lockable},
    },
};

/// An item that may be stored already.
pub(super) struct Candidate {
    pub(super) item: Item<Resource>,
    /// The name that it gets if it is new.
    pub(super) name: Name,
    /// Whether the resource that it means has to have that name.
    pub(super) is_named: bool,
    pub(super) keys: BTreeSet<NaturalKey>,
    /// The source that earlier bundles of the article call by its key.
    pub(super) called: Option<Name>,
    /// The keys that a claim's child can have below claims that were merged with its own,
    /// the likeliest first.
    pub(super) elsewhere: Vec<NaturalKey>,
}

impl Candidate {
    pub(super) fn new(item: Item<Resource>) -> Self {
        Self {
            name: item.name(),
            is_named: item.is_named,
            keys: item.value.natural_keys(),
            called: None,
            elsewhere: Vec::new(),
            item,
        }
    }
}

/// An item and the resource that it means.
pub(super) struct Match {
    pub(super) item: Item<Resource>,
    pub(super) name: Name,
    pub(super) is_stored: bool,
    /// What it was matched with first, where that was merged into `name`.
    pub(super) merged: Option<Name>,
}

/// The ids of what items mean, by the ids that they came with.
pub(super) fn ids<'a>(matches: impl IntoIterator<Item = &'a Match>) -> Ids {
    let matches = matches.into_iter();
    matches.map(|it| (it.item.id, it.name.uuid())).collect()
}

/// Matches candidates of one kind, of which the `others` were matched before.
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
        };
        if let Some(first) = seen.note(&it) {
            check.report_at(&path, same_as(&first));
        }
        if it.is_stored {
            locks.shared(Lockable::Resource(it.name));
        } else {
            for key in candidate.keys {
                locks.exclusive(Lockable::Key(&key));
                if let Some(first) = new_keys.insert(key, path.clone()) {
                    check.report_at(&path, same_as(&first));
                    break;
                }
            }
        }
        matches.push(it);
    }
    Ok(matches)
}

/// Reports an item whose name is below another claim than the item itself. Tells whether
/// it is.
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

/// Where the item stands that means each resource. Of those whose resources were merged
/// since, several can mean the survivor: they have no path here.
#[derive(Default)]
struct Seen(BTreeMap<(Kind, Uuid), Option<String>>);

impl Seen {
    /// Notes an item. Answers where another one stands that means the same resource.
    fn note(&mut self, found: &Match) -> Option<String> {
        let id = (found.name.kind(), found.name.uuid());
        if found.merged.is_some() {
            self.0.entry(id).or_default();
            return None;
        }
        self.0.insert(id, Some(found.item.path.clone())).flatten()
    }
}

/// What is stored of the keys and names of candidates.
struct Known {
    holders: Holders,
    presence: BTreeMap<Name, Presence>,
    survivors: BTreeMap<Name, Name>,
}

impl Known {
    async fn load(store: &mut Overlay<'_, '_>, candidates: &[Candidate]) -> Result<Self, Error> {
        let keys = candidates.iter();
        let keys = keys.flat_map(|it| it.keys.iter().chain(&it.elsewhere).cloned());
        let named = candidates.iter().filter(|it| it.is_named);
        let named: BTreeSet<Name> = named.map(|it| it.name).collect();
        let holders = store.holders(&keys.collect()).await?;
        let presence = store.presence(&named).await?;
        let called = candidates.iter().filter_map(|it| it.called);
        let found = holders.values().copied().chain(named).chain(called);
        let survivors = store.lookup.survivors(&found.collect()).await?;
        Ok(Self {
            holders,
            presence,
            survivors,
        })
    }

    /// The stored resource that a candidate means, if there is one, and the holder of its
    /// keys that was merged into that; or what is wrong with the candidate.
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

    /// The resource that has the id of a name below another claim.
    fn holder_elsewhere(&self, name: Name) -> Option<Name> {
        let id = |name: Name| (name.kind(), name.uuid());
        let mut present = self.presence.keys().copied();
        present.find(|holder| *holder != name && id(*holder) == id(name))
    }

    /// The survivors of all that holds a candidate's keys, and one holder that was merged
    /// into its survivor.
    fn follow(&self, candidate: &Candidate) -> (BTreeSet<Name>, Option<Name>) {
        let mut elsewhere = candidate.elsewhere.iter();
        if let Some(holder) = elsewhere.find_map(|key| self.holders.get(key)) {
            return (BTreeSet::from([*holder]), None);
        }
        let (mut found, mut merged) = (BTreeSet::new(), None);
        let holders = candidate.keys.iter();
        let holders = holders.filter_map(|key| self.holders.get(key));
        for holder in holders.chain(&candidate.called) {
            let survivor = self.survivors.get(holder);
            found.insert(*survivor.unwrap_or(holder));
            merged = survivor.map(|_| *holder).or(merged);
        }
        (found, merged)
    }
}
