//! Pages of the log.

use sqlx::{FromRow, Postgres, QueryBuilder};

use super::{Before, ChangeRow, ENTRY, Entry, filter::ChangeFilter, without_documents};
use crate::{
    domain::resource::{Kind, Name},
    store::{
        Error, Reader,
        log::append::parent_claim,
        position::{Position, push_position},
        read::{View, list::PAGE_BYTES_MAX},
    },
};

/// The order of a list of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeOrder {
    /// Oldest first.
    OldestFirst,
    /// Newest first.
    NewestFirst,
}

/// The parameters of a page of the log.
#[derive(Clone, Debug)]
pub struct ChangePage {
    /// Which changes are selected.
    pub filter: ChangeFilter,
    /// The order of the changes.
    pub order: ChangeOrder,
    /// The view of articles. `None` leaves out the documents of all resources.
    pub view: Option<View>,
    /// The page starts after this position.
    pub after: Option<Position>,
    /// The maximum number of changes.
    pub size: i64,
    /// The maximum number of bytes, unless the first change alone has more.
    pub bytes: i64,
    /// Whether the answer includes the state before each change, in the same view of
    /// articles.
    pub include_before: bool,
    /// The maximum number of entries to examine; `None` for all. A limit keeps the query
    /// short if few changes are selected.
    pub examined_max: Option<i64>,
}

impl ChangePage {
    /// The first page of the changes that a filter selects.
    pub const fn first(filter: ChangeFilter, view: Option<View>, size: i64) -> Self {
        Self {
            filter,
            order: ChangeOrder::OldestFirst,
            view,
            after: None,
            size,
            bytes: PAGE_BYTES_MAX,
            include_before: false,
            examined_max: None,
        }
    }
}

/// A page of the log.
#[derive(Debug)]
pub struct Changes {
    /// The changes.
    pub rows: Vec<ChangeRow>,
    /// The position after which there may be more, if there may be.
    pub next: Option<Position>,
}

#[derive(FromRow)]
struct PagedEntry {
    #[sqlx(flatten)]
    entry: Entry,
    candidates: i64,
}

impl Reader {
    /// A page of the log.
    pub async fn changes(&mut self, page: &ChangePage) -> Result<Changes, Error> {
        let through = match page.examined_max {
            Some(count) => self.nth_after(page, count).await?,
            None => None,
        };
        let mut query = changes_query(page, through);
        let paged: Vec<PagedEntry> = query
            .build_query_as()
            .fetch_all(&mut *self.connection)
            .await?;
        let candidates = paged.first().map_or(0, |row| row.candidates);
        let has_more = candidates > i64::try_from(paged.len()).unwrap_or(i64::MAX);
        let entries = paged.into_iter().map(|row| row.entry).collect();
        let mut rows = match page.view {
            Some(view) => {
                let before = match page.include_before {
                    true => Before::Read(view),
                    false => Before::Read(View::Basic),
                };
                self.rows(entries, view, before).await?
            }
            None => without_documents(entries)?,
        };
        if page.filter.needs_standing() {
            self.add_counterparts(&mut rows).await?;
        }
        if page.filter.matching.is_some() {
            let needs_standing = page.filter.needs_standing();
            self.require_kept(&rows, needs_standing).await?;
        }
        let last = rows.last().map(|row| row.position).filter(|_| has_more);
        Ok(Changes {
            rows,
            next: last.or(through),
        })
    }

    /// The position of the last entry that the page may examine; `None` if the log ends
    /// before.
    async fn nth_after(
        &mut self,
        page: &ChangePage,
        count: i64,
    ) -> Result<Option<Position>, Error> {
        let mut query = nth_query(page, count);
        let position: Option<(i32, i64, i64, i32)> = query
            .build_query_as()
            .fetch_optional(&mut *self.connection)
            .await?;
        Ok(position.map(|(epoch, tag, xid, seq)| Position {
            epoch,
            tag,
            xid,
            seq,
        }))
    }
}

/// The condition that no later commit can precede an entry. An open transaction may still
/// write anywhere at or above the horizon. Epochs before the newest one are closed.
pub(crate) const FINAL: &str = "(epoch < (select max(epoch) from epochs) \
     or xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)";

/// Selects the position of the entry `count` entries after the start of the page.
fn nth_query(page: &ChangePage, count: i64) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new(
        "select epoch, tag, xid, seq from changes join epochs using (epoch) where ",
    );
    query.push(FINAL);
    push_after(&mut query, page.order, page.after);
    query.push(order_by(page.order)).push(" limit 1 offset ");
    query.push_bind(count - 1);
    query
}

/// A page is limited by count and by bytes. The inner query finds one row more than fits,
/// the middle one adds up the weights, and the outer one keeps the rows within the limits
/// and always the first one.
fn changes_query(page: &ChangePage, through: Option<Position>) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new("select ");
    query.push(ENTRY).push(
        ", tag, candidates from ( \
         select *, count(*) over () as candidates, row_number() over place as place, \
         sum(weight) over place as bytes from ( \
         select changes.*, ",
    );
    push_weight(&mut query, page);
    query.push(" from changes where ").push(FINAL);
    push_filter(&mut query, &page.filter);
    push_after(&mut query, page.order, page.after);
    if let Some(through) = through {
        query.push(match page.order {
            ChangeOrder::OldestFirst => " and (epoch, xid, seq) <= ",
            ChangeOrder::NewestFirst => " and (epoch, xid, seq) >= ",
        });
        push_position(&mut query, through);
    }
    let order = order_by(page.order);
    query.push(order).push(" limit ").push_bind(page.size + 1);
    query
        .push(") candidate window place as (")
        .push(order.trim_start());
    query.push(")) sized join epochs using (epoch) where place <= ");
    query.push_bind(page.size);
    query
        .push(" and (place = 1 or bytes <= ")
        .push_bind(page.bytes)
        .push(") order by place");
    query
}

/// Adds the weight of an entry: the bytes of all its documents that are read.
fn push_weight(query: &mut QueryBuilder<Postgres>, page: &ChangePage) {
    const BODY: &str = "(select octet_length(body) from article_texts \
         where article_id = it.id and article_texts.text_version = it.text_version)";
    let weight = match page.view {
        None => "0".to_owned(),
        Some(View::Basic) => "it.doc_bytes".to_owned(),
        Some(View::Full) => format!("it.doc_bytes + coalesce({BODY}, 0)"),
    };
    let weigh = |of: &str| weight.replace("it.", of);
    query.push(weigh("changes."));
    if page.include_before {
        query.push(" + coalesce((select ").push(weigh("previous."));
        query.push(
            " from changes previous where previous.id = changes.id \
             and previous.kind = changes.kind \
             and previous.revision = changes.revision - 1), 0)",
        );
    }
    query.push(" as weight");
}

const fn order_by(order: ChangeOrder) -> &'static str {
    match order {
        ChangeOrder::OldestFirst => " order by epoch asc, xid asc, seq asc",
        ChangeOrder::NewestFirst => " order by epoch desc, xid desc, seq desc",
    }
}

fn push_after(query: &mut QueryBuilder<Postgres>, order: ChangeOrder, after: Option<Position>) {
    if let Some(after) = after {
        query.push(match order {
            ChangeOrder::OldestFirst => " and (epoch, xid, seq) > ",
            ChangeOrder::NewestFirst => " and (epoch, xid, seq) < ",
        });
        push_position(query, after);
    }
}

fn push_filter(query: &mut QueryBuilder<Postgres>, filter: &ChangeFilter) {
    let needs_standing = filter.needs_standing();
    let standing = Kind::Standing.code();
    match filter.resource {
        None => {}
        // The standing of a claim has the same id.
        Some(Name::Claim(id)) if needs_standing => {
            let claim = Kind::Claim.code();
            query.push(format_args!(" and kind in ({claim}, {standing}) and id = "));
            query.push_bind(id.uuid());
        }
        Some(name) => {
            query.push(" and kind = ").push_bind(name.kind().code());
            query.push(" and id = ").push_bind(name.uuid());
            if let Some(claim) = parent_claim(name) {
                // A resource with this id under another claim is not this resource.
                query.push(" and claim_id = ").push_bind(claim);
            }
        }
    }
    if let Some(name) = filter.concerns {
        query.push(" and (scope @> ").push_bind(vec![name.uuid()]);
        if needs_standing {
            query.push(format_args!(" or kind = {standing}"));
        }
        query.push(")");
    }
    if let Some(actor) = &filter.actor {
        query.push(" and actor = ").push_bind(actor.clone());
    }
    let kinds = filter.kinds();
    if !kinds.is_empty() {
        let kinds: Vec<i16> = kinds.iter().map(|kind| kind.code()).collect();
        query.push(" and kind = any(").push_bind(kinds).push(")");
    }
    if let Some(time) = filter.start_time {
        query.push(" and change_time >= ").push_bind(time);
    }
    if let Some(time) = filter.end_time {
        query.push(" and change_time < ").push_bind(time);
    }
}
