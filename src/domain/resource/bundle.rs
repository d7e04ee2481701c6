//! Bundles: an article with everything that belongs to it, before the import knows which
//! of its resources are stored already.
//!
//! Every item of a bundle has an id from the start, so that items can refer to each other.
//! An id that the bundle did not give is provisional: it is replaced if the item matches a
//! stored resource.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::{
    any::Resource,
    appearance::{Appearance, Unsaid},
    article::Article,
    claim::Claim,
    name::{AppearanceId, ArticleId, ClaimId, Name, RelationId, ReviewId, SourceId},
    relation::Relation,
    review::Review,
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
    /// The fields that the bundle leaves to their defaults. A stored resource may have other
    /// values in them.
    pub defaulted: Vec<&'static str>,
}

/// An article with everything that belongs to it.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// Where it stands in the request: the paths of its violations begin with it.
    pub path: String,
    /// The article, if there is one.
    pub article: Option<Item<Article>>,
    /// The stored article within which keys identify sources, if the bundle has no article.
    pub within: Option<ArticleId>,
    /// Whether appearances only add to stored ones, and replace nothing in them.
    pub adds: bool,
    /// Whether its claims must be new. A stored one is an error.
    pub claims_are_new: bool,
    /// Whether its reviews replace stored ones that are not known to be later.
    pub replaces_reviews: bool,
    /// What the appearances leave open, by the ids of their items.
    pub unsaid: BTreeMap<Uuid, Unsaid>,
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
    /// The resources that are stored as they are. If there are any, all others are absent.
    pub restored: Option<Restored>,
}

impl Bundle {
    /// The number of its resources.
    pub fn resource_count(&self) -> usize {
        usize::from(self.article.is_some())
            + self.sources.len()
            + self.claims.len()
            + self.appearances.len()
            + self.relations.len()
            + self.reviews.len()
            + self.restored.as_ref().map_or(0, |it| it.items.len())
    }
}

/// Resources that are stored as they are, instead of being matched.
#[derive(Clone, Debug, Default)]
pub struct Restored {
    /// The resources.
    pub items: Vec<RestoredItem>,
    /// The keys by which later bundles of the article name sources.
    pub keys: Vec<(String, SourceId)>,
    /// Whether later versions of the article follow in other bundles.
    pub is_earlier_version: bool,
}

/// A resource that is stored as it is.
#[derive(Clone, Debug)]
pub struct RestoredItem {
    /// The field path in the bundle (`sources[2]`).
    pub path: String,
    /// The name.
    pub name: Name,
    /// The content.
    pub value: Resource,
    /// Whether it is deleted.
    pub is_deleted: bool,
    /// The reason of the erasure, if it was erased.
    pub erasure: Option<String>,
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

impl<T> Item<T> {
    /// An item that is the stored state of a resource.
    pub fn stored(path: &str, name: Name, value: T) -> Self {
        Self {
            path: path.to_owned(),
            key: String::new(),
            id: name.uuid(),
            is_named: true,
            parent: None,
            etag: String::new(),
            value,
            defaulted: Vec::new(),
        }
    }

    /// The same item with its value as a resource of any kind.
    pub fn into_any(self, wrap: impl FnOnce(T) -> Resource) -> Item<Resource> {
        Item {
            path: self.path,
            key: self.key,
            id: self.id,
            is_named: self.is_named,
            parent: self.parent,
            etag: self.etag,
            value: wrap(self.value),
            defaulted: self.defaulted,
        }
    }
}

impl Item<Resource> {
    /// The name that it has in the bundle.
    pub const fn name(&self) -> Name {
        match &self.value {
            Resource::Source(_) => Name::Source(SourceId::new(self.id)),
            Resource::Article(..) => Name::Article(ArticleId::new(self.id)),
            Resource::Claim(_) => Name::Claim(ClaimId::new(self.id)),
            Resource::Appearance(it) => Name::Appearance(it.claim, AppearanceId::new(self.id)),
            Resource::Relation(it) => Name::Relation(it.claim, RelationId::new(self.id)),
            Resource::Review(it) => Name::Review(it.claim, ReviewId::new(self.id)),
        }
    }
}

/// The numbers in the path of an item: `claims[2].appearances[0]` has 2 and 0.
pub fn numbers(path: &str) -> Vec<usize> {
    path.split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}

/// The ids of the resources that a bundle's items turned out to be, by the ids that
/// the items came with.
#[derive(Debug, Default)]
pub struct Ids(HashMap<Uuid, Uuid>);

impl FromIterator<(Uuid, Uuid)> for Ids {
    fn from_iter<I: IntoIterator<Item = (Uuid, Uuid)>>(ids: I) -> Self {
        Self(ids.into_iter().collect())
    }
}

impl Ids {
    /// The id that replaces this one: itself where none is known.
    pub fn get(&self, id: Uuid) -> Uuid {
        self.0.get(&id).copied().unwrap_or(id)
    }

    fn replace_source(&self, id: &mut SourceId) {
        *id = SourceId::new(self.get(id.uuid()));
    }

    fn replace_claim(&self, id: &mut ClaimId) {
        *id = ClaimId::new(self.get(id.uuid()));
    }

    /// Replaces the ids that a resource refers to.
    pub fn replace_in(&self, resource: &mut Resource) {
        match resource {
            Resource::Source(source) => {
                source
                    .publisher
                    .iter_mut()
                    .for_each(|id| self.replace_source(id));
            }
            Resource::Article(article, _) => {
                article.sources_mut().for_each(|id| self.replace_source(id));
            }
            Resource::Claim(claim) => {
                claim
                    .translation_of
                    .iter_mut()
                    .for_each(|id| self.replace_claim(id));
                claim.sources_mut().for_each(|id| self.replace_source(id));
            }
            Resource::Appearance(appearance) => self.replace_in_appearance(appearance),
            Resource::Relation(relation) => {
                self.replace_claim(&mut relation.claim);
                self.replace_claim(&mut relation.target);
            }
            Resource::Review(review) => {
                self.replace_claim(&mut review.claim);
                for name in &mut review.evidence {
                    match name {
                        Name::Source(id) => self.replace_source(id),
                        Name::Claim(id) => self.replace_claim(id),
                        _ => {}
                    }
                }
            }
        }
    }

    /// Replaces the ids that an appearance refers to.
    pub fn replace_in_appearance(&self, appearance: &mut Appearance) {
        self.replace_claim(&mut appearance.claim);
        appearance.article = ArticleId::new(self.get(appearance.article.uuid()));
        appearance
            .sources_mut()
            .for_each(|id| self.replace_source(id));
    }
}

impl Resource {
    /// Takes what it lacks from what a bundle says of it, and names the fields in which
    /// they differ and nothing was overwritten. A review may be replaced: see
    /// [`Review::take`]. Articles and appearances are replaced elsewhere: they take nothing.
    /// `survivor` returns the source that a source was merged into, or the source.
    pub fn take(
        &mut self,
        given: &Self,
        replaces_reviews: bool,
        survivor: impl Fn(SourceId) -> SourceId,
    ) -> Vec<&'static str> {
        match (self, given) {
            (Self::Source(stored), Self::Source(given)) => stored.fill_from_item(given),
            (Self::Claim(stored), Self::Claim(given)) => stored.fill_from_item(given, survivor),
            (Self::Relation(stored), Self::Relation(given)) => stored.fill_from(given),
            (Self::Review(stored), Self::Review(given)) => stored.take(given, replaces_reviews),
            _ => Vec::new(),
        }
    }
}
