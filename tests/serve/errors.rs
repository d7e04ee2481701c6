//! Every reason that an error can have: what causes it, and its code.

mod golden;

use std::time::Duration;

use claimstore::{
    api::{REQUEST_BYTES_MAX, call::edge::Limits},
    wire::pb::{
        ArticleView, BatchGetArticlesRequest, CreateSourceRequest, ErrorReason, ListSourcesRequest,
        Source,
    },
};
use prost_types::Any;
use tonic::{Code, Request, Status, client::Grpc, codegen::http::uri::PathAndQuery};
use tonic_prost::ProstCodec;
use tonic_types::StatusExt as _;

use crate::support::{
    cluster::{database, database_on_own_server},
    errors::reason,
    samples::{article, outlet, page},
    server::{LIMITS, TestServer},
};

/// Sends a message to a path, whether or not it is a method for that message.
async fn raw<M: prost::Message + Default + 'static>(
    server: &TestServer,
    path: &'static str,
    message: M,
) -> Result<(), Status> {
    let mut client = Grpc::new(server.channel());
    client.ready().await.unwrap();
    let path = PathAndQuery::from_static(path);
    let codec = ProstCodec::<M, Source>::default();
    let answer = client.unary(Request::new(message), path, codec);
    answer.await.map(drop)
}

fn retry_after(status: &Status) -> Option<Duration> {
    let details = status.get_error_details();
    details.retry_info().and_then(|info| info.retry_delay)
}

/// Every error has a reason of the contract and the id of its call.
fn check(status: &Status, code: Code, expected: ErrorReason) {
    let name = expected.as_str_name();
    let name = name.strip_prefix("ERROR_REASON_").unwrap();
    assert_eq!(reason(status), (code, name.to_owned()), "{status:?}");
    assert_ne!(status.message(), "");
    let details = status.get_error_details();
    let request = details.request_info().expect("a RequestInfo");
    let header = status.metadata().get("x-request-id").expect("a header");
    assert_eq!(header.to_str().unwrap(), request.request_id);
}

const GET: &str = "/claimstore.v1.SourceService/GetSource";

#[tokio::test]
async fn errors_of_the_caller_are_not_to_be_retried() {
    use ErrorReason as Reason;
    let server = TestServer::start().await;
    let held = server.create_source(page("https://a.example/"));
    let held = held.await.unwrap();
    let absent = "sources/00000000-0000-0000-0000-000000000001";
    let body = "x".repeat(1 << 20);
    let large = server.create_article(article("A", &body)).await.unwrap();
    let names = vec![large.name; 4];
    let with_request_id = |source: Source| CreateSourceRequest {
        source: Some(source),
        request_id: absent.replace("sources/", ""),
        ..CreateSourceRequest::default()
    };
    let mut sources = server.sources();
    let used = with_request_id(outlet("a"));
    sources.create_source(used).await.unwrap();
    let stale = Source {
        etag: "stale".to_owned(),
        ..held
    };
    let not_utf8 = Any {
        type_url: absent.to_owned(),
        value: vec![0xff],
    };
    let of_another_type = ListSourcesRequest {
        page_size: 1,
        ..ListSourcesRequest::default()
    };
    let token = ListSourcesRequest {
        page_token: "x".to_owned(),
        ..ListSourcesRequest::default()
    };
    let full = BatchGetArticlesRequest {
        names,
        view: ArticleView::Full.into(),
        ..BatchGetArticlesRequest::default()
    };
    let too_large = page(&"x".repeat(REQUEST_BYTES_MAX));
    let create = "/claimstore.v1.SourceService/CreateSource";
    let nowhere = "/claimstore.v1.SourceService/ForgetSource";
    #[rustfmt::skip]
    let caused = [
        (Code::InvalidArgument, Reason::InvalidFields,
            server.create_source(page("x")).await.map(drop)),
        (Code::InvalidArgument, Reason::MalformedMessage,
            raw(&server, GET, of_another_type).await),
        (Code::InvalidArgument, Reason::MalformedMessage,
            raw(&server, create, not_utf8).await),
        (Code::InvalidArgument, Reason::MessageTooLarge,
            server.create_source(too_large).await.map(drop)),
        (Code::InvalidArgument, Reason::PageTokenInvalid,
            sources.list_sources(token).await.map(drop)),
        (Code::InvalidArgument, Reason::RequestIdReused,
            sources.create_source(with_request_id(outlet("b"))).await.map(drop)),
        (Code::NotFound, Reason::ResourceNotFound,
            server.get_source(absent).await.map(drop)),
        (Code::AlreadyExists, Reason::ResourceExists,
            server.create_source(page("https://a.example/")).await.map(drop)),
        (Code::Aborted, Reason::EtagMismatch,
            server.update_source(stale, &[]).await.map(drop)),
        (Code::ResourceExhausted, Reason::ResponseTooLarge,
            server.articles().batch_get_articles(full).await.map(drop)),
        (Code::Unimplemented, Reason::UnknownMethod,
            raw(&server, nowhere, outlet("a")).await),
        (Code::Unimplemented, Reason::UnknownMethod,
            raw(&server, "/x", outlet("a")).await),
    ];
    for (code, expected, answer) in caused {
        let status = answer.expect_err(expected.as_str_name());
        check(&status, code, expected);
        assert_eq!(retry_after(&status), None, "{expected:?}");
    }
}

#[tokio::test]
async fn a_request_id_of_the_caller_is_used() {
    let server = TestServer::start().await;
    let mut request = Request::new(ListSourcesRequest {
        page_size: -1,
        ..ListSourcesRequest::default()
    });
    let id = "desk-17".parse().unwrap();
    request.metadata_mut().insert("x-request-id", id);
    let status = server.sources().list_sources(request).await.unwrap_err();
    check(&status, Code::InvalidArgument, ErrorReason::InvalidFields);
    assert_eq!(status.metadata().get("x-request-id").unwrap(), "desk-17");
}

#[tokio::test]
async fn an_overloaded_server_says_when_to_retry() {
    let limits = Limits {
        calls_max: 0,
        ..LIMITS
    };
    let server = TestServer::start_over(database().await, limits).await;
    let status = server.create_source(outlet("a")).await.unwrap_err();
    check(&status, Code::ResourceExhausted, ErrorReason::Overloaded);
    assert!(retry_after(&status).is_some());
}

#[tokio::test]
async fn a_call_that_takes_too_long_is_ended() {
    let limits = Limits {
        call_timeout: Duration::ZERO,
        ..LIMITS
    };
    let server = TestServer::start_over(database().await, limits).await;
    let status = server.create_source(outlet("a")).await.unwrap_err();
    check(
        &status,
        Code::DeadlineExceeded,
        ErrorReason::DeadlineExceeded,
    );
}

#[tokio::test]
async fn a_database_that_is_down_is_reported_and_serves_again_when_it_is_back() {
    let mut server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let held = server.create_source(outlet("a")).await.unwrap();
    server.database.stop_server().await;
    for _ in 0..3 {
        for answer in [
            server.get_source(&held.name).await,
            server.create_source(outlet("b")).await,
        ] {
            let status = answer.unwrap_err();
            check(&status, Code::Unavailable, ErrorReason::DatabaseUnavailable);
            assert!(retry_after(&status).is_some());
        }
    }
    server.database.start_server().await;
    assert_eq!(server.get_source(&held.name).await.unwrap(), held);
}

#[tokio::test]
async fn what_a_newer_server_wrote_is_read_but_not_written() {
    let server = TestServer::start().await;
    let held = server.create_source(outlet("a")).await.unwrap();
    server.execute("update sources set doc_version = 99").await;
    assert_eq!(server.get_source(&held.name).await.unwrap(), held);
    let update = Source {
        display_name: "b".to_owned(),
        ..held.clone()
    };
    let status = server.update_source(update, &[]).await.unwrap_err();
    check(&status, Code::Unavailable, ErrorReason::NewerWriter);
    assert!(retry_after(&status).is_some());
    assert_eq!(server.get_source(&held.name).await.unwrap(), held);
}

/// Makes every write to the log fail with an error of Postgres.
async fn fail_writes(server: &TestServer, code: &str) {
    let mut connection = server.connection().await;
    let fail = format!(
        "create function fail() returns trigger language plpgsql as $$ \
         begin raise exception 'secret in table changes' using errcode = '{code}'; end $$; \
         create trigger fail before insert on changes execute function fail()"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(fail))
        .execute(&mut connection)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_write_that_loses_every_race_is_to_be_retried_later() {
    let server = TestServer::start().await;
    fail_writes(&server, "40001").await;
    let status = server.create_source(outlet("a")).await.unwrap_err();
    check(&status, Code::Aborted, ErrorReason::Contention);
    assert!(retry_after(&status).is_some());
}

#[tokio::test]
async fn an_internal_error_reveals_nothing_and_leaves_nothing_behind() {
    let server = TestServer::start().await;
    fail_writes(&server, "XX000").await;
    let given = page("https://a.example/");
    let status = server.create_source(given.clone()).await.unwrap_err();
    check(&status, Code::Internal, ErrorReason::Internal);
    let text = format!("{status:?} {}", String::from_utf8_lossy(status.details()));
    assert!(
        !text.contains("secret") && !text.contains("changes"),
        "{text}"
    );
    server.execute("drop trigger fail on changes").await;
    // The first attempt left nothing that has the url.
    server.create_source(given).await.unwrap();
}
