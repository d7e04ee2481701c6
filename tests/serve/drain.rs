//! The shutdown of an instance: what load balancers see, what callers see, and what is kept.

mod rolling;

use std::time::Duration;

use claimstore::wire::pb::{
    CreateSourceRequest, GetSourceRequest, Source, SourceKind, UpdateSourceRequest,
    source_service_client::SourceServiceClient,
};
use rustix::process::Signal;
use sqlx::{Connection as _, PgConnection};
use tonic::{
    Code,
    transport::{Channel, Endpoint},
};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use crate::support::{
    cluster::{TestDatabase, database, database_on_own_server},
    errors::reason,
    health::wait_for_health,
    locks::wait_for_a_waiter,
    process::{Serving, claimstore},
};

/// In milliseconds; longer than any test waits.
const FOR_EVER: &str = "60000";

fn serve(database: &TestDatabase, settings: &[&str]) -> Serving {
    let url = database.url();
    let mut command = claimstore();
    command
        .args(["serve", "--database-url", &url])
        .args(settings);
    Serving::start(&mut command)
}

fn lazy(serving_at: &str) -> Channel {
    Endpoint::from_shared(serving_at.to_owned())
        .unwrap()
        .connect_lazy()
}

async fn ready(serving: &Serving) -> (String, Channel) {
    let url = serving.url();
    let channel = lazy(&url);
    wait_for_health(&channel, "", ServingStatus::Serving).await;
    (url, channel)
}

fn person(display_name: &str) -> Source {
    Source {
        kind: SourceKind::Person.into(),
        display_name: display_name.to_owned(),
        ..Source::default()
    }
}

async fn create(channel: &Channel) -> Source {
    let request = CreateSourceRequest {
        source: Some(person("before")),
        ..CreateSourceRequest::default()
    };
    let mut sources = SourceServiceClient::new(channel.clone());
    sources.create_source(request).await.unwrap().into_inner()
}

fn was_cut_off(serving: &Serving) -> bool {
    serving.log().iter().any(|line| line.contains("cut off"))
}

#[tokio::test]
async fn during_the_hold_it_is_not_serving_but_answers_and_a_second_signal_ends_it() {
    let database = database().await;
    for (first, second) in [(Signal::TERM, Signal::TERM), (Signal::INT, Signal::INT)] {
        let settings = ["--drain-hold-ms", FOR_EVER, "--drain-timeout-ms", FOR_EVER];
        let mut serving = serve(&database, &settings);
        let (url, channel) = ready(&serving).await;
        serving.signal(first);
        wait_for_health(&channel, "", ServingStatus::NotServing).await;
        wait_for_health(&channel, "liveness", ServingStatus::Serving).await;
        create(&channel).await;
        create(&lazy(&url)).await;
        serving.signal(second);
        assert!(serving.wait().success());
        assert!(was_cut_off(&serving));
    }
}

// The client must answer while the test waits for the process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_health_watch_does_not_delay_the_shutdown() {
    let database = database().await;
    let mut serving = serve(&database, &["--drain-timeout-ms", FOR_EVER]);
    let (_, channel) = ready(&serving).await;
    let mut watches = Vec::new();
    for service in ["", "liveness"] {
        let service = service.to_owned();
        let request = HealthCheckRequest { service };
        let watch = HealthClient::new(channel.clone()).watch(request).await;
        let mut watch = watch.unwrap().into_inner();
        let first = watch.message().await.unwrap().unwrap();
        assert_eq!(first.status(), ServingStatus::Serving);
        watches.push(watch);
    }
    serving.signal(Signal::TERM);
    for mut watch in watches {
        while watch.message().await.unwrap().is_some() {}
    }
    assert!(serving.wait().success());
    assert!(!was_cut_off(&serving));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_outlasts_the_drain_is_unavailable_and_its_write_is_complete_or_absent() {
    let database = database_on_own_server().await;
    let settings = [
        ["--drain-timeout-ms", "300"],
        ["--database-lock-timeout-ms", FOR_EVER],
        ["--database-statement-timeout-ms", FOR_EVER],
        ["--call-timeout-ms", FOR_EVER],
    ];
    let mut serving = serve(&database, settings.as_flattened());
    let (_, channel) = ready(&serving).await;
    let before = create(&channel).await;

    // Blocks the write after it has its locks and its transaction id.
    let mut outside = connect(&database).await;
    sqlx::raw_sql("begin; lock table changes in exclusive mode")
        .execute(&mut outside)
        .await
        .unwrap();
    let mut sources = SourceServiceClient::new(channel);
    let request = UpdateSourceRequest {
        source: Some(Source {
            name: before.name.clone(),
            ..person("after")
        }),
        ..UpdateSourceRequest::default()
    };
    let stuck = tokio::spawn(async move { sources.update_source(request).await });
    wait_for_a_waiter(&database).await;
    serving.signal(Signal::TERM);
    let status = stuck.await.unwrap().unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::Unavailable, "SERVER_ENDING".to_owned())
    );
    assert!(serving.wait().success());
    assert!(was_cut_off(&serving));

    outside.close().await.unwrap();
    wait_until_no_connection_is_left(&database).await;
    let mut again = serve(&database, &[]);
    let (_, channel) = ready(&again).await;
    let request = GetSourceRequest {
        name: before.name.clone(),
        ..GetSourceRequest::default()
    };
    let mut sources = SourceServiceClient::new(channel);
    let after = sources.get_source(request).await.unwrap().into_inner();
    let is_complete = after.display_name == "after" && after.revision == 2;
    assert!(is_complete || after == before, "{after:?}");
    let mut connection = connect(&database).await;
    let changes: i64 = sqlx::query_scalar("select count(*) from changes")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(changes, after.revision);
    again.signal(Signal::TERM);
    assert!(again.wait().success());
}

async fn connect(database: &TestDatabase) -> PgConnection {
    PgConnection::connect_with(&database.options())
        .await
        .unwrap()
}

/// Waits until the transactions that the instance left in the database have ended.
async fn wait_until_no_connection_is_left(database: &TestDatabase) {
    let mut connection = connect(database).await;
    for _ in 0..6_000 {
        let left: bool = sqlx::query_scalar(
            "
            select exists (
                select from pg_stat_activity where application_name like 'claimstore%'
            )
            ",
        )
        .fetch_one(&mut connection)
        .await
        .unwrap();
        if !left {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the database is still in use");
}
