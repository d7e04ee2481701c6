//! Finding what a query asks for.

use super::{
    best::{Best, Hit},
    bounds::HITS_MAX,
    conditions::collect,
    plan::Plan,
    query::Query,
    scope::Scope,
};
use crate::index::claims::{Error, Kind, Snapshot};

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The best first; equal ones in the order of their ids.
    pub hits: Vec<Hit>,
    /// How many there are on all pages.
    pub count: u64,
}

/// The claims that a query asks for.
pub fn search_claims(
    snapshot: &Snapshot,
    query: &Query,
    scope: &Scope<'_>,
) -> Result<Found, Error> {
    search(snapshot, Kind::Claim, query, scope)
}

/// The articles that a query asks for.
pub fn search_articles(
    snapshot: &Snapshot,
    query: &Query,
    scope: &Scope<'_>,
) -> Result<Found, Error> {
    search(snapshot, Kind::Article, query, scope)
}

/// The sources that a query asks for.
pub fn search_sources(
    snapshot: &Snapshot,
    query: &Query,
    scope: &Scope<'_>,
) -> Result<Found, Error> {
    search(snapshot, Kind::Source, query, scope)
}

/// What of a kind a query asks for.
pub fn search(
    snapshot: &Snapshot,
    kind: Kind,
    query: &Query,
    scope: &Scope<'_>,
) -> Result<Found, Error> {
    let Some(plan) = Plan::new(snapshot, kind, query, scope)? else {
        return Ok(Found::default());
    };
    let mut best = Best::new(scope.most.min(HITS_MAX), scope.after);
    let mut count = 0;
    for segment in snapshot.searcher().segment_readers() {
        count += collect(&plan, segment, &mut best)?;
    }
    let hits = best.into_hits();
    Ok(Found { hits, count })
}
