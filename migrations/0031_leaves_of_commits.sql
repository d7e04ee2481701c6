-- A Merkle tree over the log, as RFC 6962 has it: each commit is a leaf, in the order of the log. It is
-- built behind the writes. What docs/transparency.md calls entry, record and content is made of these
-- rows and of those of the log.

create table tree_leaves (
    -- The leaves from one index on: of a tile, and the last one.
    index bigint primary key,
    epoch integer not null,
    xid bigint not null,
    change_time timestamptz not null,
    changes integer not null,
    -- The root of the tree over the records of its changes.
    records bytea not null
);
-- Which leaf a commit is.
create unique index tree_leaves_of_commits on tree_leaves (epoch, xid);

-- The hashes of whole subtrees of 256 leaves, of 256 of those, and so on.
create table tree_nodes (
    level smallint not null,
    index bigint not null,
    hash bytea not null,
    -- The nodes of a tile.
    primary key (level, index)
);

create table change_digests (
    xid bigint not null,
    epoch integer not null,
    seq integer not null,
    -- The first bytes of the hash of its record, to tell which change of a commit is another one.
    record bigint not null,
    -- What the leaf says of the content: 1 its digest, 2 that it was erased, 3 that it was no longer kept.
    content smallint not null,
    digest bytea,
    -- It goes when the content is erased, so that nobody can try out what the content was.
    salt bytea,
    -- The digest of an entry.
    primary key (epoch, xid, seq)
);

-- Trees that were signed.
create table tree_checkpoints (
    -- The newest one, and that of a size.
    size bigint primary key,
    create_time timestamptz not null,
    -- A signed note with the signatures of the log alone.
    note text not null
);

create table tree_cosignatures (
    size bigint not null,
    -- The name of a witness and the id of its key.
    witness text not null,
    create_time timestamptz not null,
    -- The line of the note.
    signature text not null,
    -- Those of a checkpoint.
    primary key (size, witness)
);
