//! The position of a change in the log.

use sqlx::{Postgres, QueryBuilder};

/// The position of a change in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The epoch: one cluster and timeline.
    pub epoch: i32,
    /// Distinguishes the epoch from the same epoch number in other databases.
    pub tag: i64,
    /// The transaction id.
    pub xid: i64,
    /// The number of the change within its transaction, from 0.
    pub seq: i32,
}

impl Position {
    /// The commit that the change belongs to: epoch and xid.
    pub const fn commit(self) -> (i32, i64) {
        (self.epoch, self.xid)
    }
}

/// A position as a row, to compare with `(epoch, xid, seq)`.
pub(crate) fn push_position(query: &mut QueryBuilder<Postgres>, position: Position) {
    query.push("(");
    let mut parts = query.separated(", ");
    parts
        .push_bind(position.epoch)
        .push_bind(position.xid)
        .push_bind(position.seq);
    query.push(")");
}
