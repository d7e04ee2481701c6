//! What a mutation starts from: resources as they are stored now, checked against what the
//! caller expects of them, and what an edit adds to them.

use std::collections::BTreeSet;

use crate::{
    app::Error,
    domain::resource::{
        any::{NaturalKey, Resource, Stored},
        name::Name,
    },
    store::read::load::Lookup,
};

/// A live resource that is not merged, in the state that the etag says.
pub(crate) async fn load(lookup: &mut Lookup<'_>, name: Name, etag: &str) -> Result<Stored, Error> {
    let stored = load_live(lookup, name).await?;
    // Said first: who is told to read it again would read its survivor.
    if let Some(into) = stored.resource.merged_into() {
        return Err(merged(lookup, name, into).await?);
    }
    check_etag(&stored, etag)?;
    Ok(stored)
}

/// A live resource, merged or not.
pub(crate) async fn load_live(lookup: &mut Lookup<'_>, name: Name) -> Result<Stored, Error> {
    let mut found = lookup.stored(&BTreeSet::from([name])).await?;
    found
        .remove(&name)
        .filter(|stored| !stored.stamp.is_deleted())
        .ok_or_else(|| Error::NotFound(vec![name]))
}

/// Refuses a write that was made from another state than the stored one.
pub(crate) fn check_etag(stored: &Stored, etag: &str) -> Result<(), Error> {
    if etag.is_empty() || etag == stored.stamp.etag(stored.name) {
        Ok(())
    } else {
        Err(Error::EtagMismatch(stored.name))
    }
}

pub(crate) fn added_references(before: &Resource, after: &Resource) -> BTreeSet<Name> {
    &after.references() - &before.references()
}

pub(crate) fn added_keys(before: &Resource, after: &Resource) -> BTreeSet<NaturalKey> {
    &after.natural_keys() - &before.natural_keys()
}

/// That a resource was merged, and what stands for it.
pub(crate) async fn merged(
    lookup: &mut Lookup<'_>,
    name: Name,
    into: Name,
) -> Result<Error, Error> {
    let survivors = lookup.survivors(&BTreeSet::from([name])).await?;
    let survivor = survivors.get(&name).copied().unwrap_or(into);
    Ok(Error::Merged { name, survivor })
}

/// Refuses to write to any of these that is merged.
pub(crate) async fn refuse_merged(
    lookup: &mut Lookup<'_>,
    names: &BTreeSet<Name>,
) -> Result<(), Error> {
    match lookup.survivors(names).await?.into_iter().next() {
        Some((name, survivor)) => Err(Error::Merged { name, survivor }),
        None => Ok(()),
    }
}

/// Complains, all at once, about names that do not exist.
pub(crate) async fn require_all(
    lookup: &mut Lookup<'_>,
    names: BTreeSet<Name>,
) -> Result<(), Error> {
    if names.is_empty() {
        return Ok(());
    }
    let existing = lookup.existing(&names).await?;
    let missing: Vec<Name> = names.difference(&existing).copied().collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Error::NotFound(missing))
    }
}
