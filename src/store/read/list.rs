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
mod column;
mod condition;
mod counted;
mod fragment;
mod named;
mod narrowed;
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
    counted::COUNT_MAX,
    order::{ListPoint, Order, OrderBy},
    relation::RelationFilter,
    review::ReviewFilter,
    source::SourceFilter,
};
use self::{condition::Query, fragment::push_include_deleted, named::Named};
use super::{
    document::whole_document,
    load::{IncludeDeleted, View, table_of},
};
use crate::{
    domain::{Timestamp, resource::Kind},
    store::{Error, Reader, lookup::Lookup, point::Point},
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

/// A page of documents.
#[derive(Clone, Debug)]
pub struct Page {
    /// The documents, in the order of the list.
    pub docs: Vec<Vec<u8>>,
    /// The last resource, if there is more after it.
    pub next: Option<ListPoint>,
}

#[derive(FromRow)]
pub(crate) struct Row {
    pub id: Uuid,
    time: Option<Timestamp>,
    pub doc: Vec<u8>,
    /// The body of an article, or the standing of a claim.
    pub more: Option<Vec<u8>>,
    candidates: i64,
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

/// The rows of a page, and the last point of the page if there may be more after it.
pub(crate) struct Rows {
    pub rows: Vec<Row>,
    pub next: Option<ListPoint>,
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
        let selection = Selection {
            filter,
            view,
            include_deleted,
            order,
            past: None,
        };
        let Rows { rows, next } = self.lookup().list(&selection, after, size).await?;
        let docs = rows.into_iter().map(|row| {
            let key = (filter.kind(), view, row.id);
            whole_document(key, row.doc, row.more)
        });
        Ok(Page {
            docs: docs.collect(),
            next,
        })
    }
}

impl Lookup<'_> {
    /// The rows of a page of at most `size` resources after a point.
    pub(crate) async fn list(
        &mut self,
        selection: &Selection<'_>,
        after: Option<ListPoint>,
        size: i64,
    ) -> Result<Rows, Error> {
        let mut wanted = selection.filter.conditions().wanted();
        if selection.past.is_some() {
            // As of a moment, a resource stands for itself only.
            wanted.names.clear();
        }
        let named = self.named(&wanted).await?;
        if selection.order == Order::BY_ID && selection.filter.conditions().select_some() {
            let after = after.map(ListPoint::id);
            let (rows, next) = self.list_narrowed(selection, &named, after, size).await?;
            let next = next.map(ListPoint::Id);
            return Ok(Rows { rows, next });
        }
        let mut query = list_query(selection, &named, None, after, size);
        let rows: Vec<Row> = query.build_query_as().fetch_all(self.unkept()).await?;
        let candidates = rows.first().map_or(0, |row| row.candidates);
        let has_more = candidates > i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let last = rows.last().filter(|_| has_more);
        let next = last.map(|row| selection.order.point(row.id, row.time));
        Ok(Rows { rows, next })
    }
}

/// A page is limited by count and by bytes, as in the log. If ids are given, only these are
/// listed.
fn list_query(
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
        "select id, time, doc, more, candidates from ( \
         select *, count(*) over () as candidates, row_number() over place as place, \
         sum(octet_length(doc) + coalesce(octet_length(more), 0)) over place as bytes from (",
    );
    push_select(&mut query, filter.kind(), (view, include_deleted), order);
    if let Some(among) = among {
        query.push(" and it.id = any(").push_bind(among).push(")");
    }
    let conditions = filter.conditions();
    match past {
        None => conditions.push(&mut query, named, include_deleted),
        Some(moment) => {
            conditions.push_unchanged(&mut query, named, Point::Time(moment), include_deleted);
            push_existed(&mut query, filter.kind(), moment);
        }
    }
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
