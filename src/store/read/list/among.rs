//! Which of some resources meet conditions.

use uuid::Uuid;

use super::{
    condition::{Query, Tested},
    filter::Filter,
    fragment::push_include_deleted,
    named::Named,
    order::Order,
};
use crate::store::{
    Error, Reader,
    read::load::{IncludeDeleted, table_of},
};

impl Reader {
    /// Those of these live resources that a filter selects, in no order.
    pub async fn selected_among(
        &mut self,
        filter: &Filter,
        among: &[Uuid],
    ) -> Result<Vec<Uuid>, Error> {
        let wanted = filter.conditions().wanted();
        let named = self.lookup().named(&wanted).await?;
        let mut query = among_query(filter, &named, among);
        let found = query.build_query_scalar().fetch_all(&mut *self.connection);
        Ok(found.await?)
    }
}

fn among_query(filter: &Filter, named: &Named, among: &[Uuid]) -> Query {
    let (table, joins) = (
        table_of(filter.kind()),
        Order::BY_ID.joins(filter.kind(), Tested::Each),
    );
    let mut query = Query::new(format!("select it.id from {table} it{joins} where true"));
    push_include_deleted(&mut query, "it.is_deleted", IncludeDeleted::Live);
    query.push(" and it.id = any(").push_bind(among.to_vec());
    query.push(")");
    let current = (named, IncludeDeleted::Live);
    filter.conditions().push(&mut query, current, Tested::Each);
    query
}
