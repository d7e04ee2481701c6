//! Sending spans to a collector.

use std::time::Duration;

use tonic::transport::{Channel, Endpoint};

use super::{
    connect::{ConnectError, trusting},
    error::Error,
};
use crate::{config, server::Spans};

/// How long the connection to the collector may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Debug, thiserror::Error)]
enum CollectorError {
    #[error(
        "{0} is not the address of a collector; write --otlp-endpoint http://HOST:4317 or https://HOST:4317"
    )]
    Address(String),
    #[error("{0} is without TLS; with --otlp-ca, write --otlp-endpoint https://HOST:4317")]
    NotTls(String),
    #[error(transparent)]
    Roots(#[from] ConnectError),
    #[error("the certificates of --otlp-ca cannot be used")]
    Certificates,
    #[error("spans cannot be sent")]
    Exporter(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Begins to send spans, if there is a collector. It is connected to when there are spans.
pub(super) fn spans(settings: &config::Spans) -> Result<Option<Spans>, Error> {
    let Some(url) = &settings.otlp_endpoint else {
        return Ok(None);
    };
    let started = channel(url, settings).and_then(|collector| {
        let started = Spans::start(collector, settings.otlp_sampled_share);
        started.map_err(|error| CollectorError::Exporter(Box::new(error)))
    });
    started.map(Some).map_err(Error::new)
}

fn channel(url: &str, settings: &config::Spans) -> Result<Channel, CollectorError> {
    let no_address = || CollectorError::Address(url.to_owned());
    let is_tls = url.starts_with("https://");
    if !is_tls && !url.starts_with("http://") {
        return Err(no_address());
    }
    if !is_tls && settings.otlp_ca.is_some() {
        return Err(CollectorError::NotTls(url.to_owned()));
    }
    let endpoint = Endpoint::from_shared(url.to_owned()).map_err(|_| no_address())?;
    let mut endpoint = endpoint.connect_timeout(CONNECT_TIMEOUT);
    if is_tls {
        let trusting = trusting(settings.otlp_ca.as_deref())?;
        let encrypted = endpoint.tls_config(trusting);
        endpoint = encrypted.map_err(|_| CollectorError::Certificates)?;
    }
    Ok(endpoint.connect_lazy())
}
