//! Follows a stream of an export, and opens it again where it broke.

use std::time::Duration;

use tonic::{Status, Streaming};

use super::error::ExportError;
use crate::cli::client;

/// How often in a row an export is resumed without any progress.
const ATTEMPTS_MAX: u32 = 8;
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(5);

/// An export that can be resumed.
pub(super) trait Resumed {
    /// What the stream has.
    type Response;

    /// Opens the stream where the export is.
    async fn open(&self) -> Result<Streaming<Self::Response>, Status>;

    /// Takes a response. Returns it if it is the last one.
    fn take(&mut self, response: Self::Response) -> Result<Option<Self::Response>, ExportError>;
}

/// Why an export is not complete.
pub(super) enum Stopped {
    /// The stream cannot be resumed.
    Stream(Status),
    /// What it has cannot be written.
    Output(ExportError),
}

impl From<ExportError> for Stopped {
    fn from(error: ExportError) -> Self {
        Self::Output(error)
    }
}

/// Takes everything. Returns the last response.
pub(super) async fn follow<E: Resumed>(export: &mut E) -> Result<E::Response, Stopped> {
    let mut attempts = 0;
    loop {
        let (taken, status) = match export.open().await {
            Err(status) => (0, status),
            Ok(mut stream) => {
                let mut taken = 0_u64;
                let status = loop {
                    match stream.message().await {
                        Ok(Some(response)) => match export.take(response)? {
                            Some(last) => return Ok(last),
                            None => taken += 1,
                        },
                        Ok(None) => break Status::unavailable("the export ended early"),
                        Err(status) => break status,
                    }
                };
                (taken, status)
            }
        };
        if taken > 0 {
            attempts = 0;
        }
        if !may_go_on(&status) || attempts == ATTEMPTS_MAX {
            return Err(Stopped::Stream(status));
        }
        tracing::debug!(%status, "the export broke");
        tokio::time::sleep((PAUSE_MIN * 2_u32.pow(attempts)).min(PAUSE_MAX)).await;
        attempts += 1;
    }
}

/// Whether resuming can help: the server says so, or the connection broke.
fn may_go_on(status: &Status) -> bool {
    use tonic_types::StatusExt as _;
    let info = status.get_details_error_info();
    let is_broken =
        matches!(status.code(), tonic::Code::Internal | tonic::Code::Unknown) && info.is_none();
    client::is_retryable(status) || is_broken
}
