//! Points of the log, up to which its entries count.

use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::position::{Position, push_position};
use crate::domain::{Timestamp, resource::Kind};

/// Up to where entries of the log count.
#[derive(Clone, Copy, Debug)]
pub enum Point {
    /// All that was committed at or before a time.
    Time(Timestamp),
    /// All that stands up to a position.
    Position(Position),
}

/// That an entry stands at or before a point.
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

/// That, at any time, a resource of this kind concerned another.
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
