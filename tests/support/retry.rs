//! The retry policy that `error.proto` prescribes for clients, without the random part of the
//! pauses, which matters only among many clients.

use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

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

/// The least pause before the call may be sent again. `None` if it must not be.
pub fn may_pass(status: &Status) -> Option<Duration> {
    let details = status.get_error_details();
    match (details.retry_info(), details.error_info()) {
        (Some(info), _) => Some(info.retry_delay.unwrap_or_default()),
        // The connection ended before the server answered.
        (None, None) => Some(Duration::ZERO),
        (None, Some(_)) => (status.code() == Code::DeadlineExceeded).then_some(Duration::ZERO),
    }
}
