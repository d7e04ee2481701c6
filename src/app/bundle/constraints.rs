//! Checks the constraints on the writes of a bundle: what they refer to exists, no two
//! resources have the same key, and links form no cycle.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    decided::{Decided, field_path},
    overlay::Context,
};
use crate::{
    app::{
        Error,
        write::{
            chain,
            current::{added_keys, added_references, require_all},
            future::{self, added_times},
        },
    },
    domain::resource::{KeySet, Name, NaturalKey},
    store::write::Lockable,
};

pub(super) async fn check_constraints(
    context: &mut Context<'_, '_>,
    decided: &Decided,
) -> Result<(), Error> {
    check_references(context, decided).await?;
    check_all_but_references(context, decided).await
}

/// Checks that no two resources have the same key, that links form no cycle, and that times have
/// passed.
pub(super) async fn check_all_but_references(
    context: &mut Context<'_, '_>,
    decided: &Decided,
) -> Result<(), Error> {
    let paths = decided.paths();
    check_keys(context, decided, &paths).await?;
    let place = |name: Name, field: &str| {
        let path = paths.get(&name).copied().unwrap_or_default();
        format!("{}.{field}", field_path(path, name))
    };
    let Context {
        store,
        locks,
        check,
    } = context;
    let (earlier, writes) = (store.writes(), &decided.writes);
    chain::check(store.lookup, earlier, writes, locks, check, place).await?;
    let times = writes.iter().flat_map(|write| {
        let before = write.before.as_ref().map(|before| &before.resource);
        added_times(before, &write.after, |field| place(write.name, field))
    });
    future::check(store.lookup, check, times.collect()).await?;
    Ok(check.refuse()?)
}

async fn check_references(context: &mut Context<'_, '_>, decided: &Decided) -> Result<(), Error> {
    let Context { store, locks, .. } = context;
    let mut references = BTreeSet::new();
    for write in &decided.writes {
        references.extend(match &write.before {
            None => write.after.references(),
            Some(before) => added_references(&before.resource, &write.after),
        });
    }
    let names = decided.names();
    references.retain(|name| !names.contains(name) && !store.is_pending(*name));
    for &reference in &references {
        locks.shared_reference(reference);
    }
    require_all(store.lookup, references).await
}

/// Reports resources that have the same key, in the bundle or in the store.
async fn check_keys(
    context: &mut Context<'_, '_>,
    decided: &Decided,
    paths: &BTreeMap<Name, &str>,
) -> Result<(), Error> {
    let Context {
        store,
        locks,
        check,
    } = context;
    let mut keys: BTreeMap<NaturalKey, Name> = BTreeMap::new();
    let mut wanted = KeySet::default();
    let mut earlier = BTreeMap::new();
    let path = |name: &Name| paths.get(name).copied().unwrap_or_default();
    for write in decided.writes.iter().filter(|write| !write.is_deleted) {
        let before = write.before.as_ref();
        let added = match before.filter(|before| !before.stamp.is_deleted()) {
            None => KeySet::of([write.natural_keys()]),
            Some(before) => added_keys(&before.resource, &write.after),
        };
        wanted.natural.extend(added.natural.iter().cloned());
        wanted.earlier.extend(added.earlier.iter().cloned());
        earlier.extend(added.earlier.into_iter().map(|key| (key.0, write.name)));
        for key in added.natural {
            locks.exclusive(Lockable::Key(&key));
            let field = key.field();
            if let Some(first) = keys.insert(key, write.name) {
                let first = path(&first);
                check.report_at(
                    path(&write.name),
                    format!("has the same {field} as {first}; keep one of them"),
                );
            }
        }
    }
    for (key, holder) in store.holders(&wanted).await?.iter() {
        let writers = [keys.get(key), earlier.get(key)];
        if !writers.contains(&Some(&holder)) {
            return Err(Error::exists(key, holder));
        }
    }
    Ok(())
}
