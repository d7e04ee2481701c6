//! The resources that documents are written from.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    domain::resource::{ClaimId, Kind, Name, SourceId},
    wire::{
        document::{self, Unreadable},
        pb,
    },
};

/// Resources, each with its name. Those of which documents are made, and those that they
/// refer to. What a reader of the store may not see is not among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resources {
    /// Articles.
    pub articles: Vec<pb::Article>,
    /// Sources.
    pub sources: Vec<pb::Source>,
    /// Claims, with those of their appearances, relations and reviews that are written.
    pub claims: Vec<pb::BundleClaim>,
    /// Claims that others refer to, and of which nothing is written.
    pub referred_claims: Vec<pb::Claim>,
    /// The names of claims that have more appearances than are here.
    pub cut: BTreeSet<String>,
    /// The names of sources that are documents with more claims or appearances than are here.
    pub cut_documents: BTreeSet<String>,
}

/// The children that were read beside claims.
#[derive(Clone, Copy, Debug)]
pub struct Children<'a> {
    /// Each claim with its children, and those of a claim that was merged into it.
    pub of_claims: &'a BTreeSet<(ClaimId, Name)>,
    /// The claims that have more children of a kind.
    pub cut: &'a BTreeSet<(ClaimId, Kind)>,
    /// The sources that are documents with more claims or appearances.
    pub cut_documents: &'a BTreeSet<SourceId>,
}

impl Resources {
    /// The article with a name.
    pub fn article(&self, name: &str) -> Option<&pb::Article> {
        self.articles.iter().find(|it| it.name == name)
    }

    /// The source with a name, or the one that it was merged into.
    pub fn source(&self, name: &str) -> Option<&pb::Source> {
        let named = |name: &str| self.sources.iter().find(|it| it.name == name);
        survivor(named(name)?, |it| named(&it.merged_into))
    }

    /// The claim with a name, or the one that it was merged into.
    pub fn claim(&self, name: &str) -> Option<&pb::Claim> {
        let named = |name: &str| {
            let claims = self.claims.iter().filter_map(|it| it.claim.as_ref());
            let mut claims = claims.chain(&self.referred_claims);
            claims.find(|it| it.name == name)
        };
        survivor(named(name)?, |it| named(&it.merged_into))
    }

    /// The resources in documents, of which `given` are those that are written. A child belongs
    /// to the claims that it was read with, and otherwise to its own. If claims are written,
    /// the others are only referred to.
    pub fn of_documents(
        docs: &BTreeMap<Name, Vec<u8>>,
        children: Children<'_>,
        given: &BTreeSet<Name>,
    ) -> Result<Self, Unreadable> {
        let Children {
            of_claims,
            cut,
            cut_documents,
        } = children;
        let cut_documents = cut_documents.iter();
        let cut = cut.iter().filter(|(_, kind)| *kind == Kind::Appearance);
        let cut = cut.map(|(claim, _)| Name::Claim(*claim).to_string());
        let mut resources = Self {
            cut: cut.collect(),
            cut_documents: cut_documents
                .map(|it| Name::Source(*it).to_string())
                .collect(),
            ..Self::default()
        };
        let mut claims: BTreeMap<Name, pb::BundleClaim> = BTreeMap::new();
        let writes_claims = given.iter().any(|name| name.kind() == Kind::Claim);
        for (name, doc) in docs {
            match name {
                Name::Source(_) => resources.sources.push(document::message(doc)?),
                Name::Article(_) => resources.articles.push(document::message(doc)?),
                Name::Claim(_) if !writes_claims || given.contains(name) => {
                    let claim = pb::BundleClaim {
                        claim: Some(document::message(doc)?),
                        ..pb::BundleClaim::default()
                    };
                    claims.insert(*name, claim);
                }
                Name::Claim(_) => resources.referred_claims.push(document::message(doc)?),
                _ => {}
            }
        }
        let read_with: BTreeSet<Name> = of_claims.iter().map(|(_, child)| *child).collect();
        let own = docs.keys().filter(|name| !read_with.contains(name));
        let own = own.filter_map(|name| Some((name.claim()?, *name)));
        for (claim, child) in of_claims.iter().copied().chain(own) {
            let claim = owner(&claims, Name::Claim(claim));
            if let (Some(item), Some(doc)) = (claims.get_mut(&claim), docs.get(&child)) {
                add_child(item, child, doc)?;
            }
        }
        resources.claims = claims.into_values().collect();
        Ok(resources)
    }

    /// The resources in a bundle. Those with a key are named by it: `#key`.
    pub fn of_bundle(bundle: pb::Bundle) -> Self {
        let named = |name: &mut String, key: &str| {
            if !key.is_empty() {
                *name = format!("#{key}");
            }
        };
        let mut resources = Self {
            articles: bundle.article.into_iter().collect(),
            ..Self::default()
        };
        for pb::BundleSource { key, source } in bundle.sources {
            if let Some(mut source) = source {
                named(&mut source.name, &key);
                resources.sources.push(source);
            }
        }
        for mut item in bundle.claims {
            if let Some(claim) = &mut item.claim {
                named(&mut claim.name, &item.key);
            }
            resources.claims.push(item);
        }
        resources
    }
}

/// The claim that has the children of a claim: what it was merged into, if that is written.
fn owner(claims: &BTreeMap<Name, pb::BundleClaim>, claim: Name) -> Name {
    let mut owner = claim;
    for _ in 0..MERGES_MAX {
        let item = claims.get(&owner).and_then(|it| it.claim.as_ref());
        let next = item.and_then(|it| it.merged_into.parse().ok());
        match next.filter(|next| claims.contains_key(next)) {
            Some(next) => owner = next,
            None => break,
        }
    }
    owner
}

fn add_child(item: &mut pb::BundleClaim, name: Name, doc: &[u8]) -> Result<(), Unreadable> {
    match name {
        Name::Appearance(..) => item.appearances.push(document::message(doc)?),
        Name::Relation(..) => item.relations.push(document::message(doc)?),
        Name::Review(..) => item.reviews.push(document::message(doc)?),
        Name::Source(_) | Name::Article(_) | Name::Claim(_) | Name::Standing(_) => {}
    }
    Ok(())
}

/// What a resource was merged into in the end, or itself.
fn survivor<'a, T>(of: &'a T, merged_into: impl Fn(&T) -> Option<&'a T>) -> Option<&'a T> {
    let mut survivor = of;
    for _ in 0..MERGES_MAX {
        match merged_into(survivor) {
            Some(next) => survivor = next,
            None => return Some(survivor),
        }
    }
    None
}

/// The most merges that are followed from one resource.
const MERGES_MAX: usize = 8;

/// What the identifiers of resources begin with where they are published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// A base of a url that ends with a slash, or an empty one.
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The identifier of a resource: its name behind the base. Without a base it is the URN of
    /// its UUID.
    pub fn iri(&self, name: &str) -> String {
        match self.0.as_str() {
            "" => {
                let id = name.rsplit('/').next().unwrap_or(name);
                format!("urn:uuid:{id}")
            }
            base => format!("{base}{name}"),
        }
    }
}
