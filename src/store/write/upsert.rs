//! Upserts of the current rows of resources: one statement for each table, regardless of
//! how many resources a transaction writes.
//!
//! The transaction's advisory locks keep other writers out, so `on conflict` only decides
//! between insert and update. The link rows of a resource are deleted and inserted again.

mod anchoring;
mod appearance;
mod article;
pub(crate) mod beside;
mod claim;
mod content;
mod earlier;
pub(crate) mod listing;
pub(crate) mod mention;
pub(crate) mod natural_key;
pub(crate) mod quantity;
mod relation;
mod review;
pub(crate) mod row;
mod source;

use self::{
    natural_key::{Doubles, Keyed},
    row::Ready,
};
use crate::{
    domain::resource::Resource,
    store::{Error, connection::Connection},
};

/// Upserts resources of all kinds. Kinds that others refer to come first.
pub(crate) async fn upsert(
    connection: &mut Connection,
    all: &[Ready<'_>],
    doubles: Doubles,
) -> Result<(), Error> {
    let mut sources = Vec::new();
    let mut articles = Vec::new();
    let mut claims = Vec::new();
    let mut appearances = Vec::new();
    let mut relations = Vec::new();
    let mut reviews = Vec::new();
    for ready in all {
        match ready.resource {
            Resource::Source(source) => sources.push((ready, source)),
            Resource::Article(article, version) => articles.push((ready, article, *version)),
            Resource::Claim(claim) => claims.push((ready, claim)),
            Resource::Appearance(appearance) => appearances.push((ready, appearance)),
            Resource::Relation(relation) => relations.push((ready, relation)),
            Resource::Review(review) => reviews.push((ready, review)),
        }
    }
    if !sources.is_empty() {
        source::upsert(connection, &sources).await?;
    }
    if !articles.is_empty() {
        article::upsert(connection, &articles).await?;
        let contents = articles.iter();
        let contents = contents.map(|(ready, article, _)| (ready.name.uuid(), *article));
        content::upsert(connection, contents).await?;
    }
    if !claims.is_empty() {
        claim::upsert(connection, &claims).await?;
    }
    if !appearances.is_empty() {
        appearance::upsert(connection, &appearances).await?;
    }
    if !relations.is_empty() {
        relation::upsert(connection, &relations).await?;
    }
    if !reviews.is_empty() {
        review::upsert(connection, &reviews).await?;
    }
    mention::upsert(connection, all.iter().map(mention::Mentioning::from)).await?;
    natural_key::upsert(connection, all.iter().map(Keyed::from), doubles).await
}
