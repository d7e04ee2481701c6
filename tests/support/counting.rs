//! Counts what calls cost the database: statements and plans, as `pg_stat_statements` counts them.

use sqlx::{Connection as _, PgConnection};

use super::{
    cluster::{TestDatabase, database_on_own_server},
    server::TestServer,
};

/// A database that counts statements and plans.
pub async fn counting() -> TestDatabase {
    let mut database = database_on_own_server().await;
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    sqlx::raw_sql("alter system set shared_preload_libraries = pg_stat_statements")
        .execute(&mut connection)
        .await
        .unwrap();
    database.stop_server().await;
    database.start_server().await;
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    sqlx::raw_sql(
        "create extension pg_stat_statements;
         alter database claimstore set pg_stat_statements.track_planning = on",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    database
}

/// The calls and the plans of the statements that match a pattern, since the last time.
pub async fn counted(server: &TestServer, pattern: &str) -> (i64, i64) {
    let mut connection = PgConnection::connect_with(&server.database.options())
        .await
        .unwrap();
    let counted = sqlx::query_as(
        "select coalesce(sum(calls), 0)::bigint, coalesce(sum(plans), 0)::bigint
         from pg_stat_statements where query ~ $1",
    );
    let counted = counted
        .bind(pattern)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    sqlx::raw_sql("select pg_stat_statements_reset()")
        .execute(&mut connection)
        .await
        .unwrap();
    counted
}
