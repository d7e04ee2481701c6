//! Waits until a transaction waits for a lock.

use std::time::Duration;

use sqlx::{Connection as _, PgConnection};

use super::cluster::TestDatabase;

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
