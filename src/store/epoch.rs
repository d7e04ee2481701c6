//! Epochs: which cluster, on which timeline, the log was written on.
//!
//! A restored dump and a promoted standby count transactions anew, so what they
//! write must stand behind all that was written before. Every new connection
//! looks, before it is used, whether it is on the cluster and timeline of the
//! newest epoch, and begins another one if it is not. Older epochs are final.

use sqlx::PgConnection;

/// One statement, so that it leaves no open transaction wherever it is dropped.
///
/// The control file tells the timeline only after the checkpoint that follows a
/// promotion; the name of the current segment tells it at once. The lock on the
/// table makes two connections that find the same difference begin one epoch.
const BEGIN_IF_NEW: &str = "
do $$
declare
    here bigint;
    line integer;
begin
    -- Nothing can be written on a standby, or before the schema is there.
    if pg_is_in_recovery() or to_regclass('epochs') is null then
        return;
    end if;
    select system_identifier into here from pg_control_system();
    line := ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer;
    for step in 1..2 loop
        if exists (
            select from epochs
            where epoch = (select max(epoch) from epochs)
              and system_identifier = here and timeline = line
        ) then
            return;
        end if;
        if step = 1 then
            lock table epochs in exclusive mode;
        end if;
    end loop;
    insert into epochs (epoch, system_identifier, timeline)
    select coalesce(max(epoch), 0) + 1, here, line from epochs;
end
$$";

/// As [`begin_if_new`], and refuses a standby: a connection outlives its promotion, and
/// would go on to write in the epoch of before.
pub async fn begin_if_new_on_primary(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let is_standby: bool = sqlx::query_scalar("select pg_is_in_recovery()")
        .fetch_one(&mut *connection)
        .await?;
    if is_standby {
        return Err(sqlx::Error::Protocol("the database is a standby".into()));
    }
    begin_if_new(connection).await
}

/// Begins a new epoch where the connection is on another cluster or timeline than
/// the newest one.
pub async fn begin_if_new(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(BEGIN_IF_NEW).execute(connection).await?;
    Ok(())
}
