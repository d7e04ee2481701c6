//! Queries for what rests on sources and claims.
//!
//! Each source or claim is looked up by itself, from an index and in its order. Otherwise
//! the planner would read far more rows if statistics are missing or the plan is generic.
//! Only the claims that rest on the claims of a source are found by reading all claims of
//! the source.

use std::collections::BTreeSet;

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    domain::resource::{Kind, RelationState, RelationType},
    store::{Error, Reader},
};

const CLAIM: i16 = Kind::Claim.code();
const SOURCE: i16 = Kind::Source.code();
const CONFIRMED: i16 = RelationState::Confirmed.code();

/// The types of relations whose owner rests on their target.
const RESTING: &[i16] = &[
    RelationType::Quotes.code(),
    RelationType::DerivedFrom.code(),
];

/// The claim and the appearance after which a page starts.
pub type After = Option<(Uuid, Uuid)>;

/// An appearance that is attributed to a source.
#[derive(Clone, Debug)]
pub struct Attributed {
    /// The source that it names.
    pub source: Uuid,
    /// The claim that it belongs to.
    pub claim: Uuid,
    /// The survivor of that claim, or the claim itself.
    pub survivor: Uuid,
    /// The appearance.
    pub appearance: Uuid,
    /// The article that it is in.
    pub article: Uuid,
    /// Its document.
    pub doc: Vec<u8>,
}

/// An appearance of a claim.
#[derive(Clone, Copy, Debug)]
pub struct Printed {
    /// The requested claim.
    pub requested: Uuid,
    /// The claim that it belongs to.
    pub claim: Uuid,
    /// The appearance.
    pub appearance: Uuid,
    /// The article that it is in.
    pub article: Uuid,
}

/// An article that cites or credits a source.
#[derive(Clone, Debug)]
pub struct Citing {
    /// The article.
    pub article: Uuid,
    /// The source.
    pub source: Uuid,
    /// The article's document, without its body.
    pub doc: Vec<u8>,
}

/// A review that has something as evidence.
#[derive(Clone, Copy, Debug)]
pub struct Judging {
    /// The claim that it belongs to.
    pub claim: Uuid,
    /// The review.
    pub review: Uuid,
}

/// A claim that rests on another.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct Resting {
    /// The claim, or its survivor.
    pub claim: Uuid,
    /// The claim that it rests on, or the survivor of that one.
    pub rests_on: Uuid,
    /// The code of the type of the relation.
    pub relation_type: i16,
    /// The claim that the relation belongs to.
    pub owner: Uuid,
    /// The relation.
    pub relation: Uuid,
}

impl Reader {
    /// The appearances that are attributed to any of these sources, in the order of their
    /// claims.
    pub async fn attributed(
        &mut self,
        sources: &[Uuid],
        after: After,
        limit: i64,
    ) -> Result<Vec<Attributed>, Error> {
        let (claim, appearance) = after.unzip();
        // The lower bound in `coalesce` makes the index start at the page. It admits every id.
        let rows = sqlx::query_as!(
            Attributed,
            r#"
            select source_id as "source!", page.claim_id as claim,
                   coalesce(survivor_id, page.claim_id) as "survivor!",
                   appearance_id as appearance, page.article_id as article, doc
            from (
                select distinct on (claim_id, appearance_id) source.id as source_id, named.*
                from unnest($1::uuid[]) as source (id) cross join lateral (
                    select claim_id, appearance_id, article_id from appearance_sources
                    where source_id = source.id and not is_deleted
                      and claim_id >= coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
                      and ($2 is null or (claim_id, appearance_id) > ($2, $3::uuid))
                    order by claim_id, appearance_id
                    limit $4
                ) named
                order by claim_id, appearance_id
                limit $4
            ) page
                join appearances on appearances.id = appearance_id
                left join survivors on survivors.id = page.claim_id and survivors.kind = $5
            order by page.claim_id, appearance_id
            "#,
            sources,
            claim,
            appearance,
            limit,
            CLAIM
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// For each of these claims, an appearance that is attributed to any of these sources. It
    /// can belong to a claim that was merged into the given one.
    pub async fn attribution_of(
        &mut self,
        sources: &[Uuid],
        claims: &[Uuid],
    ) -> Result<Vec<Attributed>, Error> {
        let rows = sqlx::query_as!(
            Attributed,
            r#"
            with member as (
                select id, id as survivor_id from unnest($2::uuid[]) as asked (id)
                union all
                select id, survivor_id from survivors where survivor_id = any($2) and kind = $3
            ), first as (
                select distinct on (survivor_id) source.id as source_id, survivor_id, named.*
                from member cross join unnest($1::uuid[]) as source (id) cross join lateral (
                    select claim_id, appearance_id, article_id from appearance_sources
                    where claim_id = member.id and source_id = source.id and not is_deleted
                    order by appearance_id
                    limit 1
                ) named
                order by survivor_id, appearance_id
            )
            select source_id as "source!", first.claim_id as claim, survivor_id as "survivor!",
                   appearance_id as appearance, first.article_id as article, doc
            from first join appearances on appearances.id = appearance_id
            "#,
            sources,
            claims,
            CLAIM
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// The appearances of these claims and of the claims that were merged into them, in the
    /// given order of the claims. For the first claim, only those after an id.
    pub async fn printed(
        &mut self,
        claims: &[Uuid],
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Printed>, Error> {
        let rows = sqlx::query_as!(
            Printed,
            r#"
            select asked.id as "requested!", claim_id as claim, printed.id as appearance,
                   article_id as article
            from unnest($1::uuid[]) with ordinality as asked (id, place) cross join lateral (
                select asked.id
                union all
                select id from survivors where survivor_id = asked.id and kind = $4
            ) member cross join lateral (
                select id, claim_id, article_id from appearances
                where claim_id = member.id and not is_deleted
                  and id >= coalesce(case asked.place when 1 then $2::uuid end,
                                     '00000000-0000-0000-0000-000000000000')
                  and (asked.place > 1 or $2 is null or id <> $2)
                order by claim_id, id
                limit $3
            ) printed
            order by asked.place, printed.id
            limit $3
            "#,
            claims,
            after,
            limit,
            CLAIM
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// The articles that cite or credit any of these sources, in the order of their ids.
    pub async fn citing(
        &mut self,
        sources: &[Uuid],
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Citing>, Error> {
        let rows = sqlx::query_as!(
            Citing,
            r#"
            select page.article_id as article, page.source_id as "source!", doc
            from (
                select distinct on (article_id) source.id as source_id, article_id
                from unnest($1::uuid[]) as source (id) cross join lateral (
                    select article_id from article_sources join articles on articles.id = article_id
                    where source_id = source.id and not is_deleted
                      and article_id >= coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
                      and ($2 is null or article_id <> $2)
                    order by article_id
                    limit $3
                ) named
                order by article_id
                limit $3
            ) page join articles on articles.id = article_id
            order by article_id
            "#,
            sources,
            after,
            limit
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// The reviews of other claims that have any of these resources, all of one kind, as
    /// evidence, in the order of their ids.
    pub async fn reviews_citing(
        &mut self,
        kind: i16,
        evidence: &[Uuid],
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Judging>, Error> {
        let rows = sqlx::query_as!(
            Judging,
            r#"
            select distinct id as review, claim_id as "claim!" from mentions
            where target_id = any($1) and target_kind = $2 and kind = $5
              and id >= coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
              and ($3 is null or id <> $3)
              and claim_id <> all($1)
            order by id
            limit $4
            "#,
            evidence,
            kind,
            after,
            limit,
            Kind::Review.code()
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// The claims that rest on a claim that is attributed to any of these sources, or reports any,
    /// without those that do so themselves.
    pub async fn resting_on_attributed(
        &mut self,
        sources: &[Uuid],
        limit: i64,
    ) -> Result<Vec<Resting>, Error> {
        // `offset 0` keeps the planner to the relations to one claim. Without it, the planner
        // may read all relations that are confirmed.
        let rows = sqlx::query_as!(
            Resting,
            r#"
            with named as (
                select distinct claim_id as id from appearance_sources
                where source_id = any($1) and not is_deleted
                union
                select id from mentions
                where target_id = any($1) and target_kind = $6 and kind = $3
            ), survivor as (
                select distinct coalesce(survivor_id, named.id) as id
                from named left join survivors on survivors.id = named.id and survivors.kind = $3
            ), member as (
                select id, id as survivor_id from survivor
                union all
                select survivors.id, survivor.id
                from survivor join survivors on survivor_id = survivor.id and survivors.kind = $3
            )
            select coalesce(survivors.survivor_id, link.claim_id) as "claim!",
                   member.survivor_id as "rests_on!", link.type as relation_type,
                   link.claim_id as owner, link.id as relation
            from member cross join lateral (
                select * from relations where target_id = member.id offset 0
            ) link
                left join survivors on survivors.id = link.claim_id and survivors.kind = $3
            where link.type = any($4) and link.state = $5 and not link.is_deleted
              and coalesce(survivors.survivor_id, link.claim_id) not in (select id from survivor)
            order by 1, 2, link.id
            limit $2
            "#,
            sources,
            limit,
            CLAIM,
            RESTING,
            CONFIRMED,
            Kind::Source.code()
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// The claims that rest on any of these claims.
    pub async fn resting_on(&mut self, claims: &[Uuid], limit: i64) -> Result<Vec<Resting>, Error> {
        let rows = sqlx::query_as!(
            Resting,
            r#"
            with member as (
                select id, id as survivor_id from unnest($1::uuid[]) as asked (id)
                union all
                select id, survivor_id from survivors where survivor_id = any($1) and kind = $3
            )
            select coalesce(survivors.survivor_id, link.claim_id) as "claim!",
                   member.survivor_id as "rests_on!", link.type as relation_type,
                   link.claim_id as owner, link.id as relation
            from member cross join lateral (
                select * from relations where target_id = member.id offset 0
            ) link
                left join survivors on survivors.id = link.claim_id and survivors.kind = $3
            where link.type = any($4) and link.state = $5 and not link.is_deleted
            order by 1, 2, link.id
            limit $2
            "#,
            claims,
            limit,
            CLAIM,
            RESTING,
            CONFIRMED
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// Returns which of these claims are attributed to any of these sources, or report any.
    pub async fn are_attributed(
        &mut self,
        sources: &[Uuid],
        claims: &[Uuid],
    ) -> Result<BTreeSet<Uuid>, Error> {
        let found = sqlx::query_scalar!(
            r#"
            with member as (
                select id, id as survivor_id from unnest($2::uuid[]) as asked (id)
                union all
                select id, survivor_id from survivors where survivor_id = any($2) and kind = $4
            )
            select distinct survivor_id as "survivor!" from member
            where exists (
                select from appearance_sources
                where claim_id = member.id and source_id = any($1) and not is_deleted
                offset 0
            ) or exists (
                select from mentions
                where target_id = any($1) and target_kind = $3 and kind = $4 and id = member.id
                offset 0
            )
            "#,
            sources,
            claims,
            SOURCE,
            CLAIM
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(found.into_iter().collect())
    }
}
