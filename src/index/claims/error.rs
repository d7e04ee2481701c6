//! What can go wrong with an index. All of it is mended by building the index anew.

use tantivy::TantivyError;

/// Why an index cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another release wrote it, with another layout or another analysis.
    #[error("the index has another layout: build it anew")]
    OtherLayout,
    /// Another process writes it.
    #[error("the index is written by another process")]
    Busy,
    /// Its files are damaged, or cannot be read or written.
    #[error("the index cannot be used: {0}")]
    Unusable(String),
}

impl Error {
    /// The files of the index could not be read.
    pub(in crate::index) fn unreadable(error: std::io::Error) -> Self {
        Self::Unusable(error.to_string())
    }
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(..) => Self::Busy,
            TantivyError::SchemaError(_) | TantivyError::IncompatibleIndex(_) => Self::OtherLayout,
            other => Self::Unusable(other.to_string()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        // Its text can have words of a claim.
        let (kind, line, column) = (error.classify(), error.line(), error.column());
        Self::Unusable(format!("a {kind:?} error of JSON at {line}:{column}"))
    }
}
