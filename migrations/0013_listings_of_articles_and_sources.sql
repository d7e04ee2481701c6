-- What lists filter and order by, as computed from the documents. These are tables of
-- their own, so that their indexes are built while they are empty: no write waits.

create table article_listings (
    article_id uuid primary key references articles,
    -- The first moment that the publication date can mean; -infinity if there is none.
    published_time timestamptz not null,
    -- The section, in the form in which statements are compared.
    section text not null,
    -- The primary language, in lower case; empty if not known.
    language text not null,
    -- The headline, in the form in which prefixes are compared.
    headline text collate "C" not null
);
-- The list of articles in the order of publication, and of those of a time.
create index article_listings_by_time on article_listings (published_time, article_id);
-- The list of articles of a section. A whole section may be too long for an index.
create index article_listings_in_section on article_listings ("left"(section, 200), article_id);
-- The list of articles in a language.
create index article_listings_in_language on article_listings (language, article_id);
-- The list of articles whose headline has a prefix.
create index article_listings_by_headline on article_listings ("left"(headline, 200), article_id);

create table source_names (
    source_id uuid primary key references sources,
    -- The display name, in the form in which prefixes are compared.
    name text collate "C" not null
);
-- The list of sources whose name has a prefix.
create index source_names_by_prefix on source_names ("left"(name, 200), source_id);
-- The sources that have a name, whether or not it ends with a full stop.
create index source_names_by_name on source_names ("left"(rtrim(name, '. '), 200), source_id);
