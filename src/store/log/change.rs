//! Reading the log.

mod query;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use sqlx::FromRow;
use uuid::Uuid;

pub(crate) use self::query::{ENTRY, push_position};
use self::query::{changes_query, nth_query};
use super::{
    append::{Cause, Operation},
    classify::Decoded,
    position::Position,
    state::{StateKey, States},
};
use crate::{
    domain::{
        Timestamp,
        resource::name::{Kind, Name},
    },
    store::{
        Error, Reader,
        read::{
            list::{Filter, PAGE_BYTES_MAX},
            load::{View, name_of, unreadable},
        },
    },
};

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
    /// Of resources that meet these conditions, before or after.
    pub matching: Option<Filter>,
}

impl ChangeFilter {
    /// Whether resources of a kind can be selected.
    pub fn is_about(&self, kind: Kind) -> bool {
        let is_kind = match &self.matching {
            None => self.kinds.is_empty() || self.kinds.contains(&kind),
            Some(filter) => filter.kind() == kind,
        };
        is_kind && self.resource.is_none_or(|name| name.kind() == kind)
    }

    /// Whether it asks how claims stand.
    pub(crate) fn asks_standing(&self) -> bool {
        self.matching.as_ref().is_some_and(Filter::asks_standing)
    }

    /// Whether changes of resources of a kind can be asked for.
    pub(crate) fn asks(&self, kind: Kind) -> bool {
        match &self.matching {
            None => self.kinds.is_empty() || self.kinds.contains(&kind),
            Some(filter) => {
                filter.kind() == kind || (kind == Kind::Standing && filter.asks_standing())
            }
        }
    }

    /// The kinds whose changes can be asked for; of all, where there are none.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        match &self.matching {
            None => self.kinds.clone(),
            Some(filter) if filter.asks_standing() => vec![filter.kind(), Kind::Standing],
            Some(filter) => vec![filter.kind()],
        }
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
    /// At most so many bytes, unless the first alone has more.
    pub bytes: i64,
    /// Whether it is answered what was before, as much of articles.
    pub include_before: bool,
    /// Among at most so many entries; all, where there is no bound. A condition that
    /// few meet is looked for in bounded time.
    pub among: Option<i64>,
}

impl ChangePage {
    /// The first page of the changes that meet conditions.
    pub const fn first(filter: ChangeFilter, view: View, size: i64) -> Self {
        Self {
            filter,
            order: ChangeOrder::OldestFirst,
            view,
            after: None,
            size,
            bytes: PAGE_BYTES_MAX,
            include_before: false,
            among: None,
        }
    }
}

/// One entry of the log.
#[derive(Debug)]
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
    /// What it follows from, where the server made it by itself.
    pub cause: Option<Cause>,
    /// The resource as it then stood; nothing where that is no longer kept.
    pub doc: Option<Vec<u8>>,
    /// As it stood before; nothing where there was none, or it is no longer kept.
    pub before: Option<Vec<u8>>,
    /// Of a claim: how it then stood. Of a standing: the claim as it then stood.
    pub beside: Option<Vec<u8>>,
    /// The first three, read once they are asked for.
    pub(crate) decoded: [OnceLock<Decoded>; 3],
    /// The fields that differ from the state before, once somebody asked.
    pub changed: OnceLock<Vec<String>>,
}

impl ChangeRow {
    /// Whether what the resource said was removed for good.
    pub const fn is_erasure(&self) -> bool {
        self.operation == Operation::Erased.code()
    }

    /// How many bytes of documents it holds.
    pub fn bytes(&self) -> usize {
        let docs = [&self.doc, &self.before, &self.beside];
        docs.into_iter().flatten().map(Vec::len).sum()
    }
}

/// A page of the log.
#[derive(Debug)]
pub struct Changes {
    /// The entries.
    pub rows: Vec<ChangeRow>,
    /// Behind which position there may be more, if there may be.
    pub next: Option<Position>,
}

/// An entry without documents.
#[derive(FromRow)]
pub(crate) struct Entry {
    epoch: i32,
    tag: i64,
    xid: i64,
    seq: i32,
    kind: i16,
    pub(crate) id: Uuid,
    claim_id: Option<Uuid>,
    pub(crate) revision: i64,
    pub(crate) operation: i16,
    actor: String,
    request_id: Option<Uuid>,
    change_time: Timestamp,
    scope: Vec<Uuid>,
    pub(crate) doc_bytes: i32,
    cause_kind: Option<i16>,
    cause_id: Option<Uuid>,
    cause_revision: Option<i64>,
}

impl Entry {
    fn cause(&self) -> Option<Cause> {
        Some(Cause {
            name: name_of(self.cause_kind?, self.cause_id?, None)?,
            revision: self.cause_revision?,
        })
    }
}

/// Whether it is asked what resources were before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Past {
    CallContext(View),
    Unasked,
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
        let through = match page.among {
            Some(count) => self.nth_behind(page, count).await?,
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
        let past = match page.include_before {
            true => Past::CallContext(page.view),
            false => Past::CallContext(View::Basic),
        };
        let mut rows = self.rows(entries, page.view, past).await?;
        if page.filter.asks_standing() {
            self.add_beside(&mut rows).await?;
        }
        if page.filter.matching.is_some() {
            let asks_standing = page.filter.asks_standing();
            self.require_kept(&rows, asks_standing).await?;
        }
        let last = rows.last().map(|row| row.position).filter(|_| has_more);
        Ok(Changes {
            rows,
            next: last.or(through),
        })
    }

    /// Where the entry stands that is so many behind the page's beginning.
    async fn nth_behind(
        &mut self,
        page: &ChangePage,
        count: i64,
    ) -> Result<Option<Position>, Error> {
        let mut query = nth_query(page, count);
        let place: Option<(i32, i64, i64, i32)> = query
            .build_query_as()
            .fetch_optional(&mut *self.connection)
            .await?;
        Ok(place.map(|(epoch, tag, xid, seq)| Position {
            epoch,
            tag,
            xid,
            seq,
        }))
    }

    /// Entries with the documents of their resources, and of what those were before.
    pub(crate) async fn rows(
        &mut self,
        entries: Vec<Entry>,
        view: View,
        past: Past,
    ) -> Result<Vec<ChangeRow>, Error> {
        let mut rows: Vec<ChangeRow> = entries.into_iter().map(row).collect::<Result<_, _>>()?;
        let keys = rows.iter().map(|row| StateKey::new(row.name, row.revision));
        let states = self.states(&keys.collect(), view).await?;
        let before = |row: &ChangeRow| StateKey::new(row.name, row.revision - 1);
        let earlier = match past {
            Past::Unasked => States::new(),
            Past::CallContext(view) => {
                self.states(&rows.iter().map(before).collect(), view)
                    .await?
            }
        };
        for row in &mut rows {
            row.doc = state(&states, row.name, row.revision);
            row.before = state(&earlier, row.name, row.revision - 1);
        }
        Ok(rows)
    }

    /// Adds to claims how they then stood, and to standings the claims.
    pub async fn add_beside(&mut self, rows: &mut [ChangeRow]) -> Result<(), Error> {
        let beside = |name| match name {
            Name::Claim(claim) => Some(Name::Standing(claim)),
            Name::Standing(claim) => Some(Name::Claim(claim)),
            _ => None,
        };
        let pairs = rows.iter();
        let pairs = pairs.filter_map(|row| Some((row.position, beside(row.name)?)));
        let (positions, names): (Vec<Position>, Vec<Name>) = pairs.unzip();
        if names.is_empty() {
            return Ok(());
        }
        let found = self.revisions_before(&positions, &names).await?;
        let keys = found.iter();
        let keys: BTreeSet<StateKey> = keys
            .map(|((_, name), revision)| StateKey::new(*name, *revision))
            .collect();
        let states = self.states(&keys, View::Basic).await?;
        for row in rows {
            let Some(name) = beside(row.name) else {
                continue;
            };
            let revision = found.get(&(row.position, name));
            row.beside = revision.and_then(|revision| state(&states, name, *revision));
        }
        Ok(())
    }

    /// The newest revision of each of these before a position of its own.
    async fn revisions_before(
        &mut self,
        positions: &[Position],
        names: &[Name],
    ) -> Result<BTreeMap<(Position, Name), i64>, Error> {
        let epochs: Vec<i32> = positions.iter().map(|it| it.epoch).collect();
        let xids: Vec<i64> = positions.iter().map(|it| it.xid).collect();
        let seqs: Vec<i32> = positions.iter().map(|it| it.seq).collect();
        let kinds: Vec<i16> = names.iter().map(|name| name.kind().code()).collect();
        let ids: Vec<Uuid> = names.iter().map(|name| name.uuid()).collect();
        let rows = sqlx::query!(
            r#"
            select place as "place!", revision
            from unnest($1::integer[], $2::bigint[], $3::integer[], $4::smallint[], $5::uuid[])
                    with ordinality as wanted (epoch, xid, seq, kind, id, place)
                cross join lateral (
                    select revision from changes
                    where changes.id = wanted.id and changes.kind = wanted.kind
                      and (changes.epoch, changes.xid, changes.seq)
                          < (wanted.epoch, wanted.xid, wanted.seq)
                    order by revision desc
                    limit 1
                ) newest
            "#,
            &epochs,
            &xids,
            &seqs,
            &kinds,
            &ids,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let rows = rows.into_iter();
        Ok(rows
            .filter_map(|row| {
                let place = usize::try_from(row.place).ok()?.checked_sub(1)?;
                let key = (*positions.get(place)?, *names.get(place)?);
                Some((key, row.revision))
            })
            .collect())
    }
}

fn state(states: &States, name: Name, revision: i64) -> Option<Vec<u8>> {
    states.get(&StateKey::new(name, revision)).cloned()
}

fn row(entry: Entry) -> Result<ChangeRow, Error> {
    let cause = entry.cause();
    let Entry {
        epoch,
        tag,
        xid,
        seq,
        kind,
        id,
        claim_id,
        revision,
        operation,
        actor,
        request_id,
        change_time,
        scope,
        doc_bytes: _,
        cause_kind: _,
        cause_id: _,
        cause_revision: _,
    } = entry;
    let name = name_of(kind, id, claim_id).ok_or_else(|| {
        let error = std::io::Error::other("no such kind");
        unreadable("changes", "kind", format!("({epoch}, {xid}, {seq})"), error)
    })?;
    Ok(ChangeRow {
        position: Position {
            epoch,
            tag,
            xid,
            seq,
        },
        name,
        revision,
        operation,
        actor,
        request_id,
        change_time,
        scope,
        cause,
        doc: None,
        before: None,
        beside: None,
        decoded: Default::default(),
        changed: OnceLock::new(),
    })
}
