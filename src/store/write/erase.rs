//! Erasure: permanently removes the content of resources. That is the documents of all
//! revisions, the texts, and every copy of them. The log entries stay, but without content,
//! and no digest of erased content stays.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::salts::{self, Salts};
use crate::{
    domain::{
        Timestamp,
        resource::{ClaimId, Kind, Name, Stored},
    },
    store::{Error, connection::Connection, read::load::unreadable},
    wire::{document::DOC_VERSION, resource::standing},
};

/// Removes the stored content of those states that are erased. Call it after the rows have
/// been overwritten, and before this transaction's own entries are appended to the log.
pub(crate) async fn remove(
    connection: &mut Connection,
    states: &[Stored],
    salts: Salts,
) -> Result<(), Error> {
    let names = erased(states);
    if names.is_empty() {
        return Ok(());
    }
    let kinds: Vec<i16> = names.iter().map(|name| name.kind().code()).collect();
    let ids: Vec<Uuid> = names.iter().map(|name| name.uuid()).collect();
    remove_documents(connection, &kinds, &ids, salts).await?;
    let past = past_standings(connection, &names).await?;
    past.remove(connection, salts).await?;
    remove_texts(connection, &ids_of_kind(&names, Kind::Article)).await?;
    remove_keys(connection, &names).await?;
    forget_requests(connection, &kinds, &ids).await
}

/// Fails where [`remove`] would, because past standings cannot be read. Removes nothing.
pub(super) async fn require_removable(
    connection: &mut Connection,
    states: &[Stored],
) -> Result<(), Error> {
    let names = erased(states);
    if !names.is_empty() {
        past_standings(connection, &names).await?;
    }
    Ok(())
}

fn erased(states: &[Stored]) -> Vec<Name> {
    let erased = states.iter().filter(|state| state.erasure.is_some());
    erased.map(|state| state.name).collect()
}

fn ids_of_kind(names: &[Name], kind: Kind) -> Vec<Uuid> {
    let names = names.iter().filter(|name| name.kind() == kind);
    names.map(|name| name.uuid()).collect()
}

/// The keys of documents in the log.
#[derive(Default)]
struct DocumentKeys {
    times: Vec<Timestamp>,
    epochs: Vec<i32>,
    xids: Vec<i64>,
    seqs: Vec<i32>,
}

impl DocumentKeys {
    fn push(&mut self, time: Timestamp, (epoch, xid, seq): (i32, i64, i32)) {
        self.times.push(time);
        self.epochs.push(epoch);
        self.xids.push(xid);
        self.seqs.push(seq);
    }

    /// Removes the documents. The `Documents` lock keeps retention from moving them
    /// meanwhile.
    async fn remove(&self, connection: &mut Connection, salts: Salts) -> Result<(), Error> {
        self.forget_salts(connection, salts).await?;
        sqlx::query!(
            "
            with kept as (
                delete from change_docs_kept
                where (epoch, xid, seq) in (
                    select * from unnest($2::integer[], $3::bigint[], $4::integer[])
                )
            )
            delete from change_docs
            using unnest($1::timestamptz[], $2::integer[], $3::bigint[], $4::integer[])
                as place (change_time, epoch, xid, seq)
            where change_docs.change_time = place.change_time
              and change_docs.epoch = place.epoch and change_docs.xid = place.xid
              and change_docs.seq = place.seq
            ",
            &self.times,
            &self.epochs,
            &self.xids,
            &self.seqs,
        )
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Removes the salts of the digests of the documents, if the database has any.
    async fn forget_salts(&self, connection: &mut Connection, salts: Salts) -> Result<(), Error> {
        match salts {
            Salts::None => Ok(()),
            Salts::Kept => salts::forget(connection, &self.epochs, &self.xids, &self.seqs).await,
        }
    }

    /// Replaces the documents.
    async fn replace(
        &self,
        connection: &mut Connection,
        docs: &[Vec<u8>],
        salts: Salts,
    ) -> Result<(), Error> {
        self.forget_salts(connection, salts).await?;
        sqlx::query!(
            "
            with given as (
                select * from unnest(
                    $1::timestamptz[], $2::integer[], $3::bigint[], $4::integer[], $5::bytea[]
                ) as given (change_time, epoch, xid, seq, doc)
            ), kept as (
                update change_docs_kept set doc = given.doc from given
                where change_docs_kept.epoch = given.epoch and change_docs_kept.xid = given.xid
                  and change_docs_kept.seq = given.seq
            )
            update change_docs set doc = given.doc from given
            where change_docs.change_time = given.change_time
              and change_docs.epoch = given.epoch and change_docs.xid = given.xid
              and change_docs.seq = given.seq
            ",
            &self.times,
            &self.epochs,
            &self.xids,
            &self.seqs,
            docs,
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}

async fn remove_documents(
    connection: &mut Connection,
    kinds: &[i16],
    ids: &[Uuid],
    salts: Salts,
) -> Result<(), Error> {
    // Read the keys first: with the times given as values, Postgres prunes all other
    // partitions.
    let rows = sqlx::query!(
        "
        select change_time, epoch, xid, seq from changes
        where (kind, id) in (select * from unnest($1::smallint[], $2::uuid[]))
        ",
        kinds,
        ids,
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut places = DocumentKeys::default();
    for row in rows {
        places.push(row.change_time, (row.epoch, row.xid, row.seq));
    }
    places.remove(&mut *connection, salts).await?;
    sqlx::query!(
        "
        insert into erasures (kind, id)
        select * from unnest($1::smallint[], $2::uuid[])
        on conflict do nothing
        ",
        kinds,
        ids,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The past standings of erased claims, and those of other claims with the verdicts of erased
/// reviews, because a verdict names its desk.
#[derive(Default)]
struct PastStandings {
    removed: DocumentKeys,
    replaced: DocumentKeys,
    /// The replaced ones without the verdicts.
    docs: Vec<Vec<u8>>,
}

/// The log entries to change are found by scope: it contains the reviewed claim even if that was
/// merged then.
async fn past_standings(
    connection: &mut Connection,
    names: &[Name],
) -> Result<PastStandings, Error> {
    let claims = ids_of_kind(names, Kind::Claim);
    let reviews = names.iter().filter(|name| name.kind() == Kind::Review);
    let reviews: BTreeSet<String> = reviews.map(Name::to_string).collect();
    let reviewed = names.iter().filter(|name| name.kind() == Kind::Review);
    let reviewed = reviewed.filter_map(|name| Some(name.claim()?.uuid()));
    let mut ids: Vec<Uuid> = reviewed.chain(claims.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = sqlx::query!(
        r#"
        select id, change_time, entry.epoch, entry.xid, entry.seq,
               coalesce(recent.doc, kept.doc) as doc,
               coalesce(recent.doc_version, kept.doc_version) as doc_version
        from changes entry join standings on standings.claim_id = entry.id
            left join lateral (
                select doc, doc_version from change_docs docs
                where docs.change_time = entry.change_time and docs.epoch = entry.epoch
                  and docs.xid = entry.xid and docs.seq = entry.seq
                offset 0
            ) recent on true
            left join lateral (
                select doc, doc_version from change_docs_kept docs
                where docs.epoch = entry.epoch and docs.xid = entry.xid
                  and docs.seq = entry.seq
                offset 0
            ) kept on true
        where kind = $2 and entry.scope && $1 and entry.revision < standings.revision
        "#,
        &ids,
        Kind::Standing.code(),
    )
    .fetch_all(connection)
    .await?;
    let mut past = PastStandings::default();
    for row in rows {
        let place = (row.epoch, row.xid, row.seq);
        if claims.contains(&row.id) {
            past.removed.push(row.change_time, place);
            continue;
        }
        let doc = row.doc.unwrap_or_default();
        if row.doc_version.is_some_and(|version| version > DOC_VERSION) {
            return Err(Error::NewerWriter(Name::Standing(ClaimId::new(row.id))));
        }
        let without = standing::without_reviews(&doc, &reviews)
            .map_err(|error| unreadable("change_docs", "doc", row.id, error))?;
        if let Some(without) = without {
            past.replaced.push(row.change_time, place);
            past.docs.push(without);
        }
    }
    Ok(past)
}

impl PastStandings {
    async fn remove(&self, connection: &mut Connection, salts: Salts) -> Result<(), Error> {
        self.removed.remove(&mut *connection, salts).await?;
        self.replaced.replace(connection, &self.docs, salts).await
    }
}

/// Removes the texts of articles. Each keeps an empty text as its current version.
async fn remove_texts(connection: &mut Connection, articles: &[Uuid]) -> Result<(), Error> {
    sqlx::query!(
        "
        with older as (
            delete from article_texts using articles
            where id = article_id and article_id = any($1)
              and article_texts.text_version <> articles.text_version
        )
        update article_texts set headline = '', body = '' from articles
        where id = article_id and article_id = any($1)
          and article_texts.text_version = articles.text_version
        ",
        articles,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes the keys that name sources in bundles.
async fn remove_keys(connection: &mut Connection, names: &[Name]) -> Result<(), Error> {
    sqlx::query!(
        "delete from article_keys where article_id = any($1) or source_id = any($2)",
        &ids_of_kind(names, Kind::Article),
        &ids_of_kind(names, Kind::Source),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes the digests and results of the requests that wrote the erased resources. Without
/// its digest, a repeated request is refused.
async fn forget_requests(
    connection: &mut Connection,
    kinds: &[i16],
    ids: &[Uuid],
) -> Result<(), Error> {
    sqlx::query!(
        "
        update requests set digest = '', results = '[]'
        where (actor, request_id) in (
            select actor, request_id from changes
            where (kind, id) in (select * from unnest($1::smallint[], $2::uuid[]))
              and request_id is not null
        )
        ",
        kinds,
        ids,
    )
    .execute(connection)
    .await?;
    Ok(())
}
