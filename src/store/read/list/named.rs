//! The sources and claims that conditions name, each with all that it stands for: what
//! was merged into a resource counts for it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::Filter;
use crate::{
    domain::resource::name::{ClaimId, Name, SourceId},
    store::{Error, read::load::Lookup},
};

/// What the sources and claims in conditions stand for.
#[derive(Debug, Default)]
pub(crate) struct Named(BTreeMap<Name, Vec<Name>>);

impl Named {
    /// The ids of all that a source stands for.
    pub(crate) fn source(&self, source: SourceId) -> Vec<Uuid> {
        self.ids(Name::Source(source))
    }

    /// The ids of all that a claim stands for.
    pub(crate) fn claim(&self, claim: ClaimId) -> Vec<Uuid> {
        self.ids(Name::Claim(claim))
    }

    fn ids(&self, name: Name) -> Vec<Uuid> {
        let group = self.0.get(&name).map(Vec::as_slice);
        let group = group.unwrap_or(std::slice::from_ref(&name)).iter();
        group.map(|name| name.uuid()).collect()
    }
}

impl Lookup<'_> {
    /// What the sources and claims in conditions stand for.
    pub(crate) async fn named(&mut self, filter: &Filter) -> Result<Named, Error> {
        let names = names(filter);
        match names.is_empty() {
            true => Ok(Named::default()),
            false => Ok(Named(self.groups(&names).await?)),
        }
    }
}

fn names(filter: &Filter) -> BTreeSet<Name> {
    let (sources, claims) = match filter {
        Filter::Sources(it) => ([it.publisher, None], [it.claim, None]),
        Filter::Articles(it) => ([it.publisher, it.source], [it.claim, None]),
        Filter::Claims(it) => ([it.source, None], [None, None]),
        Filter::Appearances(it) => ([it.source, None], [it.claim, None]),
        Filter::Relations(it) => ([None, None], [it.claim, it.target]),
        Filter::Reviews(it) => ([None, None], [it.claim, None]),
    };
    let sources = sources.into_iter().flatten().map(Name::Source);
    sources
        .chain(claims.into_iter().flatten().map(Name::Claim))
        .collect()
}
