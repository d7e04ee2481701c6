//! What can go wrong in the store, by what is to be done about it.

use crate::domain::{Timestamp, resource::name::Name};

/// Why a call to the store failed. Nothing here is fit for a caller's eyes.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached, is not ready, or refuses to write.
    #[error("the database is unavailable")]
    Unavailable(#[source] sqlx::Error),
    /// Somebody else was faster; the same again may succeed.
    #[error("the transaction lost a race")]
    LostRace(#[source] sqlx::Error),
    /// Somebody else holds a lock for longer than is waited for.
    #[error("a lock was not had in time")]
    Locked(#[source] sqlx::Error),
    /// A transaction was open for longer than it may be, and was rolled back.
    #[error("a write took too long")]
    TooLong,
    /// A statement took longer than it may.
    #[error("a statement timed out")]
    TimedOut(#[source] sqlx::Error),
    /// A newer build wrote this resource; this one would lose what it cannot read.
    #[error("{0} was written by a newer build")]
    NewerWriter(Name),
    /// What a resource was is no longer kept.
    #[error("what {name} was is no longer kept")]
    Gone {
        /// The resource.
        name: Name,
        /// Since when everything is.
        kept_since: Option<Timestamp>,
    },
    /// A standing was to move without a lock on its claim.
    #[error("the standing of {0} moves without its lock")]
    Unlocked(Name),
    /// A row holds what this build cannot read.
    #[error("{table}.{column} of row {row} cannot be read")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        row: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The schema is older than this build's.
    #[error("the schema is at version {found}, and {needed} is needed; run claimstore migrate")]
    OldSchema {
        /// The version that the database has; 0 for none.
        found: i64,
        /// The version that this build needs.
        needed: i64,
    },
    /// Anything else that the database says.
    #[error("the database refused")]
    Refused(#[source] sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                Self::from_sqlstate(&code, error)
            }
            _ => Self::Refused(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(error) => error.into(),
            other => Self::Refused(sqlx::Error::Migrate(Box::new(other))),
        }
    }
}

impl Error {
    fn from_sqlstate(code: &str, error: sqlx::Error) -> Self {
        match code {
            // Serialisation failure, deadlock, out of lock space.
            "40001" | "40P01" | "53200" => Self::LostRace(error),
            "55P03" => Self::Locked(error),
            // Unique and foreign keys are asked for under locks before anything is
            // written, so running into one means that a key was found too late.
            "23505" | "23503" => Self::LostRace(error),
            // Statement timeout, or a cancel by an operator.
            "57014" => Self::TimedOut(error),
            // Shutting down, starting up, ended by an operator or for idling, out of
            // connections, disk or memory, a standby, no such database, and a schema
            // that is not there yet.
            "57P01" | "57P02" | "57P03" | "57P04" | "57P05" | "25P03" | "25006" | "3D000"
            | "42P01" | "42703" => Self::Unavailable(error),
            // Connection, authorisation and resources, as far as they are not above.
            _ if ["08", "28", "53"]
                .iter()
                .any(|class| code.starts_with(class)) =>
            {
                Self::Unavailable(error)
            }
            _ => Self::Refused(error),
        }
    }
}
