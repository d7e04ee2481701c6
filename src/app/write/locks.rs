//! The exclusive locks for the resources that a mutation writes, and the limit of changes.

use std::collections::BTreeSet;

use super::run::too_large;
use crate::{
    app::Error,
    domain::resource::{Name, Stored},
    store::write::{LockSet, Lockable, transaction::CHANGES_MAX},
};

/// Refuses more changes than fit into one transaction, before the resources are read.
pub(crate) fn refuse_too_many(count: usize) -> Result<(), Error> {
    match count > CHANGES_MAX {
        true => Err(too_large("changes", count, CHANGES_MAX)),
        false => Ok(()),
    }
}

/// Adds exclusive locks on a resource and on its parent claim, if it has one.
pub(crate) fn exclusive(locks: &mut LockSet, name: Name) {
    locks.exclusive(Lockable::Resource(name));
    if let Some(claim) = name.claim() {
        locks.exclusive(Lockable::Resource(Name::Claim(claim)));
    }
}

/// Adds exclusive locks on resources. For a child of a claim the claim's lock is enough,
/// because whoever writes the child or refers to it locks the claim, too.
pub(crate) fn exclusive_all(locks: &mut LockSet, names: &BTreeSet<Name>) {
    for &name in names {
        let locked = name.claim().map_or(name, Name::Claim);
        locks.exclusive(Lockable::Resource(locked));
    }
}

/// Adds exclusive locks on the claims whose standings may change.
pub(crate) fn exclusive_claims<'a>(locks: &mut LockSet, all: impl Iterator<Item = &'a Stored>) {
    for claim in all.flat_map(|stored| stored.resource.moves_standing_of()) {
        locks.exclusive(Lockable::Resource(Name::Claim(claim)));
    }
}
