-- What confidential sources are, encrypted. Their documents in all other tables only say that they
-- are confidential. An update replaces the row, and an erasure removes it.
create table confidential_sources (
    source_id uuid primary key,
    -- The key of the service that the data key is wrapped with.
    key_id text not null,
    wrapped_key bytea not null,
    content bytea not null
);

-- The reason that somebody gave for revealing a confidential source; empty for all other calls.
alter table audit_entries add column justification text not null default '';
