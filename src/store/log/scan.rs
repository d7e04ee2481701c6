//! Reads the states of resources as of a point in the log: by their names, or page by page
//! through all resources. No transaction lasts longer than a page.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::{
    change::{Before, ChangeRow, ENTRY, Entry, decoded::DecodedChange, filter::ChangeFilter},
    state::StateKey,
};
use crate::{
    domain::{
        Timestamp,
        resource::{Kind, Name},
    },
    store::{
        Error, Reader,
        operation::Operation,
        point::{Point, push_ever_concerned, push_point},
        read::{IncludeDeleted, View, load::table_of},
    },
    wire::document,
};

/// The parameters of a page of a scan.
#[derive(Clone, Debug)]
pub struct Scan<'a> {
    /// The kind of the resources.
    pub kind: Kind,
    /// The filter, of which the conditions on states apply.
    pub filter: &'a ChangeFilter,
    /// Whether deleted resources are included.
    pub include_deleted: IncludeDeleted,
    /// The view of articles.
    pub view: View,
    /// The point as of which resources are read.
    pub point: Point,
    /// The page starts after this id.
    pub after: Option<Uuid>,
    /// Only these are examined; all if `None`.
    pub among: Option<&'a [Uuid]>,
    /// The maximum number of resources.
    pub size: usize,
    /// The maximum number of bytes of documents, unless a single one has more.
    pub bytes: i64,
}

/// A page of a scan.
#[derive(Debug)]
pub struct Scanned {
    /// The newest changes of the resources up to the point, in the order of their ids.
    pub rows: Vec<ChangeRow>,
    /// The id after which there may be more, if there may be.
    pub next: Option<Uuid>,
}

/// The documents of resources as of a moment.
#[derive(Debug, Default)]
pub struct PastDocuments {
    /// The documents.
    pub docs: BTreeMap<Name, Vec<u8>>,
    /// The resources whose document is no longer kept.
    pub not_kept: Vec<Name>,
}

/// The maximum number of resources that are examined for one page.
const CANDIDATES_MAX: usize = 500;

impl Reader {
    /// Reads a page of the resources that a filter selects as of a point. Resources that
    /// were erased since are returned as they are now. Fails if a document is no longer
    /// kept.
    pub async fn scan(&mut self, scan: &Scan<'_>) -> Result<Scanned, Error> {
        let ids = self.candidates(scan).await?;
        let mut next = ids.last().copied().filter(|_| ids.len() == CANDIDATES_MAX);
        let mut entries = self.newest_entries(scan.kind, &ids, scan.point).await?;
        next = truncate_to_page(&mut entries, scan.bytes).or(next);
        entries.retain(|entry| scan.include_deleted.is_all() || !is_removal(entry.operation));
        let mut rows = self.rows(entries, View::Basic, Before::LeftOut).await?;
        self.require_documents(&mut rows, scan.include_deleted)
            .await?;
        if scan.filter.needs_standing() {
            self.add_standing(&mut rows, scan.point).await?;
        }
        let mut found = Vec::new();
        for row in rows {
            let change = DecodedChange::new(row);
            if scan.filter.selects(&change, scan.include_deleted)? {
                found.push(change.into_row());
            }
        }
        if found.len() > scan.size {
            found.truncate(scan.size);
            next = found.last().map(|row| row.name.uuid());
        }
        if scan.kind == Kind::Article && scan.view == View::Full {
            next = self
                .add_bodies_that_fit(&mut found, scan.bytes)
                .await?
                .or(next);
        }
        Ok(Scanned { rows: found, next })
    }

    /// Reads the documents of resources of one kind as of a moment. Resources that did not
    /// exist are left out.
    pub async fn documents_as_of(
        &mut self,
        kind: Kind,
        names: &[Name],
        view: View,
        include_deleted: IncludeDeleted,
        moment: Timestamp,
    ) -> Result<PastDocuments, Error> {
        let ids: Vec<Uuid> = names.iter().map(|name| name.uuid()).collect();
        let mut entries = self.newest_entries(kind, &ids, Point::Time(moment)).await?;
        entries.retain(|entry| include_deleted.is_all() || !is_removal(entry.operation));
        let mut rows = self.rows(entries, view, Before::LeftOut).await?;
        let mut past = PastDocuments::default();
        self.add_erased(&mut rows, include_deleted).await?;
        for row in rows {
            match row.doc {
                Some(doc) => {
                    past.docs.insert(row.name, doc);
                }
                None => past.not_kept.push(row.name),
            }
        }
        Ok(past)
    }

    /// The next ids to examine, including those of deleted resources and some of later
    /// ones.
    async fn candidates(&mut self, scan: &Scan<'_>) -> Result<Vec<Uuid>, Error> {
        let mut query = candidates_query(scan);
        let ids = query.build_query_scalar();
        Ok(ids.fetch_all(&mut *self.connection).await?)
    }

    /// The newest entry of each id up to a point, in the order of the ids.
    async fn newest_entries(
        &mut self,
        kind: Kind,
        ids: &[Uuid],
        point: Point,
    ) -> Result<Vec<Entry>, Error> {
        let mut query = QueryBuilder::new("select newest.*, tag from unnest(");
        query.push_bind(ids);
        query.push("::uuid[]) as wanted (id) cross join lateral (select ");
        query.push(ENTRY).push(" from changes where kind = ");
        query.push_bind(kind.code());
        query.push(" and id = wanted.id and ");
        push_point(&mut query, point);
        query.push(
            " order by revision desc limit 1) newest join epochs using (epoch) \
             order by newest.id",
        );
        let entries = query.build_query_as();
        Ok(entries.fetch_all(&mut *self.connection).await?)
    }

    /// Handles missing documents. Fails if one is no longer kept.
    async fn require_documents(
        &mut self,
        rows: &mut Vec<ChangeRow>,
        include_deleted: IncludeDeleted,
    ) -> Result<(), Error> {
        self.add_erased(rows, include_deleted).await?;
        match rows.iter().find(|row| row.doc.is_none()) {
            Some(row) => Err(self.gone_error(row.name).await?),
            None => Ok(()),
        }
    }

    /// Adds the current document of resources that were erased since, or leaves these
    /// resources out.
    async fn add_erased(
        &mut self,
        rows: &mut Vec<ChangeRow>,
        include_deleted: IncludeDeleted,
    ) -> Result<(), Error> {
        let missing = rows.iter().filter(|row| row.doc.is_none());
        let missing: Vec<Name> = missing.map(|row| row.name).collect();
        let Some(kind) = missing.first().map(|name| name.kind()) else {
            return Ok(());
        };
        let erased = self.erased(kind, &missing).await?;
        for row in &mut *rows {
            if row.doc.is_none() {
                row.doc = erased.get(&row.name).cloned();
            }
        }
        rows.retain(|row| include_deleted.is_all() || !erased.contains_key(&row.name));
        Ok(())
    }

    /// Adds the standings of claims as of the point.
    async fn add_standing(&mut self, rows: &mut [ChangeRow], point: Point) -> Result<(), Error> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.name.uuid()).collect();
        let entries = self.newest_entries(Kind::Standing, &ids, point).await?;
        let standings = self.rows(entries, View::Basic, Before::LeftOut).await?;
        let mut standings: BTreeMap<Uuid, ChangeRow> = standings
            .into_iter()
            .map(|row| (row.name.uuid(), row))
            .collect();
        for row in rows {
            let is_erased = row
                .doc
                .as_ref()
                .is_some_and(|doc| document::is_erased(Kind::Claim, doc));
            if let Some(standing) = standings.remove(&row.name.uuid()).filter(|_| !is_erased) {
                if standing.doc.is_none() {
                    return Err(self.gone_error(standing.name).await?);
                }
                row.counterpart = standing.doc;
            }
        }
        Ok(())
    }

    /// Adds the bodies to as many articles as fit on a page, and removes the others.
    /// Returns the last id if any were removed.
    async fn add_bodies_that_fit(
        &mut self,
        rows: &mut Vec<ChangeRow>,
        bytes_max: i64,
    ) -> Result<Option<Uuid>, Error> {
        let mut filled = Vec::new();
        let mut next = None;
        let mut bytes = 0;
        for mut row in std::mem::take(rows) {
            let key = StateKey::new(row.name, row.revision);
            let is_kept = row
                .doc
                .as_ref()
                .is_some_and(|doc| !document::is_erased(Kind::Article, doc));
            if is_kept {
                let mut states = self.states(&BTreeSet::from([key]), View::Full).await?;
                row.doc = states.remove(&key);
                if row.doc.is_none() {
                    return Err(self.gone_error(row.name).await?);
                }
            }
            bytes += row.doc.as_ref().map_or(0, Vec::len);
            let fits = i64::try_from(bytes).is_ok_and(|bytes| bytes <= bytes_max);
            if !filled.is_empty() && !fits {
                next = filled.last().map(|row: &ChangeRow| row.name.uuid());
                break;
            }
            filled.push(row);
        }
        *rows = filled;
        Ok(next)
    }
}

/// Keeps as many entries as fit on a page. Returns the last id if any were removed.
fn truncate_to_page(entries: &mut Vec<Entry>, bytes_max: i64) -> Option<Uuid> {
    let mut sum = 0;
    let fit = entries
        .iter()
        .take_while(|entry| {
            sum += i64::from(entry.doc_bytes);
            sum <= bytes_max
        })
        .count()
        .max(1);
    if fit >= entries.len() {
        return None;
    }
    entries.truncate(fit);
    entries.last().map(|entry| entry.id)
}

fn is_removal(operation: i16) -> bool {
    [Operation::Deleted.code(), Operation::Erased.code()].contains(&operation)
}

/// Selects the ids of a kind that may meet the conditions. Conditions on fields that never
/// change narrow them down, and so do the ids that the log says a resource ever concerned.
fn candidates_query(scan: &Scan<'_>) -> QueryBuilder<Postgres> {
    let column = match scan.kind {
        Kind::Standing => "claim_id",
        _ => "id",
    };
    let mut query = QueryBuilder::new("select it.");
    query.push(column).push(" from ").push(table_of(scan.kind));
    query.push(" it where true");
    if let Some(name) = scan.filter.resource {
        query.push(" and it.").push(column).push(" = ");
        query.push_bind(name.uuid());
    }
    if let Some(name) = scan.filter.concerns {
        push_ever_concerned(&mut query, scan.kind, column, name.uuid());
    }
    if let Some(filter) = &scan.filter.matching {
        let conditions = filter.conditions();
        let moment = (scan.point, scan.include_deleted);
        conditions.push_as_of(&mut query, moment, scan.among.is_some());
    }
    if let Some(among) = scan.among {
        query.push(" and it.").push(column).push(" = any(");
        query.push_bind(among.to_vec()).push(")");
    }
    if let Some(after) = scan.after {
        query.push(" and it.").push(column).push(" > ");
        query.push_bind(after);
    }
    query.push(" order by it.").push(column).push(" limit ");
    query.push_bind(i64::try_from(CANDIDATES_MAX).unwrap_or(i64::MAX));
    query
}
