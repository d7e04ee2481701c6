//! Which locks a mutation takes for the resources that it writes, and how many fit.

use std::collections::BTreeSet;

use super::run::too_large;
use crate::{
    app::Error,
    domain::resource::{any::Stored, name::Name},
    store::write::{
        lock::{LockSet, Lockable},
        transaction::CHANGES_MAX,
    },
};

/// Refuses what no transaction can write, before it is read.
pub(crate) fn refuse_too_many(count: usize) -> Result<(), Error> {
    match count > CHANGES_MAX {
        true => Err(too_large("changes", count, CHANGES_MAX)),
        false => Ok(()),
    }
}

/// Locks a resource for writing, and the claim that it hangs on.
pub(crate) fn exclusive(locks: &mut LockSet, name: Name) {
    locks.exclusive(Lockable::Resource(name));
    if let Some(claim) = name.claim() {
        locks.exclusive(Lockable::Resource(Name::Claim(claim)));
    }
}

/// Locks resources for writing. For what hangs on a claim the claim's lock is enough:
/// whoever writes such a thing, or refers to it, needs that too.
pub(crate) fn exclusive_all(locks: &mut LockSet, names: &BTreeSet<Name>) {
    for &name in names {
        let locked = name.claim().map_or(name, Name::Claim);
        locks.exclusive(Lockable::Resource(locked));
    }
}

/// Locks the claims whose standing may move.
pub(crate) fn exclusive_claims<'a>(locks: &mut LockSet, all: impl Iterator<Item = &'a Stored>) {
    for claim in all.flat_map(|it| it.resource.moves_standing_of()) {
        locks.exclusive(Lockable::Resource(Name::Claim(claim)));
    }
}
