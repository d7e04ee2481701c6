//! Lists: pages of resources that meet conditions, in the order of their ids or of a time
//! (`order`).
//!
//! The conditions on each kind of resource are in a file of their own: `source`, `article`,
//! `claim`, `appearance`, `relation`, `review`. Each defines what every field of its filter
//! means: as SQL on the current tables, as a test of one resource, and as SQL as of a point
//! in the log. Lists, watches and lists as of a moment all use these definitions, so they
//! agree.
//!
//! To add a field to a filter:
//!
//! 1. Add it to the filter's struct. The build then fails in `conditions` below it, and
//!    in the reader of the filter in `api/service/`.
//! 2. In `conditions`, add a row to the table. A condition on a plain column is one line:
//!    a `code` or a `text` in it, a `flag`, or a `reference` to another resource. A
//!    condition that joins other tables is a function below the table, with its test. Its
//!    `Subject` says what the condition is about.
//! 3. Call `with_as_of` if the field never changes, or if the log has what it was.
//! 4. Add it to the conditions that `tests/log/watch/agree.rs` compares.

mod appearance;
mod article;
mod claim;
mod condition;
mod named;
mod order;
mod printed;
mod relation;
mod review;
mod source;

use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

pub(crate) use self::condition::Conditions;
pub use self::{
    appearance::AppearanceFilter,
    article::{ArticleFilter, PublishedIn},
    claim::ClaimFilter,
    order::{ListPoint, Order, OrderBy},
    relation::RelationFilter,
    review::ReviewFilter,
    source::SourceFilter,
};
use self::{
    condition::{Query, push_include_deleted},
    named::Named,
};
use super::{
    document::whole_document,
    load::{IncludeDeleted, View, table_of},
};
use crate::{
    domain::{Timestamp, resource::Kind},
    store::{Error, Reader},
};

/// A page has at most this many bytes, unless its first resource alone has more.
pub const PAGE_BYTES_MAX: i64 = 3 << 20;

/// Whether this many bytes fit on a page.
pub fn fit_on_page(bytes: usize) -> bool {
    i64::try_from(bytes).is_ok_and(|bytes| bytes <= PAGE_BYTES_MAX)
}

/// The filter of a list of resources of one kind.
#[derive(Clone, Debug)]
pub enum Filter {
    /// Sources.
    Sources(SourceFilter),
    /// Articles.
    Articles(ArticleFilter),
    /// Claims.
    Claims(ClaimFilter),
    /// Appearances.
    Appearances(AppearanceFilter),
    /// Relations.
    Relations(RelationFilter),
    /// Reviews.
    Reviews(ReviewFilter),
}

impl Filter {
    /// The kind of resource that is listed.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Sources(_) => Kind::Source,
            Self::Articles(_) => Kind::Article,
            Self::Claims(_) => Kind::Claim,
            Self::Appearances(_) => Kind::Appearance,
            Self::Relations(_) => Kind::Relation,
            Self::Reviews(_) => Kind::Review,
        }
    }

    /// The conditions.
    pub(crate) fn conditions(&self) -> Conditions<'_> {
        match self {
            Self::Sources(filter) => filter.conditions(),
            Self::Articles(filter) => filter.conditions(),
            Self::Claims(filter) => filter.conditions(),
            Self::Appearances(filter) => filter.conditions(),
            Self::Relations(filter) => filter.conditions(),
            Self::Reviews(filter) => filter.conditions(),
        }
    }

    /// Whether there are conditions on the standings of claims.
    pub fn needs_standing(&self) -> bool {
        self.conditions().need_standing()
    }

    /// The given fields whose conditions depend on other resources.
    pub fn fields_of_others(&self) -> Vec<&'static str> {
        self.conditions().fields_of_others()
    }

    /// Those of [`Filter::fields_of_others`] that cannot be evaluated as of a moment.
    pub fn fields_without_history(&self) -> Vec<&'static str> {
        self.conditions().fields_without_history()
    }
}

/// The maximum of a count.
pub const COUNT_MAX: i64 = 10_000;

/// A page of documents.
#[derive(Clone, Debug)]
pub struct Page {
    /// The documents, in the order of the list.
    pub docs: Vec<Vec<u8>>,
    /// The last resource, if there is more after it.
    pub next: Option<ListPoint>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    time: Option<Timestamp>,
    doc: Vec<u8>,
    /// The body of an article, or the standing of a claim.
    more: Option<Vec<u8>>,
    candidates: i64,
}

impl Reader {
    /// The page of at most `size` resources after the point `after`, which is one of the
    /// order. A document and what the view adds to it are read by one statement, so they are
    /// of one moment.
    pub async fn list(
        &mut self,
        filter: &Filter,
        (view, include_deleted): (View, IncludeDeleted),
        order: Order,
        after: Option<ListPoint>,
        size: i64,
    ) -> Result<Page, Error> {
        let names = filter.conditions().names();
        let named = self.lookup().named(&names).await?;
        let options = (view, include_deleted);
        let mut query = list_query((filter, &named), options, order, after, size);
        let rows: Vec<Row> = query
            .build_query_as()
            .fetch_all(&mut *self.connection)
            .await?;
        let candidates = rows.first().map_or(0, |row| row.candidates);
        let has_more = candidates > i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let last = rows.last().filter(|_| has_more);
        let next = last.map(|row| order.point(row.id, row.time));
        let docs = rows.into_iter().map(|row| {
            let key = (filter.kind(), view, row.id);
            whole_document(key, row.doc, row.more)
        });
        Ok(Page {
            docs: docs.collect(),
            next,
        })
    }

    /// Counts the claims that meet conditions. The count is one more than [`COUNT_MAX`] if
    /// there are more.
    pub async fn count_claims(&mut self, filter: &ClaimFilter) -> Result<i64, Error> {
        let names = filter.conditions().names();
        let named = self.lookup().named(&names).await?;
        let mut query = count_query(filter, &named);
        let count = query.build_query_scalar().fetch_one(&mut *self.connection);
        Ok(count.await?)
    }
}

fn count_query(filter: &ClaimFilter, named: &Named) -> Query {
    let mut query = QueryBuilder::new("select count(*) from (");
    let options = (View::Basic, IncludeDeleted::Live);
    push_select(&mut query, Kind::Claim, options, Order::BY_ID);
    let conditions = filter.conditions();
    conditions.push(&mut query, named, IncludeDeleted::Live);
    query.push(" limit ").push_bind(COUNT_MAX + 1);
    query.push(") counted");
    query
}

/// A page is limited by count and by bytes, as in the log.
fn list_query(
    (filter, named): (&Filter, &Named),
    (view, include_deleted): (View, IncludeDeleted),
    order: Order,
    after: Option<ListPoint>,
    size: i64,
) -> Query {
    let mut query = QueryBuilder::new(
        "select id, time, doc, more, candidates from ( \
         select *, count(*) over () as candidates, row_number() over place as place, \
         sum(octet_length(doc) + coalesce(octet_length(more), 0)) over place as bytes from (",
    );
    push_select(&mut query, filter.kind(), (view, include_deleted), order);
    filter.conditions().push(&mut query, named, include_deleted);
    if let Some(after) = after {
        order.push_after(&mut query, after);
    }
    order.push_order(&mut query);
    query.push(" limit ").push_bind(size + 1);
    let of_selected = order.of_selected();
    query.push(") candidate window place as (order by ");
    query
        .push(of_selected)
        .push(")) sized where place <= ")
        .push_bind(size);
    query
        .push(" and (place = 1 or bytes <= ")
        .push_bind(PAGE_BYTES_MAX)
        .push(") order by ")
        .push(of_selected);
    query
}

/// Selects resources of a kind; conditions can follow.
fn push_select(
    query: &mut Query,
    kind: Kind,
    (view, include_deleted): (View, IncludeDeleted),
    order: Order,
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
    let (time, table, joins) = (order.selected(), table_of(kind), order.joins(kind));
    query.push(format!(
        "select it.id, {time}, it.doc, {more} as more from {table} it{join}{joins} where true"
    ));
    push_include_deleted(query, "it.is_deleted", include_deleted);
}
