//! Upgrades: servers and schemas of two releases side by side, one runner that migrates, and calls that
//! are answered meanwhile.

mod dump;
mod locks;
mod make;
mod rolling;

use std::time::Duration;

use claimstore::{
    store::newest,
    wire::pb::{ListSourcesRequest, source_service_client::SourceServiceClient},
};
use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};
use tokio::time::timeout;
use tonic::Code;
use tonic_health::pb::health_check_response::ServingStatus;

use super::{
    doctor::DESK,
    start::{person, ready},
};
use crate::support::{
    cluster::{
        TestDatabase, database, database_on_own_server, database_on_own_server_at,
        replicated::Replicated,
    },
    errors::reason,
    health::wait_for_health,
    process::{Serving, claimstore, run, said},
    server::{LIMITS, TestServer},
    traffic::get,
};

const PATIENCE: Duration = Duration::from_secs(120);

/// The schema of the release before: it has no beats of servers, and does not say whom it serves.
const BEFORE: i64 = 28;

/// Takes back what came after it.
const BACK: &str = "drop table beats, change_digests, schema_compatibility, tree_checkpoints,
         tree_cosignatures, tree_leaves, tree_nodes;
     delete from _sqlx_migrations where version > 28";

/// What a next release could add. Nothing of it concerns this one. Each migration changes one table that is
/// in use: with two, it could be in a deadlock with a call.
const NEXT: [&str; 3] = [
    "alter table sources add column next_note text",
    "alter table changes add column next_cause text",
    "create table next_things (thing_id bigint primary key);
     insert into _sqlx_migrations (version, description, success, checksum, execution_time)
     select max(version) + 1, 'next', true, '', 0 from _sqlx_migrations",
];

/// What a next release takes away from this one, as the migration that does so says.
const CONTRACT: &str = "update schema_compatibility set oldest_server = (
     select max(version) from _sqlx_migrations)";

const EXPAND_AGAIN: &str = "update schema_compatibility set oldest_server = 28";

const NEWER_RELEASE: &str = "use a newer release";

async fn execute(options: &PgConnectOptions, sql: &'static str) {
    let mut connection = PgConnection::connect_with(options).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
}

async fn add_what_is_next(options: &PgConnectOptions) {
    for sql in NEXT {
        execute(options, sql).await;
    }
}

/// Runs a command on a database. Returns whether it succeeded, and what it said.
fn command(name: &str, url: &str) -> (bool, String) {
    let output = run(claimstore().args([name, "--database-url", url]));
    let printed = String::from_utf8(output.stdout.clone()).unwrap();
    (output.status.success(), printed + &said(&output))
}

/// The same, while this runtime goes on.
async fn command_beside(name: &'static str, url: String) -> (bool, String) {
    let done = tokio::task::spawn_blocking(move || command(name, &url));
    timeout(PATIENCE, done).await.unwrap().unwrap()
}

/// A server that is ready, on a database.
async fn server_on(database: TestDatabase) -> TestServer {
    let server = TestServer::start_over(database, LIMITS).await;
    wait_for_health(&server.channel(), "", ServingStatus::Serving).await;
    server
}

#[tokio::test]
async fn commands_say_what_to_do_about_an_older_schema() {
    let database = database_on_own_server_at(BEFORE).await;
    let url = database.url();
    let (is_fit, said) = command("doctor", &url);
    assert!(is_fit, "{said}");
    let words = "WARNING  the schema is at version 28, which this release serves";
    assert!(said.contains(words), "{said}");
    let (is_checked, said) = command("check", &url);
    let words = format!(
        "the schema is at version 28, and {} is needed; run claimstore migrate",
        newest()
    );
    assert!(!is_checked && said.contains(&words), "{said}");
    let (is_migrated, said) = command("migrate", &url);
    assert!(is_migrated && said.contains("steps were missing"), "{said}");
    let (is_checked, said) = command("check", &url);
    assert!(is_checked, "{said}");
}

#[tokio::test]
async fn a_schema_that_is_two_steps_older_is_refused_by_health_and_calls_until_it_is_migrated() {
    let database = database_on_own_server_at(BEFORE - 1).await;
    let server = TestServer::start_over(database, LIMITS).await;
    let unavailable = (Code::Unavailable, "DATABASE_UNAVAILABLE".to_owned());
    // What a call meets before the schema was looked at is not what is tested.
    while server.store.schema_version().is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let refused = server.sources().create_source(person("A")).await;
    assert_eq!(reason(&refused.unwrap_err()), unavailable);
    wait_for_health(&server.channel(), "", ServingStatus::NotServing).await;
    let url = server.database.url();
    let (is_migrated, said) = command_beside("migrate", url).await;
    assert!(is_migrated, "{said}");
    wait_for_health(&server.channel(), "", ServingStatus::Serving).await;
    server.sources().create_source(person("A")).await.unwrap();
}

/// What keeps a server from knowing that it may serve, and what ends that.
const UNKNOWN: [(&str, &str); 3] = [
    (
        "delete from schema_compatibility",
        "insert into schema_compatibility (oldest_server) values (28)",
    ),
    (
        "revoke select on schema_compatibility from desk, public",
        "grant select on schema_compatibility to desk",
    ),
    (
        "update schema_compatibility set oldest_server = 99;
         alter role desk set default_transaction_read_only = on",
        "update schema_compatibility set oldest_server = 28;
         alter role desk reset default_transaction_read_only",
    ),
];

#[tokio::test]
async fn a_server_that_cannot_know_whether_it_may_serve_refuses_its_first_call_already() {
    let mut database = database_on_own_server().await;
    execute(&database.options(), DESK).await;
    let unavailable = (Code::Unavailable, "DATABASE_UNAVAILABLE".to_owned());
    for (unknown, known) in UNKNOWN {
        execute(&database.options(), unknown).await;
        let options = database.options().username("desk");
        let server = TestServer::start_through(database, options, LIMITS).await;
        let list = ListSourcesRequest::default();
        let refused = server.sources().list_sources(list.clone()).await;
        assert_eq!(reason(&refused.unwrap_err()), unavailable, "{unknown}");
        let refused = server.sources().get_source(get(NOBODY)).await;
        assert_eq!(reason(&refused.unwrap_err()), unavailable, "{unknown}");
        server.execute(known).await;
        wait_for_health(&server.channel(), "", ServingStatus::Serving).await;
        server.sources().list_sources(list).await.unwrap();
        database = server.leave().await;
    }
}

/// The name of a source that does not exist.
const NOBODY: &str = "sources/01890a5d-ac96-774b-bcce-b302099a8057";

#[tokio::test]
async fn a_newer_schema_is_left_as_it_is_by_migrate_and_not_checked() {
    let database = database().await;
    let (options, url) = (database.options(), database.url());
    add_what_is_next(&options).await;
    let (is_migrated, said) = command("migrate", &url);
    let words = "of a newer release; nothing was done";
    assert!(is_migrated && said.contains(words), "{said}");
    let again = run(claimstore().args(["migrate", "--backfill-again", "--database-url", &url]));
    assert!(!again.status.success());
    let (is_checked, said) = command("check", &url);
    assert!(!is_checked && said.contains(NEWER_RELEASE), "{said}");
    let (is_fit, said) = command("doctor", &url);
    assert!(is_fit && said.contains("of a newer release"), "{said}");
}

#[tokio::test]
async fn a_schema_that_no_longer_serves_this_release_is_refused_by_all_commands() {
    let database = database().await;
    let (options, url) = (database.options(), database.url());
    add_what_is_next(&options).await;
    execute(&options, CONTRACT).await;
    for name in ["migrate", "check"] {
        let (is_done, said) = command(name, &url);
        assert!(!is_done && said.contains(NEWER_RELEASE), "{name}: {said}");
    }
    let (is_fit, said) = command("doctor", &url);
    assert!(!is_fit && said.contains("FAULT    the schema is"), "{said}");
    assert!(said.contains("use a newer release of claimstore"), "{said}");
    let mut rewrap = claimstore();
    rewrap.args(["rewrap-keys", "--database-url", &url]);
    let (_directory, keys) = dump::keys_file();
    let output = run(rewrap.arg("--confidential-keys-file").arg(&keys));
    assert!(said_by(&output).contains(NEWER_RELEASE));
}

fn said_by(output: &std::process::Output) -> String {
    assert!(!output.status.success());
    said(output)
}

/// How many transactions failed on a server so far.
async fn rollbacks(replicated: &Replicated, number: usize) -> i64 {
    let mut connection = PgConnection::connect_with(&replicated.options(number))
        .await
        .unwrap();
    let rollbacks = "select xact_rollback from pg_stat_database where datname = current_database()";
    sqlx::query_scalar(rollbacks)
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

/// In five seconds, beats without a table would fail twenty times on each server.
const FAILED_MAX: i64 = 5;

#[tokio::test]
async fn standbys_are_left_alone_until_the_schema_has_room_for_beats() {
    let replicated = Replicated::start().await;
    replicated.execute(0, BACK).await;
    let failed = [
        rollbacks(&replicated, 0).await,
        rollbacks(&replicated, 1).await,
    ];
    let mut serve = claimstore();
    serve.args(["serve", "--no-search", "--database-url", &replicated.url(0)]);
    serve.args(["--read-database-url", &replicated.url(1)]);
    let serving = Serving::start(&mut serve);
    let channel = ready(&serving).await;
    let left = timeout(PATIENCE, serving.line("reads do not go to the standby"));
    let left = left.await.unwrap();
    assert!(left.contains("28, and 29 is needed"), "{left}");
    let mut sources = SourceServiceClient::new(channel);
    let created = sources.create_source(person("A")).await.unwrap();
    let name = created.into_inner().name;
    let get = get(&name);
    sources.get_source(get.clone()).await.unwrap();
    for (number, before) in failed.into_iter().enumerate() {
        let now = rollbacks(&replicated, number).await;
        assert!(now < before + FAILED_MAX, "{number}: {before}, {now}");
    }
    let (is_migrated, said) = command_beside("migrate", replicated.url(0)).await;
    assert!(is_migrated, "{said}");
    let fresh = timeout(PATIENCE, serving.line("reads go to the standby"));
    fresh.await.unwrap();
    sources.get_source(get).await.unwrap();
}

#[tokio::test]
async fn a_server_says_that_its_schema_is_older() {
    let database = database_on_own_server_at(BEFORE).await;
    let mut serve = claimstore();
    let url = database.url();
    let serving = Serving::start(serve.args(["serve", "--no-search", "--database-url", &url]));
    let line = timeout(PATIENCE, serving.line("older than this release"));
    let line = line.await.unwrap();
    assert!(line.contains("run claimstore migrate"), "{line}");
}

#[tokio::test]
async fn all_reads_and_writes_are_refused_while_the_schema_is_for_newer_releases() {
    let server = server_on(database_on_own_server().await).await;
    let created = server.sources().create_source(person("A")).await.unwrap();
    let get = get(&created.into_inner().name);
    // Reads that never pause use the same connection again and again.
    let reading = tokio::spawn({
        let (mut sources, get) = (server.sources(), get.clone());
        async move {
            loop {
                let _ = sources.get_source(get.clone()).await;
            }
        }
    });
    add_what_is_next(&server.database.options()).await;
    server.execute(CONTRACT).await;
    wait_for_health(&server.channel(), "", ServingStatus::NotServing).await;
    let unavailable = (Code::Unavailable, "DATABASE_UNAVAILABLE".to_owned());
    let refused = server.sources().create_source(person("B")).await;
    assert_eq!(reason(&refused.unwrap_err()), unavailable);
    let refused = server.sources().get_source(get.clone()).await;
    assert_eq!(reason(&refused.unwrap_err()), unavailable);
    let list = ListSourcesRequest::default();
    let refused = server.sources().list_sources(list).await;
    assert_eq!(reason(&refused.unwrap_err()), unavailable);
    reading.abort();
    server.execute(EXPAND_AGAIN).await;
    wait_for_health(&server.channel(), "", ServingStatus::Serving).await;
    server.sources().get_source(get).await.unwrap();
    server.sources().create_source(person("B")).await.unwrap();
}
