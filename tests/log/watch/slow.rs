//! A watch that is not read is cut off, and does not harm others.

use std::collections::BTreeSet;

use claimstore::{
    app::watch::answer::WAITING_BYTES_MAX,
    wire::pb::{BatchCreateSourcesRequest, ChangeFilter, CreateSourceRequest},
};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::{names, next, watch};
use crate::support::{errors::reason, samples::outlet, server::TestServer};

/// Creates a hundred sources in one commit, about 60 KB in all. Returns their names.
async fn write_much(server: &TestServer) -> Vec<String> {
    let requests = (0..100).map(|_| CreateSourceRequest {
        source: Some(outlet(&"x".repeat(500))),
        ..CreateSourceRequest::default()
    });
    let batch = BatchCreateSourcesRequest {
        requests: requests.collect(),
        ..BatchCreateSourcesRequest::default()
    };
    let created = server.sources().batch_create_sources(batch).await.unwrap();
    let created = created.into_inner().sources;
    created.into_iter().map(|it| it.name).collect()
}

/// Opens a watch, writes more than its buffers hold, and reads it only after it was cut off.
/// Returns the names that it received, the error that ended it, and the names that were written.
pub async fn cut_off(server: &TestServer) -> (Vec<String>, Status, Vec<String>) {
    // The watch must not get earlier writes, which another test may have delayed for a moment.
    server.log_settled().await;
    let mut slow = watch(server, "", ChangeFilter::default()).await.unwrap();
    slow.message().await.unwrap().unwrap();
    let mut other = watch(server, "", ChangeFilter::default()).await.unwrap();
    let (mut written, mut most) = (Vec::new(), 0);
    // No longer than it takes to fill what may wait: what is not taken for much longer is dropped
    // without a reason.
    let mut full = 0;
    while full < 2 {
        let names_written = write_much(server).await;
        // A watch that is read gets each commit, although the other one is not read.
        assert_eq!(names(&next(&mut other).await.changes), names_written);
        let waiting = server.app.watch_bytes();
        assert!(waiting <= 2 * WAITING_BYTES_MAX, "{waiting} bytes wait");
        if waiting <= most && most > WAITING_BYTES_MAX / 2 {
            full += 1;
        }
        most = most.max(waiting);
        written.extend(names_written);
        assert!(written.len() < 100_000, "only {most} bytes ever waited");
    }
    // Longer than a watch waits for its reader.
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    let mut seen = Vec::new();
    loop {
        match slow.message().await {
            Ok(answer) => seen.extend(names(&answer.unwrap().changes)),
            Err(status) => return (seen, status, written),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watch_that_is_not_read_is_cut_off_and_continues_without_a_gap() {
    let server = TestServer::start().await;
    let (mut seen, status, written) = cut_off(&server).await;
    let expected = (Code::ResourceExhausted, "WATCH_TOO_SLOW".to_owned());
    assert_eq!(reason(&status), expected);
    assert!(seen.len() < written.len(), "it was buffered whole");
    let details = status.get_error_details();
    let position = &details.error_info().unwrap().metadata["position"];
    let mut again = watch(&server, position, ChangeFilter::default())
        .await
        .unwrap();
    while seen.len() < written.len() {
        seen.extend(names(&next(&mut again).await.changes));
    }
    assert_eq!(seen, written);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), seen.len());
}
