//! Logging: human-readable on a terminal, otherwise one JSON object on each line.
//!
//! Every line that a call logs is in the call's span, which has the request id. Bodies,
//! names of sources and secrets are never logged.

use std::io::IsTerminal as _;

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For a person to read.
    Human,
    /// One JSON object on each line.
    Json,
}

/// Logging could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The filter is malformed.
    #[error("the log filter cannot be read: {0}; write for example info or info,sqlx=warn")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// Logging has already been set up.
    #[error("logging has already been set up: {0}")]
    AlreadySet(#[from] tracing_subscriber::util::TryInitError),
}

/// Sets up logging to standard error.
pub fn init(filter: &str, format: Option<LogFormat>) -> Result<(), Error> {
    let is_terminal = std::io::stderr().is_terminal();
    let format = format.unwrap_or(match is_terminal {
        true => LogFormat::Human,
        false => LogFormat::Json,
    });
    // The driver would log lines of files with passwords, if it cannot read them.
    let filter = EnvFilter::try_new(format!("{filter},sqlx_postgres::options::pgpass=off"))?;
    let registry = tracing_subscriber::registry().with(filter);
    match format {
        LogFormat::Human => {
            let layer = fmt::layer()
                .with_writer(std::io::stderr)
                .with_ansi(AutoStream::choice(&std::io::stderr()) != ColorChoice::Never)
                .with_target(false);
            registry.with(layer).try_init()?;
        }
        LogFormat::Json => {
            let layer = fmt::layer()
                .json()
                .flatten_event(true)
                .with_span_list(false)
                .with_writer(std::io::stderr);
            registry.with(layer).try_init()?;
        }
    }
    Ok(())
}
