//! Requests that name a resource by what identifies it, instead of by its name.

use tonic::Status;

use super::write::{finish, finish_read, name_of};
use crate::{
    api::Api,
    domain::{
        resource::{Article, Claim, Name, NaturalKeys, Resource, Source},
        value::{Checker, same_as, url},
    },
    wire::{
        message::ResourceMessage,
        pb,
        resource::{article::read_external_id, claim},
    },
};

/// A field of a request that identifies a resource, and what it identifies it by.
pub(crate) struct Identity {
    field: &'static str,
    keys: NaturalKeys,
}

impl Identity {
    fn new(field: &'static str, resource: &Resource) -> Self {
        let keys = resource.natural_keys();
        Self { field, keys }
    }
}

impl Api {
    /// The name of the resource that a request is about: either it has the name, or one of the
    /// fields that identify the resource. `fields` are all of these, for the error.
    pub(crate) async fn identified<M: ResourceMessage>(
        &self,
        mut check: Checker,
        name: &str,
        identities: Vec<Identity>,
        fields: &str,
    ) -> Result<Name, Status> {
        let count = identities.len() + usize::from(!name.is_empty());
        if count == 0 {
            check.report_at("name", format!("is required, or {fields} instead"));
        }
        if count > 1 {
            check.report(format!(
                "has several of name and {fields}; give one of them"
            ));
        }
        let Some(Identity { field, keys }) = identities.into_iter().next() else {
            let given = (!name.is_empty()).then(|| name_of::<M>(&mut check, "name", name));
            return finish_read(check, given.flatten());
        };
        finish(check, ())?;
        let keys = &keys;
        self.read(|app| async move { app.holder(M::KIND, field, keys).await })
            .await
    }
}

/// Reads what identifies a source.
pub(crate) fn of_source(check: &mut Checker, given_url: String, same_as: String) -> Vec<Identity> {
    let mut identities = Vec::new();
    if !given_url.is_empty() {
        url::check(check, "url", &given_url);
        let source = Source {
            url: given_url,
            ..Source::default()
        };
        identities.push(Identity::new("url", &Resource::Source(source)));
    }
    if !same_as.is_empty() {
        same_as::check_one(check, "same_as", &same_as);
        let source = Source {
            same_as: vec![same_as],
            ..Source::default()
        };
        identities.push(Identity::new("same_as", &Resource::Source(source)));
    }
    identities
}

/// Reads what identifies an article.
pub(crate) fn of_article(
    check: &mut Checker,
    uri: String,
    external_id: Option<pb::ExternalId>,
) -> Vec<Identity> {
    let mut identities = Vec::new();
    if !uri.is_empty() {
        url::check_uri(check, "uri", &uri);
        let article = Article {
            uri,
            ..Article::default()
        };
        identities.push(Identity::new("uri", &Resource::Article(article, 0)));
    }
    if let Some(external_id) = external_id.map(read_external_id) {
        check.field("external_id", |check| external_id.check(check));
        let article = Article {
            external_ids: vec![external_id],
            ..Article::default()
        };
        identities.push(Identity::new("external_id", &Resource::Article(article, 0)));
    }
    identities
}

/// Reads what identifies a claim.
pub(crate) fn of_claim(check: &mut Checker, identity: Option<pb::ClaimIdentity>) -> Vec<Identity> {
    let identity = identity.map(|identity| {
        check.field("identity", |check| {
            let claim: Claim = claim::read_identity(check, identity);
            claim.check(check);
            Identity::new("identity", &Resource::Claim(claim))
        })
    });
    identity.into_iter().collect()
}
