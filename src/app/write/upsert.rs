//! Updates a resource that is named, or identified by what only it can have. It is created if
//! it does not exist and the caller allows that.

use std::collections::BTreeSet;

use super::{
    create::Create,
    locks,
    mutation::Mutation,
    new::New,
    run::run,
    update::{Edit, decide_update},
};
use crate::{
    app::{App, CallContext, Error, read::holder::several},
    domain::{
        resource::{KeySet, Kind, Name, NaturalKey, NaturalKeys},
        value::Violation,
    },
    store::{
        Lookup,
        read::Presence,
        write::{Batch, LockSet, Lockable, Written},
    },
};

/// The resource that an update is about.
#[derive(Clone, Debug)]
pub enum Target {
    /// The resource with this name.
    Named(Name),
    /// The live resource of this kind that has one of these keys, which are in some fields.
    Holder(Kind, NaturalKeys),
}

/// The resource to create if it does not exist, or why it cannot be created.
pub type Missing = Result<New, Vec<Violation>>;

impl App {
    /// Updates a resource, or creates it if it does not exist and `missing` is given. A
    /// non-empty `etag` must match.
    pub async fn upsert(
        &self,
        context: CallContext,
        target: Target,
        etag: String,
        edit: Edit,
        mut missing: Option<Missing>,
    ) -> Result<Written, Error> {
        if let Some(Ok(new)) = &mut missing {
            new.seal(self.vault())?;
        }
        let upsert = Upsert {
            target,
            etag,
            edit,
            missing,
        };
        run(self, context, upsert).await
    }
}

struct Upsert {
    target: Target,
    etag: String,
    edit: Edit,
    missing: Option<Missing>,
}

impl Mutation for Upsert {
    fn locks(&self) -> LockSet {
        let mut locks = LockSet::new();
        match &self.target {
            Target::Named(name) => locks::exclusive(&mut locks, *name),
            Target::Holder(_, keys) => {
                for key in keys.keys() {
                    locks.exclusive(Lockable::Key(key));
                }
            }
        }
        locks
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        locks.merge(&self.locks());
        match self.existing(lookup).await? {
            Some(name) => decide_update(lookup, locks, name, &self.etag, &self.edit).await,
            None => self.create(lookup, locks).await,
        }
    }
}

impl Upsert {
    /// The resource to update, or `None` if it is to be created.
    async fn existing(&self, lookup: &mut Lookup<'_>) -> Result<Option<Name>, Error> {
        let keys = match &self.target {
            Target::Named(name) if self.missing.is_none() => return Ok(Some(*name)),
            Target::Named(name) => {
                let presence = lookup.presence(&BTreeSet::from([*name])).await?;
                let is_live = presence.get(name) == Some(&Presence::Live);
                return Ok(is_live.then_some(*name));
            }
            Target::Holder(_, keys) => keys,
        };
        let holders = lookup.holders(&KeySet::of([keys.clone()])).await?;
        let holders: BTreeSet<Name> = keys.iter().filter_map(|key| holders.of(key)).collect();
        if holders.len() > 1 {
            return Err(Error::Invalid(vec![Violation::new(
                self.edit.path,
                several(&holders),
            )]));
        }
        Ok(holders.first().copied())
    }

    async fn create(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        let new = match (&self.missing, &self.target) {
            (Some(Ok(new)), _) => new.clone(),
            (Some(Err(violations)), _) => return Err(Error::Invalid(violations.clone())),
            (None, Target::Named(name)) => return Err(Error::NotFound(vec![*name])),
            (None, Target::Holder(kind, keys)) => {
                let field = keys.keys().next().map_or("name", NaturalKey::field);
                return Err(Error::NoHolder { kind: *kind, field });
            }
        };
        if !self.etag.is_empty() {
            return Err(Error::EtagMismatch(new.name));
        }
        Create { all: vec![new] }.decide(lookup, locks).await
    }
}
