//! Upserts of claims, with their tags, measures and figures.

use uuid::Uuid;

use super::{
    quantity::{self, Figured},
    row::{Common, Ready},
};
use crate::{
    domain::{resource::Claim, value::language},
    store::{Error, connection::Connection},
    wire::document::DOC_VERSION,
};

pub(crate) async fn upsert(
    connection: &mut Connection,
    all: &[(&Ready<'_>, &Claim)],
) -> Result<(), Error> {
    let mut common = Common::default();
    let (mut types, mut languages) = (Vec::new(), Vec::new());
    let (mut identities, mut originals) = (Vec::new(), Vec::new());
    let (mut retracted, mut merged) = (Vec::new(), Vec::new());
    let (mut tags, mut tagged) = (Vec::new(), Vec::new());
    let (mut measures, mut measuring) = (Vec::new(), Vec::new());
    for (ready, claim) in all {
        common.push(ready);
        types.push(ready.code(claim.claim_type.code()));
        languages.push(language::primary(&claim.language).unwrap_or_default());
        identities.push(ready.earlier_identity(claim).to_vec());
        retracted.push(claim.retraction.is_some());
        merged.push(claim.merged_into.map(|id| id.uuid()));
        originals.push(claim.translation_of.map(|id| id.uuid()));
        for tag in &claim.tags {
            tags.push(tag.clone());
            tagged.push(ready.name.uuid());
        }
        for quantity in &claim.quantities {
            measures.push(quantity.measure.clone());
            measuring.push(ready.name.uuid());
        }
    }
    sqlx::query!(
        "
        insert into claims
            (id, revision, doc_version, doc, is_deleted, type, language, identity, translation_of,
             is_retracted, merged_into_id)
        select id, revision, $11, doc, is_deleted, type, language, identity, translation_of,
               is_retracted, merged_into_id
        from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::boolean[], $5::smallint[],
                    $6::text[], $7::bytea[], $8::uuid[], $9::boolean[], $10::uuid[])
            as given (id, revision, doc, is_deleted, type, language, identity, translation_of,
                      is_retracted, merged_into_id)
        on conflict (id) do update set
            revision = excluded.revision, doc_version = excluded.doc_version, doc = excluded.doc,
            is_deleted = excluded.is_deleted, type = excluded.type, language = excluded.language, identity = excluded.identity,
            translation_of = excluded.translation_of, is_retracted = excluded.is_retracted,
            merged_into_id = excluded.merged_into_id
        ",
        &common.ids,
        &common.revisions,
        &common.docs,
        &common.deleted,
        &types,
        &languages,
        &identities,
        &originals as &[Option<Uuid>],
        &retracted,
        &merged as &[Option<Uuid>],
        DOC_VERSION,
    )
    .execute(&mut *connection)
    .await?;
    remove_links(connection, &common.replaced).await?;
    insert_tags(connection, &tags, &tagged).await?;
    insert_measures(connection, &measures, &measuring).await?;
    let claims = all.iter().map(|(ready, claim)| Figured {
        id: ready.name.uuid(),
        claim,
        is_deleted: ready.is_deleted,
    });
    quantity::insert(connection, claims).await
}

/// Removes the tags, measures and figures of claims that are replaced.
async fn remove_links(connection: &mut Connection, replaced: &[Uuid]) -> Result<(), Error> {
    if replaced.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "
        with tags as (delete from claim_tags where claim_id = any($1))
        delete from claim_measures where claim_id = any($1)
        ",
        replaced
    )
    .execute(&mut *connection)
    .await?;
    quantity::remove(connection, replaced).await
}

async fn insert_tags(
    connection: &mut Connection,
    tags: &[String],
    claims: &[Uuid],
) -> Result<(), Error> {
    if tags.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into claim_tags (tag, claim_id) select * from unnest($1::text[], $2::uuid[])",
        tags,
        claims
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn insert_measures(
    connection: &mut Connection,
    measures: &[String],
    claims: &[Uuid],
) -> Result<(), Error> {
    if measures.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "
        insert into claim_measures (measure, claim_id)
        select distinct * from unnest($1::text[], $2::uuid[])
        ",
        measures,
        claims
    )
    .execute(connection)
    .await?;
    Ok(())
}
