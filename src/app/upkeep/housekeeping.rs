//! Housekeeping: periodic removal of old request ids, entries of the audit log and superseded
//! states, and creation of the log's monthly partitions.

use std::time::Duration;

use chrono::TimeDelta;

use crate::{
    app::{App, clock::now, metrics::Task},
    domain::Timestamp,
    store,
};

/// How long a request id is kept, and how far a stream of bundles is after its last bundle.
pub const REQUESTS_KEPT: TimeDelta = TimeDelta::days(7);

/// The first round is delayed, so as not to slow down the start.
const FIRST_DELAY: Duration = Duration::from_secs(30);
const INTERVAL: Duration = Duration::from_secs(600);

/// For how long what is kept for a time is kept.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// Superseded states. `None` is for ever.
    pub superseded: Option<TimeDelta>,
    /// Entries of the audit log.
    pub audit: TimeDelta,
}

/// Runs housekeeping at intervals, until the future is dropped. A failure is logged and
/// retried in the next round, because nothing depends on it.
pub async fn run(app: App, kept: Kept) {
    tokio::time::sleep(FIRST_DELAY).await;
    loop {
        let removed = remove_old_requests(&app).await;
        ended(&app, Task::RequestIds, removed.err());
        let made = app.store.make_months(now()).await;
        ended(&app, Task::Partitions, made.err());
        let removed = remove_audit_entries(&app, now() - kept.audit).await;
        ended(&app, Task::Audit, removed.err());
        if let Some(kept) = kept.superseded {
            let removed = app.store.remove_superseded(now() - kept).await;
            ended(&app, Task::Superseded, removed.err());
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

fn ended(app: &App, task: Task, error: Option<store::Error>) {
    app.metrics().task_ended(task, error.is_none());
    if let Some(error) = error {
        tracing::warn!(
            error = error.plainly(),
            task = task.name(),
            "a task of the housekeeping failed"
        );
    }
}

async fn remove_old_requests(app: &App) -> Result<(), store::Error> {
    let before = now() - REQUESTS_KEPT;
    while app.store.requests_remove(before).await? > 0 {}
    while app.store.imports_remove(before).await? > 0 {}
    Ok(())
}

async fn remove_audit_entries(app: &App, before: Timestamp) -> Result<(), store::Error> {
    while app.store.audit_remove(before).await? > 0 {}
    Ok(())
}
