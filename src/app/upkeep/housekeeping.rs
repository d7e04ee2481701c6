//! Housekeeping: periodic removal of old request ids and superseded states, and creation of
//! the log's monthly partitions.

use std::time::Duration;

use chrono::{TimeDelta, Utc};

use crate::{app::App, domain::Timestamp, store};

/// How long a request id is kept, and how far a stream of bundles is after its last bundle.
pub const REQUESTS_KEPT: TimeDelta = TimeDelta::days(7);

/// The first round is delayed, so as not to slow down the start.
const FIRST_DELAY: Duration = Duration::from_secs(30);
const INTERVAL: Duration = Duration::from_secs(600);

/// Runs housekeeping at intervals, until the future is dropped. A failure is logged and
/// retried in the next round, because nothing depends on it. Superseded states are kept for
/// `superseded_kept`, or forever if that is `None`.
pub async fn run(app: App, superseded_kept: Option<TimeDelta>) {
    tokio::time::sleep(FIRST_DELAY).await;
    loop {
        if let Err(error) = remove_old_requests(&app).await {
            tracing::warn!(%error, "could not remove old request ids");
        }
        if let Err(error) = app.store.make_months(now()).await {
            tracing::warn!(%error, "could not create the monthly partitions of the log");
        }
        if let Some(kept) = superseded_kept
            && let Err(error) = app.store.remove_superseded(now() - kept).await
        {
            tracing::warn!(%error, "could not remove superseded states");
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "only days matter here, and the clocks of replicas differ by less"
)]
fn now() -> Timestamp {
    Utc::now()
}

async fn remove_old_requests(app: &App) -> Result<(), store::Error> {
    let before = now() - REQUESTS_KEPT;
    while app.store.requests_remove(before).await? > 0 {}
    while app.store.imports_remove(before).await? > 0 {}
    Ok(())
}
