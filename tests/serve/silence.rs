//! Connections to the database that fall silent: their sockets stay open, and nothing comes.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use claimstore::wire::pb::{GetSourceRequest, ListSourcesRequest, Source};
use tokio::task::JoinSet;
use tonic::Code;

use crate::support::{
    cluster::database_on_own_server,
    proxy::Proxy,
    samples::{claim, outlet},
    server::{LIMITS, TestServer},
};

/// How soon calls must succeed again.
const WELL_AGAIN: Duration = Duration::from_secs(10);

async fn start() -> (Proxy, Arc<TestServer>) {
    let database = database_on_own_server().await;
    let proxy = Proxy::before(&database).await;
    let server = TestServer::start_through(database, proxy.options(), LIMITS).await;
    (proxy, Arc::new(server))
}

/// Reads, lists and writes. Returns whether all succeeded; if not, it says that the caller may
/// try again.
async fn works(server: &TestServer, source: &Source, number: usize) -> bool {
    let mut sources = server.sources();
    let read = sources.get_source(GetSourceRequest {
        name: source.name.clone(),
        ..GetSourceRequest::default()
    });
    let read = read.await.map(drop);
    let listed = sources.list_sources(ListSourcesRequest::default());
    let listed = listed.await.map(drop);
    let statement = format!("Statement {number}");
    let written = server.create_claim(claim(&statement)).await.map(drop);
    [read, listed, written].into_iter().all(|answer| {
        if let Err(status) = &answer {
            let codes = [Code::Unavailable, Code::ResourceExhausted];
            assert!(codes.contains(&status.code()), "{status:?}");
        }
        answer.is_ok()
    })
}

/// Calls at the same time. Returns whether all succeeded.
async fn all_work(server: &Arc<TestServer>, source: &Source, first: usize) -> bool {
    let mut calls = JoinSet::new();
    for number in first..first + CALLERS {
        let (server, source) = (server.clone(), source.clone());
        calls.spawn(async move { works(&server, &source, number).await });
    }
    calls.join_all().await.into_iter().all(|works| works)
}

/// More than there are connections.
const CALLERS: usize = 20;

/// Calls until all succeed, which must be soon.
async fn get_well(server: &Arc<TestServer>, source: &Source, since: Instant) {
    let mut number = 100_000;
    while !works(server, source, number).await {
        number += 1;
        assert!(since.elapsed() < WELL_AGAIN, "still failing");
    }
    assert!(all_work(server, source, number + 1).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_connections_that_fell_silent_are_replaced_before_a_call_meets_them() {
    let (proxy, server) = start().await;
    let source = server.create_source(outlet("Paper")).await.unwrap();
    assert!(all_work(&server, &source, 0).await);
    proxy.silence();
    // A connection that was just used is not asked whether it is there.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert!(all_work(&server, &source, CALLERS).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_meet_silence_end_and_later_ones_succeed_without_a_restart() {
    let (proxy, server) = start().await;
    let source = server.create_source(outlet("Paper")).await.unwrap();
    assert!(all_work(&server, &source, 0).await);
    let busy = {
        let (server, source) = (server.clone(), source.clone());
        tokio::spawn(async move { all_work(&server, &source, CALLERS).await })
    };
    tokio::time::sleep(Duration::from_millis(5)).await;
    proxy.silence();
    let since = Instant::now();
    get_well(&server, &source, since).await;
    busy.await.unwrap();
}
