//! What a search promises, on documents that are made up.

mod documents;
mod highlights;
mod languages;
mod ranking;
mod silence;
mod suggestions;
mod syntax;

use std::sync::Arc;

use uuid::Uuid;

use super::{Found, Query, Scope, search_articles, search_claims, search_sources};
use crate::index::claims::{
    ClaimWriter, IndexedArticle, IndexedClaim, IndexedSource, Snapshot, in_memory,
};

fn id(number: usize) -> Uuid {
    Uuid::from_u128(number as u128)
}

fn claim(number: usize, statement: &str) -> IndexedClaim {
    IndexedClaim {
        id: id(number),
        statement: statement.to_owned(),
        language: "en".to_owned(),
        ..IndexedClaim::default()
    }
}

fn article(number: usize, headline: &str, body: &str) -> IndexedArticle {
    IndexedArticle {
        id: id(number),
        headline: headline.to_owned(),
        body: body.into(),
        language: "en".to_owned(),
        ..IndexedArticle::default()
    }
}

fn source(number: usize, names: &[&str]) -> IndexedSource {
    IndexedSource {
        id: id(number),
        names: names.iter().map(|it| (*it).to_owned()).collect(),
        language: "en".to_owned(),
    }
}

fn committed(mut writer: ClaimWriter) -> Arc<Snapshot> {
    writer.commit("").unwrap();
    writer.reader().snapshot()
}

/// The snapshot of an index of claims.
fn store(claims: impl IntoIterator<Item = IndexedClaim>) -> Arc<Snapshot> {
    let mut writer = in_memory().unwrap();
    for claim in claims {
        writer.put(claim).unwrap();
    }
    committed(writer)
}

/// The snapshot of an index of statements, with their places as ids.
fn statements(statements: &[&str]) -> Arc<Snapshot> {
    let claims = statements.iter().enumerate();
    store(claims.map(|(number, statement)| claim(number, statement)))
}

fn all<'a>(language: &'a str) -> Scope<'a> {
    Scope {
        language,
        most: 100,
        ..Scope::default()
    }
}

fn numbers(found: &Found) -> Vec<u128> {
    assert_eq!(found.count, found.hits.len() as u64);
    found.hits.iter().map(|it| it.id.as_u128()).collect()
}

/// The claims that are found, the best first.
fn claims(store: &Snapshot, query: &str) -> Vec<u128> {
    claims_in(store, query, "en")
}

fn claims_in(store: &Snapshot, query: &str, language: &str) -> Vec<u128> {
    numbers(&search_claims(store, &Query::parse(query), &all(language)).unwrap())
}

/// The claims that are found, in the order of their ids.
fn set(store: &Snapshot, query: &str) -> Vec<u128> {
    let mut found = claims(store, query);
    found.sort_unstable();
    found
}

fn articles(store: &Snapshot, query: &str) -> Vec<u128> {
    numbers(&search_articles(store, &Query::parse(query), &all("en")).unwrap())
}

fn sources(store: &Snapshot, query: &str) -> Vec<u128> {
    numbers(&search_sources(store, &Query::parse(query), &all("en")).unwrap())
}
