//! Errors of requests, by what the caller can do about them.

use std::sync::Arc;

use crate::{
    domain::{
        Timestamp,
        access::Right,
        passage::TextVersion,
        resource::{Kind, Name, NaturalKey},
        value::Violation,
    },
    store,
};

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields are invalid. All of them are listed.
    #[error("fields are invalid")]
    Invalid(Vec<Violation>),
    /// Resources do not exist.
    #[error("resources do not exist")]
    NotFound(Vec<Name>),
    /// No live resource of a kind has what a field of the request identifies it by.
    #[error("no {kind:?} has this {field}")]
    NoHolder {
        /// The kind of the resource.
        kind: Kind,
        /// The field.
        field: &'static str,
    },
    /// The article has no such version, or there is no such article.
    #[error("{0} has no version {1}")]
    NoVersion(Name, TextVersion),
    /// The resource has no such revision.
    #[error("{0} has no revision {1}")]
    NoRevision(Name, i64),
    /// Another resource already has the same unique field.
    #[error("{holder} has the same {field}")]
    Exists {
        /// The other resource.
        holder: Name,
        /// The unique field.
        field: &'static str,
        /// The canonical form of the address or the identifier in it.
        address: Option<String>,
    },
    /// Live resources refer to the resource that should be deleted.
    #[error("{name} is in use")]
    InUse {
        /// The resource that should be deleted.
        name: Name,
        /// Resources that refer to it, or to what would be deleted with it.
        referrers: Vec<Name>,
        /// Whether there are more referrers than are listed.
        is_more: bool,
    },
    /// The resource that should be undeleted refers to deleted resources.
    #[error("it refers to deleted resources")]
    Deleted(Vec<Name>),
    /// The resource that should be undeleted is not deleted.
    #[error("{0} is not deleted")]
    NotDeleted(Name),
    /// The resource has changed since the caller read the etag.
    #[error("{0} has changed since")]
    EtagMismatch(Name),
    /// The service has no key, or not the one, for what confidential sources are.
    #[error("a key of confidential sources is not there")]
    NoConfidentialKeys,
    /// What the source is was not encrypted in this store.
    #[error("{0} has nothing encrypted")]
    NotSealed(Name),
    /// The server has no key that signs the tree over the log.
    #[error("no key signs the tree over the log")]
    NoLogKey,
    /// The tree over the log does not have it yet.
    #[error("the tree over the log does not have it yet")]
    TreeNotReady,
    /// The caller lacks a right.
    #[error("the caller may not {what}")]
    NotAllowed {
        /// What it may not do.
        what: &'static str,
        /// The right that this needs.
        right: Right,
    },
    /// Too many concurrent writes to the same resources.
    #[error("too many concurrent writes to the same resources")]
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
    /// The position is from another database.
    #[error("the position is from another database")]
    PositionForeign,
    /// Changes after the position are no longer kept. All changes since the given time are.
    #[error("changes after the position are no longer kept")]
    PositionExpired(Option<Timestamp>),
    /// The requested state of the resource is no longer kept. All states since the given
    /// time are.
    #[error("the requested state of {0} is no longer kept")]
    HistoryExpired(Name, Option<Timestamp>),
    /// The content of the resource was erased.
    #[error("the content of {0} was erased")]
    Erased(Name),
    /// The resource was merged into another.
    #[error("{name} was merged into {survivor}")]
    Merged {
        /// The merged resource.
        name: Name,
        /// Its survivor.
        survivor: Name,
    },
    /// The response would be too large.
    #[error("the response would be too large")]
    ResponseTooLarge,
    /// The server has as many calls as it can take.
    #[error("the server has as many calls as it can take")]
    Overloaded,
    /// The decision takes too long for a transaction, and is to be planned. No caller gets this:
    /// what runs the decision plans it.
    #[error("the decision is to be planned")]
    NotPlanned,
    /// A standby does not have in time what it is asked for. No caller gets this: the primary is
    /// asked instead.
    #[error("the standby is behind")]
    StandbyBehind,
    /// This server keeps no search index.
    #[error("this server keeps no search index")]
    SearchOff,
    /// The search index is being built.
    #[error("the search index is being built")]
    IndexNotReady,
    /// The search index did not reach a position in time.
    #[error("the search index did not reach the position in time")]
    IndexBehind,
    /// Another stream of bundles went on with the import.
    #[error("another stream went on with the import")]
    ImportOvertaken,
    /// The database cannot be reached or is not ready.
    #[error("the database is unavailable")]
    DatabaseUnavailable(#[source] Arc<store::Error>),
    /// A newer server wrote this resource.
    #[error("{0} was written by a newer server")]
    NewerWriter(Name),
    /// A time limit was exceeded.
    #[error("a time limit was exceeded")]
    DeadlineExceeded,
    /// An internal error of the server.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// The error that another resource has a natural key.
    pub fn exists(key: &NaturalKey, holder: Name) -> Self {
        Self::Exists {
            holder,
            field: key.field(),
            address: key.address().map(str::to_owned),
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::from(Arc::new(error))
    }
}

/// Of a query that several calls share.
impl From<Arc<store::Error>> for Error {
    fn from(error: Arc<store::Error>) -> Self {
        match &*error {
            store::Error::Unavailable(_)
            | store::Error::Misfit(_)
            | store::Error::MigrationRuns
            | store::Error::NotOwner(_)
            | store::Error::MigrationLocked { .. } => Self::DatabaseUnavailable(error),
            store::Error::Busy => Self::Overloaded,
            store::Error::LostRace(_) | store::Error::Locked(_) => Self::Contention,
            store::Error::TimedOut(_) | store::Error::TooLong => Self::DeadlineExceeded,
            store::Error::Overtaken => Self::ImportOvertaken,
            store::Error::NewerWriter(name) => Self::NewerWriter(*name),
            store::Error::Gone { name, kept_since } => Self::HistoryExpired(*name, *kept_since),
            store::Error::Unreadable { .. }
            | store::Error::Unlocked(_)
            | store::Error::NoRandom
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
