//! Sending spans to a collector.

use std::time::Duration;

use http::uri::PathAndQuery;
use tonic::transport::{Channel, Endpoint};

use super::{
    connect::{ConnectError, trusting},
    error::Error,
};
use crate::{config, server::Spans};

/// How long the connection to the collector may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long the collector may take for a batch of spans.
const TAKE_TIMEOUT: Duration = Duration::from_secs(5);

/// After so much silence a collector is asked whether it is there, and then has as long to answer.
const KEEPALIVE: Duration = Duration::from_secs(20);

/// The texts do not repeat the address, which may have a password in a wrong place.
#[derive(Debug, thiserror::Error)]
enum CollectorError {
    #[error(
        "the address of the collector cannot be read; write --otlp-endpoint http://HOST:PORT or https://HOST:PORT, \
         where the port is 4317 for most, and no path"
    )]
    Address,
    #[error(
        "the address of the collector has a user or a password; leave them out, and give credentials as headers \
         in OTEL_EXPORTER_OTLP_HEADERS"
    )]
    Credentials,
    #[error("the address of the collector is without TLS; with --otlp-ca, write https://")]
    NotTls,
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
    if url.contains('@') {
        return Err(CollectorError::Credentials);
    }
    let endpoint = Endpoint::from_shared(url.to_owned()).map_err(|_| CollectorError::Address)?;
    let uri = endpoint.uri();
    let is_tls = uri.scheme_str() == Some("https");
    let is_plain = uri.scheme_str() == Some("http");
    let has_path = !matches!(
        uri.path_and_query().map(PathAndQuery::as_str),
        None | Some("/")
    );
    if !(is_tls || is_plain) || uri.port().is_none() || has_path {
        return Err(CollectorError::Address);
    }
    if !is_tls && settings.otlp_ca.is_some() {
        return Err(CollectorError::NotTls);
    }
    let mut endpoint = endpoint
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TAKE_TIMEOUT)
        .http2_keep_alive_interval(KEEPALIVE)
        .keep_alive_timeout(KEEPALIVE)
        .keep_alive_while_idle(true);
    if is_tls {
        let trusting = trusting(settings.otlp_ca.as_deref())?;
        let encrypted = endpoint.tls_config(trusting);
        endpoint = encrypted.map_err(|_| CollectorError::Certificates)?;
    }
    Ok(endpoint.connect_lazy())
}
