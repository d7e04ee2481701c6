//! Upserts of reviews.

use super::row::{Common, Ready};
use crate::{
    domain::{Timestamp, resource::Review, value::Form},
    store::{Error, connection::Connection},
    wire::document::DOC_VERSION,
};

pub(crate) async fn upsert(
    connection: &mut Connection,
    all: &[(&Ready<'_>, &Review)],
) -> Result<(), Error> {
    let mut common = Common::default();
    let (mut claims, mut authors, mut verdicts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut times, mut identities) = (Vec::new(), Vec::new());
    for (ready, review) in all {
        common.push(ready);
        claims.push(review.claim.uuid());
        authors.push(review.desk());
        verdicts.push(ready.code(review.verdict.code()));
        times.push(review.review_time);
        identities.push(review.identity(Form::Earlier).to_vec());
    }
    sqlx::query!(
        "
        insert into reviews
            (id, claim_id, revision, doc_version, doc, is_deleted, author, verdict, review_time,
             identity)
        select id, claim_id, revision, $10, doc, is_deleted, author, verdict, review_time, identity
        from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bytea[], $5::boolean[], $6::text[],
                    $7::smallint[], $8::timestamptz[], $9::bytea[])
            as given (id, claim_id, revision, doc, is_deleted, author, verdict, review_time,
                      identity)
        on conflict (id) do update set
            revision = excluded.revision, doc_version = excluded.doc_version, doc = excluded.doc,
            is_deleted = excluded.is_deleted, author = excluded.author,
            verdict = excluded.verdict, review_time = excluded.review_time,
            identity = excluded.identity
        ",
        &common.ids,
        &claims,
        &common.revisions,
        &common.docs,
        &common.deleted,
        &authors,
        &verdicts,
        &times as &[Option<Timestamp>],
        &identities,
        DOC_VERSION,
    )
    .execute(connection)
    .await?;
    Ok(())
}
