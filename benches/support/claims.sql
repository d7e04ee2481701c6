-- Makes :copies copies of the claim :copied. They share 500 measures. Of the claims about one
-- subject, every tenth has a value of its own. Documents are edited as hexadecimal text,
-- because Postgres has no replace() for bytea.
set session_replication_role = replica;
set synchronous_commit = off;
set work_mem = '256MB';

create function pg_temp.hex(words text) returns text language sql immutable
    return encode(convert_to(words, 'UTF8'), 'hex');

create temporary table copies as
select number, md5('claim ' || number)::uuid as id,
       'm-' || lpad((number % 500)::text, 7, '0') as measure,
       'Subject ' || lpad((number / 5000)::text, 7, '0') as subject,
       1000000 + case when number / 500 % 10 = 0 then number / 5000 % 1000 + 1 else 0 end as value
from generate_series(1, :copies) number;

insert into claims (id, revision, doc_version, doc, type, language, identity)
select copies.id, revision, doc_version,
       decode(
           replace(replace(replace(replace(replace(encode(doc, 'hex'),
               pg_temp.hex(:copied), pg_temp.hex(copies.id::text)),
               pg_temp.hex('statement 0000000'),
               pg_temp.hex('statement ' || lpad(number::text, 7, '0'))),
               pg_temp.hex('m-0000000'), pg_temp.hex(measure)),
               pg_temp.hex('Subject 0000000'), pg_temp.hex(subject)),
               pg_temp.hex('1000000'), pg_temp.hex(value::text)),
           'hex'),
       type, language, sha256(convert_to('claim ' || number, 'UTF8'))
from copies, claims
where claims.id = :copied;

insert into claim_measures (measure, claim_id) select measure, id from copies;

insert into claim_quantities
    (claim_id, ordinal, measure, key, counted, lower, lower_open, upper, upper_closed,
     period_from, period_through)
select id, 0, copies.measure,
       substr(sha256(convert_to(copies.measure || copies.subject, 'UTF8')), 1, 16), counted,
       value, lower_open, value, upper_closed, period_from, period_through
from copies, claim_quantities
where claim_id = :copied;
