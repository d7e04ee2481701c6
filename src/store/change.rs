//! Reading the log.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::{
    Error, Reader,
    list::PAGE_BYTES_MAX,
    load::{View, name_of, unreadable},
};
use crate::{
    domain::{
        Timestamp,
        name::{Kind, Name},
    },
    wire::document,
};

/// Where a change stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The cluster and timeline.
    pub epoch: i32,
    /// The transaction.
    pub xid: i64,
    /// The change in it.
    pub seq: i32,
}

/// Which changes are asked for: those that meet every condition given.
#[derive(Clone, Debug, Default)]
pub struct ChangeFilter {
    /// Of this resource.
    pub resource: Option<Name>,
    /// Of this article, source or claim and all that hangs on it.
    pub concerns: Option<Name>,
    /// By this actor.
    pub actor: Option<String>,
    /// Not before.
    pub start_time: Option<Timestamp>,
    /// Before.
    pub end_time: Option<Timestamp>,
    /// Of these kinds; of all, where there are none.
    pub kinds: Vec<Kind>,
}

impl ChangeFilter {
    /// Whether a change meets all conditions but those on times.
    pub fn is_met_by(&self, change: &ChangeRow) -> bool {
        self.resource.is_none_or(|name| name == change.name)
            && self
                .concerns
                .is_none_or(|name| change.scope.contains(&name.uuid()))
            && self
                .actor
                .as_ref()
                .is_none_or(|actor| *actor == change.actor)
            && (self.kinds.is_empty() || self.kinds.contains(&change.name.kind()))
    }
}

/// The order of a list of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeOrder {
    /// Oldest first.
    OldestFirst,
    /// Newest first.
    NewestFirst,
}

/// Which page of the log is asked for.
#[derive(Clone, Debug)]
pub struct ChangePage {
    /// Which changes.
    pub filter: ChangeFilter,
    /// In which order.
    pub order: ChangeOrder,
    /// How much of articles.
    pub view: View,
    /// Behind this one.
    pub after: Option<Position>,
    /// At most this many.
    pub size: i64,
}

/// One entry of the log.
#[derive(Clone, Debug)]
pub struct ChangeRow {
    /// Where it stands.
    pub position: Position,
    /// The resource that was written.
    pub name: Name,
    /// Its revision from then on.
    pub revision: i64,
    /// The number of what was done.
    pub operation: i16,
    /// Who did it.
    pub actor: String,
    /// Under which request id.
    pub request_id: Option<Uuid>,
    /// When.
    pub change_time: Timestamp,
    /// The ids that it concerns.
    pub scope: Vec<Uuid>,
    /// The resource as it then stood.
    pub doc: Vec<u8>,
}

#[derive(FromRow)]
struct Row {
    epoch: i32,
    xid: i64,
    seq: i32,
    kind: i16,
    id: Uuid,
    revision: i64,
    operation: i16,
    actor: String,
    request_id: Option<Uuid>,
    change_time: Timestamp,
    scope: Vec<Uuid>,
    doc: Vec<u8>,
    candidates: i64,
}

impl Reader {
    /// A page of the log, and whether there is more behind it.
    pub async fn changes(&mut self, page: &ChangePage) -> Result<(Vec<ChangeRow>, bool), Error> {
        let mut query = changes_query(page);
        let rows: Vec<Row> = query
            .build_query_as()
            .fetch_all(&mut *self.connection)
            .await?;
        let candidates = rows.first().map_or(0, |row| row.candidates);
        let has_more = candidates > i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let rows = rows.into_iter().map(read_row).collect::<Result<_, _>>()?;
        Ok((rows, has_more))
    }

    /// The documents that resources had at revisions, as the log has them, in the
    /// order asked for.
    pub async fn documents_at(&mut self, wanted: &[(Name, i64)]) -> Result<Vec<Vec<u8>>, Error> {
        let ids: Vec<Uuid> = wanted.iter().map(|(name, _)| name.uuid()).collect();
        let kinds: Vec<i16> = wanted.iter().map(|(name, _)| name.kind().code()).collect();
        let revisions: Vec<i64> = wanted.iter().map(|(_, revision)| *revision).collect();
        let docs = sqlx::query_scalar!(
            "
            select doc from changes
                join unnest($1::uuid[], $2::smallint[], $3::bigint[])
                    with ordinality as wanted (id, kind, revision, place)
                using (id, kind, revision)
            order by place
            ",
            &ids,
            &kinds,
            &revisions,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(docs)
    }
}

/// A page is bounded by count and by bytes: the inner query finds one row more
/// than fits, the middle one adds up what they weigh, and the outer one keeps
/// those that end within the bound, and the first in any case.
fn changes_query(page: &ChangePage) -> QueryBuilder<Postgres> {
    let direction = match page.order {
        ChangeOrder::OldestFirst => "asc",
        ChangeOrder::NewestFirst => "desc",
    };
    let mut query = QueryBuilder::new(
        "select epoch, xid, seq, kind, id, revision, operation, actor, request_id, change_time, \
         scope, \
         doc || coalesce(body, ''::bytea) as doc, candidates from ( \
         select *, count(*) over () as candidates, row_number() over place as place, \
         sum(octet_length(doc) + coalesce(octet_length(body), 0)) over place as bytes from ( \
         select changes.*, ",
    );
    match page.view {
        View::Basic => query.push("null::bytea as body from changes"),
        View::Full => query.push(
            "body from changes left join article_texts \
             on kind = 2 and article_id = id and article_texts.text_version = changes.text_version",
        ),
    };
    // An open transaction may yet write at any place that is not below the horizon.
    // Epochs before the newest one are closed.
    query.push(
        " where (epoch < (select max(epoch) from epochs) \
         or xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)",
    );
    push_filter(&mut query, &page.filter);
    if let Some(after) = page.after {
        query.push(match page.order {
            ChangeOrder::OldestFirst => " and (epoch, xid, seq) > (",
            ChangeOrder::NewestFirst => " and (epoch, xid, seq) < (",
        });
        let mut bound = query.separated(", ");
        bound
            .push_bind(after.epoch)
            .push_bind(after.xid)
            .push_bind(after.seq);
        query.push(")");
    }
    let order = format!(" order by epoch {direction}, xid {direction}, seq {direction}");
    query.push(&order).push(" limit ").push_bind(page.size + 1);
    query
        .push(") candidate window place as (")
        .push(order.trim_start());
    query.push(")) sized where place <= ").push_bind(page.size);
    query
        .push(" and (place = 1 or bytes <= ")
        .push_bind(PAGE_BYTES_MAX)
        .push(") order by place");
    query
}

fn push_filter(query: &mut QueryBuilder<Postgres>, filter: &ChangeFilter) {
    if let Some(name) = filter.resource {
        query.push(" and kind = ").push_bind(name.kind().code());
        query.push(" and id = ").push_bind(name.uuid());
    }
    if let Some(name) = filter.concerns {
        query.push(" and scope @> ").push_bind(vec![name.uuid()]);
    }
    if let Some(actor) = &filter.actor {
        query.push(" and actor = ").push_bind(actor.clone());
    }
    if !filter.kinds.is_empty() {
        let kinds: Vec<i16> = filter.kinds.iter().map(|kind| kind.code()).collect();
        query.push(" and kind = any(").push_bind(kinds).push(")");
    }
    if let Some(time) = filter.start_time {
        query.push(" and change_time >= ").push_bind(time);
    }
    if let Some(time) = filter.end_time {
        query.push(" and change_time < ").push_bind(time);
    }
}

fn read_row(row: Row) -> Result<ChangeRow, Error> {
    let place = format!("({}, {}, {})", row.epoch, row.xid, row.seq);
    let name = match Kind::from_code(row.kind) {
        // The claim that something hangs on stands in its document alone.
        Some(kind @ (Kind::Appearance | Kind::Relation | Kind::Review)) => {
            document::message_name(kind, &row.doc)
                .map_err(|error| unreadable("changes", "doc", &place, error))?
        }
        _ => name_of(row.kind, row.id, None).ok_or_else(|| {
            let error = std::io::Error::other("no such kind");
            unreadable("changes", "kind", &place, error)
        })?,
    };
    Ok(ChangeRow {
        position: Position {
            epoch: row.epoch,
            xid: row.xid,
            seq: row.seq,
        },
        name,
        revision: row.revision,
        operation: row.operation,
        actor: row.actor,
        request_id: row.request_id,
        change_time: row.change_time,
        scope: row.scope,
        doc: row.doc,
    })
}
