//! Health, and what callers get while the database is down.

use std::time::Duration;

use claimstore::{
    api::{SEARCH_SERVICE, SERVICES},
    server::LIVENESS,
    wire::pb::{CreateSourceRequest, ListSourcesRequest, Source, SourceKind},
};
use sqlx::{Connection as _, PgConnection};
use tokio::task::JoinSet;
use tonic::{Code, Request, client::Grpc, codegen::http::uri::PathAndQuery};
use tonic_health::pb::{
    HealthCheckRequest, HealthCheckResponse, health_check_response::ServingStatus,
    health_client::HealthClient,
};
use tonic_prost::ProstCodec;
use tonic_types::StatusExt as _;

use crate::support::{
    cluster::database_on_own_server,
    errors::reason,
    health::{health, wait_for_health},
    server::{LIMITS, TestServer},
};

fn create() -> CreateSourceRequest {
    CreateSourceRequest {
        source: Some(Source {
            kind: SourceKind::Person.into(),
            ..Source::default()
        }),
        ..CreateSourceRequest::default()
    }
}

#[tokio::test]
async fn an_outage_is_reported_by_health_and_by_every_call_until_it_ends() {
    let mut server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let channel = server.channel();
    wait_for_health(&channel, "", ServingStatus::Serving).await;
    // That server keeps no search index.
    for service in SERVICES.iter().filter(|it| **it != SEARCH_SERVICE) {
        assert_eq!(
            health(channel.clone(), service).await,
            Some(ServingStatus::Serving)
        );
    }

    server.database.stop_server().await;
    for service in SERVICES.iter().chain(&[""]) {
        wait_for_health(&channel, service, ServingStatus::NotServing).await;
    }
    assert_eq!(
        health(channel.clone(), LIVENESS).await,
        Some(ServingStatus::Serving)
    );
    for status in [
        server.sources().create_source(create()).await.unwrap_err(),
        server
            .sources()
            .list_sources(ListSourcesRequest::default())
            .await
            .unwrap_err(),
    ] {
        assert_eq!(
            reason(&status),
            (Code::Unavailable, "DATABASE_UNAVAILABLE".to_owned())
        );
        let details = status.get_error_details();
        let delay = details.retry_info().unwrap().retry_delay.unwrap();
        assert!(delay > Duration::ZERO);
    }

    server.database.start_server().await;
    wait_for_health(&channel, "", ServingStatus::Serving).await;
    server.sources().create_source(create()).await.unwrap();
}

#[tokio::test]
async fn a_read_only_database_is_not_ready() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let channel = server.channel();
    wait_for_health(&channel, "", ServingStatus::Serving).await;
    let mut connection = PgConnection::connect_with(&server.database.options())
        .await
        .unwrap();
    sqlx::raw_sql(
        "
        alter database claimstore set default_transaction_read_only = on;
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name like 'claimstore%';
        ",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    wait_for_health(&channel, "", ServingStatus::NotServing).await;
    let status = server.sources().create_source(create()).await.unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::Unavailable, "DATABASE_UNAVAILABLE".to_owned())
    );
}

/// How a database is made to read only, and how it is made to write again.
const READ_ONLY: [(&str, &str); 2] = [
    (
        "alter database claimstore set default_transaction_read_only = on",
        "alter database claimstore reset default_transaction_read_only",
    ),
    (
        "alter role current_user set default_transaction_read_only = on",
        "set transaction_read_only = off; alter role current_user reset default_transaction_read_only",
    ),
];

const END_CONNECTIONS: &str = "select pg_terminate_backend(pid) from pg_stat_activity \
                               where application_name like 'claimstore%'";

/// Reads at the same time, so that many connections are open.
async fn list_often(server: &TestServer) {
    let mut lists = JoinSet::new();
    for _ in 0..20 {
        let mut sources = server.sources();
        lists.spawn(async move { sources.list_sources(ListSourcesRequest::default()).await });
    }
    for listed in lists.join_all().await {
        listed.unwrap();
    }
}

#[tokio::test]
async fn a_database_that_is_no_longer_read_only_is_written_to_at_once() {
    for (set, reset) in READ_ONLY {
        let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
        let channel = server.channel();
        let mut writable = server.connection().await;
        wait_for_health(&channel, "", ServingStatus::Serving).await;
        server.execute(set).await;
        server.execute(END_CONNECTIONS).await;
        wait_for_health(&channel, "", ServingStatus::NotServing).await;
        server.sources().create_source(create()).await.unwrap_err();
        // What is read meanwhile opens connections that only read.
        list_often(&server).await;
        sqlx::raw_sql(reset).execute(&mut writable).await.unwrap();
        let mut writes = JoinSet::new();
        for _ in 0..20 {
            let mut sources = server.sources();
            writes.spawn(async move { sources.create_source(create()).await });
        }
        for written in writes.join_all().await {
            written.unwrap_or_else(|status| panic!("{set}: {status}"));
        }
        wait_for_health(&channel, "", ServingStatus::Serving).await;
    }
}

/// Refuses what a full disk refuses, as Postgres does.
pub(super) const FILL: &str = "
create function full_disk() returns trigger language plpgsql as $$ begin
    raise exception 'could not extend file: No space left on device' using errcode = '53100';
end $$;
create trigger full_disk before insert on changes execute function full_disk();
";

#[tokio::test]
async fn a_full_disk_is_reported_by_health_until_there_is_space() {
    let server = TestServer::start().await;
    let channel = server.channel();
    wait_for_health(&channel, "", ServingStatus::Serving).await;
    server.sources().create_source(create()).await.unwrap();
    for _ in 0..2 {
        server.execute(FILL).await;
        let status = server.sources().create_source(create()).await.unwrap_err();
        let unavailable = (Code::Unavailable, "DATABASE_UNAVAILABLE".to_owned());
        assert_eq!(reason(&status), unavailable);
        wait_for_health(&channel, "", ServingStatus::NotServing).await;
        for service in SERVICES {
            let health = health(channel.clone(), service).await;
            assert_eq!(health, Some(ServingStatus::NotServing));
        }
        // What is stored is read.
        list_often(&server).await;
        server.execute("drop function full_disk cascade").await;
        wait_for_health(&channel, "", ServingStatus::Serving).await;
    }
    // Nothing is left of what was tried.
    assert_eq!(server.log_length().await, 1);
    server.sources().create_source(create()).await.unwrap();
    let mut sources = server.sources();
    let listed = sources.list_sources(ListSourcesRequest::default());
    assert_eq!(listed.await.unwrap().into_inner().sources.len(), 2);
}

#[tokio::test]
async fn a_write_that_fails_alone_leaves_health_as_it_is() {
    let server = TestServer::start().await;
    let channel = server.channel();
    wait_for_health(&channel, "", ServingStatus::Serving).await;
    let source = server.sources().create_source(create()).await.unwrap();
    server.execute(FILL).await;
    server
        .execute(
            "drop trigger full_disk on changes;
             create trigger full_disk before insert on changes for each row
                 when (new.revision > 1) execute function full_disk()",
        )
        .await;
    let changed = Source {
        display_name: "B".to_owned(),
        ..source.into_inner()
    };
    server.update_source(changed, &[]).await.unwrap_err();
    for _ in 0..30 {
        let health = health(channel.clone(), "").await;
        assert_eq!(health, Some(ServingStatus::Serving));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn of(service: &str) -> HealthCheckRequest {
    HealthCheckRequest {
        service: service.to_owned(),
    }
}

#[tokio::test]
async fn an_unknown_service_has_no_health() {
    let server = TestServer::start().await;
    let mut client = HealthClient::new(server.channel());
    for unknown in ["claimstore.v1.Nothing", "claimstore.v1.claimservice", " "] {
        let status = client.check(of(unknown)).await.unwrap_err();
        assert_eq!(
            reason(&status),
            (Code::NotFound, "UNKNOWN_SERVICE".to_owned())
        );
    }
}

#[tokio::test]
async fn the_watch_of_an_unknown_service_says_so_and_ends_with_the_server() {
    let server = TestServer::start().await;
    let mut client = HealthClient::new(server.channel());
    let watch = client.watch(of("claimstore.v1.Nothing")).await.unwrap();
    let mut watch = watch.into_inner();
    let first = watch.message().await.unwrap().unwrap();
    assert_eq!(first.status(), ServingStatus::ServiceUnknown);
    let next = tokio::time::timeout(Duration::from_millis(300), watch.message());
    assert!(next.await.is_err(), "nothing follows");
    server.stop().await.unwrap();
    assert!(watch.message().await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_not_a_question_about_health_has_a_reason() {
    let server = TestServer::start().await;
    let mut client = Grpc::new(server.channel());
    let check = PathAndQuery::from_static("/grpc.health.v1.Health/Check");
    for (service, expected) in [
        (vec![0xff], "MALFORMED_MESSAGE"),
        (vec![b'x'; 20_000], "MESSAGE_TOO_LARGE"),
    ] {
        client.ready().await.unwrap();
        // Bytes in the field of the text.
        let message = service;
        let codec = ProstCodec::<Vec<u8>, HealthCheckResponse>::default();
        let answer = client.unary(Request::new(message), check.clone(), codec);
        let status = answer.await.unwrap_err();
        let expected = (Code::InvalidArgument, expected.to_owned());
        assert_eq!(reason(&status), expected);
    }
}
