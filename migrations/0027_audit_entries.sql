-- The audit log: what became of calls that change something, and of those that were refused.
-- Nothing refers to it, and nothing is computed from it.
create table audit_entries (
    -- A UUID of version 7.
    entry_id uuid primary key,
    entry_time timestamptz not null,
    method text not null,
    -- Who called, and without whom it acted for. Empty if it was not verified.
    actor text not null,
    caller text not null,
    peer text not null,
    resource_name text not null,
    -- The number of the code of gRPC.
    code smallint not null,
    reason text not null,
    -- The position of the last change that the call made; empty if it made none.
    position text not null,
    call_id text not null,
    count bigint not null
);

-- Lists, and the removal of those that are old.
create index audit_entries_by_time on audit_entries (entry_time, entry_id);
-- Lists of one caller.
create index audit_entries_by_caller on audit_entries (caller, entry_time, entry_id);
-- Lists about one resource.
create index audit_entries_by_resource on audit_entries (resource_name, entry_time, entry_id)
where resource_name <> '';
-- Lists of one method.
create index audit_entries_by_method on audit_entries (method, entry_time, entry_id);
-- Lists of what was refused: 7 is PERMISSION_DENIED, 16 UNAUTHENTICATED.
create index audit_entries_refused on audit_entries (entry_time, entry_id)
where code in (7, 16);
