//! Counts of claims. They are read from indexes alone: the ids of what meets the conditions are
//! merged, and those of what does not meet others are left out.

use sqlx::QueryBuilder;

use super::{
    claim::ClaimFilter,
    condition::{Part, Query},
    named::Named,
    narrowed::push_merged,
};
use crate::store::{Error, Reader, read::load::IncludeDeleted};

/// The maximum of a count.
pub const COUNT_MAX: i64 = 10_000;

/// All of what conditions select.
const ALL: Part = Part {
    after: None,
    limit: None,
};

impl Reader {
    /// Counts the claims that meet conditions. The count is one more than [`COUNT_MAX`] if
    /// there are more.
    pub async fn count_claims(&mut self, filter: &ClaimFilter) -> Result<i64, Error> {
        let wanted = filter.conditions().wanted();
        let named = self.lookup().named(&wanted).await?;
        let mut query = count_query(filter, &named);
        let count = query.build_query_scalar().fetch_one(&mut *self.connection);
        Ok(count.await?)
    }
}

fn count_query(filter: &ClaimFilter, named: &Named) -> Query {
    let conditions = filter.conditions();
    let queries = conditions.ids_queries(named, IncludeDeleted::Live, None);
    let mut query = QueryBuilder::new("select count(*) from (select id from ");
    match queries.is_empty() {
        true => {
            query.push("(select id from claims) ids_0");
        }
        false => push_merged(&mut query, &queries, ALL),
    }
    query.push(" where not exists (select from (select id from claims where ");
    // One index has both.
    query.push("(is_deleted or merged_into_id is not null)");
    if filter.merged_into.is_some() {
        query.push(" and is_deleted");
    }
    for (excluded, ids) in conditions.excluded_ids(named) {
        query.push(" union all ");
        excluded(&mut query, &ids, ALL, IncludeDeleted::Live);
    }
    query.push(") excluded where excluded.id = ids_0.id) limit ");
    query.push_bind(COUNT_MAX + 1);
    query.push(") counted");
    query
}
