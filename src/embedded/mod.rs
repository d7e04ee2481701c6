//! The private Postgres of `claimstore serve`: durable, without TCP, also as root.
//!
//! A start acquires the lock of the data directory, fetches Postgres where the machine has none
//! and fetching is allowed, creates the cluster if there is none, stops a server that a killed
//! claimstore left behind, starts a new one, and waits until it is ready. From then on
//! [`Embedded::supervise`] starts it again where it ends by itself, until [`Embedded::stop`].
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
    future::pending,
    io,
    path::{Path, PathBuf},
    process::ExitStatus,
    time::{Duration, Instant},
};

use sqlx::postgres::PgConnectOptions;
use tokio::time::interval;

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
        ends::{Ends, MENDED_MAX},
        log::Log,
        postmaster::{Launch, Postmaster},
        start,
    },
};
pub use self::{error::Error, identity::Identity, server::connect::connect_options};

/// Where the cluster is in the data directory.
const CLUSTER: &str = "postgres";

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
    postmaster: Option<Postmaster>,
    ends: Ends,
    place: Place,
    _lock: Lock,
}

/// Where the server runs, and from what.
#[derive(Debug)]
struct Place {
    data_dir: PathBuf,
    cluster: PathBuf,
    socket_dir: PathBuf,
    binaries: Binaries,
    identity: Identity,
    log: Log,
}

impl Place {
    /// Finds the programs, and creates the cluster if it does not exist.
    async fn prepare(settings: &Settings, data_dir: PathBuf) -> Result<Place, Error> {
        let cluster = data_dir.join(CLUSTER);
        let identity = match Identity::of_existing(&cluster)? {
            Some(owner) => owner,
            None => Identity::choose()?,
        };
        let binaries = prepare(settings, &data_dir, &cluster, &identity).await?;
        Ok(Place {
            socket_dir: socket::prepare_dir(&data_dir, &identity)?,
            log: Log::open(&data_dir)?,
            data_dir,
            cluster,
            binaries,
            identity,
        })
    }

    /// Starts the server into `postmaster` and waits until it is ready.
    async fn start(&self, postmaster: &mut Option<Postmaster>) -> Result<(), Error> {
        let launch = Launch {
            binaries: &self.binaries,
            identity: &self.identity,
            cluster: &self.cluster,
            socket_dir: &self.socket_dir,
            settings: POSTGRES_SETTINGS,
        };
        let begin = Instant::now();
        start::start(&launch, &self.log, postmaster).await?;
        tracing::info!(
            major = self.binaries.major(),
            data_dir = %self.data_dir.display(),
            took = ?begin.elapsed(),
            "private Postgres ready"
        );
        Ok(())
    }
}

impl Settings {
    /// Refuses a data directory in which no server has made a store, and makes none.
    ///
    /// # Errors
    ///
    /// [`Error::NoStore`].
    pub fn require_store(&self) -> Result<(), Error> {
        let dir = data_dir::path(self.data_dir.as_deref())?;
        match initdb::major_of(&dir.join(CLUSTER))? {
            Some(_) => Ok(()),
            None => Err(Error::NoStore { dir }),
        }
    }
}

impl Embedded {
    /// Acquires the lock, creates the cluster and the database if they do not exist, recovers from
    /// an unclean end, and waits until the server is ready.
    ///
    /// # Errors
    ///
    /// Every variant of [`Error`] that is not about a running server.
    pub async fn start(settings: &Settings) -> Result<Embedded, Error> {
        let data_dir = data_dir::prepare(settings.data_dir.as_deref())?;
        let lock = Lock::acquire(&data_dir)?;
        let place = Place::prepare(settings, data_dir).await?;
        let mut postmaster = None;
        place.start(&mut postmaster).await?;
        create_database(&place.socket_dir, &place.log).await?;
        Ok(Embedded {
            postmaster,
            ends: Ends::default(),
            place,
            _lock: lock,
        })
    }

    /// How to connect to the service's database, as its owner.
    pub fn connect_options(&self) -> PgConnectOptions {
        connect_options(&self.place.socket_dir, DATABASE)
    }

    /// The directory that holds the cluster, the socket and the log.
    pub fn data_dir(&self) -> &Path {
        &self.place.data_dir
    }

    /// Watches the server, and starts it again where it ended although nobody asked it to. What
    /// was committed is there again. Resolves when it does not start again, or has ended six times
    /// within ten minutes. Safe to drop and call again.
    pub async fn supervise(&mut self) -> Error {
        loop {
            let status = match self.exited().await {
                Ok(status) => status,
                Err(source) => {
                    return Error::io("watch the server of", &self.place.data_dir)(source);
                }
            };
            if !self.ends.note(Instant::now()) {
                return Error::Exited {
                    times: MENDED_MAX + 1,
                    status,
                    log: self.place.log.path().to_path_buf(),
                    tail: self.place.log.tail(),
                };
            }
            tracing::warn!(
                %status,
                log = %self.place.log.path().display(),
                "Postgres ended although nobody asked it to, and is started again"
            );
            self.place.log.begin_start();
            if let Err(error) = self.place.start(&mut self.postmaster).await {
                return error;
            }
        }
    }

    /// Resolves when the server has ended.
    async fn exited(&mut self) -> io::Result<ExitStatus> {
        let Some(postmaster) = &mut self.postmaster else {
            return pending().await;
        };
        let mut log_check = interval(LOG_CHECK_INTERVAL);
        loop {
            tokio::select! {
                exited = postmaster.exited() => return exited,
                _ = log_check.tick() => self.place.log.rotate_if_large(),
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
        let Some(postmaster) = &mut self.postmaster else {
            return Ok(());
        };
        let Place {
            data_dir,
            socket_dir,
            log,
            ..
        } = &self.place;
        let status = postmaster
            .stop()
            .await
            .map_err(Error::io("stop the server of", data_dir))?;
        socket::remove_outside_dir(socket_dir, data_dir);
        if status.success() {
            return Ok(());
        }
        Err(Error::Stop {
            status,
            log: log.path().to_path_buf(),
            tail: log.tail(),
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
