-- The documents of the log stand apart from its entries, by months: those that are
-- superseded for longer than they are to be kept go with their month.

-- Positions name their epoch by it too, so that those of another database are told
-- apart. A copy of the database has the same epochs up to where it was made.
alter table epochs add column tag bigint not null
    default ('x' || left(replace(gen_random_uuid()::text, '-', ''), 16))::bit(64)::bigint;

create table change_docs (
    change_time timestamptz not null,
    epoch integer not null,
    xid bigint not null,
    seq integer not null,
    doc_version smallint not null,
    doc bytea not null,
    -- The document of an entry.
    primary key (change_time, epoch, xid, seq)
) partition by range (change_time);
-- What no month was made for in time.
create table change_docs_default partition of change_docs default;

-- The documents of months that went, as long as they are the newest of their
-- resources, or were when the time began that is kept.
create table change_docs_kept (
    epoch integer not null,
    xid bigint not null,
    seq integer not null,
    doc_version smallint not null,
    doc bytea not null,
    -- The document of an entry.
    primary key (epoch, xid, seq)
);

-- How far documents went: all that were superseded before the time. Who follows the log
-- from before the position would miss some.
create table retention (
    kept_since timestamptz not null,
    epoch integer not null,
    xid bigint not null,
    seq integer not null,
    -- Up to when that was done outside of whole months.
    trimmed_through timestamptz,
    -- There is at most one.
    is_only boolean primary key default true check (is_only)
);

-- What was erased: what hangs on it and is erased too is not looked at again.
create table erasures (
    id uuid not null,
    kind smallint not null,
    primary key (id, kind)
);

-- The requests that wrote what is erased.
create index requests_of_id on requests (request_id);

do $$
declare
    month timestamptz := date_trunc('month', now() at time zone 'utc') at time zone 'utc';
    next timestamptz;
begin
    -- What was written before there were months; the default one stays empty.
    execute format(
        'create table change_docs_first partition of change_docs for values from (minvalue) to (%L)',
        month
    );
    for step in 1..2 loop
        next := (month at time zone 'utc' + interval '1 month') at time zone 'utc';
        execute format(
            'create table %I partition of change_docs for values from (%L) to (%L)',
            'change_docs_' || to_char(month at time zone 'utc', 'YYYY_MM'), month, next
        );
        month := next;
    end loop;
end
$$;

insert into change_docs (change_time, epoch, xid, seq, doc_version, doc)
select change_time, epoch, xid, seq, doc_version, doc from changes;

-- Of what hangs on a claim: the claim.
alter table changes add column claim_id uuid, add column doc_bytes integer not null default 0;
update changes set
    doc_bytes = octet_length(doc),
    claim_id = case kind
        when 4 then (select appearances.claim_id from appearances where appearances.id = changes.id)
        when 5 then (select relations.claim_id from relations where relations.id = changes.id)
        when 6 then (select reviews.claim_id from reviews where reviews.id = changes.id)
    end;
alter table changes
    alter column doc_bytes drop default,
    drop column doc,
    drop column doc_version;

-- When the text of an article was replaced; nothing for the newest.
alter table article_texts add column supersede_time timestamptz;
update article_texts set supersede_time = (
    select min(change_time) from changes
    where id = article_id and kind = 2 and changes.text_version = article_texts.text_version + 1
);
-- The removal of those that are old.
create index article_texts_superseded on article_texts (supersede_time)
    where supersede_time is not null;
