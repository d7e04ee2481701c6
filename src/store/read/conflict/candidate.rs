//! The claims that a page of conflicts examines, in the order of their ids.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::condition::{ConflictFilter, PLANNED_ONCE, push_held, push_limit, push_selected};
use crate::{
    domain::{
        resource::Kind,
        rule::{ConflictPoint, ConflictReason, DisputeReason},
    },
    store::{Error, Reader},
};

/// A claim that may be in conflict.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct Candidate {
    /// Its id.
    pub id: Uuid,
    /// Whether it is held and meets the conditions.
    pub is_selected: bool,
    /// Whether its standing says that another claim contradicts it.
    pub is_contradicted: bool,
    /// Whether its standing says that it is affirmed and denied.
    pub is_opposed: bool,
    /// The number of rows by which it was found. If the limit was reached, there may be
    /// more.
    pub rows: i64,
}

impl Reader {
    /// The claims after a point that may be in conflict, whether or not they meet the
    /// conditions. The claim of the point is included if it may have more conflicts. At
    /// most `limit` rows are read.
    pub async fn conflict_candidates(
        &mut self,
        filter: &ConflictFilter,
        after: Option<ConflictPoint>,
        limit: i64,
    ) -> Result<Vec<Candidate>, Error> {
        let mut query = candidates_query(filter, after, limit);
        let candidates = query.build_query_as().persistent(PLANNED_ONCE);
        Ok(candidates.fetch_all(&mut *self.connection).await?)
    }
}

fn candidates_query(
    filter: &ConflictFilter,
    after: Option<ConflictPoint>,
    limit: i64,
) -> QueryBuilder<Postgres> {
    let contradicted = DisputeReason::ConfirmedContradiction.code();
    let opposed = DisputeReason::OppositeStances.code();
    // The rows are limited before they are grouped, and each standing is looked up by
    // itself. So the planner never reads all rows, whatever the statistics are.
    let mut query = QueryBuilder::new(format!(
        "select id, rows, is_selected, \
         coalesce({contradicted} = any(reasons), false) as is_contradicted, \
         coalesce({opposed} = any(reasons), false) as is_opposed from ( \
         select candidate.id, candidate.rows, \
         (select reasons from standings where standings.claim_id = candidate.id) as reasons, "
    ));
    push_held(&mut query, "candidate.id");
    query.push(" and ");
    push_selected(&mut query, filter, "candidate.id");
    query.push(" as is_selected from (select id, count(*) as rows from (select id from (");
    push_driver(&mut query, filter, after, limit);
    // This limit is visible, so that the planner knows these rows to be few.
    query.push(") driver limit ").push_bind(limit);
    query.push(") first group by id) candidate offset 0) looked_at order by id");
    query
}

/// Adds the ids that one condition finds, as a rule the narrowest one. The other conditions
/// are checked for each id.
fn push_driver(
    query: &mut QueryBuilder<Postgres>,
    filter: &ConflictFilter,
    after: Option<ConflictPoint>,
    limit: i64,
) {
    if let Some(claim) = filter.claim {
        query.push("select claim_id as id from (values (");
        query.push_bind(claim.uuid());
        query.push("::uuid)) as given (claim_id) where true");
        push_after(query, "claim_id", after, limit);
    } else if let Some(article) = filter.article {
        push_printed(query, "appearances", after, limit, |query| {
            query.push("article_id = ").push_bind(article.uuid());
        });
    } else if let Some(measure) = &filter.measure {
        query.push("select claim_id as id from claim_measures where measure = ");
        query.push_bind(measure.clone());
        push_after(query, "claim_id", after, limit);
    } else if !filter.sources.is_empty() {
        push_attributed(query, filter, after, limit);
    } else {
        push_all(query, filter, after, limit);
    }
}

/// Adds the claims of a table of printings, and the survivors of those that are merged.
fn push_printed(
    query: &mut QueryBuilder<Postgres>,
    table: &str,
    after: Option<ConflictPoint>,
    limit: i64,
    such: impl Fn(&mut QueryBuilder<Postgres>),
) {
    query.push("select id from ((select claim_id as id from ");
    query.push(table).push(" where not is_deleted and ");
    such(query);
    push_after(query, "claim_id", after, limit);
    query.push(") union all (select survivor_id as id from survivors join ");
    query.push(table);
    query.push(" on claim_id = survivors.id where survivors.kind = ");
    query
        .push(Kind::Claim.code())
        .push(" and not is_deleted and ");
    such(query);
    push_after(query, "survivor_id", after, limit);
    query.push(")) printed order by id");
    push_limit(query, limit);
}

/// Adds the claims that are attributed to the sources. Each source is read by itself, so that
/// its index has the order.
fn push_attributed(
    query: &mut QueryBuilder<Postgres>,
    filter: &ConflictFilter,
    after: Option<ConflictPoint>,
    limit: i64,
) {
    query.push("select attributed.id from unnest(");
    query.push_bind(filter.source_ids());
    query.push("::uuid[]) as source (id) cross join lateral (");
    push_printed(query, "appearance_sources", after, limit, |query| {
        query.push("source_id = source.id");
    });
    query.push(") attributed order by attributed.id");
    push_limit(query, limit);
}

/// Adds all claims that have figures or a disputed standing. Other claims are in no conflict.
fn push_all(
    query: &mut QueryBuilder<Postgres>,
    filter: &ConflictFilter,
    after: Option<ConflictPoint>,
    limit: i64,
) {
    let asks_figures = filter.includes(ConflictReason::Quantities);
    let asks_standings =
        filter.includes(ConflictReason::Contradiction) || filter.includes(ConflictReason::Stances);
    query.push("select id from (");
    if asks_figures {
        query.push("(select claim_id as id from claim_quantities where true");
        push_after(query, "claim_id", after, limit);
        query.push(")");
    }
    if asks_figures && asks_standings {
        query.push(" union all ");
    }
    if asks_standings {
        query.push("(select claim_id as id from standings where reasons <> '{}'");
        push_after(query, "claim_id", after, limit);
        query.push(")");
    }
    query.push(") known order by id");
    push_limit(query, limit);
}

fn push_after(
    query: &mut QueryBuilder<Postgres>,
    column: &str,
    after: Option<ConflictPoint>,
    limit: i64,
) {
    if let Some(point) = after {
        // A claim that may have more conflicts is examined again.
        let compares = if point.is_last() { " > " } else { " >= " };
        query.push(" and ").push(column).push(compares);
        query.push_bind(point.claim);
    }
    query.push(" order by ").push(column);
    push_limit(query, limit);
}
