//! When a call is sent again, as `ErrorReason` in `error.proto` says.

use std::time::Duration;

use tokio::time::sleep;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;

const ATTEMPTS_MAX: usize = 5;
const WAIT_FIRST: Duration = Duration::from_millis(100);
const WAIT_MAX: Duration = Duration::from_secs(2);

/// Makes a call, and sends it again a few times where that can help. Each attempt has to have the same
/// message: its `request_id` keeps a write from being made twice.
pub async fn with_retries<T, F>(mut call: impl FnMut() -> F) -> Result<T, Status>
where
    F: Future<Output = Result<T, Status>>,
{
    let mut wait = WAIT_FIRST;
    for _ in 1..ATTEMPTS_MAX {
        let status = match call().await {
            Ok(answer) => return Ok(answer),
            Err(status) => status,
        };
        let Some(at_least) = pause(&status) else {
            return Err(status);
        };
        sleep(varied(wait).max(at_least)).await;
        wait = (2 * wait).min(WAIT_MAX);
    }
    call().await
}

/// How long to wait at least before a call that failed is sent again. `None` if that cannot help.
pub fn pause(status: &Status) -> Option<Duration> {
    let details = status.get_error_details();
    if let Some(info) = details.retry_info() {
        return Some(info.retry_delay.unwrap_or_default());
    }
    // Without a reason, the connection ended before the server answered.
    let can_pass = match details.error_info() {
        Some(_) => status.code() == Code::DeadlineExceeded,
        None => matches!(
            status.code(),
            Code::Unavailable
                | Code::Cancelled
                | Code::Internal
                | Code::Unknown
                | Code::DeadlineExceeded
        ),
    };
    can_pass.then_some(Duration::ZERO)
}

/// A wait, up to a fifth shorter or longer, so that many clients do not come back together.
fn varied(wait: Duration) -> Duration {
    let (_, random) = Uuid::now_v7().as_u64_pair();
    let part = 800 + u32::try_from(random % 401).unwrap_or(200);
    wait * part / 1_000
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, collections::HashMap};

    use tokio::time::Instant;
    use tonic_types::ErrorDetails;

    use super::*;

    fn answered(code: Code, retry: Option<Duration>) -> Status {
        let mut details = ErrorDetails::new();
        details.set_error_info("X", "claimstore", HashMap::new());
        if let Some(retry) = retry {
            details.set_retry_info(Some(retry));
        }
        Status::with_error_details(code, "x", details)
    }

    #[test]
    fn only_what_can_succeed_later_is_sent_again() {
        assert_eq!(pause(&Status::unavailable("x")), Some(Duration::ZERO));
        assert_eq!(pause(&Status::unimplemented("x")), None);
        let wait = Duration::from_secs(7);
        assert_eq!(pause(&answered(Code::Aborted, Some(wait))), Some(wait));
        assert_eq!(pause(&answered(Code::Aborted, None)), None);
        assert_eq!(pause(&answered(Code::Internal, None)), None);
        let late = answered(Code::DeadlineExceeded, None);
        assert_eq!(pause(&late), Some(Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_is_sent_five_times_at_most_and_waits_twice_as_long_each_time() {
        let (calls, begin) = (Cell::new(0), Instant::now());
        let failed: Result<(), _> = with_retries(|| async {
            calls.set(calls.get() + 1);
            Err(Status::unavailable("never"))
        })
        .await;
        assert_eq!(failed.unwrap_err().code(), Code::Unavailable);
        assert_eq!(calls.get(), ATTEMPTS_MAX);
        let waited = begin.elapsed().as_millis();
        assert!((1_200..=1_805).contains(&waited), "{waited}");
    }

    #[tokio::test(start_paused = true)]
    async fn it_waits_as_long_as_the_server_asks_and_ends_with_the_answer() {
        let (calls, begin) = (Cell::new(0), Instant::now());
        let answer = with_retries(|| async {
            calls.set(calls.get() + 1);
            match calls.get() {
                1 => Err(answered(Code::Unavailable, Some(Duration::from_secs(9)))),
                _ => Ok("done"),
            }
        });
        assert_eq!(answer.await.unwrap(), "done");
        assert!(begin.elapsed() >= Duration::from_secs(9));
        let refused: Result<(), _> = with_retries(|| async {
            calls.set(calls.get() + 1);
            Err(answered(Code::NotFound, None))
        })
        .await;
        assert_eq!(refused.unwrap_err().code(), Code::NotFound);
        assert_eq!(calls.get(), 3);
    }
}
