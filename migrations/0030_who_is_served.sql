-- Which servers the schema serves. Each server looks here again and again. One whose newest migration is
-- older than `oldest_server` is not ready and refuses calls, until that is lowered or the server
-- replaced. Only a migration that takes away or changes what older servers use raises it.
create table schema_compatibility (
    -- There is one row.
    is_only boolean primary key default true check (is_only),
    oldest_server bigint not null
);
insert into schema_compatibility (oldest_server) values (28);
-- Servers need no right of their own for it, so that it can be there before they know of it.
grant select on schema_compatibility to public;
