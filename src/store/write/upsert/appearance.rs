//! Upserts of appearances and their sources.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    anchoring::{self, Anchored},
    row::{Common, Ready},
};
use crate::{domain::resource::Appearance, store::Error, wire::document::DOC_VERSION};

pub(crate) async fn upsert(
    connection: &mut PgConnection,
    all: &[(&Ready<'_>, &Appearance)],
) -> Result<(), Error> {
    let mut common = Common::default();
    let (mut claims, mut articles) = (Vec::new(), Vec::new());
    let (mut forms, mut modalities, mut identities) = (Vec::new(), Vec::new(), Vec::new());
    let (mut affirms, mut denies, mut doubts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut sources, mut attributed) = (Vec::new(), Vec::new());
    let (mut purposes, mut anchored) = (Vec::new(), Vec::new());
    for (ready, appearance) in all {
        common.push(ready);
        claims.push(appearance.claim.uuid());
        articles.push(appearance.article.uuid());
        forms.push(ready.code(appearance.printing.form.code()));
        modalities.push(ready.code(appearance.printing.modality.code()));
        identities.push(ready.identity.unwrap_or_default().to_vec());
        let sides = appearance.printing.sides();
        affirms.push(sides.affirms && !ready.is_erased);
        denies.push(sides.denies && !ready.is_erased);
        doubts.push(sides.doubts && !ready.is_erased);
        for source in appearance.sources() {
            sources.push(source.uuid());
            attributed.push(ready.name.uuid());
        }
        for purpose in appearance.purposes() {
            purposes.push(purpose.code());
            anchored.push(ready.name.uuid());
        }
    }
    // An appearance can take the identity that another in this batch gives up. The unique
    // index checks row by row, so such identities are first set to a placeholder: the id.
    sqlx::query!(
        "
        update appearances set identity = uuid_send(appearances.id)
        from unnest($1::uuid[], $2::bytea[]) as given (id, identity)
        where appearances.id = given.id and appearances.identity <> given.identity
          and appearances.identity = any($2)
        ",
        &common.ids,
        &identities,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "
        insert into appearances
            (id, claim_id, article_id, revision, doc_version, doc, is_deleted, form, modality,
             identity, affirms, denies, doubts)
        select id, claim_id, article_id, revision, $13, doc, is_deleted, form, modality, identity,
               affirms, denies, doubts
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bytea[], $6::boolean[],
                    $7::smallint[], $8::smallint[], $9::bytea[], $10::boolean[],
                    $11::boolean[], $12::boolean[])
            as given (id, claim_id, article_id, revision, doc, is_deleted, form, modality,
                      identity, affirms, denies, doubts)
        on conflict (id) do update set
            revision = excluded.revision, doc_version = excluded.doc_version, doc = excluded.doc,
            is_deleted = excluded.is_deleted, form = excluded.form, modality = excluded.modality, identity = excluded.identity,
            affirms = excluded.affirms, denies = excluded.denies, doubts = excluded.doubts
        ",
        &common.ids,
        &claims,
        &articles,
        &common.revisions,
        &common.docs,
        &common.deleted,
        &forms,
        &modalities,
        &identities,
        &affirms,
        &denies,
        &doubts,
        DOC_VERSION,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from appearance_sources where appearance_id = any($1)",
        &common.ids
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "
        insert into appearance_sources
            (source_id, appearance_id, claim_id, article_id, is_deleted)
        select distinct given.source_id, id, claim_id, article_id, is_deleted
        from unnest($1::uuid[], $2::uuid[]) as given (source_id, appearance_id)
            join appearances on id = given.appearance_id
        ",
        &sources,
        &attributed
    )
    .execute(&mut *connection)
    .await?;
    replace_purposes(connection, &common.ids, &purposes, &anchored).await?;
    let anchored = all.iter().map(|(ready, appearance)| Anchored {
        id: ready.name.uuid(),
        appearance,
        is_erased: ready.is_erased,
        time: ready.time,
    });
    anchoring::upsert(connection, anchored).await
}

/// Replaces the purposes of the anchors of appearances.
async fn replace_purposes(
    connection: &mut PgConnection,
    appearances: &[Uuid],
    purposes: &[i16],
    anchored: &[Uuid],
) -> Result<(), Error> {
    sqlx::query!(
        "delete from appearance_purposes where appearance_id = any($1)",
        appearances
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "
        insert into appearance_purposes (purpose, appearance_id)
        select * from unnest($1::smallint[], $2::uuid[])
        ",
        purposes,
        anchored
    )
    .execute(connection)
    .await?;
    Ok(())
}
