//! Streams of small messages that the server does not read as fast as they come.

use std::{future::poll_fn, time::Duration};

use bytes::Bytes;
use claimstore::wire::pb::{
    Bundle, BundleSource, ImportBundlesRequest, ImportBundlesSettings, Source, SourceKind,
};
use http::Method;
use prost::Message;
use uuid::Uuid;

use super::hostile::{EMPTY, GRPC, connect, request_of_list, request_to, send};
use crate::support::{
    locks::{lock_tables, unlock},
    server::TestServer,
};

/// More than the server reads while nothing can be written, and more than may be on their way.
const MESSAGES: i64 = 4_000;

#[tokio::test]
async fn small_messages_that_wait_to_be_read_do_not_end_their_connection() {
    let server = TestServer::start().await;
    let mut connection = connect(&server, 65_535).await;
    let import = "/claimstore.v1.BundleService/ImportBundles";
    let import = request_to(import, Method::POST, &[GRPC]);
    let (answer, mut stream) = send(&mut connection, import, None).await;
    stream.send_data(settings(), false).unwrap();
    let answer = answer.await.unwrap();
    // So that what is sent waits.
    let locked = lock_tables(&server, "imports", "access exclusive").await;
    let mut sent = 0;
    while sent < MESSAGES {
        let message = small(sent);
        stream.reserve_capacity(message.len());
        let capacity = poll_fn(|context| stream.poll_capacity(context));
        let Ok(capacity) = tokio::time::timeout(Duration::from_secs(1), capacity).await else {
            break;
        };
        capacity.unwrap().unwrap();
        stream.send_data(message, false).unwrap();
        sent += 1;
    }
    unlock(locked).await;
    assert!(sent > 1_000 && sent < MESSAGES, "{sent} were let through");
    drop((answer, stream));
    let (answer, _) = send(&mut connection, request_of_list(), Some(EMPTY)).await;
    assert!(answer.await.unwrap().status().is_success());
}

fn settings() -> Bytes {
    let settings = ImportBundlesSettings {
        import_id: Uuid::now_v7().to_string(),
        ..ImportBundlesSettings::default()
    };
    framed(&ImportBundlesRequest {
        settings: Some(settings),
        ..ImportBundlesRequest::default()
    })
}

/// A bundle about as small as one can be.
fn small(index: i64) -> Bytes {
    let source = Source {
        kind: SourceKind::Organization.into(),
        same_as: vec![format!("https://a.example/{index}")],
        ..Source::default()
    };
    let bundle = Bundle {
        sources: vec![BundleSource {
            key: "a".to_owned(),
            source: Some(source),
        }],
        ..Bundle::default()
    };
    framed(&ImportBundlesRequest {
        index,
        bundle: Some(bundle),
        ..ImportBundlesRequest::default()
    })
}

/// A message of gRPC.
fn framed(message: &impl Message) -> Bytes {
    let message = message.encode_to_vec();
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    [&[0], &length[..], &message[..]].concat().into()
}
