-- A digest of the headline and the text of each article, in their newest version. With it an
-- import finds an article that is stored with another uri, or with none. A text without words
-- has no row.
create table article_contents (
    article_id uuid primary key references articles,
    content bytea not null
);
-- The articles that have a headline and a text.
create index article_contents_alike on article_contents (content, article_id);
