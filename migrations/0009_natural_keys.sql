-- What makes two resources the same, in the form in which it is compared. The columns that
-- held it before (canonical_url, uri, description, identity, and the table source_same_as)
-- keep the form of earlier releases, which may still run: they compare more strictly, so
-- what is the same to them is the same here.

create table natural_keys (
    kind smallint not null,
    id uuid not null,
    -- Of a child of a claim: the claim.
    claim_id uuid,
    -- A digest of the field and its value in canonical form.
    key bytea not null,
    -- Of an article that is known only by its description: the publisher within which the
    -- key is unique.
    publisher_id uuid,
    is_deleted boolean not null,
    -- Whether another resource had the key when this one was brought along from an earlier
    -- release. Such doubles are listed and not merged.
    is_double boolean not null default false,
    -- The keys of a resource, and their replacement.
    primary key (kind, id, key)
);
-- That no two live resources have a key, except for doubles.
create unique index natural_keys_held on natural_keys (key, publisher_id) nulls not distinct
    where not is_deleted and not is_double;
-- Which resources have a key, with deleted ones and doubles.
create index natural_keys_of_key on natural_keys (key, kind);
-- The list of doubles.
create index natural_keys_doubles on natural_keys (id) where is_double;
