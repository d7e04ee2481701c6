//! Reads the log: pages of changes, diffs between revisions, and positions.

use std::collections::BTreeSet;

use super::filtered_change::FilteredChange;
use crate::{
    app::{App, Error, turns::pause},
    domain::{resource::Name, value::Differences},
    store::{
        Reader,
        log::{
            ChangeRow, Followable, Position, StateKey,
            change::{decoded::DecodedChange, filter::ChangeFilter, page::ChangePage},
        },
        read::{IncludeDeleted, View},
        write::Written,
    },
    wire::{diff, document},
};

/// The differences between two revisions of a resource.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The earlier revision; 0 is the state before the first one.
    pub from: i64,
    /// The later revision.
    pub to: i64,
    /// The differing fields.
    pub differences: Differences,
}

/// A page of the changes that a filter selects.
#[derive(Debug)]
pub struct FilteredChanges {
    /// The changes.
    pub changes: Vec<FilteredChange>,
    /// The position after which there may be more, if there may be.
    pub next: Option<Position>,
    /// The position of the last change that was examined; `None` if there was none.
    pub last: Option<Position>,
}

impl App {
    /// A page of the log, oldest changes first, and the position where it ends: everything up
    /// to it is on this page or on one before it.
    pub async fn changes_and_end(
        &self,
        page: &ChangePage,
    ) -> Result<(FilteredChanges, Position), Error> {
        // Read before the page, so that the page reaches it at least.
        let log_end = self.store.reader().await?.log_end().await?;
        let changes = self.changes(page).await?;
        let end = changes.next.unwrap_or_else(|| {
            let reached = changes.last.max(page.after);
            reached.map_or(log_end, |reached| reached.max(log_end))
        });
        Ok((changes, end))
    }

    /// A page of the log.
    pub async fn changes(&self, page: &ChangePage) -> Result<FilteredChanges, Error> {
        let changes = self.store.reader().await?.changes(page).await?;
        let last = changes.rows.last().map(|row| row.position);
        let bytes = changes.rows.iter().map(ChangeRow::bytes).sum();
        let filtering = filtered(page.filter.clone(), changes.rows);
        Ok(FilteredChanges {
            changes: self.turns.work(bytes, filtering).await??,
            next: changes.next,
            last,
        })
    }

    /// Returns the position if it is in the log of this database.
    pub async fn own_position(&self, position: Position) -> Result<Position, Error> {
        let mut reader = self.store.reader().await?;
        match reader.can_follow(position).await? {
            Followable::Foreign => Err(Error::PositionForeign),
            Followable::Lost => Err(Error::PositionLost),
            Followable::Expired(_) | Followable::Yes => Ok(position),
        }
    }

    /// The differences between two revisions. If `to` is 0, it is the newest; if `from` is 0,
    /// it is the revision before `to`.
    pub async fn diff(&self, name: Name, from: i64, to: i64) -> Result<Diff, Error> {
        let mut reader = self.store.reader().await?;
        let newest = reader.newest_revision(name).await?;
        let newest = newest.ok_or_else(|| Error::NotFound(vec![name]))?;
        let to = if to == 0 { newest } else { to };
        let from = if from == 0 { to - 1 } else { from };
        for revision in [to, from] {
            if revision > newest {
                return Err(Error::NoRevision(name, revision));
            }
        }
        let key = |revision| StateKey::new(name, revision);
        let keys = BTreeSet::from([key(from), key(to)]);
        let states = reader.states(&keys, View::Full).await?;
        let is_kept = |revision| revision == 0 || states.contains_key(&key(revision));
        if !is_kept(from) || !is_kept(to) {
            return Err(gone_error(&mut reader, name).await?);
        }
        let before = states.get(&key(from)).map(Vec::as_slice);
        let after = states.get(&key(to)).map_or(&[][..], Vec::as_slice);
        let differences = diff::diff(name.kind(), before, after)?;
        Ok(Diff {
            from,
            to,
            differences,
        })
    }

    /// The log position of what a mutation did. For a repeated request that is the position
    /// of the original one, and for a dry run `None`.
    pub async fn position(&self, written: &Written) -> Result<Option<Position>, Error> {
        if written.position.is_some() || written.is_dry_run {
            return Ok(written.position);
        }
        let made = written.done.iter().map(|done| (done.name, done.revision));
        let made: Vec<(Name, i64)> = made.collect();
        Ok(self.store.reader().await?.position_of(&made).await?)
    }
}

/// The changes that a filter selects.
async fn filtered(
    filter: ChangeFilter,
    rows: Vec<ChangeRow>,
) -> Result<Vec<FilteredChange>, Error> {
    let mut filtered = Vec::with_capacity(rows.len());
    for row in rows {
        pause().await?;
        let change = DecodedChange::new(row);
        if let Some(effect) = filter.classify(&change)? {
            let row = change.into_row();
            filtered.push(FilteredChange { row, effect });
        }
    }
    Ok(filtered)
}

/// Returns the error that explains why a state is not kept: the resource was erased, or the
/// state is older than the retention period.
pub(crate) async fn gone_error(reader: &mut Reader, name: Name) -> Result<Error, Error> {
    let subject = name.claim().map_or(name, |claim| match name {
        Name::Standing(_) => Name::Claim(claim),
        _ => name,
    });
    let kind = subject.kind();
    let names = [subject];
    let current = reader.documents(kind, &names, View::Basic, IncludeDeleted::All);
    let current = current.await?;
    let is_erased = current
        .get(&subject)
        .is_some_and(|found| document::is_erased(kind, &found.doc));
    Ok(match is_erased {
        true => Error::Erased(subject),
        false => reader.gone_error(name).await?.into(),
    })
}
