//! The position of a change in the log.

use std::{fmt, str::FromStr};

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

/// Writes all four numbers, for notes that the server keeps for itself.
impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            epoch,
            tag,
            xid,
            seq,
        } = self;
        write!(formatter, "{epoch}/{tag}/{xid}/{seq}")
    }
}

/// The text is not a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPosition;

impl FromStr for Position {
    type Err = NotAPosition;

    fn from_str(text: &str) -> Result<Self, NotAPosition> {
        let parts: Vec<&str> = text.split('/').collect();
        let &[epoch, tag, xid, seq] = parts.as_slice() else {
            return Err(NotAPosition);
        };
        Ok(Self {
            epoch: epoch.parse().map_err(|_| NotAPosition)?,
            tag: tag.parse().map_err(|_| NotAPosition)?,
            xid: xid.parse().map_err(|_| NotAPosition)?,
            seq: seq.parse().map_err(|_| NotAPosition)?,
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_read_as_it_was_written() {
        let position = Position {
            epoch: 3,
            tag: -7,
            xid: 5_000_000_000,
            seq: 12,
        };
        assert_eq!(position.to_string().parse(), Ok(position));
        for text in ["", "1/2/3", "1/2/3/4/5", "1/2/3/x"] {
            assert_eq!(text.parse::<Position>(), Err(NotAPosition), "{text}");
        }
    }
}
