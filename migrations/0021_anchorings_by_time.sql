-- no-transaction
-- squawk-disable-assume-in-transaction
-- The list of appearances re-anchored in a time. Only those in edited articles have a row.
create index concurrently if not exists anchorings_at_time
    on anchorings (outcome_time, appearance_id);
