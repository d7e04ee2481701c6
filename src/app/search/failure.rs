//! Why the index cannot go on as it was.

use crate::{app::Error, index, store, wire::document};

/// Why the index could not go on.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The index cannot be read or written.
    #[error(transparent)]
    Index(#[from] index::claims::Error),
    /// The store or its log cannot be read.
    #[error(transparent)]
    Store(#[from] Error),
    /// The log cannot be followed from the position of the index.
    #[error("the log cannot be followed from the position of the index")]
    Lost,
    /// The server is shutting down.
    #[error("the server is shutting down")]
    Ending,
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<document::Unreadable> for Failure {
    fn from(error: document::Unreadable) -> Self {
        Self::Store(error.into())
    }
}

impl Failure {
    /// What an error of a watch means for the index.
    pub(super) fn of_watch(error: Error) -> Self {
        match error {
            Error::PositionLost | Error::PositionForeign | Error::PositionExpired(_) => Self::Lost,
            other => Self::Store(other),
        }
    }
}
