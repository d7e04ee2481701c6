-- What happened to the words of each appearance when its article last got a new version.
-- Appearances in articles that got none since have no row. It is a table of its own, so that
-- its index is built while it is empty: `appearances` stays writable.
create table anchorings (
    appearance_id uuid primary key references appearances,
    outcome smallint not null,
    -- The kinds of difference between the old and the new words.
    changes smallint[] not null,
    outcome_time timestamptz not null
);
-- The list of appearances with one outcome, of all claims.
create index anchorings_with_outcome on anchorings (outcome, appearance_id);
