//! The position of a change in the log.

/// The position of a change in the log. Positions compare in log order.
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
