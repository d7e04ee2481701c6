//! What a stream of bundles holds in memory, how many there are, and its end when the server
//! shuts down.

use sqlx::{Connection as _, PgConnection};
use tonic::Code;
use tonic_types::StatusExt as _;

use super::{Stream, bundle, imported, page, settings};
use crate::support::{
    cluster::database_on_own_server,
    errors::reason,
    locks::wait_for_a_waiter,
    server::{LIMITS, TestServer},
};

const MIB: usize = 1 << 20;

#[tokio::test]
async fn a_sender_that_is_faster_than_the_database_has_to_wait() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let mut locker = PgConnection::connect_with(&server.database.options())
        .await
        .unwrap();
    let mut lock = locker.begin().await.unwrap();
    sqlx::raw_sql("lock table articles in exclusive mode")
        .execute(&mut *lock)
        .await
        .unwrap();
    let (mut stream, _) = Stream::open(&server, settings(1)).await.unwrap();
    let requests = stream.requests.take().unwrap();
    let sender = tokio::spawn(async move {
        for index in 0..12 {
            let body = "word ".repeat(MIB / 5);
            let bundle = bundle(serde_json::json!({
                "article": {"uri": format!("https://news.example/{index}"), "headline": "A", "body": body},
            }));
            let request = claimstore::wire::pb::ImportBundlesRequest {
                index,
                bundle: Some(bundle),
                ..Default::default()
            };
            requests.send(request).await.unwrap();
        }
    });
    wait_for_a_waiter(&server.database).await;
    // It must fill up to the bound, and stay there.
    while server.app.import_bytes() < 3 * MIB {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    for _ in 0..100 {
        assert!(server.app.import_bytes() <= 4 * MIB);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert!(!sender.is_finished(), "12 MiB were received");
    lock.rollback().await.unwrap();
    for index in 0..12 {
        let result = stream.result().await.unwrap().unwrap();
        assert_eq!(result.index, index);
        imported(&result);
        assert!(server.app.import_bytes() <= 4 * MIB);
    }
    assert!(stream.result().await.unwrap().is_none());
    assert_eq!(server.app.import_bytes(), 0);
}

#[tokio::test]
async fn there_are_at_most_8_imports_at_a_time() {
    let server = TestServer::start().await;
    let mut open = Vec::new();
    for number in 1..=8 {
        open.push(Stream::open(&server, settings(number)).await.unwrap());
    }
    let error = Stream::open(&server, settings(9)).await.err().unwrap();
    let expected = (Code::ResourceExhausted, "OVERLOADED".to_owned());
    assert_eq!(reason(&error), expected);
    for (mut stream, _) in open {
        assert_eq!(stream.rest().await.unwrap(), []);
    }
    while Stream::open(&server, settings(9)).await.is_err() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_server_that_shuts_down_ends_the_stream_after_the_bundles_that_it_has_begun() {
    let server = TestServer::start().await;
    let (mut stream, _) = Stream::open(&server, settings(1)).await.unwrap();
    stream.send(Some(bundle(page(1)))).await;
    imported(&stream.result().await.unwrap().unwrap());
    let database = server.leave().await;
    let error = stream.result().await.unwrap_err();
    let expected = (Code::Unavailable, "SERVER_ENDING".to_owned());
    assert_eq!(reason(&error), expected);
    let details = error.get_error_details();
    assert!(details.retry_info().is_some());
    assert_eq!(details.error_info().unwrap().metadata["next_index"], "1");

    let server = TestServer::start_over(database, LIMITS).await;
    let (_, progress) = Stream::open(&server, settings(1)).await.unwrap();
    assert_eq!(progress.next_index, 1);
}
