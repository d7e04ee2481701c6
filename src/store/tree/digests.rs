//! The digests of the contents of changes, and their salts.

use std::collections::BTreeMap;

use sqlx::FromRow;
use uuid::Uuid;

use super::{
    leaf::hash,
    logged::{CommitKey, LoggedKey},
};
use crate::{
    proof::{merkle::leaf_hash, record::Content},
    store::{connection::Connection, error::Error, read::load::unreadable},
};

/// What `change_digests.content` holds.
const DIGEST: i16 = 1;
const ERASED: i16 = 2;
const NOT_KEPT: i16 = 3;

/// What is stored of the content of a change.
#[derive(Clone, Debug, FromRow)]
pub struct Digest {
    /// Where its change is.
    #[sqlx(flatten)]
    pub key: LoggedKey,
    /// The first bytes of the hash of the record.
    pub record: i64,
    content: i16,
    digest: Option<Vec<u8>>,
    /// Its salt, unless the content was erased.
    pub salt: Option<Vec<u8>>,
}

impl Digest {
    /// The bytes of the digest.
    pub fn digest(&self) -> Option<&[u8]> {
        self.digest.as_deref()
    }

    /// What the record says of it.
    pub fn content(&self) -> Result<Content, Error> {
        let LoggedKey { epoch, xid, seq } = self.key;
        let row = format!("({epoch}, {xid}, {seq})");
        match (self.content, &self.digest) {
            (DIGEST, Some(digest)) => {
                let digest = hash("change_digests", "digest", row, digest)?;
                Ok(Content::Digest(digest))
            }
            (ERASED, None) => Ok(Content::Erased),
            (NOT_KEPT, None) => Ok(Content::NotKept),
            _ => {
                let error = std::io::Error::other("no such content");
                Err(unreadable("change_digests", "content", row, error))
            }
        }
    }
}

/// The first bytes of the hash of a record.
pub fn of_record(record: &str) -> i64 {
    let mut first = [0; 8];
    first.copy_from_slice(&leaf_hash(record.as_bytes())[..8]);
    i64::from_be_bytes(first)
}

/// The code of what a record says.
pub(super) const fn code(content: &Content) -> i16 {
    match content {
        Content::Digest(_) => DIGEST,
        Content::Erased => ERASED,
        Content::NotKept => NOT_KEPT,
    }
}

/// The digest that a record says.
pub(super) fn digest(content: &Content) -> Option<Vec<u8>> {
    match content {
        Content::Digest(digest) => Some(digest.to_vec()),
        Content::Erased | Content::NotKept => None,
    }
}

/// The digests of the changes of resources that still have their salts.
pub(super) async fn salted(
    connection: &mut Connection,
    kinds: &[i16],
    ids: &[Uuid],
) -> Result<BTreeMap<LoggedKey, Digest>, Error> {
    let rows: Vec<Digest> = sqlx::query_as(
        "
        select epoch, xid, seq, record, content, digest, salt
        from changes join change_digests using (epoch, xid, seq)
        where (kind, id) in (select * from unnest($1::smallint[], $2::uuid[]))
          and salt is not null
        ",
    )
    .bind(kinds)
    .bind(ids)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, row)).collect())
}

/// The digests of the changes of a commit.
pub(super) async fn of_commit(
    connection: &mut Connection,
    commit: CommitKey,
) -> Result<Vec<Digest>, Error> {
    let rows = sqlx::query_as(
        "select epoch, xid, seq, record, content, digest, salt from change_digests
         where epoch = $1 and xid = $2 order by seq",
    );
    let rows = rows.bind(commit.epoch).bind(commit.xid);
    Ok(rows.fetch_all(connection).await?)
}

/// The digests of the commits after one of them, up to another one.
pub(in crate::store) async fn between(
    connection: &mut Connection,
    after: CommitKey,
    through: CommitKey,
) -> Result<Vec<Digest>, Error> {
    let rows = sqlx::query_as(
        "
        select epoch, xid, seq, record, content, digest, salt from change_digests
        where (epoch, xid) > ($1, $2) and (epoch, xid) <= ($3, $4)
        order by epoch, xid, seq
        ",
    )
    .bind(after.epoch)
    .bind(after.xid)
    .bind(through.epoch)
    .bind(through.xid);
    Ok(rows.fetch_all(connection).await?)
}
