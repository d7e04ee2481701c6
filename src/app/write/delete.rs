//! Deleting a resource with what hangs on it, and bringing it back.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    chain,
    create::done_alone,
    run::{Mutation, run, too_large},
    update::{check_etag, load},
};
use crate::{
    app::{App, CallContext, Error},
    domain::{
        resource::{
            any::{NaturalKey, Stored},
            bundle::Outcome,
            name::{Kind, Name},
        },
        value::{identity::IdentityDigest, violation::Checker},
    },
    store::{
        read::{
            load::{IncludeDeleted, Lookup},
            referrer::REFERRERS_MAX,
        },
        write::{
            lock::{LockSet, Lockable},
            transaction::{Batch, CHANGES_MAX, Write, Written},
        },
    },
};

/// What becomes of the appearances in an article that is deleted. What hangs on a
/// claim is always deleted with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appearances {
    /// They keep it from being deleted.
    Hold,
    /// They are deleted with it.
    Follow,
}

impl App {
    /// Deletes a resource; where `etag` is given, only in the state that it says.
    pub async fn delete(
        &self,
        context: CallContext,
        name: Name,
        etag: String,
        appearances: Appearances,
    ) -> Result<Written, Error> {
        let delete = Delete {
            name,
            etag,
            appearances,
        };
        run(self, context, delete).await
    }

    /// Brings a deleted resource back, with what was deleted together with it.
    pub async fn undelete(
        &self,
        context: CallContext,
        name: Name,
        etag: String,
    ) -> Result<Written, Error> {
        run(self, context, Undelete { name, etag }).await
    }
}

struct Delete {
    name: Name,
    etag: String,
    appearances: Appearances,
}

impl Mutation for Delete {
    fn locks(&self) -> LockSet {
        let mut locks = LockSet::new();
        own(&mut locks, self.name);
        locks
    }

    fn plans_without_locks(&self) -> bool {
        true
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        locks.merge(&self.locks());
        load(lookup, self.name, &self.etag).await?;
        let mut names = BTreeSet::from([self.name]);
        let follow = match self.name {
            Name::Article(_) => self.appearances == Appearances::Follow,
            _ => true,
        };
        if follow {
            names.extend(lookup.children(self.name, IncludeDeleted::Live).await?);
        }
        refuse_too_many(names.len())?;
        own_all(locks, &names);
        refuse_in_use(lookup, self.name, &names).await?;
        let stored = lookup.stored(&names).await?;
        own_claims(locks, stored.values());
        // What its return will depend on, so that what can be deleted can return.
        share_references(locks, &stored);
        own_keys(locks, &stored);
        batch(lookup, self.name, stored, true).await
    }
}

struct Undelete {
    name: Name,
    etag: String,
}

impl Mutation for Undelete {
    fn locks(&self) -> LockSet {
        let mut locks = LockSet::new();
        own(&mut locks, self.name);
        locks
    }

    fn plans_without_locks(&self) -> bool {
        true
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        locks.merge(&self.locks());
        let stored = lookup.stored(&BTreeSet::from([self.name])).await?;
        let before = stored.get(&self.name);
        let before = before.ok_or_else(|| Error::NotFound(vec![self.name]))?;
        if !before.stamp.is_deleted() {
            return Err(Error::NotDeleted(self.name));
        }
        if before.erasure.is_some() {
            return Err(Error::Erased(self.name));
        }
        check_etag(before, &self.etag)?;
        let followed = match self.name {
            Name::Claim(_) | Name::Article(_) => {
                lookup
                    .deleted_with(self.name, before.stamp.revision)
                    .await?
            }
            // Nothing hangs on any other.
            _ => BTreeMap::new(),
        };
        let names: BTreeSet<Name> = followed.keys().copied().collect();
        let mut all = lookup.stored(&names).await?;
        // What was brought back meanwhile, or deleted again by itself, is let be.
        all.retain(|name, it| followed.get(name) == Some(&it.stamp.revision));
        all.extend(stored);
        own_all(locks, &names_of(&all));
        own_claims(locks, all.values());
        require_live(lookup, locks, &all).await?;
        refuse_taken(lookup, locks, &all).await?;
        let batch = batch(lookup, self.name, all, false).await?;
        // Nothing leads to what is deleted but what returns with it; only of relations
        // another may have been drawn meanwhile that closes a circle.
        let relations = batch.writes.iter();
        let relations = relations.filter(|write| write.name.kind() == Kind::Relation);
        let relations: Vec<Write> = relations.cloned().collect();
        let mut check = Checker::new();
        let place = |_, _: &str| "name".to_owned();
        chain::check(lookup, &[], &relations, locks, &mut check, place).await?;
        check.finish(())?;
        Ok(batch)
    }
}

/// Refuses to take away what live resources refer to, they themselves apart.
pub(crate) async fn refuse_in_use(
    lookup: &mut Lookup<'_>,
    name: Name,
    names: &BTreeSet<Name>,
) -> Result<(), Error> {
    let mut referrers = lookup.referrers(names).await?;
    if referrers.is_empty() {
        return Ok(());
    }
    let is_more = referrers.len() > REFERRERS_MAX;
    referrers.truncate(REFERRERS_MAX);
    Err(Error::InUse {
        name,
        referrers,
        is_more,
    })
}

/// Refuses what no transaction can write, before it is read.
pub(crate) fn refuse_too_many(count: usize) -> Result<(), Error> {
    match count > CHANGES_MAX {
        true => Err(too_large("changes", count, CHANGES_MAX)),
        false => Ok(()),
    }
}

/// Locks a resource for writing, and the claim that it hangs on.
pub(crate) fn own(locks: &mut LockSet, name: Name) {
    locks.own(Lockable::Resource(name));
    if let Some(claim) = name.claim() {
        locks.own(Lockable::Resource(Name::Claim(claim)));
    }
}

/// Locks resources for writing. For what hangs on a claim the claim's lock is enough:
/// whoever writes such a thing, or refers to it, needs that too.
pub(crate) fn own_all(locks: &mut LockSet, names: &BTreeSet<Name>) {
    for &name in names {
        let locked = name.claim().map_or(name, Name::Claim);
        locks.own(Lockable::Resource(locked));
    }
}

fn share_references(locks: &mut LockSet, all: &BTreeMap<Name, Stored>) {
    for name in references(all) {
        locks.share_reference(name);
    }
}

/// What these refer to, they themselves apart.
fn references(all: &BTreeMap<Name, Stored>) -> BTreeSet<Name> {
    let references = all.values().flat_map(|it| it.resource.references());
    references.filter(|name| !all.contains_key(name)).collect()
}

fn own_keys(locks: &mut LockSet, all: &BTreeMap<Name, Stored>) -> BTreeSet<NaturalKey> {
    let resources = all.values().map(|it| &it.resource);
    let keys: BTreeSet<NaturalKey> = resources.flat_map(|it| it.natural_keys()).collect();
    for key in &keys {
        locks.own(Lockable::Key(key));
    }
    keys
}

/// Locks the claims whose standing may move.
pub(crate) fn own_claims<'a>(locks: &mut LockSet, all: impl Iterator<Item = &'a Stored>) {
    for claim in all.flat_map(|it| it.resource.moves_standing_of()) {
        locks.own(Lockable::Resource(Name::Claim(claim)));
    }
}

/// Refuses to bring back what refers to something deleted.
async fn require_live(
    lookup: &mut Lookup<'_>,
    locks: &mut LockSet,
    all: &BTreeMap<Name, Stored>,
) -> Result<(), Error> {
    share_references(locks, all);
    let references = references(all);
    let live = lookup.existing(&references).await?;
    let deleted: Vec<Name> = references.difference(&live).copied().collect();
    match deleted.is_empty() {
        true => Ok(()),
        false => Err(Error::Deleted(deleted)),
    }
}

/// Refuses to bring back what would be the same as something live.
async fn refuse_taken(
    lookup: &mut Lookup<'_>,
    locks: &mut LockSet,
    all: &BTreeMap<Name, Stored>,
) -> Result<(), Error> {
    let keys = own_keys(locks, all);
    if let Some((key, holder)) = lookup.holders(&keys).await?.into_iter().next() {
        let field = key.field();
        return Err(Error::Exists { holder, field });
    }
    let identities = lookup.appearance_identities(&names_of(all)).await?;
    let identities: Vec<IdentityDigest> = identities.into_values().collect();
    let same = lookup.appearances_by_identity(&identities).await?;
    match same.into_values().next() {
        Some(holder) => Err(Error::Exists {
            holder,
            field: "anchors",
        }),
        None => Ok(()),
    }
}

fn names_of(all: &BTreeMap<Name, Stored>) -> BTreeSet<Name> {
    all.keys().copied().collect()
}

/// The same resources, deleted or live from now on.
async fn batch(
    lookup: &mut Lookup<'_>,
    name: Name,
    all: BTreeMap<Name, Stored>,
    is_deleted: bool,
) -> Result<Batch, Error> {
    let identities = lookup.appearance_identities(&names_of(&all)).await?;
    let writes = all.into_iter().map(|(name, before)| Write {
        name,
        after: before.resource.clone(),
        before: Some(before),
        is_deleted,
        erasure: None,
        identity: identities.get(&name).copied(),
        follows: None,
    });
    Ok(Batch {
        writes: writes.collect(),
        done: vec![done_alone(name, Outcome::Updated, 0)],
        ..Batch::default()
    })
}
