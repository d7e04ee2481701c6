//! Settled moments: a read as of a moment is repeatable once no more commits can get a time
//! at or before it.
//!
//! Two things make a moment settled. It is sealed: whatever the clock shows, no transaction that
//! gets its id from now on gets a time at or before it. And the transactions that had one when
//! it was sealed have ended.

use std::time::{Duration, Instant};

use crate::{
    domain::Timestamp,
    store::{Error, Reader, Store},
};

/// Whether all commits with a change time at or before a moment are visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// All such commits are visible.
    Yes,
    /// Open transactions may still commit at or before the moment.
    Open(Open),
    /// The moment is in the future.
    Future,
}

/// Transactions that may still commit at or before a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// They have an xid below this one.
    below: i64,
    /// They were open at this time.
    since: Instant,
}

/// A moment longer ago than this, and than a write may take, is settled, even if a foreign
/// transaction in the cluster holds back the horizon.
const OPEN_MIN: Duration = Duration::from_secs(30);

/// How much longer than it may take a write can be open.
const OPEN_MARGIN: Duration = Duration::from_secs(5);

impl Store {
    /// Whether a moment is settled. A transaction gets its xid before its change time. So
    /// once all transactions that have an xid after the moment was sealed have ended, no
    /// further commit can get a time at or before it. The only way to know those xids for sure
    /// is to assign the next one.
    pub async fn settled(&self, moment: Timestamp) -> Result<Settled, Error> {
        let mut reader = self.reader().await?;
        let since = Instant::now();
        let row = sqlx::query!(
            r#"
            select next_change_time() > $1 as "is_past!",
                   clock_timestamp() as "now!",
                   (select until_time >= $1 from sealed)
                       or exists (select from changes where change_time >= $1) as "is_sealed!"
            "#,
            moment,
        )
        .fetch_one(&mut *reader.connection)
        .await?;
        self.clock.see(since, row.now);
        if !row.is_past {
            return Ok(Settled::Future);
        }
        if !row.is_sealed {
            reader.seal(moment).await?;
        }
        let ago = (row.now - moment).to_std().unwrap_or_default();
        if ago > self.open_max() && !self.clock.stepped_within(self.open_max()) {
            return Ok(Settled::Yes);
        }
        let since = Instant::now();
        let below = sqlx::query_scalar!(r#"select pg_current_xact_id()::text::bigint as "next!""#)
            .fetch_one(&mut *reader.connection)
            .await?;
        Ok(Settled::Open(Open { below, since }))
    }

    /// Whether these transactions have ended.
    pub async fn is_over(&self, open: Open) -> Result<bool, Error> {
        if open.since.elapsed() > self.open_max() {
            return Ok(true);
        }
        let is_over = sqlx::query_scalar!(
            r#"
            select pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= $1 as "is_over!"
            "#,
            open.below,
        )
        .fetch_one(&mut *self.reader().await?.connection)
        .await?;
        Ok(is_over)
    }

    /// Whether every write of a moment had ended by a later time, of which a standby has everything. Not
    /// if the clock has made a step: then nobody knows how far the two are apart.
    pub fn had_ended_by(&self, moment: Timestamp, later: Timestamp) -> bool {
        let between = (later - moment).to_std().unwrap_or_default();
        between > self.open_max() && !self.clock.stepped_within(2 * self.open_max())
    }

    /// The longest that a write of this service can be open.
    fn open_max(&self) -> Duration {
        OPEN_MIN.max(self.write_timeout) + OPEN_MARGIN
    }
}

impl Reader {
    /// Seals a past moment, and what the clock shows. Of many that seal at the same time, the
    /// first one does it for those that wait for its row.
    async fn seal(&mut self, moment: Timestamp) -> Result<(), Error> {
        sqlx::query!(
            "
            update sealed set until_time = greatest($1, clock_timestamp()) where until_time < $1
            ",
            moment,
        )
        .execute(&mut *self.connection)
        .await?;
        Ok(())
    }
}
