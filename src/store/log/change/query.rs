//! The log in SQL.

use sqlx::{Postgres, QueryBuilder};

use super::{ChangeFilter, ChangeOrder, ChangePage};
use crate::{
    domain::resource::name::Name,
    store::{
        log::{append::parent_claim, position::Position},
        read::load::View,
    },
};

/// The columns of an [`Entry`] but the tag.
pub(crate) const ENTRY: &str = "epoch, xid, seq, kind, id, claim_id, revision, operation, actor, \
     request_id, change_time, scope, doc_bytes, cause_kind, cause_id, cause_revision";

/// What can no longer be preceded: an open transaction may yet write at any place that
/// is not below the horizon. Epochs before the newest one are closed.
const FINAL: &str = "(epoch < (select max(epoch) from epochs) \
     or xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)";

/// Where the entry stands that is so many behind the page's beginning.
pub(crate) fn nth_query(page: &ChangePage, count: i64) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new(
        "select epoch, tag, xid, seq from changes join epochs using (epoch) where ",
    );
    query.push(FINAL);
    push_after(&mut query, page.order, page.after);
    query.push(order_by(page.order)).push(" limit 1 offset ");
    query.push_bind(count - 1);
    query
}

/// A page is bounded by count and by bytes: the inner query finds one row more
/// than fits, the middle one adds up what they weigh, and the outer one keeps
/// those that end within the bound, and the first in any case.
pub(crate) fn changes_query(
    page: &ChangePage,
    through: Option<Position>,
) -> QueryBuilder<Postgres> {
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

/// What an entry weighs with all that is answered of it.
fn push_weight(query: &mut QueryBuilder<Postgres>, page: &ChangePage) {
    const BODY: &str = "(select octet_length(body) from article_texts \
         where article_id = it.id and article_texts.text_version = it.text_version)";
    let weight = match page.view {
        View::Basic => "it.doc_bytes".to_owned(),
        View::Full => format!("it.doc_bytes + coalesce({BODY}, 0)"),
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

pub(crate) fn push_position(query: &mut QueryBuilder<Postgres>, position: Position) {
    query.push("(");
    let mut parts = query.separated(", ");
    parts
        .push_bind(position.epoch)
        .push_bind(position.xid)
        .push_bind(position.seq);
    query.push(")");
}

fn push_filter(query: &mut QueryBuilder<Postgres>, filter: &ChangeFilter) {
    let asks_standing = filter.asks_standing();
    match filter.resource {
        None => {}
        // Its standing has its id.
        Some(Name::Claim(claim)) if asks_standing => {
            query.push(" and kind in (3, 7) and id = ");
            query.push_bind(claim.uuid());
        }
        Some(name) => {
            query.push(" and kind = ").push_bind(name.kind().code());
            query.push(" and id = ").push_bind(name.uuid());
            if let Some(claim) = parent_claim(name) {
                // Below another claim there is no such thing.
                query.push(" and claim_id = ").push_bind(claim);
            }
        }
    }
    if let Some(name) = filter.concerns {
        query.push(" and (scope @> ").push_bind(vec![name.uuid()]);
        query.push(if asks_standing { " or kind = 7)" } else { ")" });
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
