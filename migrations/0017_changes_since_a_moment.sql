-- no-transaction
-- squawk-disable-assume-in-transaction
-- What was changed since a moment: lists as of it correct the current rows by these. What was
-- created has no row.
create index concurrently if not exists changes_of_updates
    on changes (kind, change_time, id) where revision > 1;
