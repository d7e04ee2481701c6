//! Reading the log.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    app::{App, Error},
    domain::{resource::name::Name, value::difference::Differences},
    store::{
        Reader,
        log::{
            change::{ChangePage, ChangeRow},
            classify::Effect,
            position::Position,
            state::StateKey,
        },
        read::load::{IncludeDeleted, View},
        write::transaction::Written,
    },
    wire::{diff, document},
};

/// A change, and what it did to what was asked for.
#[derive(Clone, Debug)]
pub struct FilteredChange {
    /// The change.
    pub row: Arc<ChangeRow>,
    /// What it did.
    pub effect: Effect,
}

/// The differences between two revisions of a resource.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The earlier one; 0 for nothing.
    pub from: i64,
    /// The later one.
    pub to: i64,
    /// What differs.
    pub differences: Differences,
}

impl App {
    /// A page of the log, and behind which position there may be more.
    pub async fn changes(
        &self,
        page: &ChangePage,
    ) -> Result<(Vec<FilteredChange>, Option<Position>), Error> {
        let mut reader = self.store.reader().await?;
        let changes = reader.changes(page).await?;
        let mut filtered = Vec::with_capacity(changes.rows.len());
        for row in changes.rows {
            if let Some(effect) = page.filter.classify(&row)? {
                let row = Arc::new(row);
                filtered.push(FilteredChange { row, effect });
            }
        }
        Ok((filtered, changes.next))
    }

    /// The differences between two revisions; 0 for `to` is the newest, and for `from`
    /// the one before `to`.
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
            return Err(gone(&mut reader, name).await?);
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

    /// Where what a mutation did stands in the log, or what an earlier request did in
    /// its stead; nothing where it was only tried out.
    pub async fn position(&self, written: &Written) -> Result<Option<Position>, Error> {
        if written.position.is_some() || written.is_dry_run {
            return Ok(written.position);
        }
        let made = written.done.iter().map(|done| (done.name, done.revision));
        let made: Vec<(Name, i64)> = made.collect();
        Ok(self.store.reader().await?.position_of(&made).await?)
    }
}

/// Why what a resource was is not kept: it was erased, or it is too long ago.
pub(crate) async fn gone(reader: &mut Reader, name: Name) -> Result<Error, Error> {
    let about = name.claim().map_or(name, |claim| match name {
        Name::Standing(_) => Name::Claim(claim),
        _ => name,
    });
    let kind = about.kind();
    let names = [about];
    let now = reader.documents(kind, &names, View::Basic, IncludeDeleted::All);
    let now = now.await?;
    let is_erased = now
        .get(&about)
        .is_some_and(|doc| document::is_erased(kind, doc));
    Ok(match is_erased {
        true => Error::Erased(about),
        false => reader.gone(name).await?.into(),
    })
}
