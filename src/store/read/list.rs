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

mod among;
mod appearance;
mod article;
mod claim;
mod column;
mod condition;
mod conditions;
mod counted;
mod facet;
mod filter;
mod fragment;
mod named;
mod narrowed;
mod order;
mod printed;
mod relation;
mod review;
mod selected;
mod source;

use self::selected::list_query;
pub use self::{
    appearance::AppearanceFilter,
    article::{ArticleFilter, PublishedIn},
    claim::ClaimFilter,
    counted::COUNT_MAX,
    facet::{ClaimFacet, FACET_VALUES_MAX, FacetCounts, FacetValue},
    filter::Filter,
    order::{ListPoint, Order, OrderBy},
    relation::RelationFilter,
    review::ReviewFilter,
    selected::{PAGE_BYTES_MAX, fit_on_page},
    source::SourceFilter,
};
pub(crate) use self::{
    conditions::Conditions,
    selected::{Row, Selection},
};
use super::{
    document::whole_document,
    load::{IncludeDeleted, View},
};
use crate::store::{Error, Reader, lookup::Lookup};

/// A page of documents.
#[derive(Clone, Debug)]
pub struct Page {
    /// The documents, in the order of the list.
    pub docs: Vec<Vec<u8>>,
    /// The last resource, if there is more after it.
    pub next: Option<ListPoint>,
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
        let selects_some = selection.past.is_some() || selection.filter.conditions().select_some();
        if selection.order == Order::BY_ID && selects_some {
            let after = after.map(ListPoint::id);
            let (rows, next) = self.list_narrowed(selection, &named, after, size).await?;
            let next = next.map(ListPoint::Id);
            return Ok(Rows { rows, next });
        }
        let query = list_query(selection, &named, None, after, size);
        let (rows, has_more) = self.selected(query).await?;
        let last = rows.last().filter(|_| has_more);
        let next = last.map(|row| selection.order.point(row.id, row.time));
        Ok(Rows { rows, next })
    }
}
