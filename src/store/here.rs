//! Where a session is, in SQL: on a standby or not, and on which cluster and timeline.

/// The SQLSTATE by which [`require_same`] fails where a new epoch has to begin.
pub(super) const NEW_EPOCH: &str = "CSEPO";

/// Whether the newest epoch is of the cluster `here` and the timeline `line`.
const IS_SAME: &str = "
    exists (
        select from epochs
        where epoch = (select max(epoch) from epochs)
          and system_identifier = here and timeline = line
    )";

/// Begins a new epoch if the newest one is of another cluster or timeline, but for a standby. The
/// lock on the table ensures that two sessions that see the same difference begin only one.
pub(super) fn begin_if_new() -> String {
    let begin = format!(
        "
        lock table epochs in exclusive mode;
        if {IS_SAME} then
            return;
        end if;
        insert into epochs (epoch, system_identifier, timeline)
        select coalesce(max(epoch), 0) + 1, here, line from epochs;"
    );
    block("return;", &begin)
}

/// Fails on a standby as a write would, and with [`NEW_EPOCH`] where a new epoch has to begin.
pub(super) fn require_same() -> String {
    block(
        "raise exception using errcode = 'read_only_sql_transaction';",
        &format!("raise exception using errcode = '{NEW_EPOCH}';"),
    )
}

/// Does one thing on a standby, and another where the newest epoch is of another cluster or timeline.
/// It is one statement, so a future that is dropped at any point leaves no open transaction.
///
/// The timeline is read from the name of the current WAL segment: the control file shows a new one
/// only after the checkpoint that follows a promotion. Some providers refuse these names. There, what
/// a standby has to recover shows it, from the promotion until that checkpoint.
fn block(on_standby: &str, on_new: &str) -> String {
    format!(
        "
do $$
declare
    here bigint;
    line integer;
begin
    if pg_is_in_recovery() then
        {on_standby}
    end if;
    -- Before the schema is there, nothing can be written.
    if to_regclass('epochs') is null then
        return;
    end if;
    select system_identifier into here from pg_control_system();
    begin
        line := ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer;
    exception when insufficient_privilege or feature_not_supported then
        select greatest(timeline_id, min_recovery_end_timeline) into line
        from pg_control_checkpoint(), pg_control_recovery();
    end;
    if {IS_SAME} then
        return;
    end if;
    {on_new}
end
$$; "
    )
}
