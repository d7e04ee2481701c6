//! Creating a resource of any kind.

use std::collections::BTreeSet;

use super::{
    App, Asked, Error,
    appearance::Texts,
    write::{self, Mutation},
};
use crate::{
    domain::{
        appearance::Appearance, bundle::Outcome, identity::IdentityDigest, name::Name,
        resource::Resource, violation::Checker,
    },
    store::{
        load::Lookup,
        lock::{LockSet, Lockable},
        request::Done,
        write::{Batch, Write},
    },
};

impl App {
    /// Stores a new resource, valid in itself. `is_named` tells whether the caller
    /// chose the name.
    pub async fn create(
        &self,
        asked: Asked,
        name: Name,
        is_named: bool,
        resource: Resource,
    ) -> Result<Vec<Done>, Error> {
        let create = Create {
            name,
            is_named,
            resource,
        };
        write::run(self, asked, create).await
    }
}

struct Create {
    name: Name,
    is_named: bool,
    resource: Resource,
}

impl Mutation for Create {
    fn locks(&self) -> LockSet {
        let mut locks = LockSet::new();
        locks.own(Lockable::Resource(self.name));
        for key in &self.resource.natural_keys() {
            locks.own(Lockable::Key(key));
        }
        for reference in self.resource.references() {
            locks.share(Lockable::Resource(reference));
        }
        if let Resource::Appearance(appearance) = &self.resource {
            // The standing of a claim moves with its appearances.
            locks.own(Lockable::Resource(Name::Claim(appearance.claim)));
        }
        locks
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        locks.merge(&self.locks());
        if self.is_named {
            refuse_taken(lookup, self.name).await?;
        }
        require_all(lookup, self.resource.references()).await?;
        let holders = lookup.holders(&self.resource.natural_keys()).await?;
        if let Some((key, holder)) = holders.into_iter().next() {
            let field = key.field();
            return Err(Error::Exists { holder, field });
        }
        let mut after = self.resource.clone();
        let identity = match &mut after {
            Resource::Appearance(appearance) => {
                Some(settle_alone(lookup, appearance, self.name).await?)
            }
            Resource::Article(_, version) => {
                *version = 1;
                None
            }
            Resource::Source(_) | Resource::Claim(_) => None,
        };
        let write = Write {
            name: self.name,
            before: None,
            after,
            identity,
        };
        Ok(Batch {
            writes: vec![write],
            done: vec![done(self.name, Outcome::Created, 0)],
            ..Batch::default()
        })
    }
}

/// What was done with a resource outside of a bundle.
pub(super) fn done(name: Name, outcome: Outcome, revision: i64) -> Done {
    Done {
        name,
        revision,
        outcome,
        path: String::new(),
        key: String::new(),
        differences: Vec::new(),
    }
}

async fn refuse_taken(lookup: &mut Lookup<'_>, name: Name) -> Result<(), Error> {
    // An appearance's id is taken under whatever claim it stands.
    let holder = match name {
        Name::Appearance(_, id) => lookup.appearance_by_id(id).await?,
        _ => lookup
            .existing(&BTreeSet::from([name]))
            .await?
            .first()
            .copied(),
    };
    match holder {
        Some(holder) => Err(Error::Exists {
            holder,
            field: "name",
        }),
        None => Ok(()),
    }
}

/// Complains, all at once, about names that do not exist.
pub(super) async fn require_all(
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

/// Settles an appearance that is written by itself, and refuses one that another
/// is the same as.
pub(super) async fn settle_alone(
    lookup: &mut Lookup<'_>,
    appearance: &mut Appearance,
    name: Name,
) -> Result<IdentityDigest, Error> {
    let mut texts = Texts::default();
    texts.load(lookup, appearance).await?;
    let mut check = Checker::new();
    let identity = check.field("appearance", |check| {
        texts.counted().settle(check, appearance)
    });
    let identity = check.finish(identity)?.unwrap_or_default();
    let same = lookup.appearances_by_identity(&[identity]).await?;
    match same.get(&identity) {
        Some(holder) if *holder != name => Err(Error::Exists {
            holder: *holder,
            field: "anchors",
        }),
        _ => Ok(identity),
    }
}
