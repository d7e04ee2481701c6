//! What conditions need before there can be a query: the sources and claims in them, each with
//! all that was merged with it, and the retracted sources.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    domain::resource::Name,
    store::{Error, lookup::Lookup},
};

/// What conditions need.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// The sources and claims in the conditions.
    pub names: BTreeSet<Name>,
    /// Whether the retracted sources are needed.
    pub retracted_sources: bool,
}

/// The groups of the sources and claims in conditions, and the retracted sources.
#[derive(Debug, Default)]
pub(crate) struct Named {
    groups: BTreeMap<Name, Vec<Name>>,
    retracted_sources: Vec<Uuid>,
}

impl Named {
    /// The ids of the group of a resource. Without merges, that is only its own id.
    pub(crate) fn ids(&self, name: Name) -> Vec<Uuid> {
        let group = self.groups.get(&name).map(Vec::as_slice);
        let group = group.unwrap_or(std::slice::from_ref(&name)).iter();
        group.map(|name| name.uuid()).collect()
    }

    /// The sources that are retracted, and those that were merged into one.
    pub(crate) fn retracted_sources(&self) -> &[Uuid] {
        &self.retracted_sources
    }
}

impl Lookup<'_> {
    /// Loads what conditions need.
    pub(crate) async fn named(&mut self, wanted: &Wanted) -> Result<Named, Error> {
        Ok(Named {
            groups: self.groups(&wanted.names).await?,
            retracted_sources: match wanted.retracted_sources {
                true => self.retracted_sources().await?,
                false => Vec::new(),
            },
        })
    }

    async fn retracted_sources(&mut self) -> Result<Vec<Uuid>, Error> {
        let ids = sqlx::query_scalar("select id from retracted_sources");
        Ok(ids.fetch_all(self.unkept()).await?)
    }
}
