//! Updates a resource of any kind.

use super::{
    appearance::settle_all,
    chain,
    current::{added_keys, added_references, load, require_all},
    future::{self, added_times},
    locks,
    mutation::Mutation,
    printed_date::read_dates,
    reanchor::{number_text, reanchor, text_of},
    run::run,
};
use crate::{
    app::{App, CallContext, Error, sealing::seal},
    domain::{
        resource::{Name, Outcome, Resource, SourceId, Stored},
        value::{Checker, Sealed},
    },
    store::{
        Lookup,
        log::Done,
        read::StoredDocument,
        write::{Batch, LockSet, Lockable, Write, Written},
    },
    vault::Vault,
};

/// Makes the new state from the stored one. Fails if the new state is not valid by itself.
pub type MakeState = Box<dyn Fn(&StoredDocument) -> Result<Made, Error> + Send + Sync>;

/// A new state.
pub struct Made {
    resource: Resource,
    sealed: Option<(SourceId, Sealed)>,
}

impl Made {
    /// A new state whose fields were written by a caller. What a confidential source is becomes
    /// encrypted.
    pub fn written(
        vault: Option<&Vault>,
        name: Name,
        mut resource: Resource,
    ) -> Result<Self, Error> {
        let sealed = seal(vault, name, &mut resource)?;
        Ok(Self { resource, sealed })
    }
}

impl From<Resource> for Made {
    /// A new state in which the fields that callers write are as before.
    fn from(resource: Resource) -> Self {
        Self {
            resource,
            sealed: None,
        }
    }
}

/// The change to a resource.
pub struct Edit {
    /// Its path in the request.
    pub path: &'static str,
    /// Makes the new state.
    pub make: MakeState,
}

impl App {
    /// Updates a resource. A non-empty `etag` must match.
    pub async fn update(
        &self,
        context: CallContext,
        name: Name,
        etag: String,
        edit: Edit,
    ) -> Result<Written, Error> {
        run(self, context, Update { name, etag, edit }).await
    }
}

struct Update {
    name: Name,
    etag: String,
    edit: Edit,
}

impl Mutation for Update {
    fn locks(&self) -> LockSet {
        let mut locks = LockSet::new();
        locks::exclusive(&mut locks, self.name);
        locks
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        decide_update(lookup, locks, self.name, &self.etag, &self.edit).await
    }
}

/// Decides the update of a resource.
pub(crate) async fn decide_update(
    lookup: &mut Lookup<'_>,
    locks: &mut LockSet,
    name: Name,
    etag: &str,
    edit: &Edit,
) -> Result<Batch, Error> {
    locks::exclusive(locks, name);
    let read = load(lookup, name, etag).await?;
    let before = &read.stored;
    locks::exclusive_claims(locks, std::iter::once(before));
    let Made {
        resource: mut after,
        sealed,
    } = (edit.make)(&read)?;

    let added = added_references(&before.resource, &after);
    for &reference in &added {
        locks.shared_reference(reference);
    }
    require_all(lookup, added).await?;

    let keys = added_keys(&before.resource, &after);
    for key in &keys.natural {
        locks.exclusive(Lockable::Key(key));
    }
    let holders = lookup.holders(&keys).await?;
    if let Some((key, holder)) = holders.iter().find(|(_, holder)| *holder != name) {
        return Err(Error::exists(key, holder));
    }

    if let Resource::Appearance(appearance) = &after {
        locks.shared(Lockable::Resource(Name::Article(appearance.article)));
    }
    number_text(before, &mut after);
    let mut all = [(edit.path, name, after)];
    read_dates(lookup, &mut all, Some(&before.resource)).await?;
    let identities = settle_all(lookup, &mut all).await?;
    let [(.., mut after)] = all;
    if let (Resource::Appearance(stored), Resource::Appearance(after)) =
        (&before.resource, &mut after)
    {
        after.keep_anchoring(stored);
    }
    // Whether a confidential source is what it was before, would tell who tries names.
    if after == before.resource && sealed.is_none() {
        let revision = before.stamp.revision;
        let unchanged = Done::alone(name, Outcome::Unchanged, revision);
        return Ok(Batch {
            done: vec![unchanged],
            ..Batch::default()
        });
    }
    let times = added_times(Some(&before.resource), &after, |field| {
        format!("{}.{field}", edit.path)
    });
    let reanchored = reanchored(lookup, locks, (name, before), &after).await?;
    let mut writes = vec![Write {
        name,
        before: Some(read.stored),
        after,
        is_deleted: false,
        erasure: None,
        identity: identities.get(&name).copied(),
        keys: None,
        follows: None,
    }];
    let mut check = Checker::new();
    let place = |_, field: &str| format!("{}.{field}", edit.path);
    chain::check(lookup, &[], &writes, locks, &mut check, place).await?;
    future::check(lookup, &mut check, times).await?;
    check.finish(())?;
    writes.extend(reanchored);
    let done = writes.iter();
    Ok(Batch {
        done: done
            .map(|write| Done::alone(write.name, Outcome::Updated, 0))
            .collect(),
        writes,
        sealed: sealed.into_iter().collect(),
        ..Batch::default()
    })
}

/// Re-anchors the appearances of an article if its text changes.
async fn reanchored(
    lookup: &mut Lookup<'_>,
    locks: &mut LockSet,
    (name, before): (Name, &Stored),
    after: &Resource,
) -> Result<Vec<Write>, Error> {
    match (name, &before.resource, after) {
        (Name::Article(id), Resource::Article(_, old), Resource::Article(article, version))
            if version != old =>
        {
            let text = text_of(article, *version);
            reanchor(lookup, locks, id, &text, &article.language).await
        }
        _ => Ok(Vec::new()),
    }
}
