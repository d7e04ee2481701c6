//! Upserts of articles, with their texts, external ids and sources.

use uuid::Uuid;

use super::{
    listing,
    row::{Common, Ready},
};
use crate::{
    domain::{
        Timestamp,
        passage::TextVersion,
        resource::{Article, Genre, SourceId},
        value::Form,
    },
    store::{Error, connection::Connection},
    wire::document::{self, DOC_VERSION},
};

pub(crate) async fn upsert(
    connection: &mut Connection,
    all: &[(&Ready<'_>, &Article, TextVersion)],
) -> Result<(), Error> {
    let mut common = Common::default();
    let (mut versions, mut uris, mut descriptions) = (Vec::new(), Vec::new(), Vec::new());
    let (mut publishers, mut genres) = (Vec::new(), Vec::new());
    let (mut retracted, mut corrected) = (Vec::new(), Vec::new());
    for (ready, article, version) in all {
        common.push(ready);
        versions.push(*version);
        uris.push((!article.uri.is_empty()).then(|| article.uri.clone()));
        descriptions.push(
            article
                .description(Form::Earlier)
                .map(|digest| digest.to_vec()),
        );
        publishers.push(article.publisher.map(SourceId::uuid));
        genres.push(article.genre.map(Genre::code));
        retracted.push(article.retraction.is_some());
        corrected.push(!article.corrections.is_empty());
    }
    sqlx::query!(
        "
        insert into articles
            (id, revision, doc_version, doc, is_deleted, text_version, uri, description,
             publisher_id, genre, is_retracted, is_corrected)
        select id, revision, $12, doc, is_deleted, text_version, uri, description,
               publisher_id, genre, is_retracted, is_corrected
        from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::boolean[], $5::integer[],
                    $6::text[], $7::bytea[], $8::uuid[], $9::smallint[],
                    $10::boolean[], $11::boolean[])
            as given (id, revision, doc, is_deleted, text_version, uri, description,
                      publisher_id, genre, is_retracted, is_corrected)
        on conflict (id) do update set
            revision = excluded.revision, doc_version = excluded.doc_version, doc = excluded.doc,
            is_deleted = excluded.is_deleted, text_version = excluded.text_version, uri = excluded.uri,
            description = excluded.description, publisher_id = excluded.publisher_id,
            genre = excluded.genre, is_retracted = excluded.is_retracted,
            is_corrected = excluded.is_corrected
        ",
        &common.ids,
        &common.revisions,
        &common.docs,
        &common.deleted,
        &versions,
        &uris as &[Option<String>],
        &descriptions as &[Option<Vec<u8>>],
        &publishers as &[Option<Uuid>],
        &genres as &[Option<i16>],
        &retracted,
        &corrected,
        DOC_VERSION,
    )
    .execute(&mut *connection)
    .await?;
    let articles = all
        .iter()
        .map(|(ready, article, _)| (ready.name.uuid(), *article));
    listing::upsert_articles(connection, articles).await?;
    upsert_article_texts(connection, all).await?;
    upsert_article_links(connection, all, &common.replaced).await
}

async fn upsert_article_texts(
    connection: &mut Connection,
    all: &[(&Ready<'_>, &Article, TextVersion)],
) -> Result<(), Error> {
    let (mut ids, mut versions, mut times) = (Vec::new(), Vec::new(), Vec::new());
    let (mut headlines, mut bodies) = (Vec::new(), Vec::new());
    for (ready, article, version) in all.iter().filter(|(ready, ..)| ready.has_new_text) {
        ids.push(ready.name.uuid());
        versions.push(*version);
        headlines.push(article.headline.clone());
        bodies.push(document::encode_body(&article.body));
        times.push(ready.time);
    }
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "
        with given as (
            select * from unnest($1::uuid[], $2::integer[], $3::text[], $4::bytea[],
                                 $5::timestamptz[])
                as given (article_id, text_version, headline, body, time)
        ), replaced as (
            update article_texts set supersede_time = given.time
            from given
            where article_texts.article_id = given.article_id
              and article_texts.text_version = given.text_version - 1
        )
        insert into article_texts (article_id, text_version, headline, body)
        select article_id, text_version, headline, body from given
        ",
        &ids,
        &versions,
        &headlines,
        &bodies,
        &times as &[Timestamp],
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn upsert_article_links(
    connection: &mut Connection,
    all: &[(&Ready<'_>, &Article, TextVersion)],
    replaced: &[Uuid],
) -> Result<(), Error> {
    let (mut systems, mut external_ids) = (Vec::new(), Vec::new());
    let (mut id_holders, mut deleted) = (Vec::new(), Vec::new());
    let (mut sources, mut source_users) = (Vec::new(), Vec::new());
    for (ready, article, _) in all {
        for external in &article.external_ids {
            systems.push(external.system.clone());
            external_ids.push(external.id.clone());
            id_holders.push(ready.name.uuid());
            deleted.push(ready.is_deleted);
        }
        for source in article.rests_on() {
            sources.push(source.uuid());
            source_users.push(ready.name.uuid());
        }
    }
    if !replaced.is_empty() {
        sqlx::query!(
            "
            with ids as (delete from article_external_ids where article_id = any($1))
            delete from article_sources where article_id = any($1)
            ",
            replaced
        )
        .execute(&mut *connection)
        .await?;
    }
    if !systems.is_empty() {
        sqlx::query!(
            "
            insert into article_external_ids (system, external_id, article_id, is_deleted)
            select * from unnest($1::text[], $2::text[], $3::uuid[], $4::boolean[])
            ",
            &systems,
            &external_ids,
            &id_holders,
            &deleted,
        )
        .execute(&mut *connection)
        .await?;
    }
    if !sources.is_empty() {
        sqlx::query!(
            "
            insert into article_sources (source_id, article_id)
            select distinct * from unnest($1::uuid[], $2::uuid[])
            ",
            &sources,
            &source_users
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
