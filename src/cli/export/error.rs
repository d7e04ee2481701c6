//! Why an export is not complete.

use tonic::Status;

use super::output::{Output, OutputError, State};
use crate::cli::{client, connect::ConnectError, error::Error, exit::Exit, terminal::PrintError};

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExportError {
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error("{}; {how}", client::explain(.status).join("\n  "))]
    Server {
        status: Box<Status>,
        how: &'static str,
    },
    #[error("{0}")]
    Outcome(#[source] PrintError),
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error("a bundle cannot be written as JSON")]
    Json,
    #[error("{}", .0.join("\n  "))]
    Options(Vec<String>),
}

impl From<ExportError> for Error {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Outcome(error) => error.into(),
            ExportError::Connect(error) => error.into(),
            ExportError::Output(OutputError::Closed) => PrintError::Closed.into(),
            ExportError::Server { ref status, .. } => {
                let exit = Exit::of(status);
                Self::new(error).with_exit(exit)
            }
            ExportError::Options(_) => Self::new(error).with_exit(Exit::Usage),
            ExportError::Output(_) | ExportError::Json => Self::new(error),
        }
    }
}

/// The error of an export that stopped. What was written so far is kept.
pub(super) fn stopped(output: &mut Output, state: &State, status: Status) -> ExportError {
    if let Err(error) = output.keep(state) {
        return error.into();
    }
    let how = match (output.can_go_on(), output.is_standard_output()) {
        (true, _) => "go on with --resume",
        (false, true) if state.bundles > 0 => "what was written is not complete",
        (false, _) => NOTHING,
    };
    ExportError::Server {
        status: Box::new(status),
        how,
    }
}

/// Of an export that cannot be resumed, nothing is kept.
const NOTHING: &str = "nothing was exported";

/// The error of an export of which nothing is kept.
pub(super) fn nothing_kept(status: Status) -> ExportError {
    ExportError::Server {
        status: Box::new(status),
        how: NOTHING,
    }
}
