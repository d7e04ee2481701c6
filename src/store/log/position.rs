//! Where a change stands in the log.

/// Where a change stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The cluster and timeline.
    pub epoch: i32,
    /// Tells the epoch from those of other databases.
    pub tag: i64,
    /// The transaction.
    pub xid: i64,
    /// The change in it.
    pub seq: i32,
}

impl Position {
    /// Which commit it belongs to.
    pub const fn commit(self) -> (i32, i64) {
        (self.epoch, self.xid)
    }
}
