//! Locks that tests take, and transactions that wait for them.

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::{cluster::TestDatabase, server::TestServer};

/// Far more than a busy machine needs, so that only a real failure reaches it.
const POLLS_MAX: usize = 6_000;

/// Waits until some transaction waits for a lock. The database must be on a server of its own.
pub async fn wait_for_a_waiter(database: &TestDatabase) {
    wait_for_waiters(database, 1).await;
}

/// Waits until so many transactions wait for locks. The database must be on a server of its
/// own.
pub async fn wait_for_waiters(database: &TestDatabase, count: i64) {
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    for _ in 0..POLLS_MAX {
        let waiting: i64 = sqlx::query_scalar("select count(*) from pg_locks where not granted")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        if waiting >= count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("fewer than {count} wait for a lock");
}

/// Sessions that wait for a table that a test has locked.
pub const WAITS_FOR_A_TABLE: &str = "wait_event_type = 'Lock' and wait_event = 'relation'";

/// Sessions that wait for the locks of another call.
pub const WAITS_FOR_A_CALL: &str = "wait_event_type = 'Lock' and wait_event = 'advisory'";

/// Sessions that are in a transaction and do something else than talk to the database.
pub const IS_BETWEEN_STATEMENTS: &str = "state = 'idle in transaction'";

/// How many sessions of a server fulfil a condition.
pub async fn sessions(server: &TestServer, condition: &str) -> i64 {
    let sql = format!(
        "select count(*) from pg_stat_activity
         where datname = current_database() and application_name = 'claimstore' and {condition}"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_one(&mut server.connection().await)
        .await
        .unwrap()
}

/// Waits until so many sessions of a server fulfil a condition.
pub async fn wait_for_sessions(server: &TestServer, count: i64, condition: &str) {
    for _ in 0..POLLS_MAX {
        if sessions(server, condition).await >= count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("fewer than {count} sessions: {condition}");
}

/// Locks the tables of these names until [`unlock`]: the mode `share` admits only reads, `access
/// exclusive` nothing.
pub async fn lock_tables(server: &TestServer, names: &str, mode: &str) -> PgConnection {
    let mut connection = server.connection().await;
    let lock = format!(
        "
        do $$ declare name text; begin
            for name in select tablename from pg_tables
                where schemaname = 'public' and tablename like '{names}'
            loop
                execute format('lock table %I in {mode} mode', name);
            end loop;
        end $$
        "
    );
    for statement in ["begin".to_owned(), lock] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
            .execute(&mut connection)
            .await
            .unwrap();
    }
    connection
}

/// Ends the transaction that locked tables.
pub async fn unlock(mut connection: PgConnection) {
    sqlx::raw_sql("rollback")
        .execute(&mut connection)
        .await
        .unwrap();
}

/// Locks a table until the connection ends, so that nobody reads or writes it.
pub async fn lock_table(database: &TestDatabase, table: &str) -> PgConnection {
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    let lock = AssertSqlSafe(format!(
        "begin; lock table {table} in access exclusive mode"
    ));
    sqlx::raw_sql(lock).execute(&mut connection).await.unwrap();
    connection
}
