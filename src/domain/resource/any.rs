//! What all kinds of resources have in common: a name, a revision, references to other
//! resources, natural keys, and the scope of a change.

use std::collections::BTreeSet;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD};
use uuid::Uuid;

use super::{
    appearance::{Appearance, Printing},
    article::Article,
    claim::Claim,
    erasure::Erasure,
    name::{ClaimId, Kind, Name},
    natural_key::{NaturalKey, NaturalKeys, add, add_article_keys, add_source_keys},
    relation::{Relation, RelationState, RelationType},
    retraction::Retraction,
    review::{Review, Verdict},
    source::Source,
};
use crate::domain::{
    Timestamp,
    passage::TextVersion,
    value::{Checker, IdentityBuilder, identity::is_blank, url},
};

/// A resource of any kind, as callers write it.
#[derive(Clone, Debug, PartialEq)]
pub enum Resource {
    /// A source.
    Source(Source),
    /// An article, with the version number of its text.
    Article(Article, TextVersion),
    /// A claim.
    Claim(Claim),
    /// An appearance.
    Appearance(Appearance),
    /// A relation.
    Relation(Relation),
    /// A review.
    Review(Review),
}

/// The metadata that the store adds to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The number of this state: 1 for the first, and one more for each later one.
    pub revision: i64,
    /// When the first state was written.
    pub create_time: Timestamp,
    /// When this state was written.
    pub update_time: Timestamp,
    /// When the resource was deleted. `None` while it is live.
    pub delete_time: Option<Timestamp>,
}

impl Stamp {
    /// Whether the resource is deleted.
    pub const fn is_deleted(self) -> bool {
        self.delete_time.is_some()
    }

    /// The etag of this state of the resource `name`.
    pub fn etag(self, name: Name) -> String {
        let digest = IdentityBuilder::new()
            .part(name.to_string())
            .part(self.revision.to_be_bytes())
            .finish();
        URL_SAFE_NO_PAD.encode(&digest[..ETAG_BYTES])
    }
}

const ETAG_BYTES: usize = 9;

/// A resource as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its name.
    pub name: Name,
    /// The metadata that the store added.
    pub stamp: Stamp,
    /// What callers wrote.
    pub resource: Resource,
    /// The erasure, if the resource was erased. Its content is then empty.
    pub erasure: Option<Erasure>,
}

impl Resource {
    /// The kind of the resource.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Source(_) => Kind::Source,
            Self::Article(..) => Kind::Article,
            Self::Claim(_) => Kind::Claim,
            Self::Appearance(_) => Kind::Appearance,
            Self::Relation(_) => Kind::Relation,
            Self::Review(_) => Kind::Review,
        }
    }

    /// Reports every broken rule that concerns this resource alone.
    pub fn check(&self, check: &mut Checker) {
        match self {
            Self::Source(source) => source.check(check),
            Self::Article(article, _) => article.check(check),
            Self::Claim(claim) => claim.check(check),
            Self::Appearance(appearance) => appearance.check(check),
            Self::Relation(relation) => relation.check(check),
            Self::Review(review) => review.check(check),
        }
    }

    /// The names of all other resources that this one refers to.
    pub fn references(&self) -> BTreeSet<Name> {
        match self {
            Self::Source(source) => {
                let sources = source.publisher.into_iter().chain(source.merged_into);
                sources.map(Name::Source).collect()
            }
            Self::Article(article, _) => {
                let sources = article.sources().map(Name::Source);
                sources.chain(corrected(article)).collect()
            }
            Self::Claim(claim) => {
                let claims = claim.translation_of.into_iter().chain(claim.merged_into);
                let sources = claim.sources().map(Name::Source);
                claims.map(Name::Claim).chain(sources).collect()
            }
            Self::Appearance(appearance) => appearance
                .sources()
                .map(Name::Source)
                .chain([
                    Name::Claim(appearance.claim),
                    Name::Article(appearance.article),
                ])
                .collect(),
            Self::Relation(relation) => relation
                .appearance
                .into_iter()
                .chain([relation.claim, relation.target].map(Name::Claim))
                .collect(),
            Self::Review(review) => review
                .evidence
                .iter()
                .copied()
                .chain([Name::Claim(review.claim)])
                .collect(),
        }
    }

    /// The times at which something was done that the resource records, each with the name of
    /// its field: a review, a retraction, corrections.
    pub fn stated_times(&self) -> Vec<(&'static str, Timestamp)> {
        let mut times = Vec::new();
        if let Self::Review(review) = self {
            times.extend(review.review_time.map(|time| ("review_time", time)));
        }
        if let Self::Article(article, _) = self {
            let corrected = article.corrections.iter().filter_map(|it| it.time);
            times.extend(corrected.map(|time| ("time", time)));
        }
        let retracted = self.retraction().and_then(|it| it.time);
        times.extend(retracted.map(|time| ("time", time)));
        times
    }

    /// The retraction, if the resource was retracted. Only sources, articles and claims
    /// can be.
    pub const fn retraction(&self) -> Option<&Retraction> {
        match self {
            Self::Source(source) => source.retraction.as_ref(),
            Self::Article(article, _) => article.retraction.as_ref(),
            Self::Claim(claim) => claim.retraction.as_ref(),
            Self::Appearance(_) | Self::Relation(_) | Self::Review(_) => None,
        }
    }

    /// The retraction field, if resources of this kind have one.
    pub const fn retraction_mut(&mut self) -> Option<&mut Option<Retraction>> {
        match self {
            Self::Source(source) => Some(&mut source.retraction),
            Self::Article(article, _) => Some(&mut article.retraction),
            Self::Claim(claim) => Some(&mut claim.retraction),
            Self::Appearance(_) | Self::Relation(_) | Self::Review(_) => None,
        }
    }

    /// The survivor of a merge, if this resource was merged into another.
    pub fn merged_into(&self) -> Option<Name> {
        match self {
            Self::Source(source) => source.merged_into.map(Name::Source),
            Self::Claim(claim) => claim.merged_into.map(Name::Claim),
            Self::Article(..) | Self::Appearance(_) | Self::Relation(_) | Self::Review(_) => None,
        }
    }

    /// Merges the resource into a survivor of the same kind. `None` undoes a merge. Does
    /// nothing if the kinds differ, or cannot be merged.
    pub fn merge_into(&mut self, survivor: Option<Name>) {
        match (self, survivor) {
            (Self::Source(source), None) => source.merged_into = None,
            (Self::Source(source), Some(Name::Source(id))) => source.merged_into = Some(id),
            (Self::Claim(claim), None) => claim.merged_into = None,
            (Self::Claim(claim), Some(Name::Claim(id))) => claim.merged_into = Some(id),
            _ => {}
        }
    }

    /// The claims whose standing can change when this resource changes.
    pub fn moves_standing_of(&self) -> Vec<ClaimId> {
        match self {
            Self::Source(_) | Self::Article(..) | Self::Claim(_) => Vec::new(),
            Self::Appearance(appearance) => vec![appearance.claim],
            Self::Relation(relation) => vec![relation.claim, relation.target],
            Self::Review(review) => vec![review.claim],
        }
    }

    /// Whether resources of this kind can have [`Self::mentions`].
    pub const fn may_mention(&self) -> bool {
        matches!(
            self,
            Self::Article(..) | Self::Claim(_) | Self::Relation(_) | Self::Review(_)
        )
    }

    /// The references that are stored only to find this resource when the other one is to
    /// be deleted. The remaining references have columns or tables of their own.
    pub fn mentions(&self) -> BTreeSet<Name> {
        match self {
            Self::Article(article, _) => {
                let authors = article.bylines.iter().filter_map(|byline| byline.source);
                authors
                    .map(Name::Source)
                    .chain(corrected(article))
                    .collect()
            }
            Self::Relation(relation) => relation.appearance.into_iter().collect(),
            Self::Review(review) => review.evidence.iter().copied().collect(),
            Self::Claim(claim) => claim.sources().map(Name::Source).collect(),
            Self::Source(_) | Self::Appearance(_) => BTreeSet::new(),
        }
    }

    /// The natural keys of the resource. An appearance has none here, because its
    /// identity depends on the text of its article; its claim is locked instead.
    pub fn natural_keys(&self) -> NaturalKeys {
        let mut keys = NaturalKeys::new();
        match self {
            Self::Source(source) => add_source_keys(&mut keys, source),
            Self::Article(article, _) => add_article_keys(&mut keys, article),
            Self::Claim(claim) => add(&mut keys, |form| {
                Some(NaturalKey::Claim(claim.identity(form)))
            }),
            Self::Appearance(_) => {}
            Self::Relation(relation) => add(&mut keys, |form| {
                Some(NaturalKey::Relation(relation.identity(form)))
            }),
            Self::Review(review) => add(&mut keys, |form| Some(review.key(form))),
        }
        keys
    }

    /// The natural keys by which a caller can identify the resource without its name. An
    /// incomplete description is none, and children of claims have only their names.
    pub fn identifying_keys(&self) -> NaturalKeys {
        let mut keys = match self {
            Self::Source(_) | Self::Article(..) => self.natural_keys(),
            Self::Claim(claim) if !is_blank(&claim.statement) => self.natural_keys(),
            _ => NaturalKeys::new(),
        };
        keys.retain(|key, _| !matches!(key, NaturalKey::Description(..)));
        keys
    }

    /// Adds the identifiers that the stored state has besides those of this state. If this
    /// state has an alias of the stored one as its address, the stored address stays.
    pub fn add_identifiers(&mut self, stored: &Self) {
        match (self, stored) {
            (Self::Source(source), Self::Source(stored)) => {
                source.add_same_as(stored);
                url::keep_address(&mut source.url, (&stored.url, &stored.aliases));
            }
            (Self::Article(article, _), Self::Article(stored, _)) => {
                article.external_ids = stored.external_ids_with(&article.external_ids);
                url::keep_address(&mut article.uri, (&stored.uri, &stored.aliases));
            }
            _ => {}
        }
    }

    /// The ids of the articles, sources and claims that a change to this resource
    /// concerns.
    pub fn scope(&self, name: Name) -> BTreeSet<Uuid> {
        let mut names = self.references();
        names.insert(name);
        // A child of a claim is found by the id of the claim, which is a reference too.
        names.retain(|name| name.claim().is_none());
        names.into_iter().map(Name::uuid).collect()
    }
}

/// The claims that an article's corrections correct.
fn corrected(article: &Article) -> impl Iterator<Item = Name> {
    let corrections = article.corrections.iter();
    corrections.flat_map(|it| it.claims.iter().copied().map(Name::Claim))
}

impl Resource {
    /// Whether it is a confidential source.
    pub const fn is_confidential(&self) -> bool {
        match self {
            Self::Source(source) => source.confidential,
            _ => false,
        }
    }

    /// The resource with its content erased. Only its parent, its other immutable
    /// references and the version of its text are kept.
    pub fn erased(&self) -> Self {
        match self {
            Self::Source(_) => Self::Source(Source::default()),
            Self::Article(_, version) => Self::Article(Article::default(), *version),
            Self::Claim(_) => Self::Claim(Claim::default()),
            Self::Appearance(appearance) => Self::Appearance(Appearance {
                anchoring: None,
                claim: appearance.claim,
                article: appearance.article,
                article_version: appearance.article_version,
                printing: Printing::default(),
            }),
            Self::Relation(relation) => Self::Relation(Relation {
                claim: relation.claim,
                relation_type: RelationType::default(),
                target: relation.target,
                author: String::new(),
                method: String::new(),
                confidence: None,
                state: RelationState::default(),
                appearance: None,
            }),
            Self::Review(review) => Self::Review(Review {
                claim: review.claim,
                author: String::new(),
                url: String::new(),
                review_time: None,
                rating: None,
                verdict: Verdict::default(),
                explanation: String::new(),
                evidence: Vec::new(),
            }),
        }
    }
}
