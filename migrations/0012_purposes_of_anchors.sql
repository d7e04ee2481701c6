-- The purposes of the further anchors of appearances. Appearances written before have none,
-- so nothing is filled in.

create table appearance_purposes (
    purpose smallint not null,
    appearance_id uuid not null references appearances,
    -- The list of appearances with an anchor of a purpose.
    primary key (purpose, appearance_id)
);
-- The purposes of an appearance, which its writes replace.
create index appearance_purposes_of on appearance_purposes (appearance_id);
