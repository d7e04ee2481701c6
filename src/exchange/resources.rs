//! The resources that documents are written from.

use crate::wire::pb;

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
}

impl Resources {
    /// The article with a name.
    pub fn article(&self, name: &str) -> Option<&pb::Article> {
        self.articles.iter().find(|it| it.name == name)
    }

    /// The source with a name.
    pub fn source(&self, name: &str) -> Option<&pb::Source> {
        self.sources.iter().find(|it| it.name == name)
    }

    /// The claim with a name.
    pub fn claim(&self, name: &str) -> Option<&pb::Claim> {
        let mut claims = self.claims.iter().filter_map(|it| it.claim.as_ref());
        claims.find(|it| it.name == name)
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
