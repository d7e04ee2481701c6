-- Fills an empty, migrated database with :claims claims, and with what belongs to them: a tenth
-- as many articles, a twentieth as many sources, half as many appearances, a tenth as many
-- relations and a twentieth as many reviews. Which row has what is a hash of its number, so every
-- run stores the same. Documents are complete: lists as of a moment decode them.
set session_replication_role = replica;
set synchronous_commit = off;
set work_mem = '256MB';
set maintenance_work_mem = '256MB';

-- A number from 0 to 999,999 for a row and a question about it.
create function pg_temp.dice(number bigint, about text) returns integer language sql immutable
    return (hashtextextended(about, number) & 1048575) * 999999 / 1048575;
-- A number from 1 to `most`, of which small ones are frequent.
create function pg_temp.zipf(number bigint, about text, most integer) returns integer
    language sql immutable
    return floor(power(most + 1, pg_temp.dice(number, about) / 1000000.0))::integer;
create function pg_temp.id(kind text, number bigint) returns uuid language sql immutable
    return md5(kind || ' ' || number)::uuid;

-- Fields of a message. No number and no length is above 16,383.
create function pg_temp.varint(value integer) returns bytea language sql immutable
    return case when value < 128 then decode(lpad(to_hex(value), 2, '0'), 'hex')
           else decode(lpad(to_hex(value % 128 + 128), 2, '0')
               || lpad(to_hex(value / 128), 2, '0'), 'hex') end;
create function pg_temp.key(field integer, wire integer) returns bytea language sql immutable
    return pg_temp.varint(field * 8 + wire);
create function pg_temp.part(field integer, content bytea) returns bytea language sql immutable
    return pg_temp.key(field, 2) || pg_temp.varint(octet_length(content)) || content;
create function pg_temp.words(field integer, words text) returns bytea language sql immutable
    return case when words is null then ''::bytea
           else pg_temp.part(field, convert_to(words, 'UTF8')) end;
create function pg_temp.number(field integer, value integer) returns bytea language sql immutable
    return case when value is null then ''::bytea
           else pg_temp.key(field, 0) || pg_temp.varint(value) end;
-- Revision, etag, and the times of creation and update. An article has them from field 30 on.
create function pg_temp.stamp(first integer, revision integer) returns bytea language sql immutable
    return pg_temp.number(first, revision) || pg_temp.words(first + 1, 'filled')
           || pg_temp.part(first + 2, '\x0880e2cfaa06'::bytea)
           || pg_temp.part(first + 3, '\x0880e2cfaa06'::bytea);

insert into epochs (epoch, system_identifier, timeline)
select 1, system_identifier, timeline_id from pg_control_system(), pg_control_checkpoint()
on conflict do nothing;

create temporary table made_claims as
select number, pg_temp.id('claim', number) as id,
       case when dice < 400000 then 1 when dice < 700000 then 2 when dice < 850000 then 3
            when dice < 910000 then 4 when dice < 970000 then 5 else 6 end as type,
       case when number % 100000 = 7 then 'mt' when spoken < 700000 then 'en'
            when spoken < 900000 then 'de' else 'fr' end as language,
       array_remove(array[
           case when pg_temp.dice(number, 'politics') < 200000 then 'politics' end,
           -- Only in German.
           case when spoken between 700000 and 799999 and number % 100000 <> 7
                then 'bundestag' end,
           case when pg_temp.dice(number, 'tagged') < 600000
                then 'topic-' || pg_temp.zipf(number, 'topic', 5000) end,
           case when number % 100000 = 11 then 'rare' end,
           case when number = 12 then 'unique' end], null) as tags,
       -- Only numerical claims.
       case when dice between 400000 and 699999 then
           case when pg_temp.dice(number, 'persons') < 500000 then 'persons'
                else 'measure-' || pg_temp.zipf(number, 'measure', 2000) end end as measure,
       number % 1000 = 13 as is_retracted,
       case when number % 500 = 14 then pg_temp.id('claim', number - 1) end as merged_into_id
from (select number, pg_temp.dice(number, 'type') as dice,
             pg_temp.dice(number, 'language') as spoken
      from generate_series(1, :claims) number) claim;

create temporary table claim_docs as
select made_claims.*,
       pg_temp.words(1, 'claims/' || id)
       || pg_temp.words(2, 'Statement ' || number || ' says what a newsroom would write down, and '
           || 'it goes on for about as long as the claims of a thorough newsroom are long.')
       || pg_temp.words(3, language) || pg_temp.number(4, type)
       || coalesce((select string_agg(pg_temp.words(12, tag), ''::bytea)
                    from unnest(tags) tag), ''::bytea)
       || case when measure is null then ''::bytea else pg_temp.part(9,
           pg_temp.words(1, measure) || pg_temp.part(6, '\x0a030a0137'::bytea)
           || pg_temp.part(7, '\x0a030a0137'::bytea) || pg_temp.number(11, 1)) end
       || case when is_retracted then pg_temp.part(15, pg_temp.words(1, 'withdrawn')
           || pg_temp.part(2, '\x0880e2cfaa06'::bytea)) else ''::bytea end
       || pg_temp.words(26, 'claims/' || merged_into_id) as content
from made_claims;

insert into claims (id, revision, doc_version, doc, type, language, identity, is_retracted,
                    merged_into_id)
select id, case when number % 50 = 0 then 2 else 1 end, 1,
       content || pg_temp.stamp(20, case when number % 50 = 0 then 2 else 1 end),
       type, language, sha256(convert_to('claim ' || number, 'UTF8')), is_retracted,
       merged_into_id
from claim_docs;
insert into survivors (id, kind, survivor_id)
select id, 3, merged_into_id from made_claims where merged_into_id is not null;
insert into claim_tags (tag, claim_id) select tag, id from made_claims, unnest(tags) tag;
insert into claim_measures (measure, claim_id)
select measure, id from made_claims where measure is not null;
insert into claim_quantities
    (claim_id, ordinal, measure, key, counted, lower, lower_open, upper, upper_closed,
     period_from, period_through)
select id, 0, measure, substr(sha256(convert_to(measure || number / 1000, 'UTF8')), 1, 16), '',
       7, false, 7, true, '-infinity', 'infinity'
from made_claims where measure is not null;

-- The first ten sources have a third of all appearances.
create temporary table made_sources as
select number, pg_temp.id('source', number) as id,
       1 + pg_temp.zipf(number, 'kind', 11) as kind,
       case when number > 10 and number % 3 = 0
            then pg_temp.id('source', pg_temp.zipf(number, 'publisher', :claims / 20)) end
           as publisher_id,
       number > 10 and number % 1000 = 17 as is_retracted,
       case when number > 10 and number % 200 = 18 then pg_temp.id('source', number - 1) end
           as merged_into_id,
       (array['agency', 'ministry of', 'desk', 'newspaper', 'office'])[1 + number % 5] || ' '
           || number as display_name
from generate_series(1, :claims / 20) number;
insert into sources (id, revision, doc_version, doc, kind, publisher_id, is_retracted,
                     merged_into_id)
select id, 1, 1,
       pg_temp.words(1, 'sources/' || id) || pg_temp.number(2, kind)
       || pg_temp.words(3, display_name) || pg_temp.words(4, 'sources/' || publisher_id)
       || case when is_retracted then pg_temp.part(12, pg_temp.words(1, 'withdrawn')
           || pg_temp.part(2, '\x0880e2cfaa06'::bytea)) else ''::bytea end
       || pg_temp.words(26, 'sources/' || merged_into_id) || pg_temp.stamp(20, 1),
       kind, publisher_id, is_retracted, merged_into_id
from made_sources;
insert into survivors (id, kind, survivor_id)
select id, 1, merged_into_id from made_sources where merged_into_id is not null;
insert into source_names (source_id, name) select id, display_name from made_sources;

create temporary table made_articles as
select number, pg_temp.id('article', number) as id,
       case when number % 4 <> 0
            then pg_temp.id('source', pg_temp.zipf(number, 'house', 200)) end as publisher_id,
       case when number % 10 = 0 then null else pg_temp.zipf(number, 'genre', 10) end as genre,
       number % 500 = 19 as is_retracted, number % 40 = 21 as is_corrected,
       case when number % 20 = 1 then '-infinity'
            else timestamptz '2010-01-01Z' + interval '1 day' * (number % 5800) end
           as published_time,
       'section ' || pg_temp.zipf(number, 'section', 300) as section,
       case when pg_temp.dice(number, 'spoken') < 700000 then 'en'
            when number % 10000 = 7 then 'mt' else 'de' end as language,
       (array['council', 'minister', 'storm', 'club'])[1 + number % 4] || ' ' || number
           as headline
from generate_series(1, :claims / 10) number;
insert into articles (id, revision, doc_version, doc, text_version, publisher_id, genre,
                      is_retracted, is_corrected)
select id, 1, 1,
       pg_temp.words(1, 'articles/' || id) || pg_temp.words(4, 'sources/' || publisher_id)
       || pg_temp.words(5, headline) || pg_temp.number(8, genre) || pg_temp.words(9, section)
       || pg_temp.words(10, language)
       || case when published_time > '-infinity' then pg_temp.part(12,
           pg_temp.number(1, extract(year from published_time at time zone 'utc')::integer)
           || pg_temp.number(2, extract(month from published_time at time zone 'utc')::integer)
           || pg_temp.number(3, extract(day from published_time at time zone 'utc')::integer))
          else ''::bytea end
       || pg_temp.number(18, 1)
       || case when is_retracted then pg_temp.part(19, pg_temp.words(1, 'withdrawn')
           || pg_temp.part(2, '\x0880e2cfaa06'::bytea)) else ''::bytea end
       || case when is_corrected then pg_temp.part(20,
           pg_temp.words(1, md5('correction ' || number)::uuid::text) || pg_temp.number(2, 1)
           || pg_temp.part(3, '\x0880e2cfaa06'::bytea) || pg_temp.words(4, 'A figure was wrong.'))
          else ''::bytea end
       || pg_temp.stamp(30, 1),
       1, publisher_id, genre, is_retracted, is_corrected
from made_articles;
insert into article_listings (article_id, published_time, section, language, headline)
select id, published_time, section, language, headline from made_articles;
insert into article_texts (article_id, text_version, headline, body)
select id, 1, headline, pg_temp.words(13, 'The body of article ' || number || '.')
from made_articles;
insert into article_external_ids (system, external_id, article_id)
select 'cms', number::text, id from made_articles where number % 2 = 0;
insert into article_sources (source_id, article_id)
select pg_temp.id('source', pg_temp.zipf(number, 'cited', :claims / 20)), id
from made_articles where number % 3 = 0;

create temporary table made_appearances as
select number, pg_temp.id('appearance', number) as id,
       pg_temp.id('claim', 1 + pg_temp.dice(number, 'of claim')::bigint * :claims / 1000000)
           as claim_id,
       pg_temp.id('article', 1 + number % (:claims / 10)) as article_id,
       pg_temp.zipf(number, 'form', 3) as form, pg_temp.zipf(number, 'modality', 6) as modality,
       pg_temp.id('source', case when number % 3 = 0 then 1 + number / 3 % 10
                            else 1 + pg_temp.dice(number, 'source')::bigint * :claims / 20000000
                            end) as source_id,
       case when number % 50 = 0 then 3 when number % 100 = 1 then 4 else 1 end as stance,
       case when number % 20 = 2 then pg_temp.zipf(number, 'purpose', 3) end as purpose,
       case when number % 20 = 3 then pg_temp.zipf(number, 'outcome', 4) end as outcome
from generate_series(1, :claims / 2) number;
insert into appearances (id, claim_id, article_id, revision, doc_version, doc, form, modality,
                         identity, affirms, denies, doubts)
select id, claim_id, article_id, 1, 1,
       pg_temp.words(1, 'claims/' || claim_id || '/appearances/' || id)
       || pg_temp.words(2, 'articles/' || article_id) || pg_temp.number(3, 1)
       || pg_temp.part(4, pg_temp.number(1, 1) || pg_temp.words(2, 'The body'))
       || case when purpose is null then ''::bytea else pg_temp.part(4, pg_temp.number(1, 1)
           || pg_temp.words(2, 'of article') || pg_temp.number(8, purpose)) end
       || pg_temp.number(5, form) || pg_temp.number(6, modality) || pg_temp.number(11, stance)
       || pg_temp.part(12, pg_temp.part(1, pg_temp.words(1, 'sources/' || source_id)
           || pg_temp.number(3, 1) || pg_temp.number(8, 1)))
       || case when outcome is null then ''::bytea else pg_temp.part(13,
           pg_temp.number(1, outcome) || '\x11000000000000f03f'::bytea || pg_temp.number(3, 1)
           || pg_temp.part(5, '\x0880e2cfaa06'::bytea)) end
       || pg_temp.stamp(20, 1),
       form, modality, sha256(convert_to('appearance ' || number, 'UTF8')), stance = 1,
       stance = 3, stance = 4
from made_appearances;
insert into appearance_sources (source_id, appearance_id, claim_id, article_id)
select source_id, id, claim_id, article_id from made_appearances;
insert into appearance_purposes (purpose, appearance_id)
select purpose, id from made_appearances where purpose is not null;
insert into anchorings (appearance_id, outcome, changes, outcome_time)
select id, outcome, case when outcome = 3 then array[1 + number / 20 % 3] else '{}' end,
       to_timestamp(1700000000 + number)
from made_appearances where outcome is not null;

create temporary table made_relations as
select number, pg_temp.id('relation', number) as id,
       pg_temp.id('claim', 1 + pg_temp.dice(number, 'one')::bigint * :claims / 1000000)
           as claim_id,
       pg_temp.id('claim', 1 + pg_temp.dice(number, 'target')::bigint * :claims / 1000000)
           as target_id,
       pg_temp.zipf(number, 'type of relation', 12) as type,
       case when number % 50 = 0 then 3 when number % 5 = 0 then 2 else 1 end as state,
       'matcher ' || pg_temp.zipf(number, 'matcher', 50) as author
from generate_series(1, :claims / 10) number;
insert into relations (id, claim_id, target_id, revision, doc_version, doc, is_deleted, type,
                       state, author, identity)
select id, claim_id, target_id, 1, 1,
       pg_temp.words(1, 'claims/' || claim_id || '/relations/' || id) || pg_temp.number(2, type)
       || pg_temp.words(3, 'claims/' || target_id) || pg_temp.words(4, author)
       || pg_temp.number(7, state) || pg_temp.stamp(20, 1),
       false, type, state, author, sha256(convert_to('relation ' || number, 'UTF8'))
from made_relations;

create temporary table made_reviews as
select number, pg_temp.id('review', number) as id,
       -- One of each twentieth claim.
       pg_temp.id('claim', number * 20) as claim_id,
       'desk ' || pg_temp.zipf(number, 'desk', 50) as author,
       pg_temp.zipf(number, 'verdict', 7) as verdict,
       timestamptz '2020-01-01Z' + interval '1 hour' * (number % 50000) as review_time
from generate_series(1, :claims / 20) number;
insert into reviews (id, claim_id, revision, doc_version, doc, is_deleted, author, verdict,
                     review_time, identity)
select id, claim_id, 1, 1,
       pg_temp.words(1, 'claims/' || claim_id || '/reviews/' || id) || pg_temp.words(2, author)
       || pg_temp.part(4, '\x0880e2cfaa06'::bytea) || pg_temp.number(6, verdict)
       || pg_temp.stamp(20, 1),
       false, author, verdict, review_time, sha256(convert_to('review ' || number, 'UTF8'))
from made_reviews;

-- The standing of each claim that is printed or reviewed. Every five thousandth is disputed.
create temporary table made_standings as
select claim_id, verdict, number, number % 5000 = 1 as is_disputed
from (select claim_id, max(verdict) as verdict, row_number() over (order by claim_id) as number
      from (select claim_id, null::integer as verdict from made_appearances
            union all
            select claim_id, verdict from made_reviews) said
      group by claim_id) claim;
insert into standings (claim_id, revision, doc_version, doc, reasons, verdict)
select claim_id, 1, 1,
       pg_temp.words(1, 'claims/' || claim_id || '/standing')
       || case when is_disputed then '\x10011a0101'::bytea else ''::bytea end
       || pg_temp.number(4, verdict) || pg_temp.number(20, 1)
       || pg_temp.part(23, '\x0880e2cfaa06'::bytea),
       case when is_disputed then '{1}'::smallint[] else '{}' end, verdict
from made_standings;

-- The log. Everything was created in the course of 300 days, until two hours ago. Every fiftieth
-- claim was updated in the course of the last 30 days: until then it had no tags.
create temporary table entries as
select kind, id, claim_id, revision, doc, number,
       date_trunc('day', now()) - interval '300 days'
           + (interval '300 days' * (number::float / max(number) over (partition by kind)))
           - interval '2 hours' as change_time
from (
    select 1 as kind, id, null::uuid as claim_id, 1 as revision, doc, number
    from sources join made_sources using (id)
    union all
    select 2, id, null, 1, doc, number from articles join made_articles using (id)
    union all
    select 3, id, null, 1, content || pg_temp.stamp(20, 1), number from claim_docs
    where number % 50 <> 0
    union all
    select 3, id, null, 1, pg_temp.words(1, 'claims/' || id)
        || pg_temp.words(2, 'Statement ' || number) || pg_temp.words(3, language)
        || pg_temp.number(4, type) || pg_temp.stamp(20, 1), number
    from made_claims where number % 50 = 0
    union all
    select 4, id, appearances.claim_id, 1, doc, number
    from appearances join made_appearances using (id)
    union all
    select 5, id, relations.claim_id, 1, doc, number
    from relations join made_relations using (id)
    union all
    select 6, id, reviews.claim_id, 1, doc, number from reviews join made_reviews using (id)
    union all
    select 7, claim_id, null, 1, doc, number from standings join made_standings using (claim_id)
) created;
insert into entries
select 3, id, null, 2, doc, number,
       now() - interval '1 second' - interval '30 days' * (number::float / :claims)
from claims join made_claims using (id)
where number % 50 = 0;

insert into changes (epoch, xid, seq, kind, id, claim_id, revision, operation, actor,
                     change_time, scope, doc_bytes, text_version)
select 1, 2 + kind * 2 + revision, number, kind, id, claim_id, revision,
       case when revision = 1 then 1 else 2 end, 'filler', change_time,
       array_remove(array[id, claim_id], null), octet_length(doc),
       case when kind = 2 then 1 end
from entries;
insert into change_docs (change_time, epoch, xid, seq, doc_version, doc)
select change_time, 1, 2 + kind * 2 + revision, number, 1, doc from entries;
