//! Every setting: its flag, its `CLAIMSTORE_*` variable, its unit, default and bounds.

mod access;
mod confidential;
mod database;
mod database_url;
mod error;
mod keys_file;
mod listen;
mod spans;
mod standbys;
mod transparency;
mod web;

use std::{num::NonZeroU32, path::PathBuf, time::Duration};

use chrono::TimeDelta;
use clap::{Args, value_parser};
use uuid::Uuid;

pub use self::{
    access::Access,
    confidential::Confidential,
    database::{Database, Pool},
    error::Error,
    listen::{Health, Listen, Metrics},
    spans::Spans,
    standbys::Standbys,
    transparency::Transparency,
    web::Web,
};
use crate::{
    api::call::{edge::Limits, guard::Guard, rate::Rates},
    app::{search::Encoder, upkeep::housekeeping::Kept},
    server,
    telemetry::log::LogFormat,
};

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

    /// Age at which a connection is ended, in seconds; 0 for never, otherwise 10 to 86400
    ///
    /// Its client is asked to open another one, and open calls go on. So clients spread over new
    /// replicas, and show their certificates again. Each server is up to a tenth earlier or later.
    #[arg(
        long = "connection-age-max-s",
        env = "CLAIMSTORE_CONNECTION_AGE_MAX_S",
        value_name = "S",
        default_value_t = 3_600,
        value_parser = connection_age
    )]
    pub connection_age_max_s: u32,

    /// Most calls of one verified caller in a second; further ones are refused with
    /// RESOURCE_EXHAUSTED; 1 to 100000 [default: no limit]
    ///
    /// After a pause, a caller may make as many at once. A stream counts once, when it is opened. Each
    /// server counts on its own. Without --policy, callers are not verified and not counted.
    #[arg(
        long = "caller-calls-per-second",
        env = "CLAIMSTORE_CALLER_CALLS_PER_SECOND",
        value_name = "COUNT",
        value_parser = caller_rate
    )]
    pub caller_calls_per_second: Option<NonZeroU32>,

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

    /// Days that entries of the audit log are kept; 1 to 36500
    #[arg(
        long = "audit-kept-days",
        env = "CLAIMSTORE_AUDIT_KEPT_DAYS",
        value_name = "DAYS",
        default_value_t = 400,
        value_parser = value_parser!(u32).range(1..=36_500)
    )]
    pub audit_kept_days: u32,
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
    /// What to log: error, warn, info, debug or off, also by module
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

fn caller_rate(text: &str) -> Result<NonZeroU32, String> {
    let rate = text.parse().map_err(|_| "is not a number of calls")?;
    NonZeroU32::new(rate)
        .filter(|rate| rate.get() <= 100_000)
        .ok_or_else(|| "must be from 1 to 100000".to_owned())
}

fn connection_age(text: &str) -> Result<u32, String> {
    let age: u32 = text.parse().map_err(|_| "is not a number of seconds")?;
    match age {
        0 | 10..=86_400 => Ok(age),
        _ => Err("must be 0, or from 10 to 86400".to_owned()),
    }
}

/// The age of connections of this server. Servers that start together do not end theirs together.
fn age_with_jitter(seconds: u32) -> Option<Duration> {
    let (_, random) = Uuid::now_v7().as_u64_pair();
    let part = 900 + u32::try_from(random % 201).unwrap_or(100);
    (seconds > 0).then(|| Duration::from_secs(seconds.into()) * part / 1_000)
}

/// The server's settings.
pub fn server(
    access: &Access,
    calls: &Calls,
    history: &History,
    search: &Search,
    drain: &Drain,
) -> Result<server::Settings, Error> {
    let encoder = search
        .encoder_dir
        .as_deref()
        .map(Encoder::open)
        .transpose()?;
    let days = |days: u32| TimeDelta::days(i64::from(days));
    Ok(server::Settings {
        limits: Limits {
            calls_max: calls.calls_max as usize,
            call_timeout: Duration::from_millis(calls.call_timeout_ms),
            read_log_min: Duration::from_millis(calls.log_reads_min_ms),
        },
        guard: Guard {
            rates: calls.caller_calls_per_second.map(Rates::of),
            ..access.guard()?
        },
        tls: access.tls()?,
        connections_max: calls.client_connections_max as usize,
        connection_age_max: age_with_jitter(calls.connection_age_max_s),
        kept: Kept {
            superseded: history.superseded_kept_days.map(days),
            audit: days(history.audit_kept_days),
        },
        tree_interval: Duration::from_secs(5),
        search: (!search.is_off).then(|| server::Search {
            directory: search.index_dir.clone(),
            encoder,
        }),
        spans: None,
        web: None,
        drain_hold: Duration::from_millis(drain.hold_ms),
        drain_timeout: Duration::from_millis(drain.timeout_ms),
    })
}
