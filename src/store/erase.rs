//! Removing what resources said, for good: the documents of all their revisions, their
//! texts, and what else repeats them. The entries of the log stay, and no digest does.

use sqlx::PgConnection;
use uuid::Uuid;

use super::Error;
use crate::domain::{
    name::{Kind, Name},
    resource::Stored,
};

/// Removes what those of these said that are erased. Their rows say it no more, and the
/// entries of this transaction are not in the log yet.
pub(super) async fn remove(connection: &mut PgConnection, states: &[Stored]) -> Result<(), Error> {
    let erased = states.iter().filter(|state| state.erasure.is_some());
    let names: Vec<Name> = erased.map(|state| state.name).collect();
    if names.is_empty() {
        return Ok(());
    }
    let kinds: Vec<i16> = names.iter().map(|name| name.kind().code()).collect();
    let ids: Vec<Uuid> = names.iter().map(|name| name.uuid()).collect();
    remove_documents(connection, &kinds, &ids).await?;
    remove_standings(connection, &names).await?;
    remove_texts(connection, &of(&names, Kind::Article)).await?;
    remove_keys(connection, &names).await?;
    forget_requests(connection, &kinds, &ids).await
}

fn of(names: &[Name], kind: Kind) -> Vec<Uuid> {
    let names = names.iter().filter(|name| name.kind() == kind);
    names.map(|name| name.uuid()).collect()
}

async fn remove_documents(
    connection: &mut PgConnection,
    kinds: &[i16],
    ids: &[Uuid],
) -> Result<(), Error> {
    sqlx::query!(
        "
        with entry as (
            select change_time, epoch, xid, seq from changes
            where (kind, id) in (select * from unnest($1::smallint[], $2::uuid[]))
        ), kept as (
            delete from change_docs_kept using entry
            where change_docs_kept.epoch = entry.epoch and change_docs_kept.xid = entry.xid
              and change_docs_kept.seq = entry.seq
        )
        delete from change_docs using entry
        where change_docs.change_time = entry.change_time
          and change_docs.epoch = entry.epoch and change_docs.xid = entry.xid
          and change_docs.seq = entry.seq
        ",
        kinds,
        ids,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How erased claims stood, and how others did as far as that names erased reviews and
/// their desks.
async fn remove_standings(connection: &mut PgConnection, names: &[Name]) -> Result<(), Error> {
    let reviews = names.iter().filter(|name| name.kind() == Kind::Review);
    let (judged, reviews): (Vec<Uuid>, Vec<Vec<u8>>) = reviews
        .filter_map(|name| {
            let claim = name.claim()?.uuid();
            Some((claim, name.to_string().into_bytes()))
        })
        .unzip();
    sqlx::query!(
        "
        with entry as (
            select change_time, epoch, xid, seq, changes.id from changes
                join standings on standings.claim_id = changes.id
            where kind = 7 and (changes.id = any($1) or changes.id = any($2))
              and changes.revision < standings.revision
        ), named as (
            select entry.* from entry
                left join change_docs recent using (change_time, epoch, xid, seq)
                left join change_docs_kept kept on kept.epoch = entry.epoch
                    and kept.xid = entry.xid and kept.seq = entry.seq
            where entry.id = any($1) or exists (
                select from unnest($3::bytea[]) as review (name)
                where position(name in coalesce(recent.doc, kept.doc)) > 0
            )
        ), removed as (
            delete from change_docs_kept using named
            where change_docs_kept.epoch = named.epoch and change_docs_kept.xid = named.xid
              and change_docs_kept.seq = named.seq
        )
        delete from change_docs using named
        where change_docs.change_time = named.change_time
          and change_docs.epoch = named.epoch and change_docs.xid = named.xid
          and change_docs.seq = named.seq
        ",
        &of(names, Kind::Claim),
        &judged,
        &reviews,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An article keeps an empty text, in the version that it had.
async fn remove_texts(connection: &mut PgConnection, articles: &[Uuid]) -> Result<(), Error> {
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

/// What sources were called in bundles.
async fn remove_keys(connection: &mut PgConnection, names: &[Name]) -> Result<(), Error> {
    sqlx::query!(
        "delete from article_keys where article_id = any($1) or source_id = any($2)",
        &of(names, Kind::Article),
        &of(names, Kind::Source),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The requests that wrote them leave a digest; without it a repeated one is refused.
async fn forget_requests(
    connection: &mut PgConnection,
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
