-- Kind 7: how a claim stands, computed in the transaction that changes it. Its id is
-- the claim's.

create table standings (
    claim_id uuid primary key references claims,
    revision bigint not null,
    doc_version smallint not null,
    doc bytea not null,
    -- Why it is disputed, a retracted source apart: that is asked of the sources, so
    -- that a retraction is effective at once.
    reasons smallint[] not null,
    verdict smallint
);
-- The list of claims that are disputed, and why.
create index standings_disputed on standings (claim_id) where reasons <> '{}';
-- The list of claims by their newest verdict.
create index standings_with_verdict on standings (verdict, claim_id) where verdict is not null;

alter table sources add column is_retracted boolean not null default false;
-- The list of retracted sources, and of what rests on them.
create index sources_retracted on sources (id) where is_retracted;
alter table articles
    add column is_retracted boolean not null default false,
    add column is_corrected boolean not null default false;
-- The list of retracted articles.
create index articles_retracted on articles (id) where is_retracted;
-- The list of corrected articles.
create index articles_corrected on articles (id) where is_corrected;
alter table claims add column is_retracted boolean not null default false;
-- The list of retracted claims.
create index claims_retracted on claims (id) where is_retracted;

-- Which sides are taken in an appearance, composed along its chains.
alter table appearances
    add column affirms boolean not null default false,
    add column denies boolean not null default false,
    add column doubts boolean not null default false;
-- The list of appearances in which somebody denies, of all claims.
create index appearances_that_deny on appearances (id) where denies;
-- The list of appearances in which somebody doubts, of all claims.
create index appearances_that_doubt on appearances (id) where doubts;
-- The sources that a claim is attributed to.
create index appearance_sources_of_claim on appearance_sources (claim_id, source_id);

-- Retractions of sources that have not reached the standings of all claims that rest
-- on them, nor has their end: the last claim that each has reached, if it has reached one.
create table reaches (
    source_id uuid primary key references sources,
    after_claim_id uuid
);

-- What has been computed anew from documents that were written before these tables
-- and columns were there.
create table derivations (
    version smallint primary key,
    end_time timestamptz not null default now()
);
