//! What the service does by itself, without being asked.

use std::time::Duration;

use chrono::{TimeDelta, Utc};

use super::App;

/// A request id is remembered this long.
pub const REQUESTS_KEPT: TimeDelta = TimeDelta::days(7);

const EVERY: Duration = Duration::from_secs(600);

/// Forgets request ids that are old, until it is dropped. A failure is logged and
/// tried again at the next round: nothing depends on it.
pub async fn run(app: App) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = forget_old_requests(&app).await {
            tracing::warn!(%error, "could not remove old request ids");
        }
    }
}

async fn forget_old_requests(app: &App) -> Result<(), crate::store::Error> {
    #[expect(
        clippy::disallowed_methods,
        reason = "days count here, and replicas' clocks differ by less"
    )]
    let before = Utc::now() - REQUESTS_KEPT;
    while app.store.requests_remove(before).await? > 0 {}
    Ok(())
}
