//! The claims that a page of conflicts looks at, in the order of their ids.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::{ConflictFilter, ConflictPoint, PLANNED_ONCE, push_held, push_limit, push_selected};
use crate::{
    domain::rule::conflict::ConflictReason,
    store::{Error, Reader},
};

/// A claim that may be in conflict.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct Candidate {
    /// Its id.
    pub id: Uuid,
    /// Whether it is held, and meets the conditions.
    pub is_selected: bool,
    /// Whether its standing says that another contradicts it.
    pub is_contradicted: bool,
    /// Whether its standing says that it is affirmed and denied.
    pub is_opposed: bool,
    /// How many rows it was found by; as many as were looked at may not be all.
    pub rows: i64,
}

impl Reader {
    /// The claims behind a place that may be in conflict, and its own where that has
    /// more, whether they meet the conditions or not: those of at most so many rows.
    pub async fn conflict_candidates(
        &mut self,
        filter: &ConflictFilter,
        behind: Option<ConflictPoint>,
        limit: i64,
    ) -> Result<Vec<Candidate>, Error> {
        let mut query = candidates_query(filter, behind, limit);
        let candidates = query.build_query_as().persistent(PLANNED_ONCE);
        Ok(candidates.fetch_all(&mut *self.connection).await?)
    }
}

fn candidates_query(
    filter: &ConflictFilter,
    behind: Option<ConflictPoint>,
    limit: i64,
) -> QueryBuilder<Postgres> {
    // 1 is OPPOSITE_STANCES, 2 is CONFIRMED_CONTRADICTION. Rows are grouped once they are few,
    // and the standing is asked for each by itself: so no statistics can make it read all.
    let mut query = QueryBuilder::new(
        "select id, rows, is_selected, coalesce(2 = any(reasons), false) as is_contradicted, \
         coalesce(1 = any(reasons), false) as is_opposed from ( \
         select candidate.id, candidate.rows, \
         (select reasons from standings where standings.claim_id = candidate.id) as reasons, ",
    );
    push_held(&mut query, "candidate.id");
    query.push(" and ");
    push_selected(&mut query, filter, "candidate.id");
    query.push(" as is_selected from (select id, count(*) as rows from (select id from (");
    push_driver(&mut query, filter, behind, limit);
    // That these are few is known outside.
    query.push(") driver limit ").push_bind(limit);
    query.push(") first group by id) candidate offset 0) looked_at order by id");
    query
}

/// The ids that one condition finds, the narrowest as a rule; the others are asked of each.
fn push_driver(
    query: &mut QueryBuilder<Postgres>,
    filter: &ConflictFilter,
    behind: Option<ConflictPoint>,
    limit: i64,
) {
    if let Some(claim) = filter.claim {
        query.push("select claim_id as id from (values (");
        query.push_bind(claim.uuid());
        query.push("::uuid)) as given (claim_id) where true");
        push_behind(query, "claim_id", behind, limit);
    } else if let Some(article) = filter.article {
        push_printed(query, "appearances", behind, limit, |query| {
            query.push("article_id = ").push_bind(article.uuid());
        });
    } else if let Some(measure) = &filter.measure {
        query.push("select claim_id as id from claim_measures where measure = ");
        query.push_bind(measure.clone());
        push_behind(query, "claim_id", behind, limit);
    } else if !filter.sources.is_empty() {
        push_attributed(query, filter, behind, limit);
    } else {
        push_all(query, filter, behind, limit);
    }
}

/// What is printed, and what that was merged into.
fn push_printed(
    query: &mut QueryBuilder<Postgres>,
    table: &str,
    behind: Option<ConflictPoint>,
    limit: i64,
    such: impl Fn(&mut QueryBuilder<Postgres>),
) {
    query.push("select id from ((select claim_id as id from ");
    query.push(table).push(" where not is_deleted and ");
    such(query);
    push_behind(query, "claim_id", behind, limit);
    query.push(") union all (select survivor_id as id from survivors join ");
    query
        .push(table)
        .push(" on claim_id = survivors.id where survivors.kind = 3 and ");
    query.push("not is_deleted and ");
    such(query);
    push_behind(query, "survivor_id", behind, limit);
    query.push(")) printed order by id");
    push_limit(query, limit);
}

/// What is attributed to any of these, each asked by itself: so its index has the order.
fn push_attributed(
    query: &mut QueryBuilder<Postgres>,
    filter: &ConflictFilter,
    behind: Option<ConflictPoint>,
    limit: i64,
) {
    query.push("select attributed.id from unnest(");
    query.push_bind(filter.source_ids());
    query.push("::uuid[]) as source (id) cross join lateral (");
    push_printed(query, "appearance_sources", behind, limit, |query| {
        query.push("source_id = source.id");
    });
    query.push(") attributed order by attributed.id");
    push_limit(query, limit);
}

/// All that have figures, or whose standings have reasons: without any, there is no conflict.
fn push_all(
    query: &mut QueryBuilder<Postgres>,
    filter: &ConflictFilter,
    behind: Option<ConflictPoint>,
    limit: i64,
) {
    let asks_figures = filter.asks(ConflictReason::Quantities);
    let asks_standings =
        filter.asks(ConflictReason::Contradiction) || filter.asks(ConflictReason::Stances);
    query.push("select id from (");
    if asks_figures {
        query.push("(select claim_id as id from claim_quantities where true");
        push_behind(query, "claim_id", behind, limit);
        query.push(")");
    }
    if asks_figures && asks_standings {
        query.push(" union all ");
    }
    if asks_standings {
        query.push("(select claim_id as id from standings where reasons <> '{}'");
        push_behind(query, "claim_id", behind, limit);
        query.push(")");
    }
    query.push(") known order by id");
    push_limit(query, limit);
}

fn push_behind(
    query: &mut QueryBuilder<Postgres>,
    column: &str,
    behind: Option<ConflictPoint>,
    limit: i64,
) {
    if let Some(place) = behind {
        // A claim of which there may be more is looked at again.
        let compares = if place.is_last() { " > " } else { " >= " };
        query.push(" and ").push(column).push(compares);
        query.push_bind(place.claim);
    }
    query.push(" order by ").push(column);
    push_limit(query, limit);
}
