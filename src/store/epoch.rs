//! Epochs: the cluster and timeline on which each part of the log was written.
//!
//! A restored dump or a promoted standby may assign transaction ids (xids) that are lower
//! than those already in the log. Its changes must still come after all earlier ones, so
//! log order is (epoch, xid, seq). Before a new connection is used, it compares its cluster
//! and timeline with those of the newest epoch, and begins a new epoch if they differ. Behind a
//! pooler, each transaction compares them. Nothing is added to an older epoch.

use sqlx::AssertSqlSafe;

use super::{connection::Connection, here};

/// Does what [`begin_if_new`] does, but refuses a standby. A connection to a standby stays
/// open when the standby is promoted, and would then write in the old epoch. A connection that
/// only reads is used once.
pub async fn begin_if_new_on_primary(connection: &mut Connection) -> Result<(), sqlx::Error> {
    let (is_standby, is_read_only): (bool, bool) = sqlx::query_as(
        "select pg_is_in_recovery(), current_setting('default_transaction_read_only')::boolean",
    )
    .fetch_one(&mut *connection)
    .await?;
    if is_standby {
        return Err(sqlx::Error::Protocol("the database is a standby".into()));
    }
    if is_read_only {
        connection.use_once();
    }
    begin_if_new(connection).await
}

/// Begins a new epoch if this connection's cluster or timeline differs from that of the
/// newest epoch.
pub async fn begin_if_new(connection: &mut Connection) -> Result<(), sqlx::Error> {
    // All of it is of this crate.
    let begin = AssertSqlSafe(here::begin_if_new());
    sqlx::raw_sql(begin).execute(connection).await?;
    Ok(())
}
