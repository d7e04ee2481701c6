//! The private Postgres of `claimstore serve`: durable, without TCP, also as root.
//!
//! A start takes the lock, fetches Postgres if the machine has none and that is allowed, makes the
//! data directory if there is none, stops a server that a killed
//! claimstore left behind, starts a new one, and waits until it answers. From then on the service
//! watches [`Embedded::exited`] and ends with [`Embedded::stop`].
//!
//! Invariant: a row whose commit was answered is there after any end of the service, of Postgres
//! or of the machine.
//!
//! Deliberately absent: migrations, pools, and any setting for a server that is not ours.

mod binaries;
mod error;
pub mod fetch;
mod identity;
pub mod initdb;
mod install;
mod lock;
mod log;
pub mod pidfile;
pub mod places;
mod postmaster;

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
    time::{Duration, Instant},
};

use sqlx::{
    Connection, PgConnection,
    postgres::{PgConnectOptions, PgSslMode},
};
use tokio::time::{interval, sleep};

pub use self::{
    binaries::{Binaries, Search},
    error::Error,
    identity::Identity,
    postmaster::Launch,
};
use self::{
    fetch::Package,
    initdb::Durability,
    lock::Lock,
    log::Log,
    postmaster::{NotReady, Postmaster},
};

const DATABASE: &str = "claimstore";
/// How long backends of a killed server may take to notice, and the wait between two tries.
const OLD_BACKENDS_PATIENCE: Duration = Duration::from_secs(15);
const RETRY: Duration = Duration::from_millis(200);
const LOG_LOOK_EVERY: Duration = Duration::from_secs(60);

/// For one service on a small machine; the rest is as Postgres comes.
const SETTINGS: &[(&str, &str)] = &[
    ("fsync", "on"),
    ("synchronous_commit", "on"),
    ("full_page_writes", "on"),
    ("max_connections", "100"),
    // A write transaction locks up to 2,000 keys.
    ("max_locks_per_transaction", "512"),
    // Above any transaction of the service; what is still open then was forgotten by it.
    ("idle_in_transaction_session_timeout", "60s"),
    ("shared_buffers", "128MB"),
    ("work_mem", "8MB"),
    ("maintenance_work_mem", "64MB"),
    ("effective_cache_size", "512MB"),
    // What is compiled for one short query costs more than it saves.
    ("jit", "off"),
    // Values and statements can name a protected source; the service reports its own errors.
    ("log_error_verbosity", "terse"),
    ("log_min_error_statement", "panic"),
    ("log_checkpoints", "off"),
    ("log_line_prefix", "%m [%p] "),
];

/// What a person may set.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where the data lives; `None` for `/var/lib/claimstore` as root and the XDG data directory
    /// otherwise.
    pub data_dir: Option<PathBuf>,
    /// Where the Postgres programs are; `None` to look for them.
    pub bin_dir: Option<PathBuf>,
    /// Whether they are fetched where none are found.
    pub is_fetch_allowed: bool,
}

/// A running private Postgres. Dropping it tells the server to stop and does not wait.
#[derive(Debug)]
pub struct Embedded {
    // Before the lock: fields are dropped in this order.
    postmaster: Postmaster,
    log: Log,
    data_dir: PathBuf,
    socket_dir: PathBuf,
    _lock: Lock,
}

impl Embedded {
    /// Takes the lock, makes the data directory if new, recovers from an unclean end, starts, waits
    /// until ready, creates the database if missing.
    ///
    /// # Errors
    ///
    /// Every variant of [`Error`] that is not about a running server.
    pub async fn start(settings: &Settings) -> Result<Embedded, Error> {
        let begin = Instant::now();
        let data_dir = places::prepare_data_dir(settings.data_dir.as_deref())?;
        let lock = Lock::take(&data_dir)?;
        let data = data_dir.join("postgres");
        let identity = match Identity::of_existing(&data)? {
            Some(owner) => owner,
            None => Identity::choose()?,
        };
        let binaries = prepare(settings, &data_dir, &data, &identity).await?;
        let socket_dir = places::prepare_socket_dir(&data_dir, &identity)?;
        let launch = Launch {
            binaries: &binaries,
            identity: &identity,
            data: &data,
            socket_dir: &socket_dir,
            settings: SETTINGS,
        };
        let (log, file) = Log::open(&data_dir)?;
        let postmaster = start_after_any_end(&launch, &log, &file).await?;
        create_database(&socket_dir, &log).await?;
        tracing::info!(
            major = binaries.major(),
            data_dir = %data_dir.display(),
            took = ?begin.elapsed(),
            "private Postgres ready"
        );
        Ok(Embedded {
            postmaster,
            log,
            data_dir,
            socket_dir,
            _lock: lock,
        })
    }

    /// For the service's database, as its owner.
    pub fn connect_options(&self) -> PgConnectOptions {
        connect_options(&self.socket_dir, DATABASE)
    }

    /// The directory that holds the data, the socket and the log.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// Resolves when the server ended although nobody asked it to. Safe to drop and call again.
    pub async fn exited(&mut self) -> Error {
        let mut look = interval(LOG_LOOK_EVERY);
        loop {
            tokio::select! {
                ended = self.postmaster.ended() => return match ended {
                    Ok(status) => Error::Exited {
                        status,
                        log: self.log.path().to_path_buf(),
                        tail: self.log.tail(),
                    },
                    Err(source) => Error::io("watch the server of", &self.data_dir)(source),
                },
                _ = look.tick() => self.log.keep_bounded(),
            }
        }
    }

    /// Stops the server; open transactions are rolled back. Takes 20 to 60 ms as a rule and at most
    /// about 40 s.
    ///
    /// # Errors
    ///
    /// [`Error::Stop`] where the server ended uncleanly; the next start recovers.
    pub async fn stop(mut self) -> Result<(), Error> {
        let status = self
            .postmaster
            .stop()
            .await
            .map_err(Error::io("stop the server of", &self.data_dir))?;
        places::remove_outside_socket_dir(&self.socket_dir, &self.data_dir);
        if status.success() {
            return Ok(());
        }
        Err(Error::Stop {
            status,
            log: self.log.path().to_path_buf(),
            tail: self.log.tail(),
        })
    }
}

/// How to reach `database` of the server whose socket is in `socket_dir`.
///
/// Each value is set, because otherwise the environment (`PGUSER`, `PGPORT`, …) supplies it.
pub fn connect_options(socket_dir: &Path, database: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket_dir)
        .port(places::PORT)
        .username(initdb::USER)
        .database(database)
        .ssl_mode(PgSslMode::Disable)
}

/// The programs that fit the data, which is made if there is none.
async fn prepare(
    settings: &Settings,
    data_dir: &Path,
    data: &Path,
    identity: &Identity,
) -> Result<Binaries, Error> {
    let made_by = initdb::major_of(data)?;
    let search = Search::of_this_machine(settings.bin_dir.as_deref());
    let package = Package::of_this_platform();
    let binaries = fetch::find_or_fetch(
        &search,
        made_by,
        package.as_ref(),
        settings.is_fetch_allowed,
    )
    .await
    .map_err(|error| error.about_data(data_dir))?;
    places::check_reachable(identity, &binaries, data_dir)?;
    if made_by.is_none() {
        initdb::create(&binaries, identity, data, Durability::Durable).await?;
    }
    Ok(binaries)
}

/// After a killed server its backends may linger and hold shared memory; then tries again.
async fn start_after_any_end(
    launch: &Launch<'_>,
    log: &Log,
    file: &File,
) -> Result<Postmaster, Error> {
    let unclean = pidfile::stop_orphan(launch.data, launch.identity.uid).await?;
    places::remove_stale_socket(launch.socket_dir)?;
    let give_up = Instant::now() + OLD_BACKENDS_PATIENCE;
    loop {
        let output = file.try_clone().map_err(Error::io("open", log.path()))?;
        let reason = match Postmaster::start(launch, output).await {
            Ok(postmaster) => return Ok(postmaster),
            Err(NotReady::Io(source)) => {
                return Err(Error::io("run", launch.binaries.postgres())(source));
            }
            Err(NotReady::TooSlow) => "not ready in time".to_owned(),
            Err(NotReady::Ended(status)) if !may_pass(unclean, status, give_up) => {
                status.to_string()
            }
            Err(NotReady::Ended(_)) => {
                sleep(RETRY).await;
                continue;
            }
        };
        return Err(Error::Start {
            reason,
            log: log.path().to_path_buf(),
            tail: log.tail(),
        });
    }
}

fn may_pass(unclean: bool, status: ExitStatus, give_up: Instant) -> bool {
    unclean && !status.success() && Instant::now() < give_up
}

async fn create_database(socket_dir: &Path, log: &Log) -> Result<(), Error> {
    let create = async {
        let options = connect_options(socket_dir, "postgres");
        let mut connection = PgConnection::connect_with(&options).await?;
        let exists: bool =
            sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
                .bind(DATABASE)
                .fetch_one(&mut connection)
                .await?;
        if !exists {
            sqlx::raw_sql("create database claimstore")
                .execute(&mut connection)
                .await?;
        }
        connection.close().await
    };
    create.await.map_err(|source| Error::Connect {
        log: log.path().to_path_buf(),
        source,
    })
}

/// Nothing of the service's environment reaches Postgres: it may hold secrets and `PG…` variables.
pub(crate) fn clean_environment(command: &mut Command, binaries: &Binaries) {
    let path = format!("{}:/usr/bin:/bin", binaries.dir().display());
    command.env_clear().env("PATH", path).env("LC_ALL", "C");
}
