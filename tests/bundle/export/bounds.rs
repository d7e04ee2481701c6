//! What an export holds in memory and in the database, how many there are, and its end when the
//! server shuts down.

use std::time::Duration;

use claimstore::wire::pb::{ExportBundlesRequest, ExportBundlesResponse};
use tonic::{Code, Status, Streaming};
use tonic_types::StatusExt as _;

use super::exported::{export, whole};
use crate::support::{
    cluster::database_on_own_server,
    errors::reason,
    samples::article,
    server::{LIMITS, TestServer},
};

const MIB: usize = 1 << 20;
const ARTICLES: usize = 24;

async fn open(server: &TestServer) -> Result<Streaming<ExportBundlesResponse>, Status> {
    let answer = server.bundles().export_bundles(whole()).await?;
    Ok(answer.into_inner())
}

/// A server with more in it than an export buffers, and HTTP/2 with it.
async fn large() -> TestServer {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    for number in 0..ARTICLES {
        let body = "words ".repeat(MIB / 6 - 1);
        let headline = format!("Article {number}");
        server
            .create_article(article(&headline, &body))
            .await
            .unwrap();
    }
    server
}

async fn wait_until(mut is_so: impl AsyncFnMut() -> bool) {
    while !is_so().await {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_takes_nothing_holds_up_neither_memory_nor_the_database() {
    let server = large().await;
    let mut stream = open(&server).await.unwrap();
    wait_until(async || server.app.export_bytes() >= 3 * MIB).await;
    for _ in 0..50 {
        assert!(server.app.export_bytes() <= 4 * MIB);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut connection = server.connection().await;
    let open_transactions: i64 = sqlx::query_scalar(
        "select count(*) from pg_stat_activity where datname = current_database() \
         and state like 'idle in transaction%' and pid <> pg_backend_pid()",
    )
    .fetch_one(&mut connection)
    .await
    .unwrap();
    assert_eq!(open_transactions, 0);
    // Others are served meanwhile.
    let other = export(&server, ExportBundlesRequest::default())
        .await
        .unwrap();
    let mut responses = 0;
    while let Some(response) = stream.message().await.unwrap() {
        responses += 1;
        assert_eq!(response.bundle.is_none(), responses == ARTICLES + 1);
    }
    assert_eq!(responses, other.len());
    wait_until(async || server.app.export_bytes() == 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_are_at_most_8_exports_at_a_time() {
    let server = large().await;
    let mut exports = Vec::new();
    for _ in 0..8 {
        exports.push(open(&server).await.unwrap());
    }
    let error = open(&server).await.unwrap_err();
    let expected = (Code::ResourceExhausted, "OVERLOADED".to_owned());
    assert_eq!(reason(&error), expected);
    // One whose reader has gone makes room.
    exports.pop();
    wait_until(async || open(&server).await.is_ok()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_shuts_down_ends_the_export_which_goes_on_at_another() {
    let server = large().await;
    let expected = export(&server, whole()).await.unwrap();
    let request = ExportBundlesRequest {
        read_time: expected[0].read_time,
        ..whole()
    };
    let answer = server.bundles().export_bundles(request.clone()).await;
    let mut stream = answer.unwrap().into_inner();
    let mut responses = vec![stream.message().await.unwrap().unwrap()];
    wait_until(async || server.app.export_bytes() >= 3 * MIB).await;
    // What the server does first when it is told to end.
    server.app.end_streams();
    let error = loop {
        match stream.message().await {
            Ok(response) => responses.push(response.expect("it ended as if it were complete")),
            Err(error) => break error,
        }
    };
    let ending = (Code::Unavailable, "SERVER_ENDING".to_owned());
    assert_eq!(reason(&error), ending);
    assert!(error.get_error_details().retry_info().is_some());
    assert!(responses.len() < expected.len());

    let server = TestServer::start_over(server.leave().await, LIMITS).await;
    let request = ExportBundlesRequest {
        resume_token: responses.last().unwrap().resume_token.clone(),
        ..request
    };
    responses.extend(export(&server, request).await.unwrap());
    let bundles = |responses: &[ExportBundlesResponse]| -> Vec<_> {
        responses.iter().map(|it| it.bundle.clone()).collect()
    };
    assert!(bundles(&responses) == bundles(&expected));
}
