//! The query of a page: what is listed, and how.

use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

use super::{
    condition::{Query, Tested},
    filter::Filter,
    fragment::push_include_deleted,
    named::Named,
    order::{ListPoint, Order},
};
use crate::{
    domain::{Timestamp, resource::Kind},
    store::{
        Error,
        lookup::Lookup,
        point::Point,
        read::load::{IncludeDeleted, View, table_of},
    },
};

/// A page has at most this many bytes, unless its first resource alone has more.
pub const PAGE_BYTES_MAX: i64 = 3 << 20;

/// Whether this many bytes fit on a page.
pub fn fit_on_page(bytes: usize) -> bool {
    i64::try_from(bytes).is_ok_and(|bytes| bytes <= PAGE_BYTES_MAX)
}

pub(crate) struct Row {
    pub id: Uuid,
    pub time: Option<Timestamp>,
    pub doc: Vec<u8>,
    /// The body of an article, or the standing of a claim.
    pub more: Option<Vec<u8>>,
}

/// A row of a page or right after it. Only those that fit on the page have a document.
#[derive(FromRow)]
struct Candidate {
    id: Uuid,
    time: Option<Timestamp>,
    doc: Option<Vec<u8>>,
    more: Option<Vec<u8>>,
}

impl Candidate {
    fn into_row(self) -> Option<Row> {
        let Self {
            id,
            time,
            doc,
            more,
        } = self;
        Some(Row {
            id,
            time,
            doc: doc?,
            more,
        })
    }
}

impl Row {
    pub(crate) fn bytes(&self) -> i64 {
        let bytes = self.doc.len() + self.more.as_ref().map_or(0, Vec::len);
        i64::try_from(bytes).unwrap_or(i64::MAX)
    }
}

/// What is listed, and how.
#[derive(Clone, Copy)]
pub(crate) struct Selection<'a> {
    pub filter: &'a Filter,
    pub view: View,
    pub include_deleted: IncludeDeleted,
    pub order: Order,
    /// Only resources that existed at this moment are listed. Those that have not changed since
    /// are then as of that moment.
    pub past: Option<Timestamp>,
}

impl Lookup<'_> {
    /// The rows of a page, and whether there are more after it. The query is that of
    /// [`list_query`].
    pub(super) async fn selected(&mut self, mut query: Query) -> Result<(Vec<Row>, bool), Error> {
        let found: Vec<Candidate> = query.build_query_as().fetch_all(self.unkept()).await?;
        let count = found.len();
        let rows = found.into_iter().map_while(Candidate::into_row);
        let rows: Vec<Row> = rows.collect();
        let has_more = rows.len() < count;
        Ok((rows, has_more))
    }
}

/// A page is limited by count and by bytes, as in the log. The row after it comes without its
/// document, and so do those that have no room on it. If ids are given, only these are listed.
pub(super) fn list_query(
    selection: &Selection<'_>,
    named: &Named,
    among: Option<Vec<Uuid>>,
    after: Option<ListPoint>,
    size: i64,
) -> Query {
    let Selection {
        filter,
        view,
        include_deleted,
        order,
        past,
    } = *selection;
    let mut query = QueryBuilder::new(
        "select id, time, case when fits then doc end as doc, case when fits then more end as more \
         from (select *, place <= ",
    );
    query.push_bind(size);
    query.push(" and (place = 1 or bytes <= ");
    query.push_bind(PAGE_BYTES_MAX);
    query.push(
        ") as fits from (select *, row_number() over place as place, \
         sum(octet_length(doc) + coalesce(octet_length(more), 0)) over place as bytes from (",
    );
    let tested = match &among {
        Some(_) => Tested::Each,
        None => Tested::Together,
    };
    push_select(
        &mut query,
        filter.kind(),
        (view, include_deleted),
        (order, tested),
    );
    if let Some(among) = among {
        query.push(" and it.id = any(").push_bind(among).push(")");
    }
    let conditions = filter.conditions();
    let current = (named, include_deleted);
    match past {
        None => conditions.push(&mut query, current, tested),
        Some(moment) => {
            conditions.push_unchanged(&mut query, current, Point::Time(moment), tested);
            push_existed(&mut query, filter.kind(), moment);
        }
    }
    if let Some(after) = after {
        order.push_after(&mut query, after);
    }
    order.push_order(&mut query);
    query.push(" limit ");
    match past.is_some() || conditions.select_some() {
        true => query.push_bind(size + 1),
        false => query.push(planned_limit(size)),
    };
    let of_selected = order.of_selected();
    query
        .push(") candidate window place as (order by ")
        .push(of_selected)
        .push(" rows unbounded preceding)) sized) fitted where place <= ")
        .push_bind(size + 1)
        .push(" order by ")
        .push(of_selected);
    query
}

/// A limit of more than `size` rows that stands in the statement itself. With it, Postgres plans
/// the list of everything once, because the plan for all pages is as good as that for one. There
/// are few of them, so that few statements are prepared.
fn planned_limit(size: i64) -> i64 {
    const SIZES: [i64; 7] = [10, 20, 50, 100, 200, 500, 1_000];
    let planned = SIZES.into_iter().find(|planned| size <= *planned);
    planned.unwrap_or(size) + 1
}

/// Adds the condition that a resource had been created at a moment.
fn push_existed(query: &mut Query, kind: Kind, moment: Timestamp) {
    let kind = kind.code();
    query.push(format!(
        " and (select change_time from changes where changes.id = it.id and kind = {kind} \
         and revision = 1) <= "
    ));
    query.push_bind(moment);
}

/// Selects resources of a kind; conditions can follow.
fn push_select(
    query: &mut Query,
    kind: Kind,
    (view, include_deleted): (View, IncludeDeleted),
    (order, tested): (Order, Tested),
) {
    let (more, join) = match (kind, view) {
        (Kind::Article, View::Full) => (
            "article_texts.body",
            " join article_texts on article_texts.article_id = it.id \
             and article_texts.text_version = it.text_version",
        ),
        (Kind::Claim, View::Full) => (
            "standings.doc",
            " left join standings on standings.claim_id = it.id",
        ),
        _ => ("null::bytea", ""),
    };
    let (time, table, joins) = (order.selected(), table_of(kind), order.joins(kind, tested));
    query.push(format!(
        "select it.id, {time}, it.doc, {more} as more from {table} it{join}{joins} where true"
    ));
    push_include_deleted(query, "it.is_deleted", include_deleted);
}
