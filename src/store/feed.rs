//! Where the log ends, for those who follow it.

use super::{Error, Reader, change::Position};

/// Whether the log reaches a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// It does, or will.
    Yes,
    /// It belongs to another log, or to what was lost.
    No,
}

impl Reader {
    /// The position of the last change that is final, or before all: every change that
    /// is committed later stands behind it.
    pub async fn log_end(&mut self) -> Result<Position, Error> {
        let last = sqlx::query_as!(
            Position,
            r#"
            with last as (
                select epoch, xid, seq from changes
                where epoch < (select max(epoch) from epochs)
                   or xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                order by epoch desc, xid desc, seq desc
                limit 1
            )
            select epoch as "epoch!", xid as "xid!", seq as "seq!" from last
            union all
            select max(epoch), 0, 0 from epochs where not exists (select from last)
            "#
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(last)
    }

    /// Whether the log reaches a position: in the newest epoch up to the transactions
    /// that there are, in an older one, which is final, up to its last change.
    pub async fn reaches(&mut self, position: Position) -> Result<Reached, Error> {
        let reaches = sqlx::query_scalar!(
            r#"
            select case
                -- Before all.
                when $2::bigint = 0
                    then exists (select from epochs where epoch = $1::integer)
                when $1 = (select max(epoch) from epochs)
                    then $2 < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                else exists (
                    select from changes
                    where epoch = $1 and (epoch, xid, seq) >= ($1, $2, $3)
                )
            end as "reaches!"
            "#,
            position.epoch,
            position.xid,
            position.seq
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(match reaches {
            true => Reached::Yes,
            false => Reached::No,
        })
    }
}
