//! Upserts of sources and their `same_as` uris. Both columns hold the form of earlier
//! releases; the canonical one is in `natural_keys`.

use uuid::Uuid;

use super::{
    listing,
    row::{Common, Ready},
};
use crate::{
    domain::{
        resource::{Source, SourceId},
        value::{Form, url},
    },
    store::{Error, connection::Connection},
    wire::document::DOC_VERSION,
};

pub(crate) async fn upsert(
    connection: &mut Connection,
    all: &[(&Ready<'_>, &Source)],
) -> Result<(), Error> {
    let mut common = Common::default();
    let (mut kinds, mut urls, mut publishers) = (Vec::new(), Vec::new(), Vec::new());
    let (mut retracted, mut merged) = (Vec::new(), Vec::new());
    let (mut uris, mut uri_holders, mut deleted) = (Vec::new(), Vec::new(), Vec::new());
    for (ready, source) in all {
        common.push(ready);
        kinds.push(ready.code(source.kind.code()));
        urls.push(url::compared(&source.url, Form::Earlier));
        publishers.push(source.publisher.map(SourceId::uuid));
        retracted.push(source.retraction.is_some());
        merged.push(source.merged_into.map(SourceId::uuid));
        for uri in source.identifiers(Form::Earlier) {
            uris.push(uri);
            uri_holders.push(ready.name.uuid());
            deleted.push(ready.is_deleted);
        }
    }
    sqlx::query!(
        "
        insert into sources
            (id, revision, doc_version, doc, is_deleted, kind, canonical_url, publisher_id,
             is_retracted, merged_into_id)
        select id, revision, $10, doc, is_deleted, kind, url, publisher_id, is_retracted,
               merged_into_id
        from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::boolean[], $5::smallint[],
                    $6::text[], $7::uuid[], $8::boolean[], $9::uuid[])
            as given (id, revision, doc, is_deleted, kind, url, publisher_id, is_retracted,
                      merged_into_id)
        on conflict (id) do update set
            revision = excluded.revision, doc_version = excluded.doc_version, doc = excluded.doc,
            is_deleted = excluded.is_deleted, kind = excluded.kind, canonical_url = excluded.canonical_url,
            publisher_id = excluded.publisher_id, is_retracted = excluded.is_retracted,
            merged_into_id = excluded.merged_into_id
        ",
        &common.ids,
        &common.revisions,
        &common.docs,
        &common.deleted,
        &kinds,
        &urls as &[Option<String>],
        &publishers as &[Option<Uuid>],
        &retracted,
        &merged as &[Option<Uuid>],
        DOC_VERSION,
    )
    .execute(&mut *connection)
    .await?;
    let sources = all
        .iter()
        .map(|(ready, source)| (ready.name.uuid(), *source));
    listing::upsert_source_names(connection, sources).await?;
    if !common.replaced.is_empty() {
        sqlx::query!(
            "delete from source_same_as where source_id = any($1)",
            &common.replaced
        )
        .execute(&mut *connection)
        .await?;
    }
    if uris.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "
        insert into source_same_as (uri, source_id, is_deleted)
        select * from unnest($1::text[], $2::uuid[], $3::boolean[])
        ",
        &uris,
        &uri_holders,
        &deleted,
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}
