//! Claims that cannot both be so: which claims are looked at, and what is in conflict with
//! them. What the figures of two claims have to do with each other is in [`figure`].
//!
//! Every step looks at a bounded number of rows, however the planner's statistics are:
//! each is found by an index, for one claim at a time.

mod candidate;
mod figure;

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::{
    domain::{
        resource::name::{AppearanceId, ArticleId, ClaimId, Name, RelationId, SourceId},
        rule::conflict::ConflictReason,
    },
    store::{Error, Reader},
};

pub use self::{
    candidate::Candidate,
    figure::{Probed, Walked},
};

/// Claims that somebody holds: others are in no conflict. Of the table `claims`.
pub(crate) const HELD: &str =
    "not claims.is_deleted and not claims.is_retracted and claims.merged_into_id is null";

/// Not kept for the next call: a plan for any number of claims and any place takes several
/// times as long as one for those that are given, which Postgres cannot tell beforehand.
const PLANNED_ONCE: bool = false;

/// Of each list in a conflict this many are answered.
pub const LISTED_MAX: usize = 10;

/// Conditions on conflicts; all that are given must hold.
#[derive(Clone, Debug, Default)]
pub struct ConflictFilter {
    /// With figures of this measure.
    pub measure: Option<String>,
    /// Printed in this article.
    pub article: Option<ArticleId>,
    /// Attributed to one of these sources; to any or none, where there are none.
    pub sources: Vec<SourceId>,
    /// Of this claim.
    pub claim: Option<ClaimId>,
    /// For this reason.
    pub reason: Option<ConflictReason>,
}

impl ConflictFilter {
    fn source_ids(&self) -> Vec<Uuid> {
        self.sources.iter().map(|source| source.uuid()).collect()
    }

    /// Whether conflicts for a reason are asked for.
    pub fn asks(&self, reason: ConflictReason) -> bool {
        self.reason.is_none_or(|requested| requested == reason)
    }
}

/// The place of a conflict in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConflictPoint {
    /// The claim that was looked at.
    pub claim: Uuid,
    /// Why it is in conflict.
    pub reason: ConflictReason,
    /// The other claim.
    pub other: Uuid,
}

impl ConflictPoint {
    /// The last place that a claim has.
    pub const fn last_of(claim: Uuid) -> Self {
        Self {
            claim,
            reason: ConflictReason::Stances,
            other: claim,
        }
    }

    /// Whether there is nothing behind it that its claim has.
    pub fn is_last(&self) -> bool {
        self.reason == ConflictReason::Stances
    }
}

/// What is in conflict with claims: behind a place, at most so many of each.
#[derive(Clone, Copy, Debug)]
pub struct Behind {
    /// The place, where there is one.
    pub place: Option<ConflictPoint>,
    /// How many.
    pub limit: i64,
}

/// Claims that contradict each other.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// The claim that was looked at.
    pub claim: ClaimId,
    /// The other one.
    pub other: ClaimId,
    /// The relations that say so, as far as they are listed.
    pub relations: Vec<Name>,
}

/// The appearances in which a side of a claim is taken.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The first ones.
    pub appearances: Vec<Name>,
    /// How many there are.
    pub count: i64,
}

/// A claim of which both sides are taken.
#[derive(Clone, Debug)]
pub struct Opposed {
    /// The claim.
    pub claim: ClaimId,
    /// Where it is affirmed.
    pub affirmed: Taken,
    /// Where it is denied.
    pub denied: Taken,
}

#[derive(FromRow)]
struct ContradictionRow {
    id: Uuid,
    other: Uuid,
    relations: Vec<Uuid>,
    owners: Vec<Uuid>,
}

impl Reader {
    /// The conditions with the survivor of the claim, and all that the sources stand for.
    pub async fn followed(&mut self, filter: &ConflictFilter) -> Result<ConflictFilter, Error> {
        let claim = filter.claim.map(Name::Claim);
        let sources = filter.sources.iter().copied().map(Name::Source);
        let groups = self
            .lookup()
            .groups(&sources.chain(claim).collect())
            .await?;
        let mut followed = filter.clone();
        followed.sources.clear();
        for (requested, group) in groups {
            if Some(requested) == claim {
                if let Some(Name::Claim(survivor)) = group.first() {
                    followed.claim = Some(*survivor);
                }
                continue;
            }
            followed
                .sources
                .extend(group.iter().filter_map(|name| match name {
                    Name::Source(id) => Some(*id),
                    _ => None,
                }));
        }
        Ok(followed)
    }

    /// The confirmed contradictions of claims, in the order of their places.
    pub async fn contradictions(
        &mut self,
        filter: &ConflictFilter,
        claims: &[Uuid],
        behind: Behind,
    ) -> Result<Vec<Contradiction>, Error> {
        let mut query = contradictions_query(filter, claims, behind);
        let rows: Vec<ContradictionRow> = query
            .build_query_as()
            .fetch_all(&mut *self.connection)
            .await?;
        let contradictions = rows.into_iter().map(|row| {
            let relations = row.relations.into_iter().zip(row.owners);
            let name = |(id, claim)| Name::Relation(ClaimId::new(claim), RelationId::new(id));
            Contradiction {
                claim: ClaimId::new(row.id),
                other: ClaimId::new(row.other),
                relations: relations.map(name).collect(),
            }
        });
        Ok(contradictions.collect())
    }

    /// Those of these claims that are affirmed and denied, in the order of their ids.
    pub async fn opposed(&mut self, claims: &[Uuid]) -> Result<Vec<Opposed>, Error> {
        let rows = sqlx::query!(
            r#"
            select candidate.id as "id!", affirming as "affirming!", denying as "denying!",
                   affirmed as "affirmed!", affirmed_of as "affirmed_of!",
                   denied as "denied!", denied_of as "denied_of!"
            from unnest($1::uuid[]) as candidate (id) cross join lateral (
                select count(*) filter (where affirms) as affirming,
                       count(*) filter (where denies) as denying,
                       (array_agg(id order by id) filter (where affirms))[1:$2] as affirmed,
                       (array_agg(claim_id order by id) filter (where affirms))[1:$2]
                           as affirmed_of,
                       (array_agg(id order by id) filter (where denies))[1:$2] as denied,
                       (array_agg(claim_id order by id) filter (where denies))[1:$2] as denied_of
                from appearances
                where claim_id = any(array(
                    select id from survivors where survivor_id = candidate.id and kind = 3
                ) || candidate.id) and not is_deleted
            ) printed
            where affirming > 0 and denying > 0
            order by candidate.id
            "#,
            claims,
            i32::try_from(LISTED_MAX).unwrap_or(i32::MAX),
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let opposed = rows.into_iter().map(|row| {
            let name = |(id, claim)| Name::Appearance(ClaimId::new(claim), AppearanceId::new(id));
            let taken = |ids: Vec<Uuid>, claims: Vec<Uuid>, count| Taken {
                appearances: ids.into_iter().zip(claims).map(name).collect(),
                count,
            };
            Opposed {
                claim: ClaimId::new(row.id),
                affirmed: taken(row.affirmed, row.affirmed_of, row.affirming),
                denied: taken(row.denied, row.denied_of, row.denying),
            }
        });
        Ok(opposed.collect())
    }
}

fn contradictions_query(
    filter: &ConflictFilter,
    claims: &[Uuid],
    behind: Behind,
) -> QueryBuilder<Postgres> {
    // 2 is CONTRADICTS, and CONFIRMED. They are asked of the relations of one claim: `offset`
    // keeps the planner from reading all that are confirmed.
    let mut query = QueryBuilder::new("select candidate.id, found.* from unnest(");
    query.push_bind(claims.to_vec());
    query.push(
        "::uuid[]) as candidate (id) cross join lateral ( \
         select array(select survivors.id from survivors \
         where survivor_id = candidate.id and kind = 3) || candidate.id as ids) of_candidate \
         cross join lateral (select link.other, \
         (array_agg(link.id order by link.id))[1:",
    );
    push_listed_max(&mut query);
    query.push("] as relations, (array_agg(link.claim_id order by link.id))[1:");
    push_listed_max(&mut query);
    query.push(
        "] as owners from ( \
         (select coalesce(survivor_id, target_id) as other, relations.* \
          from unnest(ids) as member (id) join relations on claim_id = member.id \
          left join survivors on survivors.id = target_id and survivors.kind = 3 offset 0) \
         union all \
         (select coalesce(survivor_id, claim_id) as other, relations.* \
          from unnest(ids) as member (id) join relations on target_id = member.id \
          left join survivors on survivors.id = claim_id and survivors.kind = 3 offset 0) \
         ) link where link.type = 2 and link.state = 2 and not link.is_deleted \
         and link.other <> candidate.id and ",
    );
    push_held(&mut query, "link.other");
    push_listed_here(
        &mut query,
        filter,
        "link.other",
        ConflictReason::Contradiction,
        behind,
    );
    query.push(" group by link.other order by link.other limit ");
    query.push_bind(behind.limit);
    query.push(") found order by candidate.id, found.other");
    query
}

fn push_listed_max(query: &mut QueryBuilder<Postgres>) {
    query.push_bind(i32::try_from(LISTED_MAX).unwrap_or(i32::MAX));
}

/// That a conflict of a candidate is listed with it, and not with the other claim, and
/// that it is behind the place.
fn push_listed_here(
    query: &mut QueryBuilder<Postgres>,
    filter: &ConflictFilter,
    other: &str,
    reason: ConflictReason,
    behind: Behind,
) {
    query.push(" and (").push(other);
    query.push(" > candidate.id or not (");
    push_selected(query, filter, other);
    query.push("))");
    if let Some(place) = behind.place.filter(|place| place.reason == reason) {
        query.push(" and (candidate.id <> ").push_bind(place.claim);
        query.push(" or ").push(other).push(" > ");
        query.push_bind(place.other).push(")");
    }
}

/// That a claim meets the conditions on claims.
fn push_selected(query: &mut QueryBuilder<Postgres>, filter: &ConflictFilter, claim: &str) {
    query.push("true");
    if let Some(id) = filter.claim {
        query.push(" and ").push(claim).push(" = ");
        query.push_bind(id.uuid());
    }
    if let Some(measure) = &filter.measure {
        // Its own figures alone are compared.
        query.push(format!(
            " and coalesce((select true from claim_measures where claim_id = {claim} and measure = "
        ));
        query.push_bind(measure.clone()).push(AT_ALL);
    }
    if let Some(article) = filter.article {
        let live = "not is_deleted and article_id = ";
        query.push(" and ");
        push_any(query, "appearances", claim, live);
        query.push_bind(article.uuid()).push(AT_ALL);
    }
    if !filter.sources.is_empty() {
        let live = "not is_deleted and source_id = any(";
        query.push(" and ");
        push_any(query, "appearance_sources", claim, live);
        query.push_bind(filter.source_ids()).push(")").push(AT_ALL);
    }
}

/// That a claim has a row in a table: up to the end of its condition, and [`AT_ALL`]. It is
/// looked for once for each claim; for `exists`, the planner may read all rows first.
fn push_any(query: &mut QueryBuilder<Postgres>, table: &str, claim: &str, such: &str) {
    query.push(format!(
        "coalesce((select true from {table} linked where linked.claim_id = any(array( \
         select id from survivors where survivor_id = {claim} and kind = 3) || {claim}) and {such}"
    ));
}

/// The end of what [`push_any`] begins.
const AT_ALL: &str = " limit 1), false)";

/// That somebody holds a claim.
fn push_held(query: &mut QueryBuilder<Postgres>, claim: &str) {
    query.push(format!(
        "coalesce((select true from claims where claims.id = {claim} and {HELD}{AT_ALL}"
    ));
}

/// A limit that the planner does not know, so that it takes it to be soon reached: it then
/// follows an index in its order. Where statistics are missing it would take all rows for
/// few, and sort them.
fn push_limit(query: &mut QueryBuilder<Postgres>, limit: i64) {
    query.push(" limit (select ").push_bind(limit).push(")");
}
