//! Reading the log.

use std::collections::BTreeSet;

use super::{App, Error};
use crate::{
    domain::name::Name,
    store::{
        change::{ChangePage, ChangeRow, Position},
        write::Written,
    },
    wire::{diff, document, pb},
};

/// The differences between two revisions of a resource.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The earlier one; 0 for nothing.
    pub from: i64,
    /// The later one.
    pub to: i64,
    /// What differs; at most one more than are told.
    pub differences: Vec<pb::FieldDifference>,
}

impl App {
    /// A page of the log, and whether there is more behind it.
    pub async fn changes(&self, page: &ChangePage) -> Result<(Vec<ChangeRow>, bool), Error> {
        let mut reader = self.store.reader().await?;
        if let Some(name @ (Name::Appearance(..) | Name::Relation(..) | Name::Review(..))) =
            page.filter.resource
        {
            // The log knows it by its id; below another claim there is no such thing.
            let presence = reader.lookup().presence(&BTreeSet::from([name])).await?;
            if !presence.contains_key(&name) {
                return Ok((Vec::new(), false));
            }
        }
        Ok(reader.changes(page).await?)
    }

    /// The differences between two revisions; 0 for `to` is the newest, and for `from`
    /// the one before `to`.
    pub async fn diff(&self, name: Name, from: i64, to: i64) -> Result<Diff, Error> {
        let mut reader = self.store.reader().await?;
        let newest = reader.newest_revision(name).await?;
        let newest = newest.ok_or_else(|| Error::NotFound(vec![name]))?;
        let to = if to == 0 { newest } else { to };
        let from = if from == 0 { to - 1 } else { from };
        let after = reader.document_at(name, to).await?;
        let after = after.ok_or(Error::NoRevision(name, to))?;
        // An appearance is found by its own id; it counts only under its claim.
        if document::message_name(name.kind(), &after)? != name {
            return Err(Error::NotFound(vec![name]));
        }
        let before = match from {
            0 => None,
            _ => {
                let before = reader.document_at(name, from).await?;
                Some(before.ok_or(Error::NoRevision(name, from))?)
            }
        };
        let differences = diff::diff(name.kind(), before.as_deref(), &after)?;
        Ok(Diff {
            from,
            to,
            differences,
        })
    }

    /// Where what a mutation did stands in the log, or what an earlier request did in
    /// its stead; nothing where it was only tried out.
    pub async fn position(&self, written: &Written) -> Result<Option<Position>, Error> {
        if written.position.is_some() || written.is_trial {
            return Ok(written.position);
        }
        let made = written.done.iter().map(|done| (done.name, done.revision));
        let made: Vec<(Name, i64)> = made.collect();
        Ok(self.store.reader().await?.position_of(&made).await?)
    }
}
