//! Entries of the log, with the documents that they are about.

pub mod classify;
pub mod decoded;
pub mod filter;
pub mod page;

use std::collections::{BTreeMap, BTreeSet};

use sqlx::FromRow;
use uuid::Uuid;

use super::{
    append::Cause,
    state::{StateKey, States},
};
use crate::{
    domain::{Timestamp, resource::Name},
    store::{
        Error, Reader,
        operation::Operation,
        position::Position,
        read::{
            View,
            load::{name_of, unreadable},
        },
    },
};

/// One entry of the log.
#[derive(Debug)]
pub struct ChangeRow {
    /// The position in the log.
    pub position: Position,
    /// The resource that was written.
    pub name: Name,
    /// The revision that the change made.
    pub revision: i64,
    /// The code of the operation.
    pub operation: i16,
    /// Who made the change.
    pub actor: String,
    /// The request id, if there is one.
    pub request_id: Option<Uuid>,
    /// The time of the change.
    pub change_time: Timestamp,
    /// The ids of the resources that the change concerns.
    pub scope: Vec<Uuid>,
    /// The change that caused this one, if the server made it by itself.
    pub cause: Option<Cause>,
    /// The document after the change. It is missing where documents are not read, and where the
    /// state is no longer kept.
    pub doc: Option<Vec<u8>>,
    /// The document before the change; `None` if there was none, or it is no longer kept.
    pub before: Option<Vec<u8>>,
    /// The standing of a claim at this position, or the claim of a standing.
    pub counterpart: Option<Vec<u8>>,
}

impl ChangeRow {
    /// Whether the change erased the resource.
    pub const fn is_erasure(&self) -> bool {
        self.operation == Operation::Erased.code()
    }

    /// The size of its documents in bytes.
    pub fn bytes(&self) -> usize {
        let docs = [&self.doc, &self.before, &self.counterpart];
        docs.into_iter().flatten().map(Vec::len).sum()
    }
}

/// The columns of an [`Entry`], except for the tag.
pub(crate) const ENTRY: &str = "epoch, xid, seq, kind, id, claim_id, revision, operation, actor, \
     request_id, change_time, scope, doc_bytes, cause_kind, cause_id, cause_revision";

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

/// Whether entries are read with the state before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// They are, with this view of articles.
    Read(View),
    /// They are not.
    LeftOut,
}

impl Reader {
    /// Reads the documents of entries: those after the change, and those before it.
    pub(crate) async fn rows(
        &mut self,
        entries: Vec<Entry>,
        view: View,
        before: Before,
    ) -> Result<Vec<ChangeRow>, Error> {
        let mut rows = without_documents(entries)?;
        let keys = rows.iter().map(|row| StateKey::new(row.name, row.revision));
        let states = self.states(&keys.collect(), view).await?;
        let earlier = match before {
            Before::LeftOut => States::new(),
            Before::Read(view) => {
                let keys = rows.iter();
                let keys = keys.map(|row| StateKey::new(row.name, row.revision - 1));
                self.states(&keys.collect(), view).await?
            }
        };
        for row in &mut rows {
            row.doc = state(&states, row.name, row.revision);
            row.before = state(&earlier, row.name, row.revision - 1);
        }
        Ok(rows)
    }

    /// Adds to each change of a claim the standing at that position, and to each change of
    /// a standing its claim.
    pub async fn add_counterparts(&mut self, rows: &mut [ChangeRow]) -> Result<(), Error> {
        let counterpart = |name| match name {
            Name::Claim(claim) => Some(Name::Standing(claim)),
            Name::Standing(claim) => Some(Name::Claim(claim)),
            _ => None,
        };
        let pairs = rows.iter();
        let pairs = pairs.filter_map(|row| Some((row.position, counterpart(row.name)?)));
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
            let Some(name) = counterpart(row.name) else {
                continue;
            };
            let revision = found.get(&(row.position, name));
            row.counterpart = revision.and_then(|revision| state(&states, name, *revision));
        }
        Ok(())
    }

    /// The newest revision of each name before the position with the same index.
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
                let index = usize::try_from(row.place).ok()?.checked_sub(1)?;
                let key = (*positions.get(index)?, *names.get(index)?);
                Some((key, row.revision))
            })
            .collect())
    }
}

/// Changes whose documents are not read.
pub(crate) fn without_documents(entries: Vec<Entry>) -> Result<Vec<ChangeRow>, Error> {
    entries.into_iter().map(row).collect()
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
        counterpart: None,
    })
}
