//! Errors of the store, by what the caller can do about them.

use std::io;

use sqlx::postgres::PgDatabaseError;

use super::{fit::Misfit, session::SettingsLost};
use crate::{
    domain::{Timestamp, resource::Name},
    failpoint::Injected,
};

/// Why a call to the store failed. These texts are for the server's log, never for clients.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached, is not ready, or refuses to write.
    #[error("the database is unavailable")]
    Unavailable(#[source] sqlx::Error),
    /// Other calls use all connections.
    #[error("no connection became free in time")]
    Busy,
    /// A concurrent transaction won; a retry may succeed.
    #[error("the transaction lost a race")]
    LostRace(#[source] sqlx::Error),
    /// A lock could not be acquired within the lock timeout.
    #[error("timed out waiting for a lock")]
    Locked(#[source] sqlx::Error),
    /// A write transaction exceeded its time limit and was rolled back.
    #[error("a write took too long")]
    TooLong,
    /// A statement exceeded its timeout.
    #[error("a statement timed out")]
    TimedOut(#[source] sqlx::Error),
    /// A newer build wrote this resource. Rewriting it here would lose fields that this
    /// build does not know.
    #[error("{0} was written by a newer build")]
    NewerWriter(Name),
    /// The requested state of a resource is older than the retention period.
    #[error("the requested state of {name} is no longer kept")]
    Gone {
        /// The resource.
        name: Name,
        /// The time since which all states are kept.
        kept_since: Option<Timestamp>,
    },
    /// Another stream of bundles took the import further.
    #[error("another stream went on with the import")]
    Overtaken,
    /// A standing would have been updated without an exclusive lock on its claim.
    #[error("the standing of {0} would be updated without a lock on the claim")]
    Unlocked(Name),
    /// A column holds a value that this build cannot read.
    #[error("{table}.{column} of row {row} cannot be read")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        row: String,
        /// The cause.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// This build does not serve the schema.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// Another runner migrates the database.
    #[error("another claimstore migrate runs on this database; run it again when that has ended")]
    MigrationRuns,
    /// The role may not change the schema.
    #[error("the role may not change the schema; run claimstore migrate as the role that owns it")]
    NotOwner(#[source] sqlx::Error),
    /// A migration did not get its locks.
    #[error(
        "migration {version} did not get its locks, and is not done; end the transaction that has been open for \
         long, such as a backup or an autovacuum, and run claimstore migrate again"
    )]
    MigrationLocked {
        /// Its version.
        version: i64,
        /// The cause.
        #[source]
        source: sqlx::Error,
    },
    /// The system has no random numbers.
    #[error("there are no random numbers")]
    NoRandom,
    /// Any other error from the database.
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
            sqlx::Error::Configuration(cause) if cause.is::<SettingsLost>() => {
                Self::Unavailable(error)
            }
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                Self::from_sqlstate(&code, error)
            }
            _ => Self::Refused(error),
        }
    }
}

impl From<Injected> for Error {
    fn from(injected: Injected) -> Self {
        Self::Unavailable(sqlx::Error::Io(io::Error::other(injected)))
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
    /// What is wrong with the database, in one sentence for the server's log. It has no text
    /// of the driver or of the database.
    pub fn plainly(&self) -> String {
        match self {
            Self::Unavailable(error)
            | Self::LostRace(error)
            | Self::Locked(error)
            | Self::TimedOut(error)
            | Self::Refused(error) => plainly(error),
            _ => self.to_string(),
        }
    }

    /// Whether the database showed a certificate that is not trusted.
    pub fn is_of_certificate(&self) -> bool {
        let Self::Unavailable(sqlx::Error::Io(error)) = self else {
            return false;
        };
        let cause = cause_in_tls(error);
        matches!(cause, Some(rustls::Error::InvalidCertificate(_)))
    }

    /// The SQLSTATE of a refusal of the database.
    pub fn sqlstate(&self) -> Option<String> {
        let (Self::Unavailable(error)
        | Self::LostRace(error)
        | Self::Locked(error)
        | Self::TimedOut(error)
        | Self::Refused(error)) = self
        else {
            return None;
        };
        let code = error.as_database_error()?.code()?;
        Some(code.into_owned())
    }

    /// The constraint and the key because of which a race was lost, if it was because of one. A
    /// key can be what somebody wrote, so it is only to be compared.
    pub fn conflict(&self) -> Option<(String, String)> {
        let Self::LostRace(error) = self else {
            return None;
        };
        let error = error.as_database_error()?;
        let error = error.try_downcast_ref::<PgDatabaseError>()?;
        let (constraint, key) = (error.constraint()?, error.detail()?);
        Some((constraint.to_owned(), key.to_owned()))
    }

    /// Why a commit failed. Unless the database says that it is undone, nobody knows: what is before it
    /// may have its own words for a connection that was lost.
    pub(super) fn of_commit(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|it| it.code());
        let is_undone = |code: &str| {
            code.starts_with("40") || code.starts_with("23") || matches!(code, "57014" | "25P03")
        };
        match code.as_deref().is_some_and(is_undone) {
            true => error.into(),
            false => Self::Unavailable(error),
        }
    }

    /// The database did not answer at all.
    pub fn no_answer() -> Self {
        let kind = io::ErrorKind::TimedOut;
        Self::Unavailable(sqlx::Error::Io(kind.into()))
    }

    /// Whether every call would meet this error, whatever it reads.
    pub const fn is_of_all(&self) -> bool {
        matches!(
            self,
            Self::Unavailable(_) | Self::Misfit(_) | Self::TimedOut(_)
        )
    }

    fn from_sqlstate(code: &str, error: sqlx::Error) -> Self {
        match code {
            // Serialisation failure, deadlock, out of lock space.
            "40001" | "40P01" | "53200" => Self::LostRace(error),
            "55P03" => Self::Locked(error),
            // Unique and foreign keys are checked under locks before anything is written,
            // so a violation means that a concurrent transaction changed a key that was
            // not locked yet; or, if it comes again and again, that the check is wrong.
            "23505" | "23503" => Self::LostRace(error),
            // Statement timeout, or a cancel by an operator.
            "57014" => Self::TimedOut(error),
            // Idle in a transaction: this server took too long to decide.
            "25P03" => Self::TooLong,
            // Shutting down, starting up, terminated by an operator, a read-only standby, no such database, and a missing schema.
            "57P01" | "57P02" | "57P03" | "57P04" | "57P05" | "25006" | "3D000" | "42P01"
            | "42703" => Self::Unavailable(error),
            // All other errors of the classes connection, authorisation and resources.
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

fn plainly(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Io(error) => without_connection(error),
        sqlx::Error::Tls(_) => DISAGREEMENT.to_owned(),
        sqlx::Error::PoolTimedOut => "no connection to the database became free in time".to_owned(),
        sqlx::Error::Protocol(_) => {
            "the database, or a pooler before it, does not answer as Postgres does".to_owned()
        }
        sqlx::Error::Database(error) => sentence(&error.code().unwrap_or_default()),
        sqlx::Error::Configuration(error) if error.is::<SettingsLost>() => error.to_string(),
        _ => "the database cannot be used".to_owned(),
    }
}

const DISAGREEMENT: &str = "the database and this server cannot agree on encryption";

/// Why a connection could not be opened. The driver reports errors of TLS as errors of input.
fn without_connection(error: &io::Error) -> String {
    match cause_in_tls(error) {
        Some(rustls::Error::InvalidCertificate(_)) => {
            "the certificate of the database cannot be verified; look at sslrootcert and the host name"
                .to_owned()
        }
        Some(_) => DISAGREEMENT.to_owned(),
        None => format!("the database cannot be reached: {}", error.kind()),
    }
}

fn cause_in_tls(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// What a refusal means for a server that connects and asks whether it can serve.
fn sentence(code: &str) -> String {
    let cause = match code {
        "26000" | "42P05" => {
            "a pooler gives each transaction another session; connect to Postgres itself, or serve \
             with --database-pooled"
        }
        "25006" => "the database is read-only",
        "3D000" => "there is no database of that name",
        "42501" => "the role lacks a right",
        "42P01" | "42703" => "the schema is not that of this release; run claimstore migrate",
        "53100" => "the disk of the database is full",
        "58030" => "the database cannot write its files",
        "53300" => "the database has no connection left",
        "57P03" => "the database is starting up",
        "57P01" | "57P02" | "57P04" => "the database is shutting down",
        "57014" => "the database does not answer in time",
        _ if code.starts_with("08") => "the database, or a pooler before it, refuses to connect",
        _ if code.starts_with("28") => "the database, or a pooler before it, refuses the user",
        _ if code.starts_with("53") => "the database has no resources left",
        _ => "the database, or a pooler before it, refuses the readiness check",
    };
    format!("{cause} (SQLSTATE {code})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_a_pooler_is_called_so() {
        for (code, expected) in [
            ("08P01", "refuses to connect (SQLSTATE 08P01)"),
            ("26000", "a pooler gives each transaction another session"),
            ("25006", "the database is read-only"),
            ("53100", "the disk of the database is full"),
            ("28P01", "refuses the user (SQLSTATE 28P01)"),
            ("XX000", "refuses the readiness check (SQLSTATE XX000)"),
        ] {
            let text = sentence(code);
            assert!(text.contains(expected), "{text}");
        }
    }

    #[test]
    fn no_text_of_the_driver_is_logged() {
        let error = io::Error::new(io::ErrorKind::ConnectionRefused, "hush");
        let error = Error::from(sqlx::Error::Io(error));
        assert_eq!(
            error.plainly(),
            "the database cannot be reached: connection refused"
        );
        let error = Error::from(sqlx::Error::Protocol("hush".to_owned()));
        assert!(!error.plainly().contains("hush"));
    }
    #[test]
    fn a_certificate_that_is_not_verified_is_not_called_a_lost_connection() {
        for (cause, expected) in [
            (
                rustls::CertificateError::UnknownIssuer.into(),
                "the certificate of the database cannot be verified; look at sslrootcert and the host name",
            ),
            (
                rustls::Error::HandshakeNotComplete,
                "the database and this server cannot agree on encryption",
            ),
        ] {
            let error = io::Error::new(io::ErrorKind::InvalidData, cause);
            assert_eq!(Error::from(sqlx::Error::Io(error)).plainly(), expected);
        }
    }
}
