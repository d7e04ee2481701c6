-- no-transaction
-- squawk-disable-assume-in-transaction
-- The lists of the resources of one kind in the order in which they were created.
create index concurrently if not exists changes_by_creation
    on changes (kind, change_time, id) where revision = 1;
