-- How far each stream of bundles is, written in the transactions of its bundles. A broken
-- stream goes on from there.
create table imports (
    -- The caller, as in `requests`, and the id that it chose.
    actor text not null,
    import_id uuid not null,
    -- The number of bundles that are finished, and how many of them were rejected.
    next_index bigint not null,
    rejected bigint not null,
    update_time timestamptz not null,
    primary key (actor, import_id)
);
-- The removal of those that are old.
create index imports_by_time on imports (update_time);

-- Why bundles were rejected, the newest of each import. A caller that lost the answer gets
-- them again.
create table import_rejections (
    actor text not null,
    import_id uuid not null,
    index bigint not null,
    -- The error, as an encoded google.rpc.Status.
    status bytea not null,
    primary key (actor, import_id, index),
    foreign key (actor, import_id) references imports on delete cascade
);
