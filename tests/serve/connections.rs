//! More clients than there are connections for.

use std::time::{Duration, Instant};

use bytes::Bytes;
use claimstore::wire::pb::{
    ListSourcesRequest, WatchChangesRequest, change_service_client::ChangeServiceClient,
    source_service_client::SourceServiceClient,
};
use h2::client::SendRequest;
use tokio::net::TcpStream;
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::health_check_response::ServingStatus;

use crate::support::{
    cluster::database,
    health::wait_for_health,
    process::{Serving, claimstore},
};

const CONNECTIONS_MAX: usize = 8;

/// A connection of HTTP/2 without a call.
async fn idle(url: &str) -> SendRequest<Bytes> {
    let stream = TcpStream::connect(url.trim_start_matches("http://"));
    let (send, connection) = h2::client::handshake(stream.await.unwrap()).await.unwrap();
    tokio::spawn(connection);
    send
}

/// A server that takes few connections.
fn serve(database_url: &str) -> Serving {
    let mut command = claimstore();
    command
        .args(["serve", "--database-url", database_url])
        .args(["--connections-max", &CONNECTIONS_MAX.to_string()]);
    Serving::start(&mut command)
}

async fn list(channel: Channel) -> Result<(), tonic::Status> {
    let mut sources = SourceServiceClient::new(channel);
    let listed = sources.list_sources(ListSourcesRequest::default());
    let listed = tokio::time::timeout(Duration::from_secs(60), listed).await;
    listed.expect("it was not let in").map(drop)
}

#[tokio::test]
async fn connections_without_calls_make_room_and_a_watch_is_kept() {
    let database = database().await;
    let serving = serve(&database.url());
    let endpoint = Endpoint::from_shared(serving.url()).unwrap();
    let first = endpoint.connect_lazy();
    wait_for_health(&first, "", ServingStatus::Serving).await;
    let mut changes = ChangeServiceClient::new(first);
    let watch = changes.watch_changes(WatchChangesRequest::default());
    let mut watch = watch.await.unwrap().into_inner();
    let url = endpoint.uri().to_string();
    let url = url.trim_end_matches('/');
    let mut held = Vec::new();
    for _ in 1..CONNECTIONS_MAX {
        held.push(idle(url).await);
    }
    for _ in 0..2 * CONNECTIONS_MAX {
        list(endpoint.connect_lazy()).await.unwrap();
    }
    let closed = held.into_iter().map(|it| it.ready());
    let mut ended = 0;
    for ready in closed {
        ended += usize::from(ready.await.is_err());
    }
    assert!(ended > 0, "no idle connection was closed");
    let next = tokio::time::timeout(Duration::from_millis(100), watch.message()).await;
    assert!(
        !matches!(next, Ok(Err(_) | Ok(None))),
        "the watch ended: {next:?}"
    );
    let log = serving.log();
    assert!(
        log.iter()
            .any(|it| it.contains("all connections are in use")),
        "{log:#?}"
    );
}

#[tokio::test]
async fn connections_that_never_had_a_call_make_room_for_others_at_once() {
    let database = database().await;
    let serving = serve(&database.url());
    let url = serving.url();
    let mut begun = Vec::new();
    for _ in 0..CONNECTIONS_MAX {
        begun.push(idle(&url).await);
    }
    let mut silent = Vec::new();
    for _ in 0..2 * CONNECTIONS_MAX {
        let stream = TcpStream::connect(url.trim_start_matches("http://"));
        silent.push(stream.await.unwrap());
    }
    let since = Instant::now();
    list(Endpoint::from_shared(url).unwrap().connect_lazy())
        .await
        .unwrap();
    // The first of them would be closed after 10 seconds because they say nothing.
    assert!(since.elapsed() < Duration::from_secs(8), "it waited");
}
