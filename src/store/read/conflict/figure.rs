//! Figures that are in conflict with those of a claim, by the rule of
//! [`crate::domain::rule::conflict`].
//!
//! The figures below another one, and those above it, are each one range of an index. So
//! figures that agree are not even read. If very many are in conflict, all figures that can
//! be compared are walked in the order of their claims instead, and a later page can
//! continue the walk.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::condition::{ConflictFilter, ConflictRange, PLANNED_ONCE, push_limit, push_listed_here};
use crate::{
    domain::rule::ConflictReason,
    store::{Error, Reader},
};

/// The claims whose figures are in conflict with those of a claim.
#[derive(Clone, Debug, FromRow)]
pub struct Probed {
    /// The claim.
    pub id: Uuid,
    /// The number of figures that were read. If it is the limit, there may be more.
    pub visits: i64,
    /// The other claims in the order of their ids, up to the requested number.
    pub others: Vec<Uuid>,
}

/// The result of a walk over all figures that can be compared with those of a claim.
#[derive(Clone, Debug)]
pub struct Walked {
    /// The other claims, in the order of their ids.
    pub others: Vec<Uuid>,
    /// The id up to which the walk is complete, if it has not reached the end.
    pub reached: Option<Uuid>,
    /// The number of figures that were read.
    pub visits: i64,
}

#[derive(FromRow)]
struct WalkedRow {
    visits: i64,
    last: Option<Uuid>,
    others: Vec<Uuid>,
}

/// The conditions that a figure is below `it` and above `it`, each with the order of the
/// index that finds such figures.
const BELOW: &str = "(other.upper, other.upper_closed) <= (it.lower, it.lower_open)";
const BELOW_ORDER: &str = "other.upper desc, other.upper_closed desc";
const ABOVE: &str = "(other.lower, other.lower_open) >= (it.upper, it.upper_closed)";
const ABOVE_ORDER: &str = "other.lower, other.lower_open";

/// The condition that two figures with the same key may be about the same.
const ALIKE: &str = "other.claim_id <> it.claim_id \
     and other.period_from <= it.period_through and it.period_from <= other.period_through \
     and (other.counted = it.counted or other.counted = '' or it.counted = '')";

impl Reader {
    /// The claims whose figures are in conflict with those of each given claim, in the order
    /// of the given claims. At most `visits_max` figures are read for each.
    pub async fn conflicting_figures(
        &mut self,
        filter: &ConflictFilter,
        claims: &[Uuid],
        range: ConflictRange,
        visits_max: i64,
    ) -> Result<Vec<Probed>, Error> {
        let mut query = probe_query(filter, claims, range, visits_max);
        let probed = query.build_query_as().persistent(PLANNED_ONCE);
        Ok(probed.fetch_all(&mut *self.connection).await?)
    }

    /// Like [`Reader::conflicting_figures`] for one claim, by a walk over at most
    /// `visits_max` figures for each of its own figures.
    pub async fn walk_figures(
        &mut self,
        filter: &ConflictFilter,
        claim: Uuid,
        range: ConflictRange,
        visits_max: i64,
    ) -> Result<Walked, Error> {
        let mut query = walk_query(filter, claim, range, visits_max);
        let rows: Vec<WalkedRow> = query
            .build_query_as()
            .persistent(PLANNED_ONCE)
            .fetch_all(&mut *self.connection)
            .await?;
        let full = rows.iter().filter(|row| row.visits >= visits_max);
        // More figures of the last claim may follow, so it is not reached yet.
        let reached = full
            .filter_map(|row| row.last)
            .map(|last| Uuid::from_u128(last.as_u128().saturating_sub(1)))
            .min();
        let visits = rows.iter().map(|row| row.visits).sum();
        let others = rows.into_iter().flat_map(|row| row.others);
        let mut others: Vec<Uuid> = others
            .filter(|other| reached.is_none_or(|reached| *other <= reached))
            .collect();
        others.sort_unstable();
        others.dedup();
        Ok(Walked {
            others,
            reached,
            visits,
        })
    }
}

fn probe_query(
    filter: &ConflictFilter,
    claims: &[Uuid],
    range: ConflictRange,
    visits_max: i64,
) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new("select candidate.id, found.* from unnest(");
    query.push_bind(claims.to_vec());
    query.push(
        "::uuid[]) as candidate (id) cross join lateral ( \
         select count(*) as visits, coalesce((array_agg(distinct visited.other) filter (where \
         visited.is_alike",
    );
    push_listed_here(
        &mut query,
        filter,
        "visited.other",
        ConflictReason::Quantities,
        range,
    );
    query.push("))[1:").push_bind(clamp(range.limit));
    query.push(
        "], '{}') as others from ( \
         select beside.* from ",
    );
    push_own(&mut query, filter, visits_max);
    query.push(" cross join lateral ((");
    for (apart, order) in [(BELOW, BELOW_ORDER), (ABOVE, ABOVE_ORDER)] {
        if apart == ABOVE {
            query.push(") union all (");
        }
        query.push(format!(
            "select other.claim_id as other, {ALIKE} as is_alike from claim_quantities other \
             where other.key = it.key and {apart} order by {order}"
        ));
        push_limit(&mut query, visits_max);
    }
    query.push(")) beside limit ").push_bind(visits_max);
    query.push(") visited) found order by candidate.id");
    query
}

fn walk_query(
    filter: &ConflictFilter,
    claim: Uuid,
    range: ConflictRange,
    visits_max: i64,
) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new("select found.* from (values (");
    query.push_bind(claim);
    query.push("::uuid)) as candidate (id) cross join lateral ");
    push_own(&mut query, filter, visits_max);
    query.push(
        " cross join lateral ( \
         select count(*) as visits, (array_agg(visited.other order by visited.other desc))[1] \
         as last, coalesce(array_agg(distinct visited.other) filter (where visited.is_apart",
    );
    push_listed_here(
        &mut query,
        filter,
        "visited.other",
        ConflictReason::Quantities,
        range,
    );
    query.push(format!(
        "), '{{}}') as others from ( \
         select other.claim_id as other, {ALIKE} and ({BELOW} or {ABOVE}) as is_apart \
         from claim_quantities other where other.key = it.key"
    ));
    if let Some(point) = range.after.filter(|point| point.claim == claim) {
        query.push(" and other.claim_id > ").push_bind(point.other);
    }
    query.push(" order by other.claim_id");
    push_limit(&mut query, visits_max);
    query.push(") visited) found");
    query
}

/// Adds the figures of a candidate, as `it`.
fn push_own(query: &mut QueryBuilder<Postgres>, filter: &ConflictFilter, limit: i64) {
    query.push("(select * from claim_quantities where claim_id = candidate.id");
    if let Some(measure) = &filter.measure {
        query.push(" and measure = ").push_bind(measure.clone());
    }
    query.push(" order by ordinal");
    push_limit(query, limit);
    query.push(") it");
}

fn clamp(limit: i64) -> i32 {
    i32::try_from(limit).unwrap_or(i32::MAX)
}
