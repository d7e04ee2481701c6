//! The databases of tests are isolated, migrated, and can fail on purpose.

use std::str::FromStr;

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use crate::support::cluster::{TestDatabase, database, database_on_own_server};

async fn connect(database: &TestDatabase) -> PgConnection {
    PgConnection::connect_with(&database.options())
        .await
        .unwrap()
}

async fn count_tables(connection: &mut PgConnection) -> i64 {
    sqlx::query_scalar(
        "select count(*) from pg_tables where tablename in ('marker', '_sqlx_migrations')",
    )
    .fetch_one(connection)
    .await
    .unwrap()
}

async fn assert_isolated() {
    let database = database().await;
    let mut connection = connect(&database).await;
    assert_eq!(
        count_tables(&mut connection).await,
        1,
        "migrated, and nothing else"
    );
    sqlx::raw_sql("create table marker ()")
        .execute(&mut connection)
        .await
        .unwrap();
    assert_eq!(count_tables(&mut connection).await, 2);
}

// Run twice, so that one run would see what the other left.
#[tokio::test]
async fn a_test_sees_nothing_of_others() {
    assert_isolated().await;
}

#[tokio::test]
async fn a_test_leaves_nothing_to_others() {
    assert_isolated().await;
}

#[tokio::test]
async fn databases_requested_at_the_same_time_are_isolated() {
    tokio::join!(assert_isolated(), assert_isolated(), assert_isolated());
}

#[tokio::test]
async fn the_url_leads_to_the_same_database() {
    let database = database().await;
    let options = PgConnectOptions::from_str(&database.url()).unwrap();
    let mut by_url = PgConnection::connect_with(&options).await.unwrap();
    let mut by_options = connect(&database).await;
    let name = "select current_database()::text";
    let left: String = sqlx::query_scalar(name)
        .fetch_one(&mut by_url)
        .await
        .unwrap();
    let right: String = sqlx::query_scalar(name)
        .fetch_one(&mut by_options)
        .await
        .unwrap();
    assert_eq!(left, right);
}

#[tokio::test]
async fn an_own_server_can_stop_and_come_back() {
    let mut database = database_on_own_server().await;
    let mut connection = connect(&database).await;
    sqlx::raw_sql("create table marker ()")
        .execute(&mut connection)
        .await
        .unwrap();

    database.stop_server().await;
    assert!(connection.ping().await.is_err());
    assert!(
        PgConnection::connect_with(&database.options())
            .await
            .is_err()
    );

    database.start_server().await;
    assert_eq!(count_tables(&mut connect(&database).await).await, 2);
}
