-- no-transaction
-- squawk-disable-assume-in-transaction
-- The list of reviewed claims, whatever the verdict. Only reviewed claims have a row.
create index concurrently if not exists standings_reviewed
    on standings (claim_id) where verdict is not null;
