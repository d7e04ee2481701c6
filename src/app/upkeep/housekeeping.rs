//! What the service does by itself, without being asked.

use std::time::Duration;

use chrono::{TimeDelta, Utc};

use crate::{app::App, domain::Timestamp, store};

/// A request id is remembered this long.
pub const REQUESTS_KEPT: TimeDelta = TimeDelta::days(7);

/// Not at once: what has just begun has better things to do.
const FIRST: Duration = Duration::from_secs(30);
const EVERY: Duration = Duration::from_secs(600);

/// Does it now and again, until it is dropped. A failure is logged and tried again at the
/// next round: nothing depends on it. What is superseded is kept in full for so long, or
/// for ever.
pub async fn run(app: App, superseded_kept: Option<TimeDelta>) {
    tokio::time::sleep(FIRST).await;
    loop {
        if let Err(error) = forget_old_requests(&app).await {
            tracing::warn!(%error, "could not remove old request ids");
        }
        if let Err(error) = app.store.make_months(now()).await {
            tracing::warn!(%error, "could not make the months of the log");
        }
        if let Some(kept) = superseded_kept
            && let Err(error) = app.store.remove_superseded(now() - kept).await
        {
            tracing::warn!(%error, "could not remove what is superseded");
        }
        tokio::time::sleep(EVERY).await;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "days count here, and replicas' clocks differ by less"
)]
fn now() -> Timestamp {
    Utc::now()
}

async fn forget_old_requests(app: &App) -> Result<(), store::Error> {
    let before = now() - REQUESTS_KEPT;
    while app.store.requests_remove(before).await? > 0 {}
    Ok(())
}
