-- no-transaction
-- squawk-disable-assume-in-transaction
-- The claims that rest on a source, in the order of their ids, without those whose appearance is
-- deleted, from the index alone. It takes the place of `appearance_sources_claims`.
create index concurrently if not exists appearance_sources_claims_of
    on appearance_sources (source_id, claim_id, is_deleted);
