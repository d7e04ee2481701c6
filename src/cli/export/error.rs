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
    #[error("documents of this format are not selected by {0}")]
    NotOfDocuments(&'static str),
    #[error("{0} is only for documents; choose another --format with it")]
    OnlyDocuments(&'static str),
    #[error("{0} is only for bundles and documents, which are one file")]
    OnlyFiles(&'static str),
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
            ExportError::OnlyDocuments(_)
            | ExportError::OnlyFiles(_)
            | ExportError::NotOfDocuments(_) => Self::new(error).with_exit(Exit::Usage),
            ExportError::Output(_) | ExportError::Json => Self::new(error),
        }
    }
}

/// The error of an export that stopped. What was written so far is kept.
pub(super) fn stopped(output: &mut Output, state: &State, status: Status) -> ExportError {
    if let Err(error) = output.keep(state) {
        return error.into();
    }
    match output.can_go_on() {
        true => ExportError::Server {
            status: Box::new(status),
            how: "go on with --resume",
        },
        false => not_complete(status),
    }
}

/// The error of an export of which nothing is kept.
pub(super) fn not_complete(status: Status) -> ExportError {
    ExportError::Server {
        status: Box::new(status),
        how: "what was written is not complete",
    }
}
