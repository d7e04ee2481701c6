-- no-transaction
-- squawk-disable-assume-in-transaction
-- The claims that are only listed when asked for: counts leave them out without reading claims.
create index concurrently if not exists claims_not_listed
    on claims (id) where is_deleted or merged_into_id is not null;
