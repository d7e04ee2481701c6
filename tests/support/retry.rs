//! The retry policy that `error.proto` prescribes for clients, without the random part of the
//! pauses, which matters only among many clients.

use std::time::Duration;

pub use claimstore::client::pause as may_pass;
use tonic::Status;

const TRIES_MAX: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(2);

/// Sends a call until it succeeds or fails for good. Returns the result and the number of tries.
pub async fn with_retries<T, F>(call: impl Fn() -> F) -> (Result<T, Status>, u32)
where
    F: Future<Output = Result<T, Status>>,
{
    let mut backoff = FIRST_PAUSE;
    let mut tries = 1;
    loop {
        let status = match call().await {
            Ok(answer) => return (Ok(answer), tries),
            Err(status) => status,
        };
        let Some(at_least) = may_pass(&status).filter(|_| tries < TRIES_MAX) else {
            return (Err(status), tries);
        };
        tokio::time::sleep(backoff.max(at_least)).await;
        backoff = (2 * backoff).min(PAUSE_MAX);
        tries += 1;
    }
}
