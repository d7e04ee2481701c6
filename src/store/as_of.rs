//! Reading the log as of a moment: what held true then, and will be answered so for
//! ever.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    Error, Reader,
    load::{Shown, View, unreadable},
};
use crate::{
    domain::{
        Timestamp,
        name::{Kind, Name},
    },
    wire::document,
};

/// Whether everything that can count up to a moment has been committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It has.
    Yes,
    /// Transactions below this one may yet commit at or before the moment.
    Below(i64),
    /// The moment has not come yet.
    Future,
}

/// No write transaction of ours is open for longer than this, by far: a moment that is
/// longer ago waits for nobody, whatever else the cluster does.
const OPEN_SECONDS_MAX: f64 = 30.0;

impl Reader {
    /// Whether a moment is settled. A transaction takes its id before its time, so
    /// once all that have an id now are over, none can land at or before now. Which
    /// ids there are is known only to who takes the next one.
    pub async fn settled(&mut self, moment: Timestamp) -> Result<Settled, Error> {
        let row = sqlx::query!(
            r#"
            select clock_timestamp() > $1 as "is_past!",
                   clock_timestamp() - $1 > make_interval(secs => $2) as "is_long_past!"
            "#,
            moment,
            OPEN_SECONDS_MAX,
        )
        .fetch_one(&mut *self.connection)
        .await?;
        match (row.is_past, row.is_long_past) {
            (false, _) => return Ok(Settled::Future),
            (true, true) => return Ok(Settled::Yes),
            (true, false) => {}
        }
        let next = sqlx::query_scalar!(r#"select pg_current_xact_id()::text::bigint as "next!""#)
            .fetch_one(&mut *self.connection)
            .await?;
        Ok(Settled::Below(next))
    }

    /// Whether all transactions below an id are over, or a moment is settled because
    /// it is long past.
    pub async fn is_over(&mut self, below: i64, moment: Timestamp) -> Result<bool, Error> {
        let is_over = sqlx::query_scalar!(
            r#"
            select pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= $1
                or clock_timestamp() - $2 > make_interval(secs => $3) as "is_over!"
            "#,
            below,
            moment,
            OPEN_SECONDS_MAX,
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(is_over)
    }

    /// The documents that resources of one kind had at a moment; those that did not
    /// exist are left out.
    pub async fn documents_as_of(
        &mut self,
        kind: Kind,
        names: &[Name],
        view: View,
        shown: Shown,
        moment: Timestamp,
    ) -> Result<BTreeMap<Name, Vec<u8>>, Error> {
        let ids: Vec<Uuid> = names.iter().map(|name| name.uuid()).collect();
        let rows = sqlx::query!(
            r#"
            select newest.id as "id!", operation as "operation!",
                   doc || coalesce(body, ''::bytea) as "doc!"
            from (
                select distinct on (id) id, operation, doc, text_version
                from changes
                where kind = $1 and id = any($2) and change_time <= $3
                order by id, revision desc
            ) newest
                left join article_texts on $4 and article_texts.article_id = newest.id
                    and article_texts.text_version = newest.text_version
            "#,
            kind.code(),
            &ids,
            moment,
            kind == Kind::Article && view == View::Full,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let mut found = BTreeMap::new();
        for row in rows {
            if row.operation == DELETED && shown == Shown::Live {
                continue;
            }
            let name = document::message_name(kind, &row.doc)
                .map_err(|error| unreadable("changes", "doc", row.id, error))?;
            found.insert(name, row.doc);
        }
        Ok(found)
    }
}

/// The number of a deletion in the log.
const DELETED: i16 = super::log::Operation::Deleted.code();
