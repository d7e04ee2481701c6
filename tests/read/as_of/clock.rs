//! What is read as of a moment stays the same while the clock of the database steps.

use std::time::Duration;

use claimstore::{
    store::upkeep::schema::Readiness,
    wire::pb::{ListSourcesRequest, Source},
};
use prost_types::Timestamp;
use tonic::Status;

use crate::{
    bundle::export::{bundles, export, whole},
    support::{
        clock::Clock,
        cluster::{TestDatabase, database, database_on_own_server},
        errors::fields,
        samples::outlet,
        server::{LIMITS, TestServer},
    },
};

const HOUR: i32 = 3_600;

async fn start_over(database: TestDatabase) -> (TestServer, Clock) {
    let clock = Clock::of(&database).await;
    (TestServer::start_over(database, LIMITS).await, clock)
}

async fn start() -> (TestServer, Clock) {
    start_over(database().await).await
}

async fn create(server: &TestServer, name: &str) -> Source {
    server.create_source(outlet(name)).await.unwrap()
}

/// The names of the sources that are listed as of a moment.
async fn listed(server: &TestServer, read_time: Option<Timestamp>) -> Result<Vec<String>, Status> {
    let request = ListSourcesRequest {
        read_time,
        ..ListSourcesRequest::default()
    };
    let answer = server.sources().list_sources(request).await?.into_inner();
    let mut names: Vec<String> = answer
        .sources
        .into_iter()
        .map(|it| it.display_name)
        .collect();
    names.sort();
    Ok(names)
}

fn later(time: Option<Timestamp>, seconds: i32) -> Option<Timestamp> {
    let time = time.unwrap();
    Some(Timestamp {
        seconds: time.seconds + i64::from(seconds),
        ..time
    })
}

fn is_later(time: Option<Timestamp>, than: Option<Timestamp>) -> bool {
    let key = |time: Option<Timestamp>| time.map(|it| (it.seconds, it.nanos));
    key(time) > key(than)
}

#[tokio::test]
async fn what_was_answered_stays_while_the_clock_goes_back_and_returns() {
    let (server, clock) = start().await;
    let a = create(&server, "A").await;
    let moment = later(a.update_time, 1);
    clock.set_ahead(2).await;
    assert_eq!(listed(&server, moment).await.unwrap(), ["A"]);
    clock.set_ahead(-HOUR).await;
    let b = create(&server, "B").await;
    assert!(is_later(b.update_time, moment), "{b:?}");
    assert_eq!(listed(&server, moment).await.unwrap(), ["A"]);
    clock.set_ahead(2).await;
    let c = create(&server, "C").await;
    assert!(is_later(c.update_time, b.update_time), "{c:?}");
    assert_eq!(listed(&server, moment).await.unwrap(), ["A"]);
    assert_eq!(listed(&server, b.update_time).await.unwrap(), ["A", "B"]);
}

#[tokio::test]
async fn what_was_answered_stays_for_other_servers_too() {
    let (server, clock) = start().await;
    let a = create(&server, "A").await;
    let moment = later(a.update_time, 1);
    clock.set_ahead(2).await;
    assert_eq!(listed(&server, moment).await.unwrap(), ["A"]);
    let other = TestServer::start_over(server.leave().await, LIMITS).await;
    clock.set_ahead(-HOUR).await;
    let b = create(&other, "B").await;
    assert!(is_later(b.update_time, moment), "{b:?}");
    assert_eq!(listed(&other, moment).await.unwrap(), ["A"]);
}

#[tokio::test]
async fn what_was_answered_stays_after_a_failover_to_a_clock_that_is_behind() {
    let (mut server, clock) = start_over(database_on_own_server().await).await;
    let a = create(&server, "A").await;
    let moment = later(a.update_time, 1);
    clock.set_ahead(2).await;
    assert_eq!(listed(&server, moment).await.unwrap(), ["A"]);
    server.database.copy_server().await;
    server.database.start_standby().await;
    server.execute("select pg_promote()").await;
    while !matches!(server.store.readiness().await, Ok(Readiness::Ready)) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    clock.set_ahead(-HOUR).await;
    let b = create(&server, "B").await;
    assert!(is_later(b.update_time, moment), "{b:?}");
    assert_eq!(listed(&server, moment).await.unwrap(), ["A"]);
}

#[tokio::test]
async fn no_change_is_older_than_one_that_was_there_before_it() {
    let (server, clock) = start().await;
    let mut last = create(&server, "0").await;
    for (number, ahead) in [-HOUR, -2 * HOUR, 5, 0, -1, 30 * HOUR, -HOUR]
        .into_iter()
        .enumerate()
    {
        clock.set_ahead(ahead).await;
        let next = create(&server, &format!("{}", number + 1)).await;
        assert!(is_later(next.update_time, last.update_time), "{ahead}");
        last = next;
        let seen = listed(&server, last.update_time).await.unwrap();
        assert_eq!(seen.len(), number + 2, "what was just stored is read");
    }
}

#[tokio::test]
async fn an_export_from_a_clock_that_is_behind_has_everything() {
    let (server, clock) = start().await;
    create(&server, "A").await;
    clock.set_ahead(-HOUR).await;
    let b = create(&server, "B").await;
    let responses = export(&server, whole()).await.unwrap();
    assert!(!is_later(b.update_time, responses[0].read_time));
    let sources = bundles(responses).into_iter().flat_map(|it| it.sources);
    assert_eq!(sources.count(), 2);
    // So nothing is added to that moment afterwards.
    let c = create(&server, "C").await;
    assert!(is_later(c.update_time, b.update_time));
}

#[tokio::test]
async fn a_moment_that_nothing_has_reached_is_refused() {
    let (server, clock) = start().await;
    let a = create(&server, "A").await;
    clock.set_ahead(HOUR).await;
    let ahead = later(a.update_time, HOUR / 2);
    assert_eq!(listed(&server, ahead).await.unwrap(), ["A"]);
    clock.set_ahead(-HOUR).await;
    // This was answered before, so it can be answered again; what is later was not.
    assert_eq!(listed(&server, ahead).await.unwrap(), ["A"]);
    for seconds in [HOUR + HOUR / 2, 2 * HOUR] {
        let refused = listed(&server, later(a.update_time, seconds)).await;
        assert_eq!(fields(&refused.unwrap_err()), ["read_time"], "{seconds}");
    }
}

/// Holds every transaction that writes to the log open, until the lock is free.
const HOLD: &str = "
create function hold() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock(7, 7); return null; end';
create trigger hold after insert on changes execute function hold();
";

#[tokio::test]
async fn a_write_that_is_open_while_the_clock_returns_is_waited_for() {
    let (server, clock) = start_over(database_on_own_server().await).await;
    clock.set_ahead(HOUR).await;
    let a = create(&server, "A").await;
    // The server looks at the clock now and then.
    assert_eq!(listed(&server, a.update_time).await.unwrap(), ["A"]);
    clock.set_ahead(0).await;
    server.execute(HOLD).await;
    let mut holder = server.connection().await;
    sqlx::raw_sql("select pg_advisory_lock(7, 7)")
        .execute(&mut holder)
        .await
        .unwrap();
    let mut sources = server.sources();
    let request = claimstore::wire::pb::CreateSourceRequest {
        source: Some(outlet("B")),
        ..Default::default()
    };
    let open = tokio::spawn(async move { sources.create_source(request).await });
    wait_for_lock(&mut holder).await;
    clock.set_ahead(2 * HOUR).await;
    let moment = later(a.update_time, HOUR / 2);
    let (listed, ()) = tokio::join!(listed(&server, moment), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        sqlx::raw_sql("select pg_advisory_unlock(7, 7)")
            .execute(&mut holder)
            .await
            .unwrap();
    });
    let b = open.await.unwrap().unwrap().into_inner();
    let expected: &[&str] = match is_later(b.update_time, moment) {
        true => &["A"],
        false => &["A", "B"],
    };
    assert_eq!(listed.unwrap(), expected);
}

/// Waits until somebody waits for the lock that is held.
async fn wait_for_lock(connection: &mut sqlx::PgConnection) {
    let sql = "select exists (select from pg_locks where locktype = 'advisory' and not granted)";
    loop {
        let waits: bool = sqlx::query_scalar(sql)
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        if waits {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
