//! Handles documents that the log no longer keeps. If the resource was erased, its current
//! document replaces them. Otherwise, the read fails.

use std::collections::BTreeMap;

use super::change::ChangeRow;
use crate::{
    domain::resource::{Kind, Name},
    store::{
        Error, Reader,
        read::{IncludeDeleted, View},
    },
    wire::{document, resource::standing},
};

impl Reader {
    /// Fails if changes cannot be classified because a document is no longer kept. Changes
    /// of resources that were erased since are accepted, because the erasure is a change of
    /// its own.
    pub(crate) async fn require_kept(
        &mut self,
        rows: &[ChangeRow],
        needs_standing: bool,
    ) -> Result<(), Error> {
        let lacks_claim = |row: &ChangeRow| {
            needs_standing && matches!(row.name, Name::Standing(_)) && row.counterpart.is_none()
        };
        let is_missing = |row: &&ChangeRow| {
            row.doc.is_none() || (row.revision > 1 && row.before.is_none()) || lacks_claim(row)
        };
        let missing: Vec<&ChangeRow> = rows.iter().filter(is_missing).collect();
        let Some(first) = missing.first() else {
            return Ok(());
        };
        let error = self.gone_error(first.name).await?;
        let kept_since = match &error {
            Error::Gone { kept_since, .. } => *kept_since,
            _ => None,
        };
        let is_old = |row: &&&ChangeRow| kept_since.is_some_and(|since| row.change_time < since);
        let mut old: Vec<Name> = missing.iter().filter(is_old).map(|row| row.name).collect();
        while let Some(kind) = old.first().map(|name| name.kind()) {
            let (same, others): (Vec<Name>, Vec<Name>) =
                old.into_iter().partition(|name| name.kind() == kind);
            let erased = self.erased(kind, &same).await?;
            if let Some(name) = same.iter().find(|name| !erased.contains_key(name)) {
                return Err(Error::Gone {
                    name: *name,
                    kept_since,
                });
            }
            old = others;
        }
        Ok(())
    }

    /// The current documents of the erased ones among these resources.
    pub(crate) async fn erased(
        &mut self,
        kind: Kind,
        names: &[Name],
    ) -> Result<BTreeMap<Name, Vec<u8>>, Error> {
        if kind == Kind::Standing {
            return self.erased_standings(names).await;
        }
        let current = self
            .documents(kind, names, View::Basic, IncludeDeleted::All)
            .await?;
        let docs = current.into_iter().map(|(name, it)| (name, it.doc));
        Ok(docs
            .filter(|(_, doc)| document::is_erased(kind, doc))
            .collect())
    }

    /// The standings of the erased ones among these claims, which are empty.
    async fn erased_standings(&mut self, names: &[Name]) -> Result<BTreeMap<Name, Vec<u8>>, Error> {
        let claims = names.iter().filter_map(|name| name.claim());
        let claims: Vec<Name> = claims.map(Name::Claim).collect();
        let claims = self
            .documents(Kind::Claim, &claims, View::Basic, IncludeDeleted::All)
            .await?;
        let erased = claims
            .iter()
            .filter(|(_, claim)| document::is_erased(Kind::Claim, &claim.doc));
        Ok(erased
            .filter_map(|(name, _)| match name {
                Name::Claim(claim) => {
                    Some((Name::Standing(*claim), standing::encode_unknown(*claim)))
                }
                _ => None,
            })
            .collect())
    }
}
