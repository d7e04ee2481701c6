//! Plans: decisions that are made before the locks are held. What takes long is decided that way,
//! so that no transaction is open meanwhile.

use super::mutation::{Mutation, decide};
use crate::{
    app::{
        Error,
        turns::{Long, long},
    },
    store::{
        Known, Lookup, Reader,
        write::{Batch, LockSet, WriteTx},
    },
};

/// A decision that compares or searches at least so many bytes of text is planned.
const PLANNED_BYTES: usize = 1 << 20;

/// How often a decision is made from assumed answers.
const ASSUMED_MAX: u32 = 8;

/// A decision that was made without locks. It stands if everything that it looked up is still
/// the same when they are held.
pub(crate) struct Plan {
    known: Known,
    /// The locks that the decision depends on.
    pub(super) locks: LockSet,
    /// What was decided, or what is wrong with the request; unless it failed otherwise or looked
    /// up what is not kept.
    decided: Option<Result<Batch, Error>>,
}

impl Plan {
    /// Decides without locks. No transaction is open while it decides, which can take long.
    pub(super) async fn make(reader: &mut Reader, mutation: &impl Mutation) -> Result<Self, Error> {
        let mut known = Known::assuming();
        let mut rounds = 0;
        loop {
            let mut locks = LockSet::new();
            known.begin_decision();
            let mut lookup = reader.lookup().keeping(&mut known);
            let decided = decide(mutation, &mut lookup, &mut locks).await;
            let is_open = matches!(decided, Err(Error::NotPlanned));
            if reader.read_assumed(&mut known).await? || is_open {
                rounds += 1;
                if rounds == ASSUMED_MAX {
                    known.stop_assuming();
                }
                continue;
            }
            if let Err(error) = &decided {
                tracing::debug!(%error, "decided without locks");
            }
            let is_final = known.is_whole() && matches!(decided, Ok(_) | Err(Error::Invalid(_)));
            return Ok(Self {
                known,
                locks,
                decided: is_final.then_some(decided),
            });
        }
    }
}

/// Decides with the locks that are held. A plan is not made again if it stands.
pub(super) async fn decide_locked(
    tx: &mut WriteTx,
    mutation: &impl Mutation,
    needed: &mut LockSet,
    plan: Option<&mut Plan>,
) -> Result<Batch, Error> {
    let Some(plan) = plan else {
        return decide(mutation, &mut tx.lookup().brief(), needed).await;
    };
    let mut known = tx.lookup().read_again(&plan.known).await?;
    let planned = plan.decided.take();
    match planned.filter(|_| known.is_same(&plan.known)) {
        Some(decided) => decided,
        None => decide(mutation, &mut tx.lookup().keeping(&mut known), needed).await,
    }
}

/// Says that what follows in a decision is long work if it concerns this many bytes. Fails if it
/// is to be planned, and was not; or if it may be for nothing, because answers are only assumed.
pub(crate) async fn long_in(lookup: &Lookup<'_>, bytes: usize) -> Result<Long, Error> {
    let is_too_early = lookup.is_brief() || lookup.has_assumed();
    match is_too_early && bytes >= PLANNED_BYTES {
        true => Err(Error::NotPlanned),
        false => Ok(long(bytes).await),
    }
}
