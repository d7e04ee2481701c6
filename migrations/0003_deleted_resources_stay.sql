-- What is deleted stays as it was and is marked. It holds no key any more: a unique
-- index tells live rows apart by their key alone, and deleted ones by their id too,
-- so that one index finds both.

alter table sources add column is_deleted boolean not null default false;
alter table articles add column is_deleted boolean not null default false;
alter table claims add column is_deleted boolean not null default false;
alter table appearances add column is_deleted boolean not null default false;

drop index sources_canonical_url;
-- Which source has a url, and that no two live ones do.
create unique index sources_canonical_url
    on sources (canonical_url, (case when is_deleted then id end)) nulls not distinct
    where canonical_url is not null;

alter table source_same_as
    drop constraint source_same_as_pkey,
    add column is_deleted boolean not null default false;
drop index source_same_as_of_source;
-- The replacement of a source's links.
alter table source_same_as add primary key (source_id, uri);
-- Which source is the same as a thing elsewhere, and that no two live ones are.
create unique index source_same_as_uri
    on source_same_as (uri, (case when is_deleted then source_id end)) nulls not distinct;

drop index articles_uri;
-- Which article has a uri, and that no two live ones do.
create unique index articles_uri
    on articles (uri, (case when is_deleted then id end)) nulls not distinct
    where uri is not null;
drop index articles_description;
-- Which live article is described so, where it has neither uri nor external id.
create unique index articles_description on articles (description, publisher_id) nulls not distinct
    where description is not null and not is_deleted;

alter table article_external_ids
    drop constraint article_external_ids_pkey,
    add column is_deleted boolean not null default false;
drop index article_external_ids_of_article;
-- The replacement of an article's ids: at most one for each system.
alter table article_external_ids add primary key (article_id, system);
-- Which article another system means, and that it means one live one.
create unique index article_external_ids_meant
    on article_external_ids (system, external_id, (case when is_deleted then article_id end))
    nulls not distinct;

drop index claims_identity;
-- Which live claim says the same, and that no two do.
create unique index claims_identity on claims (identity) where not is_deleted;
-- Whether a claim is translated, before it is deleted.
create index claims_of_original on claims (translation_of) where translation_of is not null;

drop index appearances_identity;
-- Which live appearance is the same, and that no two are.
create unique index appearances_identity on appearances (identity) where not is_deleted;

alter table appearance_sources add column is_deleted boolean not null default false;

-- Resources that live ones refer to in ways that nothing else asks for: whether one
-- may be deleted.
create table mentions (
    target_id uuid not null,
    target_kind smallint not null,
    kind smallint not null,
    id uuid not null,
    claim_id uuid,
    primary key (target_id, target_kind, kind, id)
);
-- The replacement of a resource's mentions.
create index mentions_of_resource on mentions (id, kind);
