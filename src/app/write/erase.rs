//! Erases a resource with its children: permanently removes their content.

use std::collections::BTreeSet;

use super::{
    current::{check_etag, refuse_merged},
    delete::refuse_in_use,
    locks::{exclusive, exclusive_all, exclusive_claims, refuse_too_many},
    mutation::Mutation,
    run::run,
};
use crate::{
    app::{App, CallContext, Error},
    domain::{
        Timestamp,
        resource::{Name, Outcome, Stored},
    },
    store::{
        Lookup,
        log::{Done, Position},
        read::IncludeDeleted,
        write::{Batch, LockSet, Lockable, Write},
    },
    wire::document,
};

/// The result of an erasure.
#[derive(Clone, Debug)]
pub struct Erased {
    /// The names of the erased resources, the requested one first.
    pub names: Vec<Name>,
    /// When they were erased.
    pub time: Timestamp,
    /// The log position; `None` for a dry run.
    pub position: Option<Position>,
}

impl App {
    /// Erases a resource with its children. A non-empty `etag` must match.
    pub async fn erase(
        &self,
        context: CallContext,
        name: Name,
        etag: String,
        reason: String,
    ) -> Result<Erased, Error> {
        let erase = Erase { name, etag, reason };
        let written = run(self, context, erase).await?;
        let position = self.position(&written).await?;
        let names = written.done.iter().map(|done| done.name).collect();
        let docs = self.written(written).await?;
        let doc = docs.first().map(Vec::as_slice).unwrap_or_default();
        let erasure = document::decode(name.kind(), doc)?.erasure;
        let erasure = erasure.ok_or_else(|| {
            Error::Internal("the document of an erased resource does not record the erasure".into())
        })?;
        Ok(Erased {
            names,
            time: erasure.time,
            position,
        })
    }
}

struct Erase {
    name: Name,
    etag: String,
    reason: String,
}

impl Mutation for Erase {
    fn locks(&self) -> LockSet {
        let mut locks = LockSet::new();
        exclusive(&mut locks, self.name);
        locks.shared(Lockable::Documents);
        locks
    }

    fn plans_without_locks(&self) -> bool {
        true
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        locks.merge(&self.locks());
        let found = lookup.stored(&BTreeSet::from([self.name])).await?;
        let main = found.get(&self.name);
        let main = main.ok_or_else(|| Error::NotFound(vec![self.name]))?;
        check_etag(main, &self.etag)?;
        refuse_merged(lookup, &BTreeSet::from([self.name])).await?;
        if main.erasure.is_some() {
            let revision = main.stamp.revision;
            return Ok(Batch {
                done: vec![Done::alone(self.name, Outcome::Unchanged, revision)],
                ..Batch::default()
            });
        }
        let mut names = lookup.children(self.name, IncludeDeleted::All).await?;
        names.insert(self.name);
        refuse_too_many(names.len())?;
        exclusive_all(locks, &names);
        refuse_in_use(lookup, self.name, &names).await?;
        let mut all = lookup.stored(&names).await?;
        all.retain(|_, stored| stored.erasure.is_none());
        exclusive_claims(locks, all.values());
        let (mains, others): (Vec<Stored>, Vec<Stored>) = all
            .into_values()
            .partition(|stored| stored.name == self.name);
        let writes: Vec<Write> = mains
            .into_iter()
            .chain(others)
            .map(|before| Write {
                name: before.name,
                after: before.resource.erased(),
                before: Some(before),
                is_deleted: true,
                erasure: Some(self.reason.clone()),
                identity: None,
                keys: None,
                follows: None,
            })
            .collect();
        let done = writes.iter();
        let done = done.map(|write| Done::alone(write.name, Outcome::Updated, 0));
        Ok(Batch {
            done: done.collect(),
            writes,
            ..Batch::default()
        })
    }
}
