-- One append-only log holds every state of every resource; all other tables are
-- indexes over it. A resource is stored as its document (protobuf) beside the
-- columns that a filter, a join or a constraint needs. Each index names the
-- query that it serves.
--
-- Kinds: 1 source, 2 article, 3 claim, 4 appearance.

-- Transaction ids start again when a dump is restored and stand still when a
-- standby is promoted, so a position in the log starts with an epoch: each
-- (system identifier, timeline) that this database was written on is one.
create table epochs (
    epoch integer primary key,
    system_identifier bigint not null,
    timeline integer not null,
    start_time timestamptz not null default now()
);

create table changes (
    -- The position. Readers stop below the oldest open transaction of the newest
    -- epoch: (xid, seq) is then the order of commits of one resource.
    epoch integer not null,
    xid bigint not null,
    seq integer not null,
    kind smallint not null,
    id uuid not null,
    revision bigint not null,
    -- 1 created, 2 updated.
    operation smallint not null,
    actor text not null,
    request_id uuid,
    change_time timestamptz not null,
    -- The article, source and claim ids that it concerns, before and after.
    scope uuid[] not null,
    doc_version smallint not null,
    doc bytea not null,
    -- Of an article: which text it then had.
    text_version integer,
    primary key (epoch, xid, seq)
);
-- The history of one resource, and the answer to a repeated request.
create unique index changes_of_resource on changes (id, kind, revision);
-- What one caller did.
create index changes_of_actor on changes (actor, epoch, xid, seq);
-- What was done between two times.
create index changes_at_time on changes (change_time);
-- Everything that concerns an article, a source or a claim.
create index changes_in_scope on changes using gin (scope);

-- What a mutation with a request id did, so that it is done once.
create table requests (
    actor text not null,
    method text not null,
    request_id uuid not null,
    digest bytea not null,
    results jsonb not null,
    create_time timestamptz not null,
    primary key (actor, method, request_id)
);
-- The removal of those that are old.
create index requests_by_age on requests (create_time);

create table sources (
    id uuid primary key,
    revision bigint not null,
    doc_version smallint not null,
    doc bytea not null,
    kind smallint not null,
    canonical_url text,
    publisher_id uuid references sources
);
-- Which source has a url, and that no two do.
create unique index sources_canonical_url on sources (canonical_url) where canonical_url is not null;
-- The list of sources of one kind.
create index sources_of_kind on sources (kind, id);
-- The list of sources of one publisher.
create index sources_of_publisher on sources (publisher_id, id) where publisher_id is not null;

create table source_same_as (
    -- Which source is the same as a thing elsewhere, and that no two are.
    uri text primary key,
    source_id uuid not null references sources
);
-- The replacement of a source's links.
create index source_same_as_of_source on source_same_as (source_id);

create table articles (
    id uuid primary key,
    revision bigint not null,
    doc_version smallint not null,
    doc bytea not null,
    text_version integer not null,
    uri text,
    description bytea,
    publisher_id uuid references sources,
    genre smallint
);
-- Which article has a uri, and that no two do.
create unique index articles_uri on articles (uri) where uri is not null;
-- Which article is described so, where it has neither uri nor external id.
create unique index articles_description on articles (description, publisher_id) nulls not distinct
    where description is not null;
-- The list of articles of one publisher.
create index articles_of_publisher on articles (publisher_id, id) where publisher_id is not null;
-- The list of articles of one genre.
create index articles_of_genre on articles (genre, id) where genre is not null;

create table article_external_ids (
    system text not null,
    external_id text not null,
    article_id uuid not null references articles,
    -- Which article another system means, and that it means one.
    primary key (system, external_id)
);
-- The replacement of an article's ids.
create index article_external_ids_of_article on article_external_ids (article_id);

-- The texts, each once: a body is large and seldom changes.
create table article_texts (
    article_id uuid not null references articles,
    text_version integer not null,
    headline text not null,
    -- The encoding of an Article with only the body: appended to the document it
    -- makes the whole.
    body bytea not null,
    primary key (article_id, text_version)
);

create table article_sources (
    -- The list of articles that cite or credit a source.
    source_id uuid not null references sources,
    article_id uuid not null references articles,
    primary key (source_id, article_id)
);
-- The list of sources of an article, and their replacement.
create index article_sources_of_article on article_sources (article_id, source_id);

-- What a source that has neither url nor same_as was called in the bundles of
-- one article: its identity there.
create table article_keys (
    article_id uuid not null references articles,
    key text not null,
    source_id uuid not null references sources,
    primary key (article_id, key)
);

create table claims (
    id uuid primary key,
    revision bigint not null,
    doc_version smallint not null,
    doc bytea not null,
    type smallint not null,
    -- The primary language, in lower case.
    language text not null,
    identity bytea not null,
    -- Translations form no cycle.
    translation_of uuid references claims
);
-- Which claim says the same, and that no two do.
create unique index claims_identity on claims (identity);
-- The list of claims of one type.
create index claims_of_type on claims (type, id);
-- The list of claims in one language.
create index claims_in_language on claims (language, id);

create table claim_tags (
    -- The list of claims with a tag.
    tag text not null,
    claim_id uuid not null references claims,
    primary key (tag, claim_id)
);
-- The replacement of a claim's tags.
create index claim_tags_of_claim on claim_tags (claim_id);

create table claim_measures (
    -- The list of claims that measure something.
    measure text not null,
    claim_id uuid not null references claims,
    primary key (measure, claim_id)
);
-- The replacement of a claim's measures.
create index claim_measures_of_claim on claim_measures (claim_id);

create table appearances (
    id uuid primary key,
    claim_id uuid not null references claims,
    article_id uuid not null references articles,
    revision bigint not null,
    doc_version smallint not null,
    doc bytea not null,
    form smallint not null,
    modality smallint not null,
    identity bytea not null
);
-- Which appearance is the same, and that no two are.
create unique index appearances_identity on appearances (identity);
-- The list of a claim's appearances.
create index appearances_of_claim on appearances (claim_id, id);
-- The list of claims that an article prints.
create index appearances_in_article on appearances (article_id, claim_id);

create table appearance_sources (
    source_id uuid not null references sources,
    appearance_id uuid not null references appearances,
    claim_id uuid not null references claims,
    article_id uuid not null references articles,
    -- The list of appearances attributed to a source.
    primary key (source_id, appearance_id)
);
-- The list of claims attributed to a source.
create index appearance_sources_claims on appearance_sources (source_id, claim_id);
-- The list of sources that an article's claims are attributed to.
create index appearance_sources_in_article on appearance_sources (article_id, source_id);
-- The replacement of an appearance's sources.
create index appearance_sources_of_appearance on appearance_sources (appearance_id);
