//! What all resources have in common: a name, a revision, references, natural
//! keys, and the ids that a change of it concerns.

use std::collections::BTreeSet;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD};
use uuid::Uuid;

use super::{
    appearance::{Appearance, Printing},
    article::{Article, ExternalId},
    claim::Claim,
    erasure::Erasure,
    name::{ClaimId, Kind, Name, SourceId},
    relation::{Relation, RelationState, RelationType},
    retraction::Retraction,
    review::{Review, Verdict},
    source::Source,
};
use crate::domain::{
    Timestamp,
    passage::part_text::TextVersion,
    value::{
        identity::{IdentityBuilder, IdentityDigest},
        violation::Checker,
    },
};

/// A resource of any kind, without what the store adds.
#[derive(Clone, Debug, PartialEq)]
pub enum Resource {
    /// A source.
    Source(Source),
    /// An article, with the number of its text.
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

/// What the store adds to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// 1 for the first state, one more for each later one.
    pub revision: i64,
    /// When the first state was written.
    pub create_time: Timestamp,
    /// When this state was written.
    pub update_time: Timestamp,
    /// When it was deleted; nothing while it is live.
    pub delete_time: Option<Timestamp>,
}

impl Stamp {
    /// Whether the resource is deleted.
    pub const fn is_deleted(self) -> bool {
        self.delete_time.is_some()
    }

    /// The etag of the state of the resource `name` that has this stamp.
    pub fn etag(self, name: Name) -> String {
        let digest = IdentityBuilder::new()
            .part(name.to_string())
            .part(self.revision.to_be_bytes())
            .finish();
        URL_SAFE_NO_PAD.encode(&digest[..ETAG_BYTES])
    }
}

const ETAG_BYTES: usize = 9;

/// A resource as it stands in the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its name.
    pub name: Name,
    /// What the store added.
    pub stamp: Stamp,
    /// What callers wrote.
    pub resource: Resource,
    /// That it was erased, if it was: then it says nothing.
    pub erasure: Option<Erasure>,
}

/// Something that at most one resource can have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NaturalKey {
    /// A source's canonical url.
    CanonicalUrl(String),
    /// A source's `same_as`, in canonical form.
    SameAs(String),
    /// An article's uri.
    Uri(String),
    /// An article's id in another system.
    ExternalId(ExternalId),
    /// What describes an article that has neither, and its publisher.
    Description(IdentityDigest, Option<SourceId>),
    /// What makes a claim the same as another.
    Claim(IdentityDigest),
    /// What makes a relation the same as another.
    Relation(IdentityDigest),
    /// What makes a review the same as another.
    Review(IdentityDigest),
}

impl NaturalKey {
    /// The field, or fields, that hold it.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::CanonicalUrl(_) => "url",
            Self::SameAs(_) => "same_as",
            Self::Uri(_) => "uri",
            Self::ExternalId(_) => "external_ids",
            Self::Description(..) => "headline, date_published, bylines, publisher",
            Self::Claim(_) => "statement, language, period, quantities",
            Self::Relation(_) => "type, target, author",
            Self::Review(_) => "author, url, review_time",
        }
    }
}

impl Resource {
    /// What kind it is.
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

    /// Complains about what can be seen without other resources.
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

    /// The names of all other resources that it refers to, each once.
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
                claims.map(Name::Claim).collect()
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

    /// That it was taken back, if it was and that is recorded of its kind.
    pub const fn retraction(&self) -> Option<&Retraction> {
        match self {
            Self::Source(source) => source.retraction.as_ref(),
            Self::Article(article, _) => article.retraction.as_ref(),
            Self::Claim(claim) => claim.retraction.as_ref(),
            Self::Appearance(_) | Self::Relation(_) | Self::Review(_) => None,
        }
    }

    /// Where that is recorded, if it is of its kind.
    pub const fn retraction_mut(&mut self) -> Option<&mut Option<Retraction>> {
        match self {
            Self::Source(source) => Some(&mut source.retraction),
            Self::Article(article, _) => Some(&mut article.retraction),
            Self::Claim(claim) => Some(&mut claim.retraction),
            Self::Appearance(_) | Self::Relation(_) | Self::Review(_) => None,
        }
    }

    /// What it turned out to be and was merged into, if it was.
    pub fn merged_into(&self) -> Option<Name> {
        match self {
            Self::Source(source) => source.merged_into.map(Name::Source),
            Self::Claim(claim) => claim.merged_into.map(Name::Claim),
            Self::Article(..) | Self::Appearance(_) | Self::Relation(_) | Self::Review(_) => None,
        }
    }

    /// Merges it into another of its kind, or into none. Of other kinds it is not
    /// recorded.
    pub fn merge_into(&mut self, survivor: Option<Name>) {
        match (self, survivor) {
            (Self::Source(source), None) => source.merged_into = None,
            (Self::Source(source), Some(Name::Source(id))) => source.merged_into = Some(id),
            (Self::Claim(claim), None) => claim.merged_into = None,
            (Self::Claim(claim), Some(Name::Claim(id))) => claim.merged_into = Some(id),
            _ => {}
        }
    }

    /// The claims whose standing moves with it.
    pub fn moves_standing_of(&self) -> Vec<ClaimId> {
        match self {
            Self::Source(_) | Self::Article(..) | Self::Claim(_) => Vec::new(),
            Self::Appearance(appearance) => vec![appearance.claim],
            Self::Relation(relation) => vec![relation.claim, relation.target],
            Self::Review(review) => vec![review.claim],
        }
    }

    /// Whether resources of its kind can have mentions.
    pub const fn may_mention(&self) -> bool {
        matches!(
            self,
            Self::Article(..) | Self::Relation(_) | Self::Review(_)
        )
    }

    /// Those of its references that nothing else asks for, so that only they are
    /// found where what they refer to is to be deleted.
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
            Self::Source(_) | Self::Claim(_) | Self::Appearance(_) => BTreeSet::new(),
        }
    }

    /// What no other resource may have. An appearance's key needs the text that
    /// it stands in, and its claim is locked in its stead; it is not among these.
    pub fn natural_keys(&self) -> BTreeSet<NaturalKey> {
        let mut keys = BTreeSet::new();
        match self {
            Self::Source(source) => {
                keys.extend(source.canonical_url().map(NaturalKey::CanonicalUrl));
                let same_as = source.canonical_same_as();
                keys.extend(same_as.into_iter().map(NaturalKey::SameAs));
            }
            Self::Article(article, _) => {
                if !article.uri.is_empty() {
                    keys.insert(NaturalKey::Uri(article.uri.clone()));
                }
                let external_ids = article.external_ids.iter().cloned();
                keys.extend(external_ids.map(NaturalKey::ExternalId));
                let description = article.description();
                let publisher = article.publisher;
                keys.extend(description.map(|it| NaturalKey::Description(it, publisher)));
            }
            Self::Claim(claim) => {
                keys.insert(NaturalKey::Claim(claim.identity()));
            }
            Self::Appearance(_) => {}
            Self::Relation(relation) => {
                keys.insert(NaturalKey::Relation(relation.identity()));
            }
            Self::Review(review) => {
                keys.insert(NaturalKey::Review(review.identity()));
            }
        }
        keys
    }

    /// The article, source and claim ids that a state of it concerns.
    pub fn scope(&self, name: Name) -> BTreeSet<Uuid> {
        let mut all = self.references();
        all.insert(name);
        // What hangs on a claim is found by the claim.
        all.retain(|name| name.claim().is_none());
        all.into_iter().map(Name::uuid).collect()
    }
}

/// The claims that an article's corrections are about.
fn corrected(article: &Article) -> impl Iterator<Item = Name> {
    let corrections = article.corrections.iter();
    corrections.flat_map(|it| it.claims.iter().copied().map(Name::Claim))
}

impl Resource {
    /// What is left of a resource that is erased: what it hangs on, and nothing that it
    /// said.
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
                review_time: Timestamp::default(),
                rating: None,
                verdict: Verdict::default(),
                explanation: String::new(),
                evidence: Vec::new(),
            }),
        }
    }
}
