//! Following the log: its end, and whether it can be followed from a position.

use crate::{
    domain::Timestamp,
    store::{Error, Reader, position::Position},
};

/// Whether the log can be followed from a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followable {
    /// It can.
    Yes,
    /// The change at the position was lost.
    Lost,
    /// The position is from another database.
    Foreign,
    /// Changes after the position are no longer kept. All changes since this time are.
    Expired(Timestamp),
}

impl Reader {
    /// The position of the last change below the snapshot horizon, or the position before
    /// all changes. Every change that becomes visible later has a greater position.
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
            select epoch as "epoch!", tag as "tag!", coalesce(xid, 0) as "xid!",
                   coalesce(seq, 0) as "seq!"
            from epochs left join last using (epoch)
            where epoch = coalesce((select epoch from last), (select max(epoch) from epochs))
            "#
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(last)
    }

    /// Whether what is at a position is there.
    pub async fn has(&mut self, position: Position) -> Result<bool, Error> {
        let followable = self.can_follow(position).await?;
        Ok(matches!(
            followable,
            Followable::Yes | Followable::Expired(_)
        ))
    }

    /// Whether the log can be followed from a position. All positions that callers have are
    /// those of changes, or before all changes. Log entries are never deleted, so a
    /// position that does not exist was lost, for example by restoring a backup.
    pub async fn can_follow(&mut self, position: Position) -> Result<Followable, Error> {
        let row = sqlx::query!(
            r#"
            select exists (select from epochs where epoch = $1 and tag = $4) as "is_ours!",
                   $2::bigint = 0 or exists (
                       select from changes where (epoch, xid, seq) = ($1, $2, $3)
                   ) as "is_reached!",
                   (select kept_since from retention
                    where ($1, $2, $3::integer) < (epoch, xid, seq)) as kept_since
            "#,
            position.epoch,
            position.xid,
            position.seq,
            position.tag,
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(match (row.is_ours, row.is_reached, row.kept_since) {
            (false, ..) => Followable::Foreign,
            (true, false, _) => Followable::Lost,
            (true, true, Some(since)) => Followable::Expired(since),
            (true, true, None) => Followable::Yes,
        })
    }
}
