//! Natural keys: what makes two resources the same, and the forms in which it is compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    article::{Article, ExternalId},
    name::SourceId,
    source::Source,
};
use crate::domain::value::{Form, IdentityBuilder, IdentityDigest, same_as, url};

/// A natural key: a value that at most one live resource can have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NaturalKey {
    /// A source's URL or an alias of it, in canonical form.
    CanonicalUrl(String),
    /// One identifier of a source's `same_as`, in canonical form.
    SameAs(String),
    /// An article's URI or an alias of it, in canonical form.
    Uri(String),
    /// An article's id in another system.
    ExternalId(ExternalId),
    /// The description and the publisher of an article that has neither URI nor external
    /// id.
    Description(IdentityDigest, Option<SourceId>),
    /// A claim's identity.
    Claim(IdentityDigest),
    /// A relation's identity.
    Relation(IdentityDigest),
    /// The identity of a review by its desk and its time.
    Review(IdentityDigest),
    /// The identity of a review by its desk and its url.
    ReviewAt(IdentityDigest),
}

impl NaturalKey {
    /// The names of the fields that the key is made of.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::CanonicalUrl(_) => "url",
            Self::SameAs(_) => "same_as",
            Self::Uri(_) => "uri",
            Self::ExternalId(_) => "external_ids",
            Self::Description(..) => "headline, date_published, bylines, publisher",
            Self::Claim(_) => "statement, language, period, quantities",
            Self::Relation(_) => "type, target, author",
            Self::Review(_) => "author, review_time",
            Self::ReviewAt(_) => "author, url",
        }
    }

    /// The address or the identifier that the key is.
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::CanonicalUrl(text) | Self::SameAs(text) | Self::Uri(text) => Some(text),
            _ => None,
        }
    }

    /// A digest of the key, without the publisher of a described article.
    pub fn digest(&self) -> IdentityDigest {
        self.add_to(IdentityBuilder::new()).finish()
    }

    /// Adds the key to a digest, without the publisher of a described article, which may not
    /// be known yet.
    pub fn add_to(&self, builder: IdentityBuilder) -> IdentityBuilder {
        match self {
            Self::CanonicalUrl(url) => builder.part("url").part(url),
            Self::SameAs(identifier) => builder.part("same_as").part(identifier),
            Self::Uri(uri) => builder.part("uri").part(uri),
            Self::ExternalId(external) => builder
                .part("external_id")
                .part(&external.system)
                .part(&external.id),
            Self::Description(digest, _) => builder.part("description").part(digest),
            Self::Claim(digest) => builder.part("claim").part(digest),
            Self::Relation(digest) => builder.part("relation").part(digest),
            Self::Review(digest) | Self::ReviewAt(digest) => builder.part("review").part(digest),
        }
    }
}

/// A natural key in the form of earlier releases, in which their columns hold it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EarlierKey(pub NaturalKey);

/// The natural keys of a resource. Each has the earlier forms of the values that it was made
/// from.
pub type NaturalKeys = BTreeMap<NaturalKey, BTreeSet<EarlierKey>>;

/// Natural keys of several resources, each once.
#[derive(Clone, Debug, Default)]
pub struct KeySet {
    /// The keys.
    pub natural: BTreeSet<NaturalKey>,
    /// Their earlier forms.
    pub earlier: BTreeSet<EarlierKey>,
}

impl KeySet {
    /// The keys of resources.
    pub fn of(all: impl IntoIterator<Item = NaturalKeys>) -> Self {
        let mut set = Self::default();
        for (key, earlier) in all.into_iter().flatten() {
            set.natural.insert(key);
            set.earlier.extend(earlier);
        }
        set
    }

    /// The keys that are not in another set.
    pub fn without(&self, other: &Self) -> Self {
        Self {
            natural: &self.natural - &other.natural,
            earlier: &self.earlier - &other.earlier,
        }
    }
}

/// Adds the key that a value makes in each form.
pub(super) fn add(keys: &mut NaturalKeys, make: impl Fn(Form) -> Option<NaturalKey>) {
    if let Some(key) = make(Form::Canonical) {
        let earlier = make(Form::Earlier).map(EarlierKey);
        keys.entry(key).or_default().extend(earlier);
    }
}

/// Adds the keys of a source.
pub(super) fn add_source_keys(keys: &mut NaturalKeys, source: &Source) {
    add(keys, |form| {
        url::compared(&source.url, form).map(NaturalKey::CanonicalUrl)
    });
    // Earlier releases know no aliases.
    for address in source.addresses() {
        keys.entry(NaturalKey::CanonicalUrl(address)).or_default();
    }
    for identifier in &source.same_as {
        add(keys, |form| {
            same_as::compared(identifier, form).map(NaturalKey::SameAs)
        });
    }
}

/// Adds the keys of an article.
pub(super) fn add_article_keys(keys: &mut NaturalKeys, article: &Article) {
    add(keys, |form| {
        url::compared_uri(&article.uri, form).map(NaturalKey::Uri)
    });
    for address in article.addresses() {
        keys.entry(NaturalKey::Uri(address)).or_default();
    }
    for external in &article.external_ids {
        keys.entry(NaturalKey::ExternalId(external.clone()))
            .or_default();
    }
    add(keys, |form| {
        let description = article.description(form)?;
        Some(NaturalKey::Description(description, article.publisher))
    });
}
