//! A database behind pgbouncer in transaction mode: a transaction may get any session, and nothing
//! that one leaves in a session may be there for the next.

mod sessions;

use std::{process::Command, sync::Arc, time::Duration};

use claimstore::wire::pb::{
    ChangeFilter, CreateSourceRequest, GetSourceRequest, ListChangesRequest, ListSourcesRequest,
    Source, UpdateSourceRequest, WatchChangesRequest, source_service_client::SourceServiceClient,
};
use sqlx::{Connection as _, PgConnection, Row as _};
use tokio::{task::JoinSet, time::timeout};

use crate::support::{
    cluster::database_on_own_server,
    pgbouncer::PgBouncer,
    process::{Serving, claimstore, run, said},
    samples::{claim, outlet},
    server::{LIMITS, TestServer},
};

/// What pgbouncer does not know it drops.
const DROPPING: &str = "ignore_startup_parameters = options,extra_float_digits";

const PATIENCE: Duration = Duration::from_secs(60);

const CALLERS: usize = 8;
const ROUNDS: usize = 10;

/// Creates a source, changes it, and reads it in several ways.
async fn write_and_read(server: &TestServer, display_name: String) {
    let created = server.create_source(outlet(&display_name)).await.unwrap();
    let changed = Source {
        display_name: format!("{display_name}, changed"),
        ..created.clone()
    };
    let update = UpdateSourceRequest {
        source: Some(changed),
        ..UpdateSourceRequest::default()
    };
    let updated = server.sources().update_source(update).await.unwrap();
    let updated = updated.into_inner();
    assert_eq!(server.get_source(&created.name).await.unwrap(), updated);
    let list = ListSourcesRequest {
        page_size: 1_000,
        ..ListSourcesRequest::default()
    };
    let listed = server.sources().list_sources(list).await.unwrap();
    assert!(listed.into_inner().sources.contains(&updated));
    let as_of_then = GetSourceRequest {
        name: created.name.clone(),
        read_time: created.update_time,
        ..GetSourceRequest::default()
    };
    let then = server.sources().get_source(as_of_then).await.unwrap();
    assert_eq!(then.into_inner().display_name, display_name);
    server.create_claim(claim(&display_name)).await.unwrap();
}

#[tokio::test]
async fn all_is_stored_read_and_watched_behind_a_pooler_with_few_sessions() {
    let database = database_on_own_server().await;
    // Fewer than the connections that calls use at the same time.
    let Some(bouncer) = PgBouncer::start(&database, 2, "").await else {
        return;
    };
    let server = TestServer::start_through(database, bouncer.target(), LIMITS).await;
    let first = server.create_source(outlet("first")).await.unwrap();
    server.log_settled().await;
    let list = ListChangesRequest::default();
    let log = server.changes().list_changes(list).await.unwrap();
    let begin = log.into_inner().changes.remove(0);
    assert_eq!(begin.resource_name, first.name);
    let watch = WatchChangesRequest {
        position: begin.position,
        filter: Some(ChangeFilter::default()),
        ..WatchChangesRequest::default()
    };
    let watch = server.changes().watch_changes(watch).await.unwrap();
    let mut watch = watch.into_inner();

    let server = Arc::new(server);
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let server = Arc::clone(&server);
        callers.spawn(async move {
            for round in 0..ROUNDS {
                write_and_read(&server, format!("{caller}-{round}")).await;
            }
        });
    }
    callers.join_all().await;

    server.log_settled().await;
    let list = ListChangesRequest {
        page_size: 1_000,
        ..ListChangesRequest::default()
    };
    let log = server.changes().list_changes(list).await.unwrap();
    let mut log = log.into_inner().changes;
    // Each created a source, changed it, and created a claim.
    assert_eq!(log.split_off(1).len(), CALLERS * ROUNDS * 3);
    let mut watched = Vec::new();
    while watched.len() < CALLERS * ROUNDS * 3 {
        let answer = timeout(PATIENCE, watch.message()).await.unwrap();
        watched.extend(answer.unwrap().unwrap().changes);
    }
    let list = ListChangesRequest {
        after_position: log[0].position.clone(),
        page_size: 1_000,
        ..ListChangesRequest::default()
    };
    let log = server.changes().list_changes(list).await.unwrap();
    assert_eq!(watched, log.into_inner().changes);

    // What is written outside of any transaction is there, too.
    server.app.finish_audit().await.unwrap();
    let mut connection = server.connection().await;
    let entries: i64 = sqlx::query_scalar("select count(*) from audit_entries")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert!(entries > 0);
    drop(connection);

    // The sessions are as they were before.
    let mut connection = PgConnection::connect_with(&server.database.options())
        .await
        .unwrap();
    let locks: i64 =
        sqlx::query_scalar("select count(*) from pg_locks where locktype = 'advisory'")
            .fetch_one(&mut connection)
            .await
            .unwrap();
    assert_eq!(locks, 0);
    drop(connection);
    let mut pooled = PgConnection::connect_with(&bouncer.options().extra_float_digits(None))
        .await
        .unwrap();
    for (shown, expected) in [
        ("show statement_timeout", "0"),
        ("show plan_cache_mode", "auto"),
        ("select count(*)::text from pg_prepared_statements", "0"),
    ] {
        let row = sqlx::raw_sql(shown).fetch_one(&mut pooled).await.unwrap();
        assert_eq!(row.get::<&str, _>(0), expected, "{shown}");
    }
}

#[tokio::test]
async fn what_a_pooler_refuses_or_drops_is_said_with_what_to_do() {
    let database = database_on_own_server().await;
    for (lines, words) in [
        ("", "a pooler refuses the settings of sessions"),
        (DROPPING, "a pooler drops the settings of sessions"),
    ] {
        let Some(bouncer) = PgBouncer::start(&database, 4, lines).await else {
            return;
        };
        let mut serve = claimstore();
        let serving =
            Serving::start(serve.args(["serve", "--no-search", "--database-url", &bouncer.url()]));
        let line = timeout(PATIENCE, serving.line("not ready")).await.unwrap();
        assert!(line.contains(words), "{line}");
        assert!(line.contains("--database-pooled"), "{line}");
        drop(serving);

        let url = bouncer.url();
        let ended = run(command("migrate", &url, &[]).arg("--backfill-again"));
        assert!(!ended.status.success());
        assert!(said(&ended).contains(words), "{}", said(&ended));
        for with_direct_url in [false, true] {
            let direct = database.url();
            let mut more = vec!["--database-pooled"];
            if with_direct_url {
                more.extend(["--database-direct-url", &direct]);
            }
            for name in ["migrate", "check"] {
                let ended = run(&mut command(name, &url, &more));
                assert_eq!(ended.status.success(), with_direct_url, "{}", said(&ended));
                let says_what_to_do = said(&ended).contains("--database-direct-url");
                assert_ne!(says_what_to_do, with_direct_url, "{}", said(&ended));
            }
        }
        let ended = run(&mut command("doctor", &url, &["--database-pooled"]));
        assert!(ended.status.success(), "{}", said(&ended));
    }
}

fn command(name: &str, url: &str, more: &[&str]) -> Command {
    let mut command = claimstore();
    command.args([name, "--database-url", url]).args(more);
    command
}

#[tokio::test]
async fn the_program_serves_behind_a_pooler() {
    let database = database_on_own_server().await;
    // A pooler that lets unknown settings pass is one more way to lose them.
    let Some(bouncer) = PgBouncer::start(&database, 4, DROPPING).await else {
        return;
    };
    let url = bouncer.url();
    let serving = Serving::start(&mut command(
        "serve",
        &url,
        &["--no-search", "--database-pooled"],
    ));
    let address = serving.url();
    timeout(PATIENCE, serving.line("\"ready\"")).await.unwrap();
    let channel = tonic::transport::Endpoint::from_shared(address).unwrap();
    let channel = channel.connect().await.unwrap();
    let mut sources = SourceServiceClient::new(channel);
    let request = CreateSourceRequest {
        source: Some(outlet("A")),
        ..CreateSourceRequest::default()
    };
    sources.create_source(request).await.unwrap();
    let log = bouncer.log();
    assert!(!log.contains("pooler error"), "{log}");
}
