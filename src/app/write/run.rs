//! Runs mutations with their locks. A mutation is restarted if it needs more locks or lost a
//! race. It runs to its end even if the caller disconnects, but for a decision that takes long.

use std::{collections::BTreeSet, future::Future, time::Duration};

use tracing::Instrument as _;

use super::{
    call::CallContext,
    nearest::with_nearest,
    queue::{Queues, Turn},
};
use crate::{
    app::{
        App, Error,
        turns::{Turns, pause},
    },
    domain::{
        resource::{Kind, Name},
        value::{Stop, Violation},
    },
    store::{
        self, Known, Lookup, Reader,
        log::Earlier,
        write::{
            Batch, Ending, LockSet, Lockable, WriteTx, Written, lock::LOCKS_MAX,
            transaction::CHANGES_MAX,
        },
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

/// How often a mutation is restarted because it needs more locks.
const RESTARTS_MAX: u32 = 5;
/// How often a mutation is restarted because it lost a race.
const RACES_MAX: u32 = 5;
const RACE_PAUSE: Duration = Duration::from_millis(10);

/// Runs a mutation to its end in a task of its own. If it ran in the caller's task, a caller
/// that disconnects would leave a connection inside a transaction, and could not know whether
/// its write was committed.
pub(crate) async fn run(
    app: &App,
    context: CallContext,
    mutation: impl Mutation,
) -> Result<Written, Error> {
    run_planned(app, context, mutation, None).await
}

/// Runs a mutation for which a plan may have been made before.
pub(crate) async fn run_planned(
    app: &App,
    context: CallContext,
    mutation: impl Mutation,
    plan: Option<Plan>,
) -> Result<Written, Error> {
    let app = app.clone();
    // The task holds the permit, so it is not released when the caller disconnects.
    let permit = app.writes.clone().try_acquire_owned();
    let permit = permit.map_err(|_| Error::Overloaded)?;
    let (turns, bytes) = (app.turns.clone(), context.bytes);
    let task = async move {
        let result = run_to_end(&app, &context, &mutation, plan).await;
        drop(permit);
        result
    };
    finished(turns, bytes, task).await
}

/// Plans a mutation before its turn has come, in a task of its own as [`run`].
pub(crate) async fn plan(app: &App, bytes: usize, mutation: impl Mutation) -> Result<Plan, Error> {
    let app = app.clone();
    let turns = app.turns.clone();
    let task = async move {
        let mut reader = app.store.reader().await?;
        Plan::make(&mut reader, &mutation).await
    };
    finished(turns, bytes, task).await
}

/// Runs a task to its end even if the caller disconnects, in turns if it concerns so many bytes
/// that it is long. A decision that takes long is not finished then: it fails at its next pause.
async fn finished<T: Send + 'static>(
    turns: Turns,
    bytes: usize,
    task: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    let stop = Stop::default();
    let _waiting = stop.on_drop();
    let task = task.in_current_span();
    let task = async move { turns.run(bytes, stop, task).await? };
    match tokio::spawn(task.in_current_span()).await {
        Ok(result) => result,
        Err(error) => Err(Error::Internal(Box::new(error))),
    }
}

pub(super) async fn run_to_end(
    app: &App,
    context: &CallContext,
    mutation: &impl Mutation,
    mut plan: Option<Plan>,
) -> Result<Written, Error> {
    let mut locks = mutation.locks();
    locks.merge(&context.locks());
    if plan.is_none() && mutation.plans_without_locks() {
        let mut reader = app.store.reader().await?;
        if let Some(done) = earlier(&mut reader.lookup(), context).await? {
            return Ok(done);
        }
        plan = Some(Plan::make(&mut reader, mutation).await?);
    }
    if let Some(plan) = &plan {
        locks.merge(&plan.locks);
    }
    let (mut restarts, mut races) = (0, 0);
    loop {
        match attempt(app, context, mutation, &locks, plan.as_mut()).await {
            Ok(Attempt::Done(done)) => return Ok(done),
            Ok(Attempt::NeedsLocks(more)) if restarts < RESTARTS_MAX => {
                restarts += 1;
                locks.merge(&more);
            }
            Ok(Attempt::NeedsLocks(_)) => return Err(Error::Contention),
            Err(Failure::Store(store::Error::LostRace(error))) if races < RACES_MAX => {
                races += 1;
                tracing::debug!(%error, races, "lost a race");
                tokio::time::sleep(RACE_PAUSE * races).await;
            }
            Err(Failure::Store(error)) => return Err(error.into()),
            Err(Failure::Decided(error)) => return Err(with_nearest(error).await?),
        }
    }
}

/// How often a decision is made from assumed answers.
const ASSUMED_MAX: u32 = 8;

/// A decision that was made without locks. It stands if everything that it looked up is still
/// the same when they are held.
pub(crate) struct Plan {
    known: Known,
    /// The locks that the decision depends on.
    locks: LockSet,
    /// What was decided, unless it failed or looked up what is not kept.
    batch: Option<Batch>,
}

impl Plan {
    /// Decides without locks. No transaction is open while it decides, which can take long.
    async fn make(reader: &mut Reader, mutation: &impl Mutation) -> Result<Self, Error> {
        let mut known = Known::assuming();
        let mut rounds = 0;
        loop {
            let mut locks = LockSet::new();
            known.begin_decision();
            let mut lookup = reader.lookup().keeping(&mut known);
            let decided = decide(mutation, &mut lookup, &mut locks).await;
            if reader.read_assumed(&mut known).await? {
                rounds += 1;
                if rounds == ASSUMED_MAX {
                    known.stop_assuming();
                }
                continue;
            }
            if let Err(error) = &decided {
                tracing::debug!(%error, "decided without locks");
            }
            let batch = decided.ok().filter(|_| known.is_whole());
            return Ok(Self {
                known,
                locks,
                batch,
            });
        }
    }
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

/// Decides with the locks that are held. A plan is not made again if it stands.
async fn decide_locked(
    tx: &mut WriteTx,
    mutation: &impl Mutation,
    needed: &mut LockSet,
    plan: Option<&mut Plan>,
) -> Result<Batch, Error> {
    let Some(plan) = plan else {
        return decide(mutation, &mut tx.lookup(), needed).await;
    };
    let mut known = tx.lookup().read_again(&plan.known).await?;
    let planned = plan.batch.take().filter(|_| known.is_same(&plan.known));
    match planned {
        Some(batch) => Ok(batch),
        None => decide(mutation, &mut tx.lookup().keeping(&mut known), needed).await,
    }
}

enum Attempt {
    Done(Written),
    NeedsLocks(LockSet),
}

/// Why an attempt failed: the store failed, and lost races are retried; or the mutation
/// decided to fail, which is final.
enum Failure {
    Store(store::Error),
    Decided(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Decided(error)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

async fn attempt(
    app: &App,
    context: &CallContext,
    mutation: &impl Mutation,
    locks: &LockSet,
    plan: Option<&mut Plan>,
) -> Result<Attempt, Failure> {
    if locks.len() > LOCKS_MAX {
        return Err(Failure::from(too_large("locks", locks.len(), LOCKS_MAX)));
    }
    pause().await?;
    // What was planned is a bundle, which is rarely one of many that write the same.
    let queues = Some(&app.queues).filter(|_| plan.is_none());
    let (mut tx, _turn) = begin(app, context, locks, queues).await?;
    if let Some(done) = earlier(&mut tx.lookup(), context).await? {
        tx.rollback().await?;
        return Ok(Attempt::Done(done));
    }
    let mut needed = LockSet::new();
    let decided = decide_locked(&mut tx, mutation, &mut needed, plan).await;
    if !locks.covers(&needed) {
        tx.rollback().await?;
        return Ok(Attempt::NeedsLocks(needed));
    }
    let mut batch = match decided {
        Ok(batch) => batch,
        Err(error) => {
            tx.rollback().await?;
            return Err(Failure::Decided(error));
        }
    };
    mutation.complete(&mut batch);
    let changes = batch.changes_max();
    if changes > CHANGES_MAX {
        return Err(Failure::from(too_large("changes", changes, CHANGES_MAX)));
    }
    let written = tx
        .finish(&context.author(), batch, context.deadline)
        .await?;
    app.feed.notify();
    Ok(Attempt::Done(written))
}

/// Begins a transaction when its turn has come. Nothing waits for a dry run, so it has no turn.
async fn begin(
    app: &App,
    context: &CallContext,
    locks: &LockSet,
    queues: Option<&Queues>,
) -> Result<(WriteTx, Option<Turn>), Failure> {
    let deadline = context.deadline;
    match context.ending {
        Ending::Keep => {
            let turn = match queues {
                Some(queues) => Some(queues.turn(locks, deadline).await?),
                None => None,
            };
            Ok((app.store.begin(locks).await?, turn))
        }
        Ending::DryRun => {
            if let Some(queues) = queues {
                queues.pass(locks, deadline).await?;
            }
            Ok((app.store.begin_dry_run(locks).await?, None))
        }
    }
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

async fn earlier(lookup: &mut Lookup<'_>, context: &CallContext) -> Result<Option<Written>, Error> {
    let Some(request) = &context.request else {
        return Ok(None);
    };
    match lookup.earlier(request).await? {
        Earlier::None => Ok(None),
        Earlier::Same(done) => Ok(Some(Written {
            done,
            ..Written::default()
        })),
        Earlier::Other => Err(Error::RequestIdReused),
    }
}

/// Returns the error for a request that does not fit into one transaction.
pub(crate) fn too_large(what: &str, count: usize, max: usize) -> Error {
    let description = format!(
        "needs {count} {what} in one transaction; at most {max} are allowed; split the request"
    );
    Error::Invalid(vec![Violation::new("", description)])
}
