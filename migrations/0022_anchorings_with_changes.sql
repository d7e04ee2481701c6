-- no-transaction
-- squawk-disable-assume-in-transaction
-- The list of appearances whose words were changed in one way. Only those that were changed when
-- their article was edited have a row.
create index concurrently if not exists anchorings_with_changes
    on anchorings (appearance_id) where changes <> '{}';
