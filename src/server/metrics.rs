//! Publishes what is measured, for Prometheus, on a listener of its own: `GET /metrics` in plain
//! text. Nothing there is confidential.

mod process;

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use prometheus_client::{
    encoding::prometheus_text::{CONTENT_TYPE, encode},
    metrics::info::Info,
    registry::Registry,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};

use self::process::Process;
use super::spans::Spans;
use crate::{api::call::edge::EdgeLayer, app::App, store::newest};

/// The most connections at once. Others wait.
const CONNECTIONS_MAX: usize = 64;

/// How long a client may take for the headers of a request, also for those of its next one. It is
/// less than Prometheus waits for an answer, so idle clients keep none from it.
const HEADERS_MAX: Duration = Duration::from_secs(5);

/// How long a connection is kept.
const CONNECTION_MAX: Duration = Duration::from_secs(300);

/// How much of a request is read.
const HEADER_BYTES_MAX: usize = 16 << 10;

/// The pause after a connection could not be accepted.
const PAUSE: Duration = Duration::from_millis(200);

/// Where metrics are.
const PATH: &str = "/metrics";

/// Serves what is measured until the future is dropped.
pub(super) async fn serve(listener: TcpListener, registry: Registry) {
    let registry = Arc::new(registry);
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        // The semaphore is never closed.
        let Ok(place) = places.clone().acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, peer)) => {
                tokio::spawn(connection(stream, peer, registry.clone(), place));
            }
            Err(error) => {
                tracing::debug!(%error, "a connection for metrics cannot be accepted");
                sleep(PAUSE).await;
            }
        }
    }
}

/// All that is measured.
pub(super) fn registry(app: &App, edge: &EdgeLayer, spans: Option<&Spans>) -> Registry {
    let mut registry = Registry::default();
    let build = Info::new([
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("schema", newest().to_string()),
    ]);
    registry.register("claimstore_build", "Which claimstore this is", build);
    edge.metrics().register(&mut registry);
    app.register(&mut registry);
    if let Some(spans) = spans {
        spans.register(&mut registry);
    }
    registry.register_collector(Box::new(Process));
    registry
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    registry: Arc<Registry>,
    _place: OwnedSemaphorePermit,
) {
    let service = service_fn(move |request| {
        let answer = answer(&request, &registry);
        async { Ok::<_, Infallible>(answer) }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_MAX)
        .max_buf_size(HEADER_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service);
    if let Ok(Err(error)) = timeout(CONNECTION_MAX, serving).await {
        tracing::debug!(%error, %peer, "a connection for metrics failed");
    }
}

fn answer(request: &Request<Incoming>, registry: &Registry) -> Response<Full<Bytes>> {
    let (status, text) = match (request.uri().path(), request.method()) {
        (PATH, &Method::GET | &Method::HEAD) => {
            let mut text = String::new();
            match encode(&mut text, registry) {
                Ok(()) => (StatusCode::OK, text),
                Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, String::new()),
            }
        }
        (PATH, _) => (
            StatusCode::METHOD_NOT_ALLOWED,
            "send GET or HEAD\n".to_owned(),
        ),
        _ => (StatusCode::NOT_FOUND, format!("metrics are at {PATH}\n")),
    };
    let mut response = Response::new(Full::new(text.into()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static(CONTENT_TYPE),
    );
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, header::HeaderValue::from_static("GET"));
    }
    response
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_client_that_sends_no_headers_is_left_in_time() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut client = TcpStream::connect(address).await.unwrap();
        let (stream, peer) = listener.accept().await.unwrap();
        let places = Arc::new(Semaphore::new(1));
        let place = places.clone().acquire_owned().await.unwrap();
        let begin = tokio::time::Instant::now();
        let serving = tokio::spawn(connection(stream, peer, Arc::default(), place));
        client
            .write_all(b"GET /metrics HTTP/1.1\r\n")
            .await
            .unwrap();
        serving.await.unwrap();
        assert!(begin.elapsed() < CONNECTION_MAX);
        assert_eq!(places.available_permits(), 1);
        // It may be told why before the end.
        client.read_to_end(&mut Vec::new()).await.unwrap();
    }
}
