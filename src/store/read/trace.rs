//! What rests on sources and claims, as the tables have it. Each source or claim is asked
//! by itself, straight from an index and in its order: where statistics are missing, or a
//! plan is made for any values, the planner would read far more. Only what links lead to
//! from the claims of a source is found by looking at all of those.

use std::collections::BTreeSet;

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Error, Reader};

/// Where a page goes on: behind these two ids.
pub type After = Option<(Uuid, Uuid)>;

/// An appearance that is attributed to a source.
#[derive(Clone, Debug)]
pub struct Attributed {
    /// The source that it names.
    pub source: Uuid,
    /// The claim that it hangs on.
    pub claim: Uuid,
    /// What that was merged into, or itself.
    pub survivor: Uuid,
    /// The appearance.
    pub appearance: Uuid,
    /// The article that it stands in.
    pub article: Uuid,
    /// Its document.
    pub doc: Vec<u8>,
}

/// An appearance of a claim.
#[derive(Clone, Copy, Debug)]
pub struct Printed {
    /// The claim that was asked for.
    pub requested: Uuid,
    /// The claim that it hangs on.
    pub claim: Uuid,
    /// The appearance.
    pub appearance: Uuid,
    /// The article that it stands in.
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
    /// The claim that it hangs on.
    pub claim: Uuid,
    /// The review.
    pub review: Uuid,
}

/// A claim that rests on another.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct Resting {
    /// The claim, or what it was merged into.
    pub claim: Uuid,
    /// The one that it rests on, or what that was merged into.
    pub rests_on: Uuid,
    /// The number of the type of the relation that says so.
    pub relation_type: i16,
    /// The claim that the relation hangs on.
    pub owner: Uuid,
    /// The relation.
    pub relation: Uuid,
}

impl Reader {
    /// The appearances that are attributed to any of these, in the order of the claims.
    pub async fn attributed(
        &mut self,
        sources: &[Uuid],
        after: After,
        limit: i64,
    ) -> Result<Vec<Attributed>, Error> {
        let (claim, appearance) = after.unwrap_or_default();
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
                      and claim_id >= $2
                      and ($5 or (claim_id, appearance_id) > ($2, $3))
                    order by claim_id, appearance_id
                    limit $4
                ) named
                order by claim_id, appearance_id
                limit $4
            ) page
                join appearances on appearances.id = appearance_id
                left join survivors on survivors.id = page.claim_id and survivors.kind = 3
            order by page.claim_id, appearance_id
            "#,
            sources,
            claim,
            appearance,
            limit,
            after.is_none()
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// Of each of these claims, or of what was merged into it, an appearance that is
    /// attributed to any of these sources.
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
                select id, survivor_id from survivors where survivor_id = any($2) and kind = 3
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
            claims
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// The appearances of these claims and of what was merged into them, in the order of
    /// the claims as given, of the first behind an id.
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
                select id from survivors where survivor_id = asked.id and kind = 3
            ) member cross join lateral (
                select id, claim_id, article_id from appearances
                where claim_id = member.id and not is_deleted
                  and id >= case asked.place when 1 then $2::uuid else $4::uuid end
                  and (asked.place > 1 or $5 or id <> $2)
                order by claim_id, id
                limit $3
            ) printed
            order by asked.place, printed.id
            limit $3
            "#,
            claims,
            after.unwrap_or_default(),
            limit,
            Uuid::nil(),
            after.is_none()
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// The articles that cite or credit any of these, in the order of their ids.
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
                    where source_id = source.id and article_id >= $2 and ($4 or article_id <> $2)
                      and not is_deleted
                    order by article_id
                    limit $3
                ) named
                order by article_id
                limit $3
            ) page join articles on articles.id = article_id
            order by article_id
            "#,
            sources,
            after.unwrap_or_default(),
            limit,
            after.is_none()
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// The reviews of others that have any of these, of a kind, as evidence, in the order of
    /// their ids.
    pub async fn classifying(
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
            where target_id = any($1) and target_kind = $2 and kind = 6 and id >= $3
              and ($5 or id <> $3)
              and claim_id <> all($1)
            order by id
            limit $4
            "#,
            evidence,
            kind,
            after.unwrap_or_default(),
            limit,
            after.is_none()
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// The claims that rest on those that are attributed to any of these sources, and are
    /// not attributed to them themselves.
    pub async fn resting_on_attributed(
        &mut self,
        sources: &[Uuid],
        limit: i64,
    ) -> Result<Vec<Resting>, Error> {
        // 7 is QUOTES, 9 is DERIVED_FROM, and 2 is CONFIRMED: asked of the relations to one
        // claim, so that the planner never reads all that are confirmed.
        let rows = sqlx::query_as!(
            Resting,
            r#"
            with named as (
                select distinct claim_id as id from appearance_sources
                where source_id = any($1) and not is_deleted
            ), survivor as (
                select distinct coalesce(survivor_id, named.id) as id
                from named left join survivors on survivors.id = named.id and survivors.kind = 3
            ), member as (
                select id, id as survivor_id from survivor
                union all
                select survivors.id, survivor.id
                from survivor join survivors on survivor_id = survivor.id and survivors.kind = 3
            )
            select coalesce(survivors.survivor_id, link.claim_id) as "claim!",
                   member.survivor_id as "rests_on!", link.type as relation_type,
                   link.claim_id as owner, link.id as relation
            from member cross join lateral (
                select * from relations where target_id = member.id offset 0
            ) link
                left join survivors on survivors.id = link.claim_id and survivors.kind = 3
            where link.type in (7, 9) and link.state = 2 and not link.is_deleted
              and coalesce(survivors.survivor_id, link.claim_id) not in (select id from survivor)
            order by 1, 2, link.id
            limit $2
            "#,
            sources,
            limit
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// The claims that rest on any of these.
    pub async fn resting_on(&mut self, claims: &[Uuid], limit: i64) -> Result<Vec<Resting>, Error> {
        let rows = sqlx::query_as!(
            Resting,
            r#"
            with member as (
                select id, id as survivor_id from unnest($1::uuid[]) as asked (id)
                union all
                select id, survivor_id from survivors where survivor_id = any($1) and kind = 3
            )
            select coalesce(survivors.survivor_id, link.claim_id) as "claim!",
                   member.survivor_id as "rests_on!", link.type as relation_type,
                   link.claim_id as owner, link.id as relation
            from member cross join lateral (
                select * from relations where target_id = member.id offset 0
            ) link
                left join survivors on survivors.id = link.claim_id and survivors.kind = 3
            where link.type in (7, 9) and link.state = 2 and not link.is_deleted
            order by 1, 2, link.id
            limit $2
            "#,
            claims,
            limit
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows)
    }

    /// Those of these claims that are attributed to any of these sources themselves.
    pub async fn are_attributed(
        &mut self,
        sources: &[Uuid],
        claims: &[Uuid],
    ) -> Result<BTreeSet<Uuid>, Error> {
        let found = self.attribution_of(sources, claims).await?;
        Ok(found.into_iter().map(|it| it.survivor).collect())
    }
}
