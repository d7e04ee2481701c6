//! Creations that share a transaction, because a transaction costs much more than a resource.
//!
//! While a transaction runs, further creations queue up, and the next transaction takes as many
//! as fit. A lone creation is written at once, because nothing waits for more of them. Only
//! creations that could run at the same time share one: none needs a lock that another one
//! needs alone. Nothing waits for a lock in a shared transaction. A creation whose locks are not
//! free, and each creation of a transaction that failed, runs in a transaction of its own, so
//! what happens to one never changes what happens to another.

mod group;

use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use self::group::Fate;
use super::{
    call::CallContext,
    create::Create,
    creations::{Waiting, queue::Worker},
    mutation::Mutation as _,
    new::New,
    run::run_to_end,
};
use crate::{
    app::{App, Error},
    domain::resource::Kind,
    store::write::{Ending, Written},
    telemetry::span::{self, Origin},
};

/// What a shared transaction is called in traces.
const SPAN: &str = "write together";

/// A call that has less time left does not share a transaction, because that must have ended
/// when the first of its calls ends.
const TIME_LEFT_MIN: Duration = Duration::from_secs(1);

impl App {
    /// Creates a resource.
    pub async fn create(&self, context: CallContext, mut new: New) -> Result<Written, Error> {
        new.seal(self.vault())?;
        if !may_share(&context, &new) {
            return self.create_all(context, vec![new]).await;
        }
        let mut locks = context.locks();
        locks.merge(&Create::one(&new).locks());
        let permit = self.writes.clone().try_acquire_owned();
        let permit = permit.map_err(|_| Error::Overloaded)?;
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting {
            context,
            new,
            locks,
            permit,
            answer,
            origin: Origin::current(),
        };
        if let Some(worker) = self.creations.push(waiting) {
            tokio::spawn(work(self.clone(), worker));
        }
        match answered.await {
            Ok(result) => result,
            Err(error) => Err(Error::Internal(Box::new(error))),
        }
    }
}

/// Whether a creation may share a transaction. Texts of articles are long, and to read or write
/// them would hold up the others.
fn may_share(context: &CallContext, new: &New) -> bool {
    let has_text = matches!(new.name.kind(), Kind::Article | Kind::Appearance);
    let deadline = context.deadline;
    let has_time = deadline.is_none_or(|it| it >= Instant::now() + TIME_LEFT_MIN);
    context.ending == Ending::Keep && !has_text && has_time
}

/// Writes what waits, until nothing can be taken.
async fn work(app: App, mut worker: Worker<Waiting>) {
    while let Some((same, mut group)) = worker.take() {
        worker = same;
        // Nothing was done for a caller that is gone.
        group.retain(|waiting| !waiting.is_abandoned());
        // A panic ends only the calls of its group.
        let origins: Vec<Origin> = group.iter().map(|it| it.origin.clone()).collect();
        let written = write(app.clone(), group);
        let written = tokio::spawn(span::shared(SPAN, origins, written)).await;
        if let Err(error) = written {
            tracing::error!(%error, "a transaction of several creations failed");
        }
    }
}

async fn write(app: App, group: Vec<Waiting>) {
    if group.is_empty() {
        return;
    }
    for (waiting, fate) in group::write(&app, group).await {
        match fate {
            Fate::Done(result) => waiting.end(result),
            Fate::Alone => {
                tokio::spawn(write_alone(app.clone(), waiting));
            }
        }
    }
}

/// Writes a creation in a transaction of its own.
async fn write_alone(app: App, waiting: Waiting) {
    let create = Create::one(&waiting.new);
    let written = run_to_end(&app, &waiting.context, &create, None);
    let result = waiting.origin.clone().scope(written).await;
    waiting.end(result);
}
