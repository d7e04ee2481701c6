//! What every mutation is: a decision about what to write, and the locks that it depends on.

use std::{collections::BTreeSet, future::Future};

use crate::{
    app::Error,
    domain::resource::{Kind, Name},
    store::{
        Lookup,
        write::{Batch, LockSet, Lockable},
    },
};

/// A change to the store: it reads, and decides what to write.
pub(crate) trait Mutation: Send + Sync + 'static {
    /// The locks that are known before anything is read.
    fn locks(&self) -> LockSet;

    /// Whether to decide without locks first, because most locks are known only after
    /// reading.
    fn plans_without_locks(&self) -> bool {
        false
    }

    /// Completes what was decided with what depends on nothing that was looked up, and may not
    /// have been known yet.
    fn complete(&self, _batch: &mut Batch) {}

    /// Reads what the mutation depends on, decides what to write, and adds the locks that the
    /// decision depends on, even if it fails. It is called again if those were not held, so it
    /// must not keep state.
    fn decide(
        &self,
        lookup: &mut Lookup<'_>,
        locks: &mut LockSet,
    ) -> impl Future<Output = Result<Batch, Error>> + Send;
}

/// Decides what a mutation writes, and adds the locks that this depends on.
pub(super) async fn decide(
    mutation: &impl Mutation,
    lookup: &mut Lookup<'_>,
    needed: &mut LockSet,
) -> Result<Batch, Error> {
    let mut batch = mutation.decide(lookup, needed).await?;
    add_survivors(lookup, &mut batch, needed).await?;
    Ok(batch)
}

/// Adds the survivors of merged resources. The children of a merged claim count for its
/// survivor, so that standing may change, too. And a standing that depends on a merged source
/// depends on the retraction of its survivor, which needs a shared lock.
async fn add_survivors(
    lookup: &mut Lookup<'_>,
    batch: &mut Batch,
    needed: &mut LockSet,
) -> Result<(), Error> {
    let claims = batch.moves_standing_of().into_iter().map(Name::Claim);
    let printed = batch.writes.iter();
    let printed = printed.filter(|write| write.name.kind() == Kind::Appearance);
    let sources = printed.flat_map(|write| write.after.references());
    let sources = sources.filter(|name| name.kind() == Kind::Source);
    let named: BTreeSet<Name> = claims.chain(sources).collect();
    for survivor in lookup.survivors(&named).await?.into_values() {
        match survivor {
            Name::Claim(claim) => {
                needed.exclusive(Lockable::Resource(survivor));
                batch.standings.insert(claim);
            }
            _ => needed.shared(Lockable::Resource(survivor)),
        }
    }
    Ok(())
}
