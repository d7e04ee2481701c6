//! Runs mutations with their locks. A mutation is restarted if it needs more locks, lost a race,
//! or takes so long to decide that it is planned first. It runs to its end even if the caller disconnects, but for a decision that takes long.

use std::{future::Future, time::Duration};

use tracing::Instrument as _;

use super::{
    allowed::check_allowed,
    call::CallContext,
    mutation::Mutation,
    nearest::with_nearest,
    plan::{Plan, decide_locked},
    queue::{Queues, Turn},
};
use crate::{
    app::{
        App, Error,
        turns::{Turns, pause},
    },
    domain::value::{Stop, Violation},
    failpoint::Failpoint,
    store::{
        self, Lookup,
        log::Earlier,
        write::{Ending, LockSet, WriteTx, Written, lock::LOCKS_MAX, transaction::CHANGES_MAX},
    },
    telemetry::span::with_current,
};

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
    match tokio::spawn(with_current(task.in_current_span())).await {
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
    let (mut restarts, mut races) = (0, Races::default());
    loop {
        match attempt(app, context, mutation, &locks, plan.as_mut()).await {
            Ok(Attempt::Done(done)) => return Ok(done),
            Ok(Attempt::NeedsLocks(more)) if restarts < RESTARTS_MAX => {
                restarts += 1;
                locks.merge(&more);
            }
            Ok(Attempt::NeedsLocks(_)) => return Err(Error::Contention),
            Ok(Attempt::NeedsPlan) => {
                let mut reader = app.store.reader().await?;
                let made = Plan::make(&mut reader, mutation).await?;
                locks.merge(&made.locks);
                plan = Some(made);
            }
            Err(Failure::Store(error @ store::Error::LostRace(_))) => {
                races.lose(error)?;
                tokio::time::sleep(RACE_PAUSE * races.lost).await;
            }
            Err(Failure::Store(error)) => return Err(error.into()),
            Err(Failure::Decided(error)) => return Err(with_nearest(error).await?),
        }
    }
}

/// The races that a mutation has lost.
#[derive(Default)]
struct Races {
    lost: u32,
    /// The conflict because of which all of them were lost.
    conflict: Option<(String, String)>,
}

impl Races {
    /// Counts one more. Fails if it was the last attempt.
    fn lose(&mut self, error: store::Error) -> Result<(), Error> {
        let conflict = error.conflict();
        if self.lost == 0 {
            self.conflict = conflict;
        } else if self.conflict != conflict {
            self.conflict = None;
        }
        if self.lost < RACES_MAX {
            self.lost += 1;
            tracing::debug!(%error, races = self.lost, "lost a race");
            return Ok(());
        }
        Err(match self.conflict {
            // Each attempt reads what the winner of the race before has stored. If all attempts
            // meet the same conflict, it is not a race, and sending again does not help.
            Some(_) => Error::Internal(Box::new(error)),
            None => error.into(),
        })
    }
}

enum Attempt {
    Done(Written),
    NeedsLocks(LockSet),
    NeedsPlan,
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
    if matches!(decided, Err(Error::NotPlanned)) {
        tx.rollback().await?;
        return Ok(Attempt::NeedsPlan);
    }
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
    check_allowed(context.rights, &batch)?;
    let changes = batch.changes_max();
    if changes > CHANGES_MAX {
        return Err(Failure::from(too_large("changes", changes, CHANGES_MAX)));
    }
    let written = tx
        .finish(&context.author(), batch, context.deadline)
        .await?;
    Failpoint::AnswerBefore
        .reach()
        .map_err(store::Error::from)?;
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
