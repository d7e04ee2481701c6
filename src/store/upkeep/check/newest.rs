//! The newest log entry of a resource, with which its row is compared.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::report::Report;
use crate::{
    domain::resource::{Kind, Name},
    store::{connection::Connection, error::Error},
};

/// The newest log entry of a resource.
pub(super) struct Newest {
    pub revision: i64,
    /// The number of its entries in the log.
    pub count: i64,
    pub doc: Vec<u8>,
}

pub(super) async fn newest(
    connection: &mut Connection,
    kind: Kind,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, Newest>, Error> {
    let rows = sqlx::query!(
        r#"
        select newest.id as "id!", revision as "revision!", count as "count!",
               coalesce(recent.doc, kept.doc) as "doc!"
        from (
            select distinct on (id) epoch, xid, seq, change_time, id, revision,
                   count(*) over (partition by id) as count
            from changes
            where kind = $1 and id = any($2)
            order by id, revision desc
        ) newest
            left join change_docs recent using (change_time, epoch, xid, seq)
            left join change_docs_kept kept on kept.epoch = newest.epoch
                and kept.xid = newest.xid and kept.seq = newest.seq
        where recent.doc is not null or kept.doc is not null
        "#,
        kind.code(),
        ids,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let newest = Newest {
                revision: row.revision,
                count: row.count,
                doc: row.doc,
            };
            (row.id, newest)
        })
        .collect())
}

/// Compares a row with the newest log entry of its resource.
pub(super) fn compare(
    report: &mut Report,
    name: Name,
    newest: Option<&Newest>,
    revision: i64,
    doc: &[u8],
) {
    let Some(newest) = newest else {
        report.add(name, "is not in the log");
        return;
    };
    if newest.revision != revision || newest.doc != doc {
        report.add(name, "differs from its newest entry in the log");
    }
    if newest.count != newest.revision {
        report.add(name, "is missing revisions in the log");
    }
}
