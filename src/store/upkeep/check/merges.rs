//! Checks the survivors of merged resources against their merge pointers.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::report::Report;
use crate::{
    domain::resource::Kind,
    store::{Error, connection::Connection, read::load::name_of, write::merge::follow_pointers},
};

/// The number of merged resources in one step.
const STEP: i64 = 1_000;

/// Checks that each merged resource has the right survivor, and that no other resource has
/// one.
pub(crate) async fn check(stored: &mut Connection, report: &mut Report) -> Result<(), Error> {
    for kind in [Kind::Source, Kind::Claim] {
        let mut after = None;
        loop {
            stored.begin_snapshot().await?;
            let last = step(stored, kind, after, report).await?;
            stored.rollback().await?;
            match last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
    }
    Ok(())
}

/// Checks the resources after an id. Returns the last id, or `None` if there are no more.
async fn step(
    snapshot: &mut Connection,
    kind: Kind,
    after: Option<Uuid>,
    report: &mut Report,
) -> Result<Option<Uuid>, Error> {
    let ids = sqlx::query_scalar!(
        r#"
        select id as "id!" from (
            select id from merges where kind = $1 and ($2::uuid is null or id > $2)
            union
            select id from survivors where kind = $1 and ($2::uuid is null or id > $2)
        ) merged
        order by id
        limit $3
        "#,
        kind.code(),
        after,
        STEP
    )
    .fetch_all(&mut *snapshot)
    .await?;
    let rows = sqlx::query!(
        "select id, survivor_id from survivors where kind = $1 and id = any($2)",
        kind.code(),
        &ids
    )
    .fetch_all(&mut *snapshot)
    .await?;
    let rows: BTreeMap<Uuid, Uuid> = rows.iter().map(|row| (row.id, row.survivor_id)).collect();
    let expected = follow_pointers(snapshot, kind, &ids).await?;
    for id in &ids {
        if rows.get(id) != expected.get(id) {
            let name = name_of(kind.code(), *id, None);
            let name = name.map_or(id.to_string(), |name| name.to_string());
            report.add(
                name,
                "has a survivor that differs from the end of its merge pointers",
            );
        }
    }
    Ok(ids.last().copied())
}
