//! Builds the leaves of commits, behind the writes.
//!
//! A batch is a short transaction. Its lock keeps other servers from building meanwhile, and the lock
//! on the documents keeps erasures out, so that no salt is kept of what was just erased. It writes only
//! after everything is read and hashed: an open transaction that writes holds back the readers of the log.

use ring::rand::{SecureRandom as _, SystemRandom};

use super::{
    digests, hashes,
    leaf::{self, commit_of},
    logged::{self, Bounds, CommitKey, Logged},
    salts,
};
use crate::{
    domain::Timestamp,
    proof::{
        merkle::Hash,
        record::{Commit, Content, SALT_BYTES},
    },
    store::{
        Error, Store,
        connection::{Connection, READ_COMMITTED},
        write::{LockSet, Lockable},
    },
};

/// The settings of the transactions. Erasures never queue for long behind one that waits.
const SETTINGS: &[(&str, &str)] = &[
    ("lock_timeout", "500ms"),
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("jit", "off"),
];

/// What a batch did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Built {
    /// The leaves that it added.
    pub leaves: u64,
    /// How many leaves the tree has.
    pub size: u64,
    /// When the oldest commit was made that had no leaf before.
    pub oldest: Option<Timestamp>,
    /// Whether there may be more to do.
    pub has_more: bool,
}

impl Store {
    /// Builds the leaves of the next commits. `None` if another server is just doing that.
    pub async fn build_leaves(&self, bounds: Bounds) -> Result<Option<Built>, Error> {
        self.require_tree().await?;
        let mut connection = self.connection().await?;
        connection.begin(READ_COMMITTED, SETTINGS).await?;
        let built = build(&mut connection, bounds).await;
        match built {
            Ok(built) => {
                connection.commit().await?;
                Ok(built)
            }
            Err(error) => {
                connection.rollback().await?;
                Err(error)
            }
        }
    }
}

async fn build(connection: &mut Connection, bounds: Bounds) -> Result<Option<Built>, Error> {
    let mut own = LockSet::new();
    own.exclusive(Lockable::Tree);
    if own.acquire_free(connection).await?.is_empty() {
        return Ok(None);
    }
    let last = leaf::last(connection).await?;
    let after = last
        .as_ref()
        .map_or_else(CommitKey::default, leaf::Leaf::key);
    let size = last.map_or(0, |leaf| leaf.index + 1);
    let Some(page) = logged::next_page(connection, after, bounds).await? else {
        return Ok(Some(Built {
            size: u64::try_from(size).unwrap_or_default(),
            ..Built::default()
        }));
    };
    let mut documents = LockSet::new();
    documents.exclusive(Lockable::Documents);
    documents.acquire(connection).await?;
    let changes = logged::between(connection, after, page.through).await?;
    let batch = Batch::of(changes)?;
    let leaves: Vec<Hash> = batch.commits.iter().map(Commit::leaf).collect();
    let nodes = hashes::completed(connection, size, &leaves).await?;
    let forgotten = salts::of_erased(connection, &batch.changes).await?;
    batch.write(connection, size).await?;
    hashes::add(connection, &nodes).await?;
    salts::forget(connection, &forgotten).await?;
    let added = leaves.len() as u64;
    Ok(Some(Built {
        leaves: added,
        size: u64::try_from(size).unwrap_or_default() + added,
        oldest: Some(page.first_time),
        has_more: page.has_more,
    }))
}

/// Commits, and what is stored of them.
struct Batch {
    changes: Vec<Logged>,
    contents: Vec<Content>,
    records: Vec<String>,
    salts: Vec<Option<Vec<u8>>>,
    commits: Vec<Commit>,
}

impl Batch {
    fn of(changes: Vec<Logged>) -> Result<Self, Error> {
        let random = SystemRandom::new();
        let (mut contents, mut records, mut salts) = (Vec::new(), Vec::new(), Vec::new());
        for change in &changes {
            let (content, salt) = salted(change, &random)?;
            records.push(change.change().record(content));
            contents.push(content);
            salts.push(salt);
        }
        let mut commits = Vec::new();
        let mut start = 0;
        for commit in changes.chunk_by(|one, other| one.commit() == other.commit()) {
            let end = start + commit.len();
            commits.extend(commit_of(commit, &records[start..end]));
            start = end;
        }
        Ok(Self {
            changes,
            contents,
            records,
            salts,
            commits,
        })
    }

    async fn write(&self, connection: &mut Connection, size: i64) -> Result<(), Error> {
        self.write_digests(connection).await?;
        fn column<T>(commits: &[Commit], value: impl Fn(&Commit) -> T) -> Vec<T> {
            commits.iter().map(value).collect()
        }
        let commits = &self.commits;
        let counted = |commit: &Commit| i32::try_from(commit.changes).unwrap_or(i32::MAX);
        sqlx::query(
            "
            insert into tree_leaves (index, epoch, xid, change_time, changes, records)
            select $1 + place - 1, epoch, xid, change_time, changes, records
            from unnest($2::integer[], $3::bigint[], $4::timestamptz[], $5::integer[], $6::bytea[])
                with ordinality as given (epoch, xid, change_time, changes, records, place)
            ",
        )
        .bind(size)
        .bind(column(commits, |it| it.epoch))
        .bind(column(commits, |it| it.xid))
        .bind(column(commits, |it| it.time))
        .bind(column(commits, counted))
        .bind(column(commits, |it| it.records.to_vec()))
        .execute(connection)
        .await?;
        Ok(())
    }

    async fn write_digests(&self, connection: &mut Connection) -> Result<(), Error> {
        let keys = self.changes.iter().map(|change| change.key);
        let records: Vec<i64> = self
            .records
            .iter()
            .map(|it| digests::of_record(it))
            .collect();
        let codes: Vec<i16> = self.contents.iter().map(digests::code).collect();
        let digests: Vec<Option<Vec<u8>>> = self.contents.iter().map(digests::digest).collect();
        sqlx::query(
            "
            insert into change_digests (epoch, xid, seq, record, content, digest, salt)
            select * from unnest($1::integer[], $2::bigint[], $3::integer[], $4::bigint[],
                                 $5::smallint[], $6::bytea[], $7::bytea[])
            ",
        )
        .bind(keys.clone().map(|it| it.epoch).collect::<Vec<_>>())
        .bind(keys.clone().map(|it| it.xid).collect::<Vec<_>>())
        .bind(keys.map(|it| it.seq).collect::<Vec<_>>())
        .bind(records)
        .bind(codes)
        .bind(digests)
        .bind(&self.salts)
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// What the record of a change says of its content, and the salt of that.
fn salted(change: &Logged, random: &SystemRandom) -> Result<(Content, Option<Vec<u8>>), Error> {
    let Some(payload) = change.payload() else {
        return Ok(match change.is_erased() {
            true => (Content::Erased, None),
            false => (Content::NotKept, None),
        });
    };
    let mut salt = vec![0; SALT_BYTES];
    random.fill(&mut salt).map_err(|_| Error::NoRandom)?;
    Ok((Content::Digest(payload.digest(&salt)), Some(salt)))
}
