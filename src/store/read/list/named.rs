//! The sources and claims in conditions, each with all that was merged with it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    domain::resource::Name,
    store::{Error, lookup::Lookup},
};

/// The groups of the sources and claims in conditions.
#[derive(Debug, Default)]
pub(crate) struct Named(BTreeMap<Name, Vec<Name>>);

impl Named {
    /// The ids of the group of a resource. Without merges, that is only its own id.
    pub(crate) fn ids(&self, name: Name) -> Vec<Uuid> {
        let group = self.0.get(&name).map(Vec::as_slice);
        let group = group.unwrap_or(std::slice::from_ref(&name)).iter();
        group.map(|name| name.uuid()).collect()
    }
}

impl Lookup<'_> {
    /// Loads the groups of these sources and claims.
    pub(crate) async fn named(&mut self, names: &BTreeSet<Name>) -> Result<Named, Error> {
        Ok(Named(self.groups(names).await?))
    }
}
