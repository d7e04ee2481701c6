-- What each server writes a few times a second while reads may go to standbys. A standby that shows
-- a beat has everything that was acknowledged before that beat was written.
create table beats (
    server_id uuid primary key,
    beat bigint not null,
    beat_time timestamptz not null
);
