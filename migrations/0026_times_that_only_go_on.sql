-- Until when reads as of a moment may have been answered. No transaction that gets its id later
-- gets a change time until then, whatever the clock shows: what was answered stays.
create table if not exists sealed (
    -- There is one row.
    is_only boolean primary key default true check (is_only),
    until_time timestamptz not null
);
insert into sealed (until_time) values ('epoch') on conflict do nothing;

-- The change time of a transaction that gets its id before this is called: that of the clock,
-- but later than what is sealed, and than the newest change.
--
-- Each statement of a volatile function sees what is committed when it begins. So it sees what
-- was sealed before the transaction got its id, even if the statement that calls it began
-- before. Changes are searched from the clock on. There is none, unless the clock went back, so
-- those of open transactions are not passed.
create or replace function next_change_time() returns timestamptz language plpgsql volatile as $$
declare
    clock timestamptz := clock_timestamp();
    newest timestamptz;
    until timestamptz;
begin
    select max(change_time) into newest from changes where change_time >= clock;
    select until_time into until from sealed;
    return greatest(clock, newest + interval '1 microsecond', until + interval '1 microsecond');
end
$$;
