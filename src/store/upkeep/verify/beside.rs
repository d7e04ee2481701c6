//! Compares what is stored beside the log with the log: texts, documents and digests that no change has, nodes
//! that are none of the tree, and how far the retention says that it went.

use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::fault::{FAULTS_MAX, Fault, Verified};
use crate::{
    domain::Timestamp,
    store::{
        connection::Connection,
        error::Error,
        tree::{hashes::TILE_LEVELS, logged::CommitKey, logged::LoggedKey},
    },
};

/// The fewest days that servers keep superseded states for, and one less because clocks differ.
const KEPT_DAYS_MIN: i32 = 29;

/// Rows that belong to nothing, by their table and what says that.
const STRAYS: &[(&str, &str, &str)] = &[
    (
        "change_docs",
        "format('(%s, %s, %s)', epoch, xid, seq)",
        "not exists (
             select from changes entry
             where entry.epoch = it.epoch and entry.xid = it.xid and entry.seq = it.seq
               and entry.change_time = it.change_time
         )",
    ),
    (
        "change_docs_kept",
        "format('(%s, %s, %s)', epoch, xid, seq)",
        "not exists (
             select from changes entry
             where entry.epoch = it.epoch and entry.xid = it.xid and entry.seq = it.seq
         )",
    ),
    (
        "article_texts",
        "format('(%s, %s)', article_id, text_version)",
        "not exists (
             select from changes entry
             where entry.kind = 2 and entry.id = it.article_id
               and entry.text_version = it.text_version
         )",
    ),
    (
        "change_digests",
        "format('(%s, %s, %s)', epoch, xid, seq)",
        "not exists (
             select from tree_leaves leaf where leaf.epoch = it.epoch and leaf.xid = it.xid
         ) and not exists (
             select from changes entry
             where entry.epoch = it.epoch and entry.xid = it.xid and entry.seq = it.seq
         )",
    ),
    (
        "tree_leaves",
        "index::text",
        "not exists (select from epochs where epochs.epoch = it.epoch)",
    ),
];

/// Verifies what stands beside a log whose tree has so many leaves.
pub(super) async fn verify(
    connection: &mut Connection,
    size: u64,
    verified: &mut Verified,
) -> Result<(), Error> {
    for (table, row, condition) in STRAYS {
        let select = format!(
            "select {row} from {table} it where {condition} order by 1 limit {}",
            FAULTS_MAX + 1
        );
        let rows = sqlx::query_scalar(AssertSqlSafe(select));
        let rows: Vec<String> = rows.fetch_all(&mut *connection).await?;
        for row in rows {
            verified.add(Fault::Stray { table, row });
        }
    }
    nodes(connection, size, verified).await?;
    doubles(connection, verified).await?;
    texts(connection, verified).await?;
    retention(connection, verified).await
}

/// Finds nodes that a tree of so many leaves does not have.
async fn nodes(
    connection: &mut Connection,
    size: u64,
    verified: &mut Verified,
) -> Result<(), Error> {
    let rows: Vec<String> = sqlx::query_scalar(
        "
        select format('(%s, %s)', level, index) from tree_nodes
        where level < 1 or level > 7 or index < 0 or index >= $1 >> (level * $2)
        order by level, index limit $3
        ",
    )
    .bind(i64::try_from(size).unwrap_or(i64::MAX))
    .bind(i32::try_from(TILE_LEVELS).unwrap_or_default())
    .bind(FAULTS_MAX as i64 + 1)
    .fetch_all(connection)
    .await?;
    for row in rows {
        let table = "tree_nodes";
        verified.add(Fault::Stray { table, row });
    }
    Ok(())
}

/// Compares documents that are in a month and are kept beyond it, of which one hides the other.
async fn doubles(connection: &mut Connection, verified: &mut Verified) -> Result<(), Error> {
    let rows: Vec<LoggedKey> = sqlx::query_as(
        "
        select epoch, xid, seq
        from change_docs_kept kept join change_docs docs using (epoch, xid, seq)
        where (kept.doc_version, kept.doc) is distinct from (docs.doc_version, docs.doc)
        order by epoch, xid, seq limit $1
        ",
    )
    .bind(FAULTS_MAX as i64 + 1)
    .fetch_all(connection)
    .await?;
    for key in rows {
        let (commit, seq): (CommitKey, i32) = (key.commit(), key.seq);
        verified.add(Fault::Differing { commit, seq });
    }
    Ok(())
}

/// How far the retention went, as the store says.
#[derive(FromRow)]
struct Retention {
    kept_since: Timestamp,
    is_possible: bool,
}

/// Reads how far the retention went. Whoever removes documents can write that as well, but servers have
/// bounds.
async fn retention(connection: &mut Connection, verified: &mut Verified) -> Result<(), Error> {
    let retention: Option<Retention> = sqlx::query_as(
        "
        select kept_since,
               kept_since < clock_timestamp() - make_interval(days => $1) as is_possible
        from retention
        ",
    )
    .bind(KEPT_DAYS_MIN)
    .fetch_optional(connection)
    .await?;
    verified.kept_since = retention.as_ref().map(|it| it.kept_since);
    if let Some(Retention {
        kept_since,
        is_possible: false,
    }) = retention
    {
        verified.add(Fault::Retention { kept_since });
    }
    Ok(())
}

/// Compares the times at which texts were superseded with the log.
async fn texts(connection: &mut Connection, verified: &mut Verified) -> Result<(), Error> {
    let rows: Vec<(Uuid, i32)> = sqlx::query_as(
        "
        select article_id, text_version from article_texts
        where supersede_time is distinct from (
            select min(change_time) from changes
            where id = article_id and kind = 2
              and changes.text_version = article_texts.text_version + 1
        )
        order by article_id, text_version
        ",
    )
    .fetch_all(connection)
    .await?;
    for (article, version) in rows {
        verified.add(Fault::TextTime { article, version });
    }
    Ok(())
}
