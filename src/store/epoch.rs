//! Epochs: the cluster and timeline on which each part of the log was written.
//!
//! A restored dump or a promoted standby may assign transaction ids (xids) that are lower
//! than those already in the log. Its changes must still come after all earlier ones, so
//! log order is (epoch, xid, seq). Before a new connection is used, it compares its cluster
//! and timeline with those of the newest epoch, and begins a new epoch if they differ.
//! Nothing is added to an older epoch.

use super::connection::Connection;

/// Begins a new epoch if the cluster or timeline has changed. It is one statement, so
/// dropping the future at any point leaves no open transaction.
///
/// The timeline is read from the name of the current WAL segment: the control file shows a
/// new timeline only after the checkpoint that follows a promotion. Some providers refuse these
/// names; there the control file has to do. Writes of the new timeline that come before it shows it
/// are then in the old epoch, which keeps their order, because a promoted standby goes on counting
/// transactions. The lock on the table ensures that two connections that see the same difference begin only one epoch.
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
    begin
        line := ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer;
    exception when insufficient_privilege or feature_not_supported then
        select timeline_id into line from pg_control_checkpoint();
    end;
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

/// Does what [`begin_if_new`] does, but refuses a standby. A connection to a standby stays
/// open when the standby is promoted, and would then write in the old epoch. A connection that
/// only reads is used once.
pub async fn begin_if_new_on_primary(connection: &mut Connection) -> Result<(), sqlx::Error> {
    let (is_standby, is_read_only): (bool, bool) = sqlx::query_as(
        "select pg_is_in_recovery(), current_setting('default_transaction_read_only')::boolean",
    )
    .fetch_one(&mut *connection)
    .await?;
    if is_standby {
        return Err(sqlx::Error::Protocol("the database is a standby".into()));
    }
    if is_read_only {
        connection.use_once();
    }
    begin_if_new(connection).await
}

/// Does what [`begin_if_new`] does in a transaction that writes, if a pooler may have given it
/// a session of another cluster or timeline than the ones before.
pub async fn begin_if_pooled(connection: &mut Connection) -> Result<(), sqlx::Error> {
    match connection.is_pooled() {
        true => begin_if_new(connection).await,
        false => Ok(()),
    }
}

/// Begins a new epoch if this connection's cluster or timeline differs from that of the
/// newest epoch.
pub async fn begin_if_new(connection: &mut Connection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(BEGIN_IF_NEW).execute(connection).await?;
    Ok(())
}
