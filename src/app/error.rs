//! Why a request failed, by what the caller can do about it.

use crate::{
    domain::{
        Timestamp, passage::part_text::TextVersion, resource::name::Name,
        value::violation::Violation,
    },
    store,
};

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields are wrong, all of them listed.
    #[error("fields are wrong")]
    Invalid(Vec<Violation>),
    /// Resources do not exist.
    #[error("resources do not exist")]
    NotFound(Vec<Name>),
    /// The article has no such version, or there is no such article.
    #[error("{0} has no version {1}")]
    NoVersion(Name, TextVersion),
    /// The resource has no such revision.
    #[error("{0} has no revision {1}")]
    NoRevision(Name, i64),
    /// Another resource holds what should be unique.
    #[error("{holder} has the same {field}")]
    Exists {
        /// The other one.
        holder: Name,
        /// What should be unique.
        field: &'static str,
    },
    /// Live resources refer to what should be deleted.
    #[error("{name} is in use")]
    InUse {
        /// What should be deleted.
        name: Name,
        /// What refers to it, or to what would be deleted with it.
        referrers: Vec<Name>,
        /// Whether there are more.
        is_more: bool,
    },
    /// What should be brought back refers to deleted resources.
    #[error("it refers to deleted resources")]
    Deleted(Vec<Name>),
    /// It should be brought back and is not deleted.
    #[error("{0} is not deleted")]
    NotDeleted(Name),
    /// The resource is no longer what the etag says.
    #[error("{0} has changed since")]
    EtagMismatch(Name),
    /// Too many others wrote the same things.
    #[error("too many others write the same things")]
    Contention,
    /// The request id was used for another request.
    #[error("the request id was used for another request")]
    RequestIdReused,
    /// The page token does not belong to these arguments.
    #[error("the page token does not belong to these arguments")]
    PageTokenInvalid,
    /// The log does not reach the position.
    #[error("the log does not reach the position")]
    PositionLost,
    /// Another database answered the position.
    #[error("another database answered the position")]
    PositionForeign,
    /// What followed the position is no longer kept; everything is since then.
    #[error("what followed the position is no longer kept")]
    PositionExpired(Option<Timestamp>),
    /// What the resource was is no longer kept; everything is since then.
    #[error("what {0} was is no longer kept")]
    HistoryExpired(Name, Option<Timestamp>),
    /// What the resource said was erased.
    #[error("what {0} said was erased")]
    Erased(Name),
    /// The resource was merged, in the end into another.
    #[error("{name} was merged into {survivor}")]
    Merged {
        /// What should be written.
        name: Name,
        /// What stands for it.
        survivor: Name,
    },
    /// The answer would be too large.
    #[error("the answer would be too large")]
    ResponseTooLarge,
    /// The server has as many writes as it takes.
    #[error("the server has as many writes as it takes")]
    Overloaded,
    /// The database cannot be reached or is not ready.
    #[error("the database is unavailable")]
    DatabaseUnavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A newer server wrote this resource.
    #[error("{0} was written by a newer server")]
    NewerWriter(Name),
    /// It took too long.
    #[error("it took too long")]
    DeadlineExceeded,
    /// A fault of the server.
    #[error("a fault of the server")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// An error and its causes, for the log.
pub fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Unavailable(_) | store::Error::OldSchema { .. } => {
                Self::DatabaseUnavailable(Box::new(error))
            }
            store::Error::LostRace(_) | store::Error::Locked(_) => Self::Contention,
            store::Error::TimedOut(_) | store::Error::TooLong => Self::DeadlineExceeded,
            store::Error::NewerWriter(name) => Self::NewerWriter(name),
            store::Error::Gone { name, kept_since } => Self::HistoryExpired(name, kept_since),
            store::Error::Unreadable { .. }
            | store::Error::Unlocked(_)
            | store::Error::Refused(_) => Self::Internal(Box::new(error)),
        }
    }
}

impl From<Vec<Violation>> for Error {
    fn from(violations: Vec<Violation>) -> Self {
        Self::Invalid(violations)
    }
}

impl From<crate::wire::document::Unreadable> for Error {
    fn from(error: crate::wire::document::Unreadable) -> Self {
        Self::Internal(Box::new(error))
    }
}
