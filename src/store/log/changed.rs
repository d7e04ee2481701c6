//! What has changed since the moment of a list. It is found by its time; if too much has changed
//! since, then by the ids of the page.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::past::PastList;
use crate::{
    domain::resource::Kind,
    store::{Error, Reader, read::load::table_of},
};

/// If more changes than this were made since a moment, what has changed is found by its id.
const CHANGES_MAX: i64 = 20_000;

/// How many resources are asked whether they have changed, for one page.
const ASKED: i64 = 1_000;

/// The states of at most this many resources are read from the log, for one page.
const CHANGED_MAX: usize = 250;

/// With one more it is known whether these are all.
const FIRST: i64 = 251;

type Query = QueryBuilder<Postgres>;

/// What has changed since a moment and may have existed before.
#[derive(Debug)]
pub(super) struct Changed {
    /// The ids, in order.
    pub ids: Vec<Uuid>,
    /// These are all up to this id; all of the page if `None`.
    pub through: Option<Uuid>,
}

impl Changed {
    /// Whether this one has changed.
    pub(super) fn has(&self, id: Uuid) -> bool {
        self.ids.binary_search(&id).is_ok()
    }
}

/// What has changed, by its time.
#[derive(FromRow)]
struct Since {
    /// How often something has changed since the moment, up to one more than the maximum.
    changes: i64,
    /// The first ids of what has changed on the page.
    ids: Vec<Uuid>,
}

/// What has changed, by its id.
#[derive(FromRow)]
struct Asked {
    ids: Vec<Uuid>,
    /// The last one that was asked; `None` if there are no more.
    through: Option<Uuid>,
}

impl Reader {
    /// What has changed since the moment of a list, of the resources up to an id. With conditions
    /// on standings, that includes claims of which only the standing has changed.
    pub(super) async fn changed(
        &mut self,
        list: &PastList<'_>,
        last: Option<Uuid>,
    ) -> Result<Changed, Error> {
        let mut query = since_query(list, last);
        let query = query.build_query_as();
        let Since { changes, ids } = query.fetch_one(&mut *self.connection).await?;
        if changes <= CHANGES_MAX {
            return Ok(first(ids, None));
        }
        let mut query = asked_query(list, last);
        let query = query.build_query_as();
        let Asked { ids, through } = query.fetch_one(&mut *self.connection).await?;
        Ok(first(ids, through))
    }
}

/// As many as are read for one page.
fn first(mut ids: Vec<Uuid>, mut through: Option<Uuid>) -> Changed {
    if ids.len() > CHANGED_MAX {
        ids.truncate(CHANGED_MAX);
        through = ids.last().copied();
    }
    Changed { ids, through }
}

/// Which changes count: of which kind, and which of its revisions. What was created since did not
/// exist before, but a claim can have existed before it had a standing.
fn counted(list: &PastList<'_>) -> Vec<(Kind, &'static str)> {
    let mut counted = vec![(list.filter.kind(), "revision > 1")];
    if list.filter.needs_standing() {
        counted.push((Kind::Standing, "revision > 1"));
        counted.push((Kind::Standing, "revision = 1"));
    }
    counted
}

/// Selects [`Since`]. An index has the changes of each kind by their times.
fn since_query(list: &PastList<'_>, last: Option<Uuid>) -> Query {
    let mut query = QueryBuilder::new("with since as materialized (");
    for (index, (kind, revisions)) in counted(list).into_iter().enumerate() {
        let kind = kind.code();
        query.push(if index > 0 { " union all " } else { "" });
        query.push(format_args!(
            "select id from changes where kind = {kind} and {revisions} and change_time > "
        ));
        query.push_bind(list.moment);
    }
    query.push(" limit ").push_bind(CHANGES_MAX + 1);
    query.push(
        ") select (select count(*) from since) as changes, \
         array(select distinct id from since where true",
    );
    push_on_page(&mut query, list, last);
    query
        .push(" order by id limit ")
        .push_bind(FIRST)
        .push(") as ids");
    query
}

/// Selects [`Asked`]. The newest change of each resource is looked up.
fn asked_query(list: &PastList<'_>, last: Option<Uuid>) -> Query {
    let table = table_of(list.filter.kind());
    let mut query = QueryBuilder::new(format!(
        "with asked as materialized (select (select id from {table} where true"
    ));
    push_on_page(&mut query, list, last);
    query.push(" order by id limit 1 offset ");
    query.push_bind(ASKED - 1);
    query.push(format!(
        ") as through) select array(select id from {table} it where true"
    ));
    push_on_page(&mut query, list, last);
    query.push(" and id <= coalesce((select through from asked), ");
    query.push_bind(Uuid::max()).push(") and (false");
    for (kind, revisions) in counted(list) {
        let kind = kind.code();
        query.push(format_args!(
            " or (select change_time from changes where changes.id = it.id and kind = {kind} \
             and {revisions} order by revision desc limit 1) > "
        ));
        query.push_bind(list.moment);
    }
    query.push(") order by id limit ").push_bind(FIRST);
    query.push(") as ids, (select through from asked) as through");
    query
}

/// Adds the condition that an id is on the page.
fn push_on_page(query: &mut Query, list: &PastList<'_>, last: Option<Uuid>) {
    if let Some(after) = list.after {
        query.push(" and id > ").push_bind(after);
    }
    if let Some(last) = last {
        query.push(" and id <= ").push_bind(last);
    }
}
