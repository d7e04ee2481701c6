//! Upserts of appearances and their sources.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    anchoring::{self, Anchored},
    row::{Common, Ready},
};
use crate::{
    domain::resource::{Appearance, SourceId},
    store::{Error, connection::Connection},
    wire::document::DOC_VERSION,
};

pub(crate) async fn upsert(
    connection: &mut Connection,
    all: &[(&Ready<'_>, &Appearance)],
) -> Result<(), Error> {
    let mut common = Common::default();
    let (mut claims, mut articles) = (Vec::new(), Vec::new());
    let (mut forms, mut modalities, mut identities) = (Vec::new(), Vec::new(), Vec::new());
    let (mut affirms, mut denies, mut doubts) = (Vec::new(), Vec::new(), Vec::new());
    let mut attributions = Attributions::default();
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
        attributions.push(ready, appearance);
        for purpose in appearance.purposes() {
            purposes.push(purpose.code());
            anchored.push(ready.name.uuid());
        }
    }
    if !common.replaced.is_empty() {
        give_up_identities(connection, &common.ids, &identities).await?;
        remove_links(connection, &common.replaced).await?;
    }
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
    attributions.insert(connection).await?;
    insert_purposes(connection, &purposes, &anchored).await?;
    let anchored = all.iter().map(|(ready, appearance)| Anchored {
        id: ready.name.uuid(),
        appearance,
        is_erased: ready.is_erased,
        is_new: ready.is_new,
        time: ready.time,
    });
    anchoring::upsert(connection, anchored).await
}

/// Makes way for an appearance that takes the identity which another in this batch gives up.
/// The unique index checks row by row, so such identities are first set to a placeholder: the
/// id.
async fn give_up_identities(
    connection: &mut Connection,
    ids: &[Uuid],
    identities: &[Vec<u8>],
) -> Result<(), Error> {
    sqlx::query!(
        "
        update appearances set identity = uuid_send(appearances.id)
        from unnest($1::uuid[], $2::bytea[]) as given (id, identity)
        where appearances.id = given.id and appearances.identity <> given.identity
          and appearances.identity = any($2)
        ",
        ids,
        identities,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes the sources and purposes of appearances that are replaced.
async fn remove_links(connection: &mut Connection, replaced: &[Uuid]) -> Result<(), Error> {
    sqlx::query!(
        "
        with sources as (delete from appearance_sources where appearance_id = any($1))
        delete from appearance_purposes where appearance_id = any($1)
        ",
        replaced
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The sources that appearances are attributed to.
#[derive(Default)]
struct Attributions {
    sources: Vec<Uuid>,
    appearances: Vec<Uuid>,
    claims: Vec<Uuid>,
    articles: Vec<Uuid>,
    deleted: Vec<bool>,
}

impl Attributions {
    fn push(&mut self, ready: &Ready<'_>, appearance: &Appearance) {
        let sources: BTreeSet<Uuid> = appearance.sources().map(SourceId::uuid).collect();
        for source in sources {
            self.sources.push(source);
            self.appearances.push(ready.name.uuid());
            self.claims.push(appearance.claim.uuid());
            self.articles.push(appearance.article.uuid());
            self.deleted.push(ready.is_deleted);
        }
    }

    async fn insert(&self, connection: &mut Connection) -> Result<(), Error> {
        if self.sources.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "
            insert into appearance_sources
                (source_id, appearance_id, claim_id, article_id, is_deleted)
            select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::boolean[])
            ",
            &self.sources,
            &self.appearances,
            &self.claims,
            &self.articles,
            &self.deleted
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// Inserts the purposes of the anchors of appearances.
async fn insert_purposes(
    connection: &mut Connection,
    purposes: &[i16],
    anchored: &[Uuid],
) -> Result<(), Error> {
    if purposes.is_empty() {
        return Ok(());
    }
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
