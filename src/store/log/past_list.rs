//! Lists as of a moment, read from the current tables: what has not changed since is as it was.
//! Only what has changed since (`changed`) is read from the log, and a page ends where that gets
//! too much. While the standings of claims are not up to date, lists with conditions on them are
//! scanned (`scan`).

use sqlx::FromRow;
use uuid::Uuid;

use super::{
    change::filter::ChangeFilter,
    changed::Changed,
    past::PastList,
    scan::{Scan, Scanned},
};
use crate::{
    domain::{
        resource::{Kind, Name},
        rule::Dispute,
    },
    store::{
        Error, Reader,
        point::Point,
        read::{
            View,
            list::{ListPoint, Order, PAGE_BYTES_MAX, Row, Rows, Selection, fit_on_page},
            load::unreadable,
        },
    },
    wire::{document, resource::standing},
};

/// A page of a list as of a moment.
#[derive(Debug)]
pub struct PastPage {
    /// The documents, in the order of their ids.
    pub docs: Vec<(Name, Vec<u8>)>,
    /// The id after which there may be more, if there may be.
    pub next: Option<Uuid>,
}

/// The current rows that met the conditions, and then what has changed.
struct Current {
    rows: Rows,
    changed: Changed,
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
            bytes: PAGE_BYTES_MAX,
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
        let ends = [rows.next.map(ListPoint::id), changed.through];
        let mut next = ends.into_iter().flatten().min();
        let is_on_page = |id: &Uuid, next: Option<Uuid>| next.is_none_or(|next| *id <= next);
        let rows = rows.rows.into_iter();
        let rows = rows.filter(|row| is_on_page(&row.id, next) && !changed.has(row.id));
        let mut docs = unchanged(list, rows)?;
        if !changed.ids.is_empty() {
            scan.among = Some(&changed.ids);
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
    /// has not changed was the same in all of these reads. `None` if standings are not up to
    /// date.
    async fn current(&mut self, list: &PastList<'_>) -> Result<Option<Current>, Error> {
        let reached = self.reached(list).await?;
        if reached.is_pending {
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
        let changed = self.changed(list, rows.next.map(ListPoint::id)).await?;
        let is_as_before = self.reached(list).await? == reached;
        Ok(is_as_before.then_some(Current { rows, changed }))
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

/// The documents of those unchanged rows that meet the conditions. As of a moment, a
/// resource in a condition does not stand for what was merged into it: the test decides.
fn unchanged(
    list: &PastList<'_>,
    rows: impl Iterator<Item = Row>,
) -> Result<Vec<(Name, Vec<u8>)>, Error> {
    let kind = list.filter.kind();
    let conditions = list.filter.conditions();
    let needs_standing = list.filter.needs_standing();
    let mut docs = Vec::new();
    for row in rows {
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
