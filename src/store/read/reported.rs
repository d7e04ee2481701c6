//! Queries for the claims that sources are reported to have made, or to have as documents.
//!
//! The claims of a source are found in `mentions`, in the order of their ids. Those of deleted
//! claims are not in it.

use uuid::Uuid;

use crate::{
    domain::resource::Kind,
    store::{Error, Reader},
};

const CLAIM: i16 = Kind::Claim.code();
const SOURCE: i16 = Kind::Source.code();

/// A claim that reports a source.
#[derive(Clone, Debug)]
pub struct Reporting {
    /// The source that it names.
    pub source: Uuid,
    /// The claim.
    pub claim: Uuid,
    /// The survivor of that claim, or the claim itself.
    pub survivor: Uuid,
    /// The claim's document.
    pub doc: Vec<u8>,
}

impl Reader {
    /// The claims that report any of these sources, in the order of their ids. Of claims that are
    /// merged into one, only the first.
    pub async fn reporting(
        &mut self,
        sources: &[Uuid],
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Reporting>, Error> {
        // The lower bound in `coalesce` makes the index start at the page. It admits every id.
        let rows = sqlx::query_as!(
            Reporting,
            r#"
            select source_id as "source!", page.id as "claim!",
                   coalesce(survivor_id, page.id) as "survivor!", doc
            from (
                select distinct on (named.id) source.id as source_id, named.id
                from unnest($1::uuid[]) as source (id) cross join lateral (
                    select id from mentions as it
                    where target_id = source.id and target_kind = $4 and kind = $5
                      and id >= coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
                      and ($2 is null or id <> $2)
                      and not exists (
                          select from (
                              select coalesce(
                                  (select survivor_id from survivors where id = it.id and kind = $5),
                                  it.id
                              ) as id
                          ) survivor cross join lateral (
                              select survivor.id
                              union all
                              select id from survivors where survivor_id = survivor.id and kind = $5
                          ) member join mentions as earlier on earlier.id = member.id
                          where earlier.target_id = any($1) and earlier.target_kind = $4
                            and earlier.kind = $5 and earlier.id < it.id
                      )
                    order by id
                    limit $3
                ) named
                order by named.id
                limit $3
            ) page
                join claims on claims.id = page.id
                left join survivors on survivors.id = page.id and survivors.kind = $5
            order by page.id
            "#,
            sources,
            after,
            limit,
            SOURCE,
            CLAIM
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// For each of these claims, one that reports any of these sources: itself, or one that was
    /// merged into it.
    pub async fn report_of(
        &mut self,
        sources: &[Uuid],
        claims: &[Uuid],
    ) -> Result<Vec<Reporting>, Error> {
        let rows = sqlx::query_as!(
            Reporting,
            r#"
            with member as (
                select id, id as survivor_id from unnest($2::uuid[]) as asked (id)
                union all
                select id, survivor_id from survivors where survivor_id = any($2) and kind = $4
            ), first as (
                select distinct on (survivor_id) named.target_id, member.id, survivor_id
                from member cross join unnest($1::uuid[]) as source (id) join mentions as named
                    on named.target_id = source.id and named.target_kind = $3
                        and named.kind = $4 and named.id = member.id
                order by survivor_id, member.id, named.target_id
            )
            select target_id as "source!", first.id as "claim!", survivor_id as "survivor!", doc
            from first join claims on claims.id = first.id
            "#,
            sources,
            claims,
            SOURCE,
            CLAIM
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }
}
