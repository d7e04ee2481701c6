//! Lists as of a moment, read from the current tables: what has not changed since is as it was.
//! Only what has changed since is read from the log. Where that is much, the list is scanned
//! (`scan`).

use std::collections::BTreeSet;

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::{
    change::filter::ChangeFilter,
    scan::{Scan, Scanned},
};
use crate::{
    domain::{
        Timestamp,
        resource::{Kind, Name},
        rule::Dispute,
    },
    store::{
        Error, Reader,
        point::Point,
        read::{
            Filter, IncludeDeleted, View,
            list::{ListPoint, Order, Row, Rows, Selection, fit_on_page},
            load::unreadable,
        },
    },
    wire::{document, resource::standing},
};

/// If more than this was changed since a moment, the log is scanned.
const CHANGED_MAX: i64 = 10_000;

/// The parameters of a page of a list as of a moment.
#[derive(Clone, Copy, Debug)]
pub struct PastList<'a> {
    /// The filter.
    pub filter: &'a Filter,
    /// Whether deleted resources are listed.
    pub include_deleted: IncludeDeleted,
    /// The view of articles. Claims are listed without their standings.
    pub view: View,
    /// The moment.
    pub moment: Timestamp,
    /// The page starts after this id.
    pub after: Option<Uuid>,
    /// The maximum number of resources.
    pub size: usize,
}

/// A page of a list as of a moment.
#[derive(Debug)]
pub struct PastPage {
    /// The documents, in the order of their ids.
    pub docs: Vec<(Name, Vec<u8>)>,
    /// The id after which there may be more, if there may be.
    pub next: Option<Uuid>,
}

/// The current rows that met the conditions, as far as they have not changed, and the ids of
/// those that have.
struct Current {
    rows: Rows,
    changed: BTreeSet<Uuid>,
}

impl Reader {
    /// Reads a page of a list as of a moment.
    pub async fn list_as_of(&mut self, list: &PastList<'_>) -> Result<PastPage, Error> {
        let conditions = ChangeFilter {
            matching: Some(list.filter.clone()),
            ..ChangeFilter::default()
        };
        let mut scan = Scan {
            kind: list.filter.kind(),
            filter: &conditions,
            include_deleted: list.include_deleted,
            view: list.view,
            point: Point::Time(list.moment),
            after: list.after,
            among: None,
            size: list.size,
        };
        let Some(Current { rows, changed }) = self.current(list).await? else {
            let Scanned { rows, next } = self.scan(&scan).await?;
            let docs = rows.into_iter();
            let docs = docs.filter_map(|row| Some((row.name, row.doc?)));
            return Ok(PastPage {
                docs: docs.collect(),
                next,
            });
        };
        let mut next = rows.next.map(ListPoint::id);
        let is_on_page = |id: &Uuid, next: Option<Uuid>| next.is_none_or(|next| *id <= next);
        let in_reach = changed.iter().copied();
        let in_reach: Vec<Uuid> = in_reach.filter(|id| is_on_page(id, next)).collect();
        let mut docs = unchanged(list, rows.rows, &changed)?;
        if !in_reach.is_empty() {
            scan.among = Some(&in_reach);
            let scanned = self.scan(&scan).await?;
            next = [next, scanned.next].into_iter().flatten().min();
            let rows = scanned.rows.into_iter();
            docs.extend(rows.filter_map(|row| Some((row.name, row.doc?))));
            docs.retain(|(name, _)| is_on_page(&name.uuid(), next));
            docs.sort_unstable_by_key(|(name, _)| name.uuid());
        }
        Ok(fitted(docs, next, list.size))
    }

    /// Reads a page of the current rows, and then what has changed since the moment: so what
    /// has not changed was the same in all of these reads. `None` if much has changed, or if
    /// standings are not up to date.
    async fn current(&mut self, list: &PastList<'_>) -> Result<Option<Current>, Error> {
        let reached = self.reached(list).await?;
        if reached.is_pending || self.changed(list).await?.is_none() {
            return Ok(None);
        }
        let selection = Selection {
            filter: list.filter,
            view: match list.filter.kind() {
                // The standing is read for the conditions on it.
                Kind::Claim if !list.filter.needs_standing() => View::Basic,
                Kind::Claim => View::Full,
                _ => list.view,
            },
            include_deleted: list.include_deleted,
            order: Order::BY_ID,
            past: Some(list.moment),
        };
        let size = i64::try_from(list.size).unwrap_or(i64::MAX);
        let after = list.after.map(ListPoint::Id);
        let rows = self.lookup().list(&selection, after, size).await?;
        if self.reached(list).await? != reached {
            return Ok(None);
        }
        let changed = self.changed(list).await?;
        Ok(changed.map(|changed| Current { rows, changed }))
    }

    /// The ids on the page and after it that have changed since the moment; `None` if they are
    /// too many.
    async fn changed(&mut self, list: &PastList<'_>) -> Result<Option<BTreeSet<Uuid>>, Error> {
        let mut query = changed_query(list);
        let changed: Vec<Uuid> = query
            .build_query_scalar()
            .fetch_all(&mut *self.connection)
            .await?;
        let is_much = i64::try_from(changed.len()).is_ok_and(|it| it > CHANGED_MAX);
        let changed = changed.into_iter();
        let after = |id: &Uuid| list.after.is_none_or(|after| *id > after);
        Ok((!is_much).then(|| changed.filter(after).collect()))
    }

    /// How far retractions and merges of sources have reached the standings of claims. Until
    /// they have, conditions on disputes know more than the standings.
    async fn reached(&mut self, list: &PastList<'_>) -> Result<Reached, Error> {
        if !list.filter.needs_standing() {
            return Ok(Reached::default());
        }
        let reached = sqlx::query_as(
            "select coalesce(bool_or(end_time is null), false) as is_pending, \
                    sum(extract(epoch from start_time) \
                        + coalesce(extract(epoch from end_time), 0))::text as times \
             from reaches",
        );
        Ok(reached.fetch_one(&mut *self.connection).await?)
    }
}

/// The state of all reaches: any that begins or ends changes the sum of their times.
#[derive(Default, PartialEq, Eq, FromRow)]
struct Reached {
    is_pending: bool,
    times: Option<String>,
}

/// Selects the ids of what has changed since the moment and existed before, up to one more than
/// the maximum of each kind of change. With conditions on standings, also the claims whose
/// standing has changed.
fn changed_query(list: &PastList<'_>) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new("");
    push_updated(&mut query, list, list.filter.kind(), "revision > 1");
    if list.filter.needs_standing() {
        for revisions in ["revision > 1", "revision = 1"] {
            query.push(" union all ");
            push_updated(&mut query, list, Kind::Standing, revisions);
        }
    }
    query
}

fn push_updated(
    query: &mut QueryBuilder<Postgres>,
    list: &PastList<'_>,
    kind: Kind,
    revisions: &str,
) {
    let kind = kind.code();
    query.push(format_args!(
        "(select id from changes where kind = {kind} and {revisions} and change_time > "
    ));
    query.push_bind(list.moment).push(" limit ");
    query.push_bind(CHANGED_MAX + 1).push(")");
}

/// The documents of those rows that have not changed and meet the conditions. As of a moment, a
/// resource in a condition does not stand for what was merged into it: the test decides.
fn unchanged(
    list: &PastList<'_>,
    rows: Vec<Row>,
    changed: &BTreeSet<Uuid>,
) -> Result<Vec<(Name, Vec<u8>)>, Error> {
    let kind = list.filter.kind();
    let conditions = list.filter.conditions();
    let needs_standing = list.filter.needs_standing();
    let mut docs = Vec::with_capacity(rows.len());
    for row in rows.into_iter().filter(|row| !changed.contains(&row.id)) {
        let Row {
            id, mut doc, more, ..
        } = row;
        let unreadable = |error| unreadable("claims", "doc", id, error);
        let stored = document::decode(kind, &doc).map_err(unreadable)?;
        let dispute = match &more {
            Some(standing) if needs_standing && stored.erasure.is_none() => {
                standing::read_dispute(standing).map_err(unreadable)?
            }
            _ => Dispute::default(),
        };
        if !conditions.are_met_by(&stored, &dispute) {
            continue;
        }
        if let (Kind::Article, Some(body)) = (kind, more) {
            doc.extend_from_slice(&body);
        }
        docs.push((stored.name, doc));
    }
    Ok(docs)
}

/// Keeps what fits on a page.
fn fitted(mut docs: Vec<(Name, Vec<u8>)>, next: Option<Uuid>, size: usize) -> PastPage {
    let mut bytes = 0;
    let fit = docs.iter().take(size).take_while(|(_, doc)| {
        let is_first = bytes == 0;
        bytes += doc.len();
        is_first || fit_on_page(bytes)
    });
    let fit = fit.count();
    let next = match fit < docs.len() {
        true => fit
            .checked_sub(1)
            .and_then(|last| docs.get(last))
            .map(|(name, _)| name.uuid()),
        false => next,
    };
    docs.truncate(fit);
    PastPage { docs, next }
}
