-- no-transaction
-- squawk-disable-assume-in-transaction
-- The list of relations of one type, of all claims.
create index concurrently if not exists relations_of_type on relations (type, id);
