//! Upserts of what happened to the words of appearances in new versions of their articles.

use uuid::Uuid;

use crate::{
    domain::{Timestamp, passage::AnchoringChange, resource::Appearance},
    store::{Error, connection::Connection},
};

/// An appearance with the time of its state.
pub(super) struct Anchored<'a> {
    pub id: Uuid,
    pub appearance: &'a Appearance,
    pub is_erased: bool,
    /// Whether no earlier state of it is stored.
    pub is_new: bool,
    /// When its state was written.
    pub time: Timestamp,
}

pub(super) async fn upsert(
    connection: &mut Connection,
    all: impl Iterator<Item = Anchored<'_>>,
) -> Result<(), Error> {
    let (mut replaced, mut ids, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut changes, mut times) = (Vec::new(), Vec::new());
    for it in all {
        if !it.is_new {
            replaced.push(it.id);
        }
        let anchoring = it.appearance.anchoring.filter(|_| !it.is_erased);
        let Some(anchoring) = anchoring else { continue };
        ids.push(it.id);
        outcomes.push(anchoring.outcome.code());
        let kinds = anchoring.changes.iter().map(AnchoringChange::code);
        let kinds: Vec<String> = kinds.map(|code| code.to_string()).collect();
        // unnest would flatten an array of arrays, so each inner array is passed as text.
        changes.push(format!("{{{}}}", kinds.join(",")));
        times.push(anchoring.known_time(it.time));
    }
    if !replaced.is_empty() {
        sqlx::query!(
            "delete from anchorings where appearance_id = any($1) and appearance_id <> all($2)",
            &replaced,
            &ids,
        )
        .execute(&mut *connection)
        .await?;
    }
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "
        insert into anchorings (appearance_id, outcome, changes, outcome_time)
        select appearance_id, outcome, changes::smallint[], outcome_time
        from unnest($1::uuid[], $2::smallint[], $3::text[], $4::timestamptz[])
            as given (appearance_id, outcome, changes, outcome_time)
        on conflict (appearance_id) do update set
            outcome = excluded.outcome, changes = excluded.changes,
            outcome_time = excluded.outcome_time
        ",
        &ids,
        &outcomes,
        &changes,
        &times,
    )
    .execute(connection)
    .await?;
    Ok(())
}
