//! Upserts of relations.

use super::row::{Common, Ready};
use crate::{
    domain::{
        resource::Relation,
        value::{Form, identity::normal_text},
    },
    store::{Error, connection::Connection},
    wire::document::DOC_VERSION,
};

pub(crate) async fn upsert(
    connection: &mut Connection,
    all: &[(&Ready<'_>, &Relation)],
) -> Result<(), Error> {
    let mut common = Common::default();
    let (mut claims, mut targets) = (Vec::new(), Vec::new());
    let (mut types, mut states) = (Vec::new(), Vec::new());
    let (mut authors, mut identities) = (Vec::new(), Vec::new());
    for (ready, relation) in all {
        common.push(ready);
        claims.push(relation.claim.uuid());
        targets.push(relation.target.uuid());
        types.push(ready.code(relation.relation_type.code()));
        states.push(ready.code(relation.state.code()));
        authors.push(normal_text(&relation.author));
        identities.push(relation.identity(Form::Earlier).to_vec());
    }
    sqlx::query!(
        "
        insert into relations
            (id, claim_id, target_id, revision, doc_version, doc, is_deleted, type, state, author,
             identity)
        select id, claim_id, target_id, revision, $11, doc, is_deleted, type, state, author,
               identity
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bytea[], $6::boolean[],
                    $7::smallint[], $8::smallint[], $9::text[], $10::bytea[])
            as given (id, claim_id, target_id, revision, doc, is_deleted, type, state, author,
                      identity)
        on conflict (id) do update set
            revision = excluded.revision, doc_version = excluded.doc_version, doc = excluded.doc,
            is_deleted = excluded.is_deleted, type = excluded.type, state = excluded.state,
            author = excluded.author, identity = excluded.identity
        ",
        &common.ids,
        &claims,
        &targets,
        &common.revisions,
        &common.docs,
        &common.deleted,
        &types,
        &states,
        &authors,
        &identities,
        DOC_VERSION,
    )
    .execute(connection)
    .await?;
    Ok(())
}
