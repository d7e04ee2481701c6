//! Bundles: an article with everything that belongs to it, before the import knows which
//! of its resources are stored already.
//!
//! Every item of a bundle has an id from the start, so that items can refer to each other.
//! An id that the bundle did not give is provisional: it is replaced if the item matches a
//! stored resource.

use uuid::Uuid;

use super::{
    appearance::Appearance, article::Article, claim::Claim, relation::Relation, review::Review,
    source::Source,
};

/// The most resources in a bundle, of all kinds together.
pub const RESOURCES_MAX: usize = 1_000;

/// One resource of a bundle.
#[derive(Clone, Debug)]
pub struct Item<T> {
    /// The field path in the bundle (`sources[2]`).
    pub path: String,
    /// The key inside the bundle, or an empty string.
    pub key: String,
    /// The id. It is provisional unless `is_named`.
    pub id: Uuid,
    /// Whether the bundle gives the resource name.
    pub is_named: bool,
    /// The claim in the given resource name, if the resource is a child of a claim.
    pub parent: Option<Uuid>,
    /// The etag of the state that the bundle was made from, or an empty string.
    pub etag: String,
    /// The fields that the bundle gives.
    pub value: T,
}

/// An article with everything that belongs to it.
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

/// What an import did to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The resource is new.
    Created,
    /// The resource was stored and is not changed, though the bundle has other values.
    Matched,
    /// The resource was stored and has new values.
    Updated,
    /// The resource was stored with everything that the bundle gives.
    Unchanged,
}
