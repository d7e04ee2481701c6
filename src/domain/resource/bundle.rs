//! Bundles: an article with all that belongs to it, before it is known which of
//! it is stored already.
//!
//! Everything in a bundle has an id from the start, so that one thing can refer
//! to another. An id that the bundle did not give is provisional: it is replaced
//! where the thing turns out to be stored.

use uuid::Uuid;

use super::{
    appearance::Appearance, article::Article, claim::Claim, relation::Relation, review::Review,
    source::Source,
};

/// The most resources of a bundle, of all kinds together.
pub const RESOURCES_MAX: usize = 1_000;

/// One resource of a bundle.
#[derive(Clone, Debug)]
pub struct Item<T> {
    /// Where it stands in the bundle (`sources[2]`).
    pub path: String,
    /// Its key, or nothing.
    pub key: String,
    /// Its id; provisional unless `is_named`.
    pub id: Uuid,
    /// Whether the bundle names the resource that it means.
    pub is_named: bool,
    /// The claim that its name stands below, if it is named and hangs on one.
    pub parent: Option<Uuid>,
    /// The state that the bundle was made from, or nothing.
    pub etag: String,
    /// What the bundle says of it.
    pub value: T,
}

/// An article with all that belongs to it.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// The article, if there is one.
    pub article: Option<Item<Article>>,
    /// The sources.
    pub sources: Vec<Item<Source>>,
    /// The claims.
    pub claims: Vec<Item<Claim>>,
    /// The appearances of all claims, in the order of the claims.
    pub appearances: Vec<Item<Appearance>>,
    /// The relations of all claims, in the order of the claims.
    pub relations: Vec<Item<Relation>>,
    /// The reviews of all claims, in the order of the claims.
    pub reviews: Vec<Item<Review>>,
}

/// What an import did with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Created,
    /// It was stored, and differs where nothing was overwritten.
    Matched,
    /// It was stored, and got new values.
    Updated,
    /// It was stored, with everything that the bundle says.
    Unchanged,
}
