//! WatchChanges returns every change once, in order, and each commit whole, no matter who writes
//! and how often the watch is interrupted and continued.

mod agree;
mod failover;
mod many;
mod naive;
mod restarts;
pub mod slow;
mod snapshot;

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use claimstore::wire::pb::{
    BatchCreateSourcesRequest, Change, ChangeFilter, CreateSourceRequest, ListChangesRequest,
    ResourceKind, Source, UpdateSourceRequest, Verdict, WatchChangesRequest, WatchChangesResponse,
};
use prost_types::Timestamp;
use tokio::time::timeout;
use tonic::{Code, Request, Status, Streaming};
use tonic_types::StatusExt as _;

use crate::support::{
    errors::{fields, reason},
    samples::{appearance, article, claim, outlet, review},
    server::TestServer,
};

async fn watch(
    server: &TestServer,
    position: &str,
    filter: ChangeFilter,
) -> Result<Streaming<WatchChangesResponse>, Status> {
    let request = WatchChangesRequest {
        filter: Some(filter),
        position: position.to_owned(),
        ..WatchChangesRequest::default()
    };
    let answer = server.changes().watch_changes(request).await?;
    Ok(answer.into_inner())
}

/// Longer than any wait takes. Without it a test would wait for ever, because heartbeats never
/// end.
const PATIENCE: Duration = Duration::from_secs(60);

/// The next answer that is not a heartbeat.
pub async fn next(stream: &mut Streaming<WatchChangesResponse>) -> WatchChangesResponse {
    let next = async {
        loop {
            let answer = stream.message().await.unwrap().unwrap();
            if !answer.changes.is_empty() {
                return answer;
            }
        }
    };
    timeout(PATIENCE, next).await.expect("a change is received")
}

/// A position as bytes that compare in the order of the log.
fn comparable(position: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(position).unwrap()
}

fn names(changes: &[Change]) -> Vec<String> {
    changes.iter().map(|it| it.resource_name.clone()).collect()
}

/// The whole log.
async fn log(server: &TestServer) -> Vec<Change> {
    server.log_settled().await;
    let (mut changes, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListChangesRequest {
            page_size: 1_000,
            page_token,
            ..ListChangesRequest::default()
        };
        let page = server.changes().list_changes(request).await.unwrap();
        let page = page.into_inner();
        changes.extend(page.changes);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return changes;
        }
    }
}

#[tokio::test]
async fn a_watch_begins_now_and_gets_each_commit_whole() {
    let server = TestServer::start().await;
    server.create_source(outlet("before")).await.unwrap();
    server.log_settled().await;
    let mut stream = watch(&server, "", ChangeFilter::default()).await.unwrap();
    let first = stream.message().await.unwrap().unwrap();
    assert!(first.changes.is_empty() && !first.position.is_empty());
    let requests = ["a", "b", "c"].map(|name| CreateSourceRequest {
        source: Some(outlet(name)),
        ..CreateSourceRequest::default()
    });
    let batch = BatchCreateSourcesRequest {
        requests: requests.to_vec(),
        ..BatchCreateSourcesRequest::default()
    };
    let created = server.sources().batch_create_sources(batch).await.unwrap();
    let created = created.into_inner().sources;
    let commit = next(&mut stream).await;
    let expected: Vec<String> = created.iter().map(|it| it.name.clone()).collect();
    assert_eq!(names(&commit.changes), expected);
    assert!(!commit.continues);
    assert_eq!(commit.position, commit.changes[2].position);
    let reviewed = server.create_claim(claim("It is so")).await.unwrap();
    assert_eq!(names(&next(&mut stream).await.changes), [&*reviewed.name]);
    let given = review("Desk", Verdict::True, 1);
    let word = server.create_review(&reviewed, given).await.unwrap();
    let standing = format!("{}/standing", reviewed.name);
    let commit = next(&mut stream).await;
    assert_eq!(names(&commit.changes), [word.name, standing]);
    // The watch returns the same changes as the log.
    let log = log(&server).await;
    assert_eq!(commit.changes, log[log.len() - 2..]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watch_gets_documents_also_where_only_the_index_followed_before() {
    let server = TestServer::start_with_search().await;
    let is_done = AtomicBool::new(false);
    // Many at once, so that a watch often begins while the log is read.
    let requests = (0..100).map(|number| CreateSourceRequest {
        source: Some(outlet(&format!("Paper {number}"))),
        ..CreateSourceRequest::default()
    });
    let batch = BatchCreateSourcesRequest {
        requests: requests.collect(),
        ..BatchCreateSourcesRequest::default()
    };
    let writing = async {
        while !is_done.load(Ordering::Relaxed) {
            let batch = batch.clone();
            server.sources().batch_create_sources(batch).await.unwrap();
        }
    };
    let watching = async {
        let mut seen = Vec::new();
        for _ in 0..100 {
            let mut stream = watch(&server, "", ChangeFilter::default()).await.unwrap();
            seen.extend(next(&mut stream).await.changes.into_iter().take(1));
        }
        is_done.store(true, Ordering::Relaxed);
        seen
    };
    let (seen, ()) = tokio::join!(watching, writing);
    let log = log(&server).await;
    for change in seen {
        assert!(log.contains(&change), "{change:?}");
    }
}

#[tokio::test]
async fn a_watch_continues_from_any_returned_position() {
    let server = TestServer::start().await;
    for name in ["a", "b", "c"] {
        server.create_source(outlet(name)).await.unwrap();
    }
    let log = log(&server).await;
    for (from, rest) in [(0, 2), (1, 1)] {
        let position = &log[from].position;
        let mut stream = watch(&server, position, ChangeFilter::default())
            .await
            .unwrap();
        for expected in &log[log.len() - rest..] {
            assert_eq!(
                next(&mut stream).await.changes,
                std::slice::from_ref(expected)
            );
        }
    }
    // A watch from the position of a write misses nothing after it.
    let request = CreateSourceRequest {
        source: Some(outlet("d")),
        ..CreateSourceRequest::default()
    };
    let answer = server.sources().create_source(request).await.unwrap();
    let position = answer.metadata().get("x-claimstore-position").unwrap();
    let position = position.to_str().unwrap().to_owned();
    let later = server.create_source(outlet("e")).await.unwrap();
    let mut stream = watch(&server, &position, ChangeFilter::default())
        .await
        .unwrap();
    assert_eq!(names(&next(&mut stream).await.changes), [later.name]);
}

#[tokio::test]
async fn a_late_and_a_live_watch_get_only_what_matches_the_filter() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let position = log(&server).await[0].position.clone();
    let piece = server.create_article(article("A", "x y")).await.unwrap();
    let filters = [
        ChangeFilter {
            kinds: vec![ResourceKind::Standing.into(), ResourceKind::Article.into()],
            ..ChangeFilter::default()
        },
        ChangeFilter {
            concerns: piece.name.clone(),
            ..ChangeFilter::default()
        },
        ChangeFilter {
            resource_name: source.name.clone(),
            ..ChangeFilter::default()
        },
        ChangeFilter {
            actor: "unverified:ada".to_owned(),
            ..ChangeFilter::default()
        },
    ];
    // The live watches are opened before anything happens, the late ones afterwards.
    let mut live = Vec::new();
    for filter in &filters {
        let mut stream = watch(&server, &position, filter.clone()).await.unwrap();
        stream.message().await.unwrap().unwrap();
        live.push(stream);
    }
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    let printed = server.create_appearance(&fact, appearance(&piece, "x"));
    let printed = printed.await.unwrap();
    let mut rename = Request::new(UpdateSourceRequest {
        source: Some(Source {
            name: source.name.clone(),
            ..outlet("B")
        }),
        ..UpdateSourceRequest::default()
    });
    let ada = "ada".parse().unwrap();
    rename.metadata_mut().insert("x-claimstore-actor", ada);
    server.sources().update_source(rename).await.unwrap();
    let standing = format!("{}/standing", fact.name);
    let expected = [
        vec![piece.name.clone(), standing],
        vec![piece.name, printed.name],
        vec![source.name.clone()],
        vec![source.name],
    ];
    for ((filter, mut live), expected) in filters.into_iter().zip(live).zip(expected) {
        let mut late = watch(&server, &position, filter).await.unwrap();
        for stream in [&mut live, &mut late] {
            for name in &expected {
                assert_eq!(names(&next(stream).await.changes), [&**name]);
            }
        }
    }
}

#[tokio::test]
async fn an_invalid_foreign_or_lost_position_is_refused_with_its_reason() {
    let server = TestServer::start().await;
    server.create_source(outlet("A")).await.unwrap();
    let position = log(&server).await[0].position.clone();
    for text in ["x", "AAAA", &position[1..]] {
        let status = watch(&server, text, ChangeFilter::default()).await;
        let expected = (Code::InvalidArgument, "POSITION_INVALID".to_owned());
        assert_eq!(reason(&status.unwrap_err()), expected);
    }
    // A position of another database.
    let other = TestServer::start().await;
    let status = watch(&other, &position, ChangeFilter::default()).await;
    let expected = (Code::InvalidArgument, "POSITION_FOREIGN".to_owned());
    assert_eq!(reason(&status.unwrap_err()), expected);
    // A position in the part of the log that a failover lost.
    server.execute(PROMOTED).await;
    server.create_source(outlet("B")).await.unwrap();
    let ahead = log(&server).await[1].position.clone();
    server
        .execute("update epochs set epoch = 9 where epoch = 2")
        .await;
    server.execute("delete from changes where epoch = 2").await;
    server
        .execute("update epochs set epoch = 2 where epoch = 9")
        .await;
    server.execute(PROMOTED).await;
    let status = watch(&server, &ahead, ChangeFilter::default()).await;
    let expected = (Code::OutOfRange, "POSITION_LOST".to_owned());
    assert_eq!(reason(&status.unwrap_err()), expected);
    let timed = ChangeFilter {
        start_time: Some(Timestamp::default()),
        end_time: Some(Timestamp::default()),
        kinds: vec![0, 99],
        ..ChangeFilter::default()
    };
    let status = watch(&server, "", timed).await.unwrap_err();
    assert_eq!(
        fields(&status),
        [
            "filter.start_time",
            "filter.end_time",
            "filter.kinds[0]",
            "filter.kinds[1]",
            "filter.end_time",
        ]
    );
}

#[tokio::test]
async fn a_server_that_ends_returns_the_position_to_continue_from() {
    let server = TestServer::start().await;
    let mut stream = watch(&server, "", ChangeFilter::default()).await.unwrap();
    server.create_source(outlet("A")).await.unwrap();
    let last = next(&mut stream).await;
    let ended = tokio::spawn(async move {
        loop {
            match stream.message().await {
                Ok(answer) => assert!(answer.unwrap().changes.is_empty()),
                Err(status) => return status,
            }
        }
    });
    server.stop().await.unwrap();
    let status = ended.await.unwrap();
    let expected = (Code::Unavailable, "SERVER_ENDING".to_owned());
    assert_eq!(reason(&status), expected);
    let details = status.get_error_details();
    let position = details.error_info().unwrap().metadata["position"].clone();
    assert!(comparable(&position) >= comparable(&last.position));
}

#[tokio::test]
async fn a_watch_ends_if_the_store_was_restored_and_its_epoch_is_another_one() {
    let server = TestServer::start().await;
    let mut stream = watch(&server, "", ChangeFilter::default()).await.unwrap();
    for name in ["A", "B"] {
        let created = server.create_source(outlet(name)).await.unwrap();
        assert_eq!(names(&next(&mut stream).await.changes), [created.name]);
    }
    // The backup has less, and its promotion counts the same number.
    let restored = "update epochs set tag = tag + 1; delete from changes where xid = (select max(xid) from changes)";
    server.execute(restored).await;
    let status = loop {
        match stream.message().await {
            Ok(answer) => assert!(answer.unwrap().changes.is_empty()),
            Err(status) => break status,
        }
    };
    let expected = (Code::InvalidArgument, "POSITION_FOREIGN".to_owned());
    assert_eq!(reason(&status), expected);
}

/// Begins a new epoch, as the promotion of a standby does.
const PROMOTED: &str = "insert into epochs (epoch, system_identifier, timeline) \
    select epoch + 1, system_identifier, timeline + 1 from epochs order by epoch desc limit 1";

#[tokio::test]
async fn the_position_of_a_heartbeat_is_valid_after_a_promotion_without_loss() {
    let server = TestServer::start().await;
    server.create_source(outlet("a")).await.unwrap();
    server.log_settled().await;
    let mut stream = watch(&server, "", ChangeFilter::default()).await.unwrap();
    let heartbeat = stream.message().await.unwrap().unwrap();
    drop(stream);
    server.execute(PROMOTED).await;
    let mut again = watch(&server, &heartbeat.position, ChangeFilter::default())
        .await
        .unwrap();
    let source = server.create_source(outlet("b")).await.unwrap();
    assert_eq!(names(&next(&mut again).await.changes), [source.name]);
}

#[tokio::test]
async fn heartbeats_carry_the_position_reached_even_if_nothing_matches() {
    let server = TestServer::start().await;
    let filter = ChangeFilter {
        actor: "unverified:nobody".to_owned(),
        ..ChangeFilter::default()
    };
    let mut stream = watch(&server, "", filter).await.unwrap();
    let first = stream.message().await.unwrap().unwrap();
    let written = server.create_source(outlet("a")).await.unwrap();
    let second = stream.message().await.unwrap().unwrap();
    assert!(second.changes.is_empty());
    assert_ne!(second.position, first.position);
    let log = log(&server).await;
    assert_eq!(log.last().unwrap().resource_name, written.name);
    assert_eq!(second.position, log.last().unwrap().position);
}
