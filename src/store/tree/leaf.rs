//! The leaves of the tree.

use sqlx::FromRow;

use super::logged::{CommitKey, Logged};
use crate::{
    domain::Timestamp,
    proof::{
        merkle::Hash,
        record::{Commit, root_of_records},
    },
    store::{connection::Connection, error::Error, read::load::unreadable},
};

/// A leaf, as it is stored.
#[derive(Clone, Debug, FromRow)]
pub struct Leaf {
    /// Its index in the tree.
    pub index: i64,
    epoch: i32,
    tag: i64,
    xid: i64,
    change_time: Timestamp,
    changes: i32,
    records: Vec<u8>,
}

impl Leaf {
    /// The position of its commit.
    pub const fn key(&self) -> CommitKey {
        CommitKey {
            epoch: self.epoch,
            xid: self.xid,
        }
    }

    /// What it says.
    pub fn commit(&self) -> Result<Commit, Error> {
        Ok(Commit {
            epoch: self.epoch,
            tag: self.tag,
            xid: self.xid,
            time: self.change_time,
            changes: usize::try_from(self.changes).unwrap_or_default(),
            records: hash("tree_leaves", "records", self.index, &self.records)?,
        })
    }
}

/// Reads a hash of a row.
pub(super) fn hash(
    table: &'static str,
    column: &'static str,
    row: impl ToString,
    bytes: &[u8],
) -> Result<Hash, Error> {
    Hash::try_from(bytes).map_err(|error| unreadable(table, column, row, error))
}

/// The commit of these changes with their records.
pub fn commit_of(changes: &[Logged], records: &[String]) -> Option<Commit> {
    let first = changes.first()?;
    let CommitKey { epoch, xid } = first.commit();
    Some(Commit {
        epoch,
        tag: first.tag,
        xid,
        time: first.time(),
        changes: changes.len(),
        records: root_of_records(records.iter().map(String::as_str)),
    })
}

/// The columns of a leaf.
const SELECT: &str = "select index, epoch, tag, xid, leaf.change_time, changes, records
     from tree_leaves leaf join epochs using (epoch)";

/// The last leaf.
pub(in crate::store) async fn last(connection: &mut Connection) -> Result<Option<Leaf>, Error> {
    let select = format!("{SELECT} order by index desc limit 1");
    let leaf = sqlx::query_as(sqlx::AssertSqlSafe(select));
    Ok(leaf.fetch_optional(connection).await?)
}

/// The leaf of a commit, if it has one.
pub(super) async fn of_commit(
    connection: &mut Connection,
    commit: CommitKey,
) -> Result<Option<Leaf>, Error> {
    let select = format!("{SELECT} where epoch = $1 and xid = $2");
    let leaf = sqlx::query_as(sqlx::AssertSqlSafe(select));
    let leaf = leaf.bind(commit.epoch).bind(commit.xid);
    Ok(leaf.fetch_optional(connection).await?)
}

/// So many leaves from an index on, whether or not some are missing.
pub(in crate::store) async fn from(
    connection: &mut Connection,
    start: i64,
    count: i64,
) -> Result<Vec<Leaf>, Error> {
    let select = format!("{SELECT} where index >= $1 order by index limit $2");
    let leaves = sqlx::query_as(sqlx::AssertSqlSafe(select));
    Ok(leaves.bind(start).bind(count).fetch_all(connection).await?)
}

/// The leaves from one index to another, which is not included.
pub(in crate::store) async fn range(
    connection: &mut Connection,
    start: i64,
    end: i64,
) -> Result<Vec<Leaf>, Error> {
    let select = format!("{SELECT} where index >= $1 and index < $2 order by index");
    let leaves = sqlx::query_as(sqlx::AssertSqlSafe(select));
    Ok(leaves.bind(start).bind(end).fetch_all(connection).await?)
}
