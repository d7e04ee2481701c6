//! Logs: for a reader on a terminal, one JSON object a line otherwise.
//!
//! Every line of a call stands in its span, with the request's id. Bodies, names
//! of sources and secrets are never logged.

use std::io::IsTerminal as _;

use clap::ValueEnum;
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// How to log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For a reader.
    Human,
    /// One JSON object a line.
    Json,
}

/// Logging cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The filter is none.
    #[error("the log filter cannot be read: {0}; write for example info or info,sqlx=warn")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// Something logs already.
    #[error("logging was begun before: {0}")]
    Begun(#[from] tracing_subscriber::util::TryInitError),
}

/// Begins to log to standard error.
pub fn begin(filter: &str, format: Option<LogFormat>) -> Result<(), Error> {
    let is_terminal = std::io::stderr().is_terminal();
    let format = format.unwrap_or(match is_terminal {
        true => LogFormat::Human,
        false => LogFormat::Json,
    });
    let registry = tracing_subscriber::registry().with(EnvFilter::try_new(filter)?);
    match format {
        LogFormat::Human => {
            let layer = fmt::layer()
                .with_writer(std::io::stderr)
                .with_ansi(is_terminal)
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
