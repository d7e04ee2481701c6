//! The current states of resources that a mutation starts from, checked against what the
//! caller expects: existence, etag, and not being merged.

use std::collections::BTreeSet;

use crate::{
    app::Error,
    domain::resource::{KeySet, Name, Resource, Stored},
    store::{Lookup, read::StoredDocument},
};

/// Loads a live resource. Fails if it is merged, or if the etag does not match.
pub(crate) async fn load(
    lookup: &mut Lookup<'_>,
    name: Name,
    etag: &str,
) -> Result<StoredDocument, Error> {
    let found = load_live_document(lookup, name).await?;
    // Checked before the etag: rereading the resource, as an etag error advises, would
    // return its survivor.
    if let Some(into) = found.stored.resource.merged_into() {
        return Err(merged_error(lookup, name, into).await?);
    }
    check_etag(&found.stored, etag)?;
    Ok(found)
}

/// Loads a live resource, merged or not.
pub(crate) async fn load_live(lookup: &mut Lookup<'_>, name: Name) -> Result<Stored, Error> {
    Ok(load_live_document(lookup, name).await?.stored)
}

async fn load_live_document(lookup: &mut Lookup<'_>, name: Name) -> Result<StoredDocument, Error> {
    let mut found = lookup.stored_documents(&BTreeSet::from([name])).await?;
    found
        .remove(&name)
        .filter(|found| !found.stored.stamp.is_deleted())
        .ok_or_else(|| Error::NotFound(vec![name]))
}

/// Fails if the etag does not match the stored state. An empty etag matches any.
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

pub(crate) fn added_keys(before: &Resource, after: &Resource) -> KeySet {
    let before = KeySet::of([before.natural_keys()]);
    KeySet::of([after.natural_keys()]).without(&before)
}

/// Returns the error that a resource was merged, with its survivor.
pub(crate) async fn merged_error(
    lookup: &mut Lookup<'_>,
    name: Name,
    into: Name,
) -> Result<Error, Error> {
    let survivors = lookup.survivors(&BTreeSet::from([name])).await?;
    let survivor = survivors.get(&name).copied().unwrap_or(into);
    Ok(Error::Merged { name, survivor })
}

/// Fails if any of these is merged.
pub(crate) async fn refuse_merged(
    lookup: &mut Lookup<'_>,
    names: &BTreeSet<Name>,
) -> Result<(), Error> {
    match lookup.survivors(names).await?.into_iter().next() {
        Some((name, survivor)) => Err(Error::Merged { name, survivor }),
        None => Ok(()),
    }
}

/// Fails if any of these names do not exist. The error lists all that are missing.
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
