//! When what held true at a moment is settled, and will be answered so for ever.

use crate::{
    domain::Timestamp,
    store::{Error, Reader},
};

/// Whether everything that can count up to a moment has been committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It has.
    Yes,
    /// Transactions below this one may yet commit at or before the moment.
    Below(i64),
    /// The moment has not come yet.
    Future,
}

/// No write transaction of ours is open for longer than this, by far: a moment that is
/// longer ago waits for nobody, whatever else the cluster does.
const OPEN_SECONDS_MAX: f64 = 30.0;

impl Reader {
    /// Whether a moment is settled. A transaction takes its id before its time, so
    /// once all that have an id now are over, none can land at or before now. Which
    /// ids there are is known only to who takes the next one.
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

    /// Whether all transactions below an id are over, or a moment is settled because
    /// it is long past.
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
