//! Deletes a resource with its children, and undeletes it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    chain,
    current::{check_etag, load},
    locks::{exclusive, exclusive_all, exclusive_claims, refuse_too_many},
    mutation::Mutation,
    run::run,
};
use crate::{
    app::{App, CallContext, Error},
    domain::{
        resource::{KeySet, Kind, Name, Outcome, Stored},
        value::{Checker, IdentityDigest},
    },
    store::{
        Lookup,
        log::Done,
        read::IncludeDeleted,
        write::{Batch, LockSet, Lockable, Write, Written, referrer::REFERRERS_MAX},
    },
};

/// What happens to the appearances in an article that is deleted. The children of a claim are
/// always deleted with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appearances {
    /// They keep the article from being deleted.
    Hold,
    /// They are deleted with the article.
    Follow,
}

impl App {
    /// Deletes a resource. A non-empty `etag` must match.
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

    /// Undeletes a resource, with what was deleted together with it.
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
        exclusive(&mut locks, self.name);
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
        exclusive_all(locks, &names);
        refuse_in_use(lookup, self.name, &names).await?;
        let stored = lookup.stored(&names).await?;
        exclusive_claims(locks, stored.values());
        // These are the locks that an undelete needs. Acquiring them here as well ensures that
        // whatever can be deleted also fits into one transaction when it is undeleted.
        shared_references(locks, &stored);
        exclusive_keys(locks, &stored);
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
        exclusive(&mut locks, self.name);
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
        let deleted_with = match self.name {
            Name::Claim(_) | Name::Article(_) => {
                lookup
                    .deleted_with(self.name, before.stamp.revision)
                    .await?
            }
            // Other kinds have no children.
            _ => BTreeMap::new(),
        };
        let names: BTreeSet<Name> = deleted_with.keys().copied().collect();
        let mut all = lookup.stored(&names).await?;
        // Skip those that were undeleted, or deleted again separately, since then.
        all.retain(|name, stored| deleted_with.get(name) == Some(&stored.stamp.revision));
        all.extend(stored);
        exclusive_all(locks, &names_of(&all));
        exclusive_claims(locks, all.values());
        require_live(lookup, locks, &all).await?;
        refuse_taken(lookup, locks, &all).await?;
        let batch = batch(lookup, self.name, all, false).await?;
        // Only relations can close a cycle here: others may have been added between their
        // claims meanwhile. Nothing live refers to the other deleted resources.
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

/// Fails if live resources outside of `names` refer to any of `names`.
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

fn shared_references(locks: &mut LockSet, all: &BTreeMap<Name, Stored>) {
    for name in references(all) {
        locks.shared_reference(name);
    }
}

/// The references of these resources to others.
fn references(all: &BTreeMap<Name, Stored>) -> BTreeSet<Name> {
    let references = all.values().flat_map(|it| it.resource.references());
    references.filter(|name| !all.contains_key(name)).collect()
}

fn exclusive_keys(locks: &mut LockSet, all: &BTreeMap<Name, Stored>) -> KeySet {
    let keys = KeySet::of(all.values().map(|it| it.resource.natural_keys()));
    for key in &keys.natural {
        locks.exclusive(Lockable::Key(key));
    }
    keys
}

/// Fails if the resources to undelete refer to deleted ones.
async fn require_live(
    lookup: &mut Lookup<'_>,
    locks: &mut LockSet,
    all: &BTreeMap<Name, Stored>,
) -> Result<(), Error> {
    shared_references(locks, all);
    let references = references(all);
    let live = lookup.existing(&references).await?;
    let deleted: Vec<Name> = references.difference(&live).copied().collect();
    match deleted.is_empty() {
        true => Ok(()),
        false => Err(Error::Deleted(deleted)),
    }
}

/// Fails if a live resource has the same natural key or identity as one to undelete.
async fn refuse_taken(
    lookup: &mut Lookup<'_>,
    locks: &mut LockSet,
    all: &BTreeMap<Name, Stored>,
) -> Result<(), Error> {
    let keys = exclusive_keys(locks, all);
    if let Some((key, holder)) = lookup.holders(&keys).await?.iter().next() {
        return Err(Error::exists(key, holder));
    }
    let identities = lookup.appearance_identities(&names_of(all)).await?;
    let identities: Vec<IdentityDigest> = identities.into_values().collect();
    let same = lookup.appearances_by_identity(&identities).await?;
    match same.into_values().next() {
        Some(holder) => Err(Error::Exists {
            holder,
            field: "anchors",
            address: None,
        }),
        None => Ok(()),
    }
}

fn names_of(all: &BTreeMap<Name, Stored>) -> BTreeSet<Name> {
    all.keys().copied().collect()
}

/// The batch that deletes or undeletes these resources, unchanged otherwise.
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
        keys: None,
        follows: None,
    });
    Ok(Batch {
        writes: writes.collect(),
        done: vec![Done::alone(name, Outcome::Updated, 0)],
        ..Batch::default()
    })
}
