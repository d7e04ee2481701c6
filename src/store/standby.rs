//! How far a database has written its log, or replayed that of its primary.

use sqlx::FromRow;

use super::{
    connection::Connection,
    database::{Reader, Store},
    error::Error,
};

/// A point in the write-ahead log, and the epoch that was the newest there. Whatever was committed
/// before is visible once that point is replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct WalPoint {
    epoch: i32,
    tag: i64,
    /// Known unless it is replayed.
    timeline: Option<i32>,
    lsn: i64,
}

impl WalPoint {
    /// Whether both are of one log. A standby that was promoted by itself is on another timeline.
    /// One that follows another primary has other epochs, once claimstore has written there.
    pub fn is_of_log_of(self, other: Self) -> bool {
        let is_of_timeline = match (self.timeline, other.timeline) {
            (Some(own), Some(other)) => own == other,
            _ => true,
        };
        is_of_timeline && self.epoch == other.epoch && self.tag == other.tag
    }

    /// Whether it is at or after another point of the same log.
    pub fn reaches(self, other: Self) -> bool {
        self.is_of_log_of(other) && self.lsn >= other.lsn
    }
}

/// What is acknowledged is flushed, and what a standby shows is replayed.
const SELECT: &str = "
select epoch, tag,
    case when not pg_is_in_recovery()
        then ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer
    end as timeline,
    (case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
          else pg_current_wal_flush_lsn() end - '0/0')::bigint as lsn
from epochs order by epoch desc limit 1";

impl Store {
    /// How far the database is, without waiting behind calls.
    pub async fn wal_point(&self) -> Result<WalPoint, Error> {
        wal_point(&mut *self.probe().await?).await
    }
}

impl Reader {
    /// How far the database is.
    pub async fn wal_point(&mut self) -> Result<WalPoint, Error> {
        wal_point(&mut self.connection).await
    }
}

async fn wal_point(connection: &mut Connection) -> Result<WalPoint, Error> {
    Ok(sqlx::query_as(SELECT).fetch_one(connection).await?)
}
