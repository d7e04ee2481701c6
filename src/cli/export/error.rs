//! Why an export is not complete.

use std::io;

use tonic::Status;

use super::output::{Output, OutputError, State};
use crate::cli::client;

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
    #[error("the outcome cannot be written")]
    Outcome(#[source] io::Error),
    #[error(transparent)]
    Connect(#[from] crate::cli::connect::ConnectError),
    #[error("a bundle cannot be written as JSON")]
    Json,
    #[error("{0} is only for documents; choose another --format with it")]
    OnlyDocuments(&'static str),
    #[error("{0} is only for bundles and documents, which are one file")]
    OnlyFiles(&'static str),
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
