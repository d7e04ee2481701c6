//! Health, and what callers get while the database is down.

use std::time::Duration;

use claimstore::{
    api::SERVICES,
    server::LIVENESS,
    wire::pb::{CreateSourceRequest, ListSourcesRequest, Source, SourceKind},
};
use sqlx::{Connection as _, PgConnection};
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
    for service in SERVICES {
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
        where application_name = 'claimstore';
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
