//! Databases that somebody else set up, and what some of them refuse.

use std::time::Duration;

use claimstore::wire::pb::{Change, ListChangesRequest};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::time::timeout;
use tonic::Code;

use super::doctor::DESK;
use crate::support::{
    cluster::{TestDatabase, database_on_own_server},
    errors::reason,
    process::{Serving, claimstore, run, said},
    samples::outlet,
    server::{LIMITS, TestServer},
};

const PATIENCE: Duration = Duration::from_secs(60);

/// As some providers do.
const REFUSE_WAL_NAMES: &str = "revoke execute on function pg_walfile_name(pg_lsn) from public;
     revoke execute on function pg_current_wal_lsn() from public";

async fn start_as_desk(database: TestDatabase) -> TestServer {
    let options = database.options().username("desk");
    TestServer::start_through(database, options, LIMITS).await
}

async fn log(server: &TestServer) -> Vec<Change> {
    let list = ListChangesRequest::default();
    let log = server.changes().list_changes(list).await.unwrap();
    log.into_inner().changes
}

#[tokio::test]
async fn positions_stay_in_order_over_a_promotion_where_names_of_wal_files_are_refused() {
    let database = database_on_own_server().await;
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    let prepare = AssertSqlSafe(format!("{DESK}; {REFUSE_WAL_NAMES}"));
    sqlx::raw_sql(prepare)
        .execute(&mut connection)
        .await
        .unwrap();
    drop(connection);
    let mut server = start_as_desk(database).await;
    let first = server.create_source(outlet("first")).await.unwrap();
    server.database.copy_server().await;
    // The connections of before are gone.
    while server.create_source(outlet("lost")).await.is_err() {}
    server.log_settled().await;
    let lost = log(&server).await[1].position.clone();
    server.database.start_standby().await;
    server.execute("select pg_promote()").await;
    let server = start_as_desk(server.leave().await).await;
    let second = server.create_source(outlet("second")).await.unwrap();
    server.log_settled().await;
    let after_lost = ListChangesRequest {
        after_position: lost,
        ..ListChangesRequest::default()
    };
    let refused = server.changes().list_changes(after_lost).await.unwrap_err();
    let expected = (Code::OutOfRange, "POSITION_LOST".to_owned());
    assert_eq!(reason(&refused), expected);
    let log = log(&server).await;
    let names: Vec<&str> = log.iter().map(|it| it.resource_name.as_str()).collect();
    assert_eq!(names, [first.name, second.name]);
    let mut connection = server.connection().await;
    let epochs: Vec<(i32, i32)> =
        sqlx::query_as("select epoch, timeline from epochs order by epoch")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert_eq!(epochs, [(1, 1), (2, 2)]);
}

#[tokio::test]
async fn a_database_that_is_not_in_utf8_is_refused_with_what_to_do() {
    let database = database_on_own_server().await;
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    let create = "create database latin encoding 'LATIN1' locale 'C' template template0";
    sqlx::raw_sql(create)
        .execute(&mut connection)
        .await
        .unwrap();
    let url = database.url().replace("/claimstore?", "/latin?");
    let words = "the encoding of the database is not UTF8; create one with it";
    let migrated = run(claimstore().args(["migrate", "--database-url", &url]));
    assert!(!migrated.status.success());
    assert!(said(&migrated).contains(words), "{}", said(&migrated));
    let mut serve = claimstore();
    let serving = Serving::start(serve.args(["serve", "--no-search", "--database-url", &url]));
    let line = timeout(PATIENCE, serving.line("not ready")).await.unwrap();
    assert!(line.contains(words), "{line}");
}
