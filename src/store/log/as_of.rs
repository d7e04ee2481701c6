//! Settled moments: a read as of a moment is repeatable once no more commits can get a time
//! at or before it.

use crate::{
    domain::Timestamp,
    store::{Error, Reader},
};

/// Whether all commits with a change time at or before a moment are visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// All such commits are visible.
    Yes,
    /// Transactions with an xid below this one may still commit at or before the moment.
    Below(i64),
    /// The moment is in the future.
    Future,
}

/// Much longer than any write transaction of this service lasts. A moment longer ago than
/// this is settled, even if a foreign transaction in the cluster holds back the horizon.
const OPEN_SECONDS_MAX: f64 = 30.0;

impl Reader {
    /// Whether a moment is settled. A transaction gets its xid before its change time. So
    /// once all transactions that have an xid now have ended, no further commit can get a
    /// time at or before now. The only way to know those xids for sure is to assign the
    /// next one.
    pub async fn settled(&mut self, moment: Timestamp) -> Result<Settled, Error> {
        let row = sqlx::query!(
            r#"
            select clock_timestamp() > $1 as "is_past!",
                   clock_timestamp() - $1 > make_interval(secs => $2) as "is_long_past!"
            "#,
            moment,
            OPEN_SECONDS_MAX,
        )
        .fetch_one(&mut *self.connection)
        .await?;
        match (row.is_past, row.is_long_past) {
            (false, _) => return Ok(Settled::Future),
            (true, true) => return Ok(Settled::Yes),
            (true, false) => {}
        }
        let next = sqlx::query_scalar!(r#"select pg_current_xact_id()::text::bigint as "next!""#)
            .fetch_one(&mut *self.connection)
            .await?;
        Ok(Settled::Below(next))
    }

    /// Whether all transactions with an xid below `below` have ended, or the moment is long
    /// past and therefore settled.
    pub async fn is_over(&mut self, below: i64, moment: Timestamp) -> Result<bool, Error> {
        let is_over = sqlx::query_scalar!(
            r#"
            select pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= $1
                or clock_timestamp() - $2 > make_interval(secs => $3) as "is_over!"
            "#,
            below,
            moment,
            OPEN_SECONDS_MAX,
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(is_over)
    }
}
