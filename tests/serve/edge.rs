//! What happens to every call before and after its method.

use std::time::Duration;

use claimstore::{
    api::call::edge::Limits,
    domain::resource::{Name, SourceId},
    store::write::{LockSet, Lockable},
    wire::pb::{
        Article, ArticleView, BatchGetArticlesRequest, CreateArticleRequest, CreateSourceRequest,
        GetSourceRequest, Source, SourceKind,
    },
};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};
use tonic::{Code, Request};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::support::{
    cluster::database_on_own_server,
    errors::reason,
    health::wait_for_health,
    locks::wait_for_a_waiter,
    server::{LIMITS, TestServer},
};

/// On a busy machine the client's own deadline can pass before the server's answer
/// arrives. Then the call is repeated.
const ATTEMPTS_MAX: usize = 30;

const ID: &str = "0198c0de-0000-7000-8000-000000000001";

pub(super) fn create() -> CreateSourceRequest {
    CreateSourceRequest {
        source: Some(Source {
            kind: SourceKind::Person.into(),
            ..Source::default()
        }),
        source_id: ID.to_owned(),
        ..CreateSourceRequest::default()
    }
}

fn get() -> GetSourceRequest {
    GetSourceRequest {
        name: format!("sources/{ID}"),
        ..GetSourceRequest::default()
    }
}

/// The lock that a call to create this source waits for.
pub(super) fn source_lock() -> LockSet {
    let mut locks = LockSet::new();
    let id = SourceId::new(Uuid::try_parse(ID).unwrap());
    locks.exclusive(Lockable::Resource(Name::Source(id)));
    locks
}

#[tokio::test]
async fn a_deadline_is_answered_as_such_and_the_write_can_be_repeated() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let held = server.store.begin(&source_lock()).await.unwrap();
    let mut statuses = Vec::new();
    for _ in 0..ATTEMPTS_MAX {
        let mut request = Request::new(create());
        request
            .metadata_mut()
            .insert("grpc-timeout", "100m".parse().unwrap());
        let status = server.sources().create_source(request).await.unwrap_err();
        let is_answered = status.get_error_details().error_info().is_some();
        statuses.push(status);
        if is_answered {
            break;
        }
    }
    let status = statuses.last().unwrap();
    assert_eq!(
        reason(status),
        (Code::DeadlineExceeded, "DEADLINE_EXCEEDED".to_owned())
    );
    held.rollback().await.unwrap();
    // The first writes take the lock now, and find that their callers wait no longer.
    let created = server.sources().create_source(create()).await.unwrap();
    assert_eq!(created.into_inner().revision, 1);
    assert_eq!(server.log_length().await, 1);
}

#[tokio::test]
async fn a_call_without_a_deadline_has_that_of_the_server() {
    let limits = Limits {
        call_timeout: Duration::from_millis(300),
        ..LIMITS
    };
    let server = TestServer::start_over(database_on_own_server().await, limits).await;
    let _held = server.store.begin(&source_lock()).await.unwrap();
    let status = server.sources().create_source(create()).await.unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded);
}

#[tokio::test]
async fn more_calls_than_the_bound_are_refused_and_health_still_answers() {
    let limits = Limits {
        calls_max: 1,
        ..LIMITS
    };
    let server = TestServer::start_over(database_on_own_server().await, limits).await;
    let held = server.store.begin(&source_lock()).await.unwrap();
    let waiting = tokio::spawn({
        let mut sources = server.sources();
        async move { sources.create_source(create()).await }
    });
    wait_for_a_waiter(&server.database).await;
    let status = server.sources().get_source(get()).await.unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::ResourceExhausted, "OVERLOADED".to_owned())
    );
    assert!(status.get_error_details().retry_info().is_some());
    wait_for_health(&server.channel(), "", ServingStatus::Serving).await;
    held.rollback().await.unwrap();
    waiting.await.unwrap().unwrap();
    server.sources().get_source(get()).await.unwrap();
}

#[tokio::test]
async fn every_answer_carries_the_request_id_that_errors_name() {
    let server = TestServer::start().await;
    let mut request = Request::new(get());
    request
        .metadata_mut()
        .insert("x-request-id", "desk-17".parse().unwrap());
    let status = server.sources().get_source(request).await.unwrap_err();
    let details = status.get_error_details();
    assert_eq!(details.request_info().unwrap().request_id, "desk-17");
    assert_eq!(status.metadata().get("x-request-id").unwrap(), "desk-17");
}

#[tokio::test]
async fn a_call_that_is_open_at_the_shutdown_is_answered() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let held = server.store.begin(&source_lock()).await.unwrap();
    let call = tokio::spawn({
        let mut sources = server.sources();
        async move { sources.create_source(create()).await }
    });
    wait_for_a_waiter(&server.database).await;
    let stopping = tokio::spawn(server.stop());
    held.rollback().await.unwrap();
    call.await.unwrap().unwrap();
    stopping.await.unwrap().unwrap();
}

#[tokio::test]
async fn idle_connections_and_open_watches_do_not_delay_the_shutdown() {
    let server = TestServer::start().await;
    wait_for_health(&server.channel(), "", ServingStatus::Serving).await;
    // A connection that never finishes its handshake, and a watch that never ends.
    let address = server.address.strip_prefix("http://").unwrap().to_owned();
    let mut silent = TcpStream::connect(address).await.unwrap();
    silent.write_all(b"PRI").await.unwrap();
    let request = HealthCheckRequest {
        service: String::new(),
    };
    let mut watch = HealthClient::new(server.channel())
        .watch(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        watch.message().await.unwrap().unwrap().status(),
        ServingStatus::Serving
    );
    // Without a time limit this would never return.
    server.stop().await.unwrap();
    assert_eq!(
        watch.message().await.unwrap().unwrap().status(),
        ServingStatus::NotServing
    );
}

#[tokio::test]
async fn a_compressed_request_is_refused_for_its_encoding() {
    let server = TestServer::start().await;
    let mut request = Request::new(get());
    request
        .metadata_mut()
        .insert("grpc-encoding", "gzip".parse().unwrap());
    let status = server.sources().get_source(request).await.unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::Unimplemented, "UNSUPPORTED_ENCODING".to_owned())
    );
}

#[tokio::test]
async fn a_large_article_requested_a_thousand_times_is_refused_before_it_is_copied() {
    let server = TestServer::start().await;
    let request = CreateArticleRequest {
        article: Some(Article {
            headline: "A".to_owned(),
            body: "x".repeat(1 << 20),
            ..Article::default()
        }),
        ..CreateArticleRequest::default()
    };
    let created = server.articles().create_article(request).await.unwrap();
    let request = BatchGetArticlesRequest {
        names: vec![created.into_inner().name; 1_000],
        view: ArticleView::Full.into(),
        ..BatchGetArticlesRequest::default()
    };
    let status = server
        .articles()
        .batch_get_articles(request)
        .await
        .unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::ResourceExhausted, "RESPONSE_TOO_LARGE".to_owned())
    );
}
