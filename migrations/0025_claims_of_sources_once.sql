-- no-transaction
-- squawk-disable-assume-in-transaction
-- `appearance_sources_claims_of` has the same columns and one more.
drop index concurrently if exists appearance_sources_claims;
