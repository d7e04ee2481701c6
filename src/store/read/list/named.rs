//! The sources and claims that conditions name, each with all that it stands for: a
//! merged resource counts as its survivor.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    domain::resource::Name,
    store::{Error, read::load::Lookup},
};

/// What the sources and claims in conditions stand for.
#[derive(Debug, Default)]
pub(crate) struct Named(BTreeMap<Name, Vec<Name>>);

impl Named {
    /// The ids of all that a resource stands for: of itself, where nothing was merged
    /// with it.
    pub(crate) fn ids(&self, name: Name) -> Vec<Uuid> {
        let group = self.0.get(&name).map(Vec::as_slice);
        let group = group.unwrap_or(std::slice::from_ref(&name)).iter();
        group.map(|name| name.uuid()).collect()
    }
}

impl Lookup<'_> {
    /// What these sources and claims stand for.
    pub(crate) async fn named(&mut self, names: &BTreeSet<Name>) -> Result<Named, Error> {
        Ok(Named(self.groups(names).await?))
    }
}
