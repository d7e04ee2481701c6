-- What turned out to be the same as another is merged into it: it keeps its rows, and
-- points at the other. What it points at can be merged in its turn.

alter table sources add column merged_into_id uuid references sources;
-- The list of what was merged into a source, and whether anything is.
create index sources_merged_into on sources (merged_into_id, id) where merged_into_id is not null;
alter table claims add column merged_into_id uuid references claims;
-- The list of what was merged into a claim, and whether anything is.
create index claims_merged_into on claims (merged_into_id, id) where merged_into_id is not null;

-- Where the pointers of a merged resource lead in the end. Written together with them.
create table survivors (
    id uuid not null,
    kind smallint not null,
    survivor_id uuid not null,
    -- The survivor of a merged resource.
    primary key (id, kind)
);
-- All that a survivor stands for.
create index survivors_of on survivors (survivor_id, kind, id);

-- The sources that are retracted, and those that were merged into one: what is merged
-- is as its survivor is.
create view retracted_sources as
    select id from sources where is_retracted and merged_into_id is null
    union all
    select survivors.id
    from sources join survivors on survivor_id = sources.id and survivors.kind = 1
    where is_retracted and merged_into_id is null;

-- The change that a change follows from, where the server made it by itself: a resource
-- and its revision.
alter table changes
    add column cause_kind smallint,
    add column cause_id uuid,
    add column cause_revision bigint;

-- A reach says what it follows from, and stays when it has come to its end.
alter table reaches
    add column cause_kind smallint,
    add column cause_id uuid,
    add column cause_revision bigint,
    add column start_time timestamptz not null default now(),
    add column end_time timestamptz,
    add column claim_count integer not null default 0;
-- Those that have not come to their end.
create index reaches_left on reaches (source_id) where end_time is null;

-- The pointers of merged resources of both kinds.
create view merges as
    select 1::smallint as kind, id, merged_into_id from sources where merged_into_id is not null
    union all
    select 3::smallint, id, merged_into_id from claims where merged_into_id is not null;
