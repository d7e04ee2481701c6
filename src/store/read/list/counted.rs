//! Counts of claims. If few meet a condition, they are read, and the others are tested. If many
//! meet each, the count is read from indexes alone: the ids of what meets the conditions are
//! merged, and those of what does not meet others are left out.

use sqlx::QueryBuilder;

use super::{
    claim::ClaimFilter,
    condition::{IdsQuery, Part, Query, Tested},
    conditions::Conditions,
    filter::Filter,
    named::Named,
    narrowed::push_merged,
    order::Order,
    selected::Selection,
};
use crate::store::{
    Error, Reader,
    read::load::{IncludeDeleted, View},
};

/// The maximum of a count.
pub const COUNT_MAX: i64 = 10_000;

impl Reader {
    /// Counts the claims that meet conditions. The count is one more than [`COUNT_MAX`] if
    /// there are more.
    pub async fn count_claims(&mut self, filter: &ClaimFilter) -> Result<i64, Error> {
        let filter = Filter::Claims(filter.clone());
        let selection = Selection {
            filter: &filter,
            view: View::Basic,
            include_deleted: IncludeDeleted::Live,
            order: Order::BY_ID,
            past: None,
        };
        let wanted = filter.conditions().wanted();
        let named = self.lookup().named(&wanted).await?;
        let fewest = self.lookup().fewest(&selection, &named).await?;
        let mut query = count_query(&filter, &named, fewest);
        let count = query.build_query_scalar().fetch_one(&mut *self.connection);
        Ok(count.await?)
    }
}

/// Counts the claims that meet the conditions: from those that meet the one that the fewest meet,
/// if they are few.
fn count_query(filter: &Filter, named: &Named, fewest: Option<usize>) -> Query {
    let conditions = filter.conditions();
    let queries = conditions.ids_queries(named, IncludeDeleted::Live, None);
    let mut query = QueryBuilder::new("select count(*) from (");
    match fewest.and_then(|fewest| queries.get(fewest)) {
        Some(few) => push_tested(&mut query, &conditions, named, few),
        None => {
            let lists_merged = matches!(filter, Filter::Claims(it) if it.merged_into.is_some());
            push_all_merged(&mut query, &conditions, named, &queries, lists_merged);
        }
    }
    query.push(" limit ").push_bind(COUNT_MAX + 1);
    query.push(") counted");
    query
}

/// Selects those of a few claims that meet the conditions.
fn push_tested(query: &mut Query, conditions: &Conditions<'_>, named: &Named, few: &IdsQuery<'_>) {
    query.push("select from claims it where not it.is_deleted and it.id = any(array(");
    (few.push)(query, Part::ALL);
    query.push("))");
    conditions.push(query, (named, IncludeDeleted::Live), Tested::Each);
}

/// Selects the claims whose ids meet each condition. Many may meet each.
fn push_all_merged(
    query: &mut Query,
    conditions: &Conditions<'_>,
    named: &Named,
    queries: &[IdsQuery<'_>],
    lists_merged: bool,
) {
    query.push("select id from ");
    match queries.is_empty() {
        true => {
            query.push("(select id from claims) ids_0");
        }
        false => push_merged(query, queries, Part::ALL),
    }
    // One index has both.
    query.push(
        " where not exists (select from ( \
         select id from claims where (is_deleted or merged_into_id is not null)",
    );
    if lists_merged {
        query.push(" and is_deleted");
    }
    for (excluded, ids) in conditions.excluded_ids(named) {
        query.push(" union all ");
        excluded(query, &ids, Part::ALL, IncludeDeleted::Live);
    }
    query.push(") excluded where excluded.id = ids_0.id)");
}
