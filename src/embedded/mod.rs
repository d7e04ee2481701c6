//! The private Postgres of `claimstore serve`: durable, without TCP, also as root.
//!
//! A start acquires the lock of the data directory, fetches Postgres where the machine has none
//! and fetching is allowed, creates the cluster if there is none, stops a server that a killed
//! claimstore left behind, starts a new one, and waits until it is ready. From then on the service
//! watches [`Embedded::exited`] and ends with [`Embedded::stop`].
//!
//! Invariant: a row whose commit was acknowledged survives any end of the service, of Postgres or
//! of the machine.
//!
//! Deliberately absent: migrations, pools, and any setting for a server that is not ours.

mod base_dirs;
pub mod directory;
mod error;
mod files;
mod identity;
pub mod programs;
pub mod server;

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::ExitStatus,
    time::{Duration, Instant},
};

use sqlx::postgres::PgConnectOptions;
use tokio::time::{interval, sleep};

use self::{
    directory::{
        data_dir,
        initdb::{self, Durability},
        lock::Lock,
        socket,
    },
    programs::{
        binaries::{Binaries, Search},
        fetch::{self, Package},
    },
    server::{
        connect::{DATABASE, create_database},
        log::Log,
        pidfile,
        postmaster::{Launch, Postmaster, StartError},
    },
};
pub use self::{error::Error, identity::Identity, server::connect::connect_options};

/// How long a start is tried again after an unclean end.
const UNCLEAN_START_TIMEOUT: Duration = Duration::from_secs(15);

/// The same while Postgres says that processes of the killed server hold its shared memory. One
/// that recovers the database may look only after a minute whether its server is still there.
const SHARED_MEMORY_TIMEOUT: Duration = Duration::from_secs(120);
const SHARED_MEMORY_HELD: &str = "pre-existing shared memory block";
const START_RETRY_INTERVAL: Duration = Duration::from_millis(200);
const LOG_CHECK_INTERVAL: Duration = Duration::from_secs(60);

/// Tuned for one service on a small machine; everything else keeps Postgres's default.
const POSTGRES_SETTINGS: &[(&str, &str)] = &[
    ("fsync", "on"),
    ("synchronous_commit", "on"),
    ("full_page_writes", "on"),
    ("max_connections", "100"),
    // A write transaction locks up to 2,000 keys.
    ("max_locks_per_transaction", "512"),
    // Longer than any transaction of the service: one that is open longer was abandoned.
    ("idle_in_transaction_session_timeout", "60s"),
    ("shared_buffers", "128MB"),
    ("work_mem", "8MB"),
    ("maintenance_work_mem", "64MB"),
    ("effective_cache_size", "512MB"),
    // Compiling a short query costs more than it saves.
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
    /// The data directory; `None` for `/var/lib/claimstore` as root and the XDG data directory
    /// otherwise.
    pub data_dir: Option<PathBuf>,
    /// The directory of the Postgres programs; `None` to search for them.
    pub bin_dir: Option<PathBuf>,
    /// Whether the programs are fetched where none are found.
    pub is_fetch_allowed: bool,
}

/// A running private Postgres. Dropping it asks the server to stop and does not wait.
#[derive(Debug)]
pub struct Embedded {
    // Before the lock, because fields are dropped in this order.
    postmaster: Postmaster,
    log: Log,
    data_dir: PathBuf,
    socket_dir: PathBuf,
    _lock: Lock,
}

impl Embedded {
    /// Acquires the lock, creates the cluster and the database if they do not exist, recovers from
    /// an unclean end, and waits until the server is ready.
    ///
    /// # Errors
    ///
    /// Every variant of [`Error`] that is not about a running server.
    pub async fn start(settings: &Settings) -> Result<Embedded, Error> {
        let begin = Instant::now();
        let data_dir = data_dir::prepare(settings.data_dir.as_deref())?;
        let lock = Lock::acquire(&data_dir)?;
        let cluster = data_dir.join("postgres");
        let identity = match Identity::of_existing(&cluster)? {
            Some(owner) => owner,
            None => Identity::choose()?,
        };
        let binaries = prepare(settings, &data_dir, &cluster, &identity).await?;
        let socket_dir = socket::prepare_dir(&data_dir, &identity)?;
        let launch = Launch {
            binaries: &binaries,
            identity: &identity,
            cluster: &cluster,
            socket_dir: &socket_dir,
            settings: POSTGRES_SETTINGS,
        };
        let (log, file) = Log::open(&data_dir)?;
        let postmaster = start_postmaster(&launch, &log, &file).await?;
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

    /// How to connect to the service's database, as its owner.
    pub fn connect_options(&self) -> PgConnectOptions {
        connect_options(&self.socket_dir, DATABASE)
    }

    /// The directory that holds the cluster, the socket and the log.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// Resolves when the server ended although nobody asked it to. Safe to drop and call again.
    pub async fn exited(&mut self) -> Error {
        let mut log_check = interval(LOG_CHECK_INTERVAL);
        loop {
            tokio::select! {
                exited = self.postmaster.exited() => return match exited {
                    Ok(status) => Error::Exited {
                        status,
                        log: self.log.path().to_path_buf(),
                        tail: self.log.tail(),
                    },
                    Err(source) => Error::io("watch the server of", &self.data_dir)(source),
                },
                _ = log_check.tick() => self.log.rotate_if_large(),
            }
        }
    }

    /// Stops the server; open transactions are rolled back. Usually takes 20 to 60 ms, and at most
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
        socket::remove_outside_dir(&self.socket_dir, &self.data_dir);
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

/// Finds programs that fit the cluster, and creates the cluster if it does not exist.
async fn prepare(
    settings: &Settings,
    data_dir: &Path,
    cluster: &Path,
    identity: &Identity,
) -> Result<Binaries, Error> {
    let cluster_major = initdb::major_of(cluster)?;
    let search = Search::of_this_machine(settings.bin_dir.as_deref());
    let package = Package::of_this_platform();
    let binaries = fetch::find_or_fetch(
        &search,
        cluster_major,
        package.as_ref(),
        settings.is_fetch_allowed,
    )
    .await
    .map_err(|error| error.for_data_dir(data_dir))?;
    data_dir::check_access(identity, &binaries, data_dir)?;
    if cluster_major.is_none() {
        initdb::create(&binaries, identity, cluster, Durability::Durable).await?;
    }
    Ok(binaries)
}

/// Starts the server. After an unclean end it is tried again for a while, because backends of the
/// killed server may linger and hold shared memory.
async fn start_postmaster(
    launch: &Launch<'_>,
    log: &Log,
    file: &File,
) -> Result<Postmaster, Error> {
    let is_unclean = pidfile::stop_orphan(launch.cluster, launch.identity.uid).await?;
    socket::remove_stale(launch.socket_dir)?;
    let begin = Instant::now();
    let is_transient = |status: ExitStatus| {
        let limit = match log.tail().contains(SHARED_MEMORY_HELD) {
            true => SHARED_MEMORY_TIMEOUT,
            false => UNCLEAN_START_TIMEOUT,
        };
        is_unclean && !status.success() && begin.elapsed() < limit
    };
    let mut is_waiting = false;
    loop {
        let output = file.try_clone().map_err(Error::io("open", log.path()))?;
        let reason = match Postmaster::start(launch, output).await {
            Ok(postmaster) => return Ok(postmaster),
            Err(StartError::Io(source)) => {
                return Err(Error::io("run", launch.binaries.postgres())(source));
            }
            Err(StartError::Timeout) => "not ready in time".to_owned(),
            Err(StartError::Exited(status)) if !is_transient(status) => status.to_string(),
            Err(StartError::Exited(_)) => {
                if !std::mem::replace(&mut is_waiting, true) {
                    tracing::info!("Postgres cannot start yet after its unclean end; trying again");
                }
                sleep(START_RETRY_INTERVAL).await;
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
