//! Points in the log, for reads as of a point.

use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::position::{Position, push_position};
use crate::domain::{Timestamp, resource::Kind};

/// A point in the log: the entries up to it count.
#[derive(Clone, Copy, Debug)]
pub enum Point {
    /// Entries with a time up to this one count.
    Time(Timestamp),
    /// Entries with a position up to this one count.
    Position(Position),
}

/// Adds the condition that an entry is at or before a point.
pub(crate) fn push_point(query: &mut QueryBuilder<Postgres>, point: Point) {
    match point {
        Point::Time(time) => {
            query.push("change_time <= ").push_bind(time);
        }
        Point::Position(position) => {
            query.push("(epoch, xid, seq) <= ");
            push_position(query, position);
        }
    }
}

/// Adds the condition that a resource of this kind concerned another one at any time.
pub(crate) fn push_ever_concerned(
    query: &mut QueryBuilder<Postgres>,
    kind: Kind,
    column: &str,
    concerned: Uuid,
) {
    query.push(" and it.").push(column);
    query.push(" in (select id from changes where kind = ");
    query.push_bind(kind.code()).push(" and scope @> ");
    query.push_bind(vec![concerned]).push(")");
}
