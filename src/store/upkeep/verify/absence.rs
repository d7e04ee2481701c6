//! Why the content of a change is not there, or has no salt: what the log says of that.

use crate::store::{connection::Connection, error::Error, tree::logged::LoggedKey};

/// What may have removed a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Absence {
    /// The erasure of the resource, or of the claim if it is a standing.
    pub is_erased: bool,
    /// The erasure of a review of the claim, if it is a standing and was there before.
    pub is_redacted: bool,
    /// The retention: it was superseded before the time since which all is kept.
    pub is_superseded: bool,
}

pub(super) async fn of(connection: &mut Connection, key: LoggedKey) -> Result<Absence, Error> {
    let absence = sqlx::query_as(
        "
        select exists (
                   select from changes erasure
                   where erasure.id = entry.id and erasure.operation = 5
                     and (erasure.kind = entry.kind or entry.kind = 7 and erasure.kind = 3)
               ) as is_erased,
               entry.kind = 7 and exists (
                   select from changes erasure
                   where erasure.scope @> array[entry.id] and erasure.kind = 6
                     and erasure.operation = 5
                     and (erasure.epoch, erasure.xid) > (entry.epoch, entry.xid)
               ) as is_redacted,
               exists (
                   select from changes next, retention
                   where next.id = entry.id and next.kind = entry.kind
                     and next.revision = entry.revision + 1
                     and next.change_time < retention.kept_since
               ) as is_superseded
        from changes entry where epoch = $1 and xid = $2 and seq = $3
        ",
    );
    let absence = absence.bind(key.epoch).bind(key.xid).bind(key.seq);
    Ok(absence.fetch_one(connection).await?)
}
