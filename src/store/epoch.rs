//! Epochs: which cluster, on which timeline, the log was written on.
//!
//! A restored dump and a promoted standby count transactions anew, so what they
//! write must stand behind all that was written before. Every new connection
//! looks, before it is used, whether it is on the cluster and timeline of the
//! newest epoch, and begins another one if it is not. Older epochs are final.

use sqlx::PgConnection;

/// Begins a new epoch where the connection is on another cluster or timeline
/// than the newest one. On a standby, or before the schema is there, it does
/// nothing: nothing can be written there either.
pub async fn begin_if_new(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let is_writable = sqlx::query_scalar!(
        r#"
        select not pg_is_in_recovery() and to_regclass('epochs') is not null as "is_writable!"
        "#
    )
    .fetch_one(&mut *connection)
    .await?;
    if !is_writable {
        return Ok(());
    }
    // The control file tells the timeline only after the checkpoint that follows a
    // promotion; the name of the current segment tells it at once.
    let here = sqlx::query!(
        r#"
        select system_identifier as "system_identifier!",
               ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer as "timeline!",
               exists (
                   select from epochs
                   where epoch = (select max(epoch) from epochs)
                     and epochs.system_identifier = control.system_identifier
                     and timeline = ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer
               ) as "is_known!"
        from pg_control_system() control
        "#
    )
    .fetch_one(&mut *connection)
    .await?;
    if !here.is_known {
        begin(connection, here.system_identifier, here.timeline).await?;
    }
    Ok(())
}

async fn begin(
    connection: &mut PgConnection,
    system_identifier: i64,
    timeline: i32,
) -> Result<(), sqlx::Error> {
    // The lock on the table makes two connections that find the same difference
    // begin one epoch: the second sees the first one's row.
    sqlx::raw_sql("begin; lock table epochs in exclusive mode")
        .execute(&mut *connection)
        .await?;
    let inserted = sqlx::query!(
        "
        insert into epochs (epoch, system_identifier, timeline)
        select coalesce(newest.epoch, 0) + 1, $1, $2
        from (select max(epoch) as epoch from epochs) newest
        where not exists (
            select from epochs
            where epochs.epoch = newest.epoch and system_identifier = $1 and timeline = $2
        )
        ",
        system_identifier,
        timeline,
    )
    .execute(&mut *connection)
    .await;
    let end = if inserted.is_ok() {
        "commit"
    } else {
        "rollback"
    };
    sqlx::raw_sql(end).execute(&mut *connection).await?;
    inserted.map(|_| ())
}
