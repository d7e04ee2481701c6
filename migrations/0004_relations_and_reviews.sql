-- Kinds: 5 relation, 6 review.

create table relations (
    id uuid primary key,
    claim_id uuid not null references claims,
    target_id uuid not null references claims,
    revision bigint not null,
    doc_version smallint not null,
    doc bytea not null,
    is_deleted boolean not null,
    type smallint not null,
    state smallint not null,
    -- The form in which two authors compare.
    author text not null,
    identity bytea not null
);
-- Which live relation is the same, and that no two are.
create unique index relations_identity on relations (identity) where not is_deleted;
-- The list of a claim's relations, and what a claim was made from.
create index relations_of_claim on relations (claim_id, id);
-- The list of the relations that have a claim as their target.
create index relations_of_target on relations (target_id, id);
-- The list of relations in one state, of all claims: what is to be decided.
create index relations_in_state on relations (state, id);
-- The list of relations of one author, of all claims.
create index relations_of_author on relations (author, id);

create table reviews (
    id uuid primary key,
    claim_id uuid not null references claims,
    revision bigint not null,
    doc_version smallint not null,
    doc bytea not null,
    is_deleted boolean not null,
    author text not null,
    verdict smallint not null,
    review_time timestamptz not null,
    identity bytea not null
);
-- Which live review is the same, and that no two are.
create unique index reviews_identity on reviews (identity) where not is_deleted;
-- The list of a claim's reviews.
create index reviews_of_claim on reviews (claim_id, id);
-- The list of reviews of one author, of all claims.
create index reviews_of_author on reviews (author, id);
-- The list of reviews with one verdict, of all claims.
create index reviews_with_verdict on reviews (verdict, id);
