//! Rows of the log as they are, with their documents and texts: what leaves are made of.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    domain::{Timestamp, resource::Name},
    proof::record::{self, Cause, Change},
    store::{
        connection::Connection, error::Error, log::change::page::FINAL, operation::Operation,
        read::load::name_of,
    },
    wire::document,
};

/// The position of a commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommitKey {
    /// The epoch.
    pub epoch: i32,
    /// The transaction id.
    pub xid: i64,
}

/// A row of the log with its document and text.
#[derive(Clone, Debug, FromRow)]
pub struct Logged {
    /// Where it is.
    #[sqlx(flatten)]
    pub key: LoggedKey,
    /// The tag of the epoch.
    pub tag: i64,
    kind: i16,
    id: Uuid,
    claim_id: Option<Uuid>,
    revision: i64,
    operation: i16,
    actor: String,
    request_id: Option<Uuid>,
    change_time: Timestamp,
    scope: Vec<Uuid>,
    doc_bytes: i32,
    text_version: Option<i32>,
    cause_kind: Option<i16>,
    cause_id: Option<Uuid>,
    cause_revision: Option<i64>,
    doc_version: Option<i16>,
    doc: Option<Vec<u8>>,
    headline: Option<String>,
    body: Option<Vec<u8>>,
    is_erased: bool,
}

/// Where a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromRow)]
pub struct LoggedKey {
    /// The epoch.
    pub epoch: i32,
    /// The transaction id.
    pub xid: i64,
    /// The place in the commit.
    pub seq: i32,
}

/// What a change made of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    /// The version of the encoding.
    pub version: i16,
    /// The encoded resource. Of an article that is its document, its body, and its headline.
    pub bytes: Vec<u8>,
}

impl LoggedKey {
    /// The position of its commit.
    pub const fn commit(self) -> CommitKey {
        CommitKey {
            epoch: self.epoch,
            xid: self.xid,
        }
    }
}

impl Payload {
    /// The digest with a salt.
    pub fn digest(&self, salt: &[u8]) -> [u8; 32] {
        record::digest(salt, self.version, &self.bytes)
    }
}

impl Logged {
    /// The position of its commit.
    pub const fn commit(&self) -> CommitKey {
        self.key.commit()
    }

    /// When it was made.
    pub const fn time(&self) -> Timestamp {
        self.change_time
    }

    /// Whether its resource was erased, by this change or later, as `erasures` says.
    pub const fn is_erased(&self) -> bool {
        self.is_erased
    }

    /// Whether it is the change that erased the resource.
    pub const fn is_erasure(&self) -> bool {
        self.operation == Operation::Erased.code()
    }

    /// The resource, in words.
    pub fn subject(&self) -> String {
        let name = self
            .name()
            .map_or_else(|| self.id.to_string(), |name| name.to_string());
        format!("revision {} of {name}", self.revision)
    }

    /// The name of its resource, if there can be one.
    pub fn name(&self) -> Option<Name> {
        name_of(self.kind, self.id, self.claim_id)
    }

    /// The revision that it made.
    pub const fn revision(&self) -> i64 {
        self.revision
    }

    /// What stays of it when its content is erased.
    pub fn change(&self) -> Change {
        Change {
            seq: self.key.seq,
            kind: self.kind,
            id: self.id,
            claim: self.claim_id,
            revision: self.revision,
            operation: self.operation,
            actor: self.actor.clone(),
            request: self.request_id,
            time: self.change_time,
            scope: self.scope.clone(),
            bytes: self.doc_bytes,
            text_version: self.text_version,
            cause: Cause {
                kind: self.cause_kind,
                id: self.cause_id,
                revision: self.cause_revision,
            },
        }
    }

    /// What it made of the resource, if all of that is kept.
    pub fn payload(&self) -> Option<Payload> {
        let mut bytes = self.doc.clone()?;
        if self.text_version.is_some() {
            bytes.extend_from_slice(self.body.as_ref()?);
            bytes.extend(document::encode_headline(self.headline.as_ref()?));
        }
        Some(Payload {
            version: self.doc_version?,
            bytes,
        })
    }
}

/// The columns of [`Logged`], of rows of `changes` called `entry`.
const COLUMNS: &str = "
    entry.epoch, entry.xid, entry.seq, epochs.tag, entry.kind, entry.id, entry.claim_id,
    entry.revision, entry.operation, entry.actor, entry.request_id, entry.change_time, entry.scope,
    entry.doc_bytes, entry.text_version, entry.cause_kind, entry.cause_id, entry.cause_revision,
    coalesce(recent.doc_version, kept.doc_version) as doc_version,
    coalesce(recent.doc, kept.doc) as doc, texts.headline, texts.body,
    exists (select from erasures where erasures.id = entry.id
            and (erasures.kind = entry.kind or entry.kind = 7 and erasures.kind = 3)) as is_erased";

/// What they are read from. Documents and texts are read of all of them, or of one alone.
fn joins(only: Option<i32>) -> String {
    // The number is an integer, so it is safe in SQL.
    let only = only.map_or_else(String::new, |seq| format!("and entry.seq = {seq}"));
    format!(
        "
    join epochs using (epoch)
    left join lateral (
        select doc, doc_version from change_docs docs
        where docs.change_time = entry.change_time and docs.epoch = entry.epoch
          and docs.xid = entry.xid and docs.seq = entry.seq {only}
        offset 0
    ) recent on true
    left join change_docs_kept kept on kept.epoch = entry.epoch and kept.xid = entry.xid
        and kept.seq = entry.seq {only}
    left join article_texts texts on entry.kind = 2 and texts.article_id = entry.id
        and texts.text_version = entry.text_version {only}"
    )
}

/// What is read at once: so many changes and bytes, in whole commits, but at least one commit.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The most changes.
    pub changes: i64,
    /// The most bytes of documents and texts.
    pub bytes: i64,
}

/// The commits after one of them, up to another one.
pub(in crate::store) async fn between(
    connection: &mut Connection,
    after: CommitKey,
    through: CommitKey,
) -> Result<Vec<Logged>, Error> {
    let joins = joins(None);
    let select = format!(
        "select {COLUMNS} from changes entry {joins}
         where (entry.epoch, entry.xid) > ($1, $2) and (entry.epoch, entry.xid) <= ($3, $4)
         order by entry.epoch, entry.xid, entry.seq"
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(select))
        .bind(after.epoch)
        .bind(after.xid)
        .bind(through.epoch)
        .bind(through.xid);
    Ok(rows.fetch_all(connection).await?)
}

/// The rows of a commit, of which only one has its document and text.
pub(in crate::store) async fn of_commit(
    connection: &mut Connection,
    commit: CommitKey,
    only: i32,
) -> Result<Vec<Logged>, Error> {
    let joins = joins(Some(only));
    let select = format!(
        "select {COLUMNS} from changes entry {joins}
         where entry.epoch = $1 and entry.xid = $2 order by entry.seq"
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(select));
    let rows = rows.bind(commit.epoch).bind(commit.xid);
    Ok(rows.fetch_all(connection).await?)
}

/// The rows of resources.
pub(in crate::store) async fn of_resources(
    connection: &mut Connection,
    kinds: &[i16],
    ids: &[Uuid],
    through: CommitKey,
) -> Result<Vec<Logged>, Error> {
    let joins = joins(None);
    let select = format!(
        "select {COLUMNS} from changes entry {joins}
         where (entry.kind, entry.id) in (select * from unnest($1::smallint[], $2::uuid[]))
           and (entry.epoch, entry.xid) <= ($3, $4)
         order by entry.epoch, entry.xid, entry.seq"
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(select))
        .bind(kinds)
        .bind(ids)
        .bind(through.epoch)
        .bind(through.xid);
    Ok(rows.fetch_all(connection).await?)
}

/// A row of the log, and how much it weighs.
#[derive(FromRow)]
struct Weighed {
    epoch: i32,
    xid: i64,
    bytes: i64,
    change_time: Timestamp,
}

/// Where what is read at once ends.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Page {
    /// Its last commit.
    pub through: CommitKey,
    /// When its first commit was made.
    pub first_time: Timestamp,
    /// Whether there may be more behind it.
    pub has_more: bool,
}

/// The end of the next commits that nothing can precede any more, and that are within the bounds.
pub(in crate::store) async fn next_page(
    connection: &mut Connection,
    after: CommitKey,
    bounds: Bounds,
) -> Result<Option<Page>, Error> {
    let select = format!(
        "select epoch, xid, change_time, doc_bytes::bigint + coalesce((
                select octet_length(body) from article_texts
                where article_id = id and article_texts.text_version = changes.text_version
            ), 0) as bytes
         from changes where (epoch, xid) > ($1, $2) and {FINAL}
         order by epoch, xid, seq limit $3"
    );
    let rows: Vec<Weighed> = sqlx::query_as(sqlx::AssertSqlSafe(select))
        .bind(after.epoch)
        .bind(after.xid)
        .bind(bounds.changes + 1)
        .fetch_all(connection)
        .await?;
    Ok(page(&rows, bounds))
}

fn page(rows: &[Weighed], bounds: Bounds) -> Option<Page> {
    let key = |row: &Weighed| CommitKey {
        epoch: row.epoch,
        xid: row.xid,
    };
    let first = rows.first()?;
    let (mut count, mut bytes) = (0, 0);
    let within = rows.iter().take_while(|row| {
        count += 1;
        bytes += row.bytes;
        count <= bounds.changes && bytes <= bounds.bytes
    });
    let cut = rows.get(within.count());
    let last = match cut.map(key) {
        None => rows.last().map(key),
        // The commit that does not fit is left for the next page, unless it is the first one.
        Some(cut) => rows.iter().map(key).take_while(|it| *it < cut).last(),
    };
    Some(Page {
        through: last.unwrap_or_else(|| key(first)),
        first_time: first.change_time,
        has_more: cut.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn rows(xids: &[i64]) -> Vec<Weighed> {
        let row = |&xid| Weighed {
            epoch: 1,
            xid,
            bytes: 10,
            change_time: DateTime::UNIX_EPOCH,
        };
        xids.iter().map(row).collect()
    }

    fn through(xids: &[i64], changes: i64, bytes: i64) -> Option<(i64, bool)> {
        let page = page(&rows(xids), Bounds { changes, bytes })?;
        Some((page.through.xid, page.has_more))
    }

    #[test]
    fn a_page_has_whole_commits_within_its_bounds_and_at_least_one() {
        assert_eq!(through(&[], 2, 100), None);
        assert_eq!(through(&[5, 5], 2, 100), Some((5, false)));
        assert_eq!(through(&[5, 5, 6], 2, 100), Some((5, true)));
        assert_eq!(through(&[5, 6, 6], 2, 100), Some((5, true)));
        assert_eq!(through(&[6, 6, 6], 2, 100), Some((6, true)));
        assert_eq!(through(&[5, 6, 7], 9, 20), Some((6, true)));
        assert_eq!(through(&[5, 6, 7], 9, 5), Some((5, true)));
    }
}
