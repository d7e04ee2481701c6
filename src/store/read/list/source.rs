//! The conditions on sources.

use super::{
    column::{code, flag, merged_into, reference},
    condition::{Condition, Listed, Subject},
    conditions::Conditions,
    fragment::{push_any, push_has_key, push_include_deleted, push_prefix, push_with_survivors},
};
use crate::domain::{
    resource::{
        ArticleId, ClaimId, Kind, Name, NaturalKey, Resource, Source, SourceId, SourceKind,
    },
    value::{Form, Prefix},
};

/// Conditions on sources. All given conditions must be met.
#[derive(Clone, Debug, Default)]
pub struct SourceFilter {
    /// Of this kind.
    pub kind: Option<SourceKind>,
    /// With this url or alias, in canonical form.
    pub canonical_url: Option<String>,
    /// With this `same_as`, in canonical form.
    pub same_as: Option<String>,
    /// Published by this source.
    pub publisher: Option<SourceId>,
    /// On which this article or a claim in it rests.
    pub article: Option<ArticleId>,
    /// To which this claim is attributed.
    pub claim: Option<ClaimId>,
    /// Retracted or not.
    pub is_retracted: Option<bool>,
    /// Merged into this source. Without it, only sources that are not merged.
    pub merged_into: Option<SourceId>,
    /// With a display name that starts like this.
    pub name_prefix: Option<Prefix>,
}

impl Listed for Source {
    const TABLE: &'static str = "sources";

    fn of(resource: &Resource) -> Option<&Self> {
        match resource {
            Resource::Source(source) => Some(source),
            _ => None,
        }
    }
}

impl SourceFilter {
    /// The condition of each given field.
    pub(crate) fn conditions(&self) -> Conditions<'_> {
        let Self {
            kind,
            canonical_url,
            same_as,
            publisher,
            article,
            claim,
            is_retracted,
            merged_into: survivor,
            name_prefix,
        } = self;
        Conditions::of([
            code("kind", kind.map(SourceKind::code), |it: &Source| {
                Some(it.kind.code())
            }),
            merged_into(survivor.map(Name::Source), |it: &Source| {
                it.merged_into.map(Name::Source)
            }),
            canonical_url.as_ref().map(with_canonical_url),
            same_as.as_ref().map(with_same_as),
            reference(
                "publisher_id",
                publisher.map(Name::Source),
                |it: &Source| it.publisher.map(Name::Source),
            ),
            article.map(of_article),
            claim.map(of_claim),
            flag("is_retracted", *is_retracted, |it: &Source| {
                it.retraction.is_some()
            }),
            name_prefix.as_ref().map(with_name_prefix),
        ])
    }
}

fn with_canonical_url(url: &String) -> Condition<'_> {
    let subject = Subject::resource(move |it: &Source| it.addresses().contains(url));
    with_key(subject, &NaturalKey::CanonicalUrl(url.clone()))
}

fn with_same_as(uri: &String) -> Condition<'_> {
    let subject =
        Subject::resource(move |it: &Source| it.identifiers(Form::Canonical).contains(uri));
    with_key(subject, &NaturalKey::SameAs(uri.clone()))
}

fn with_key<'f>(subject: Subject<'f>, key: &NaturalKey) -> Condition<'f> {
    let digest = key.digest();
    Condition::among_unordered(subject, move |query, _, _| {
        push_with_survivors(query, Kind::Source, |query, those| {
            query.push(those.select("natural_keys.id"));
            push_has_key(query, Kind::Source, digest);
        });
    })
}

fn with_name_prefix(prefix: &Prefix) -> Condition<'_> {
    let subject = Subject::resource(move |it: &Source| prefix.is_of(&it.display_name));
    Condition::among_unordered(subject, move |query, _, _| {
        query.push("select source_id as id from source_names where ");
        push_prefix(query, "name", prefix);
    })
}

fn of_article<'f>(article: ArticleId) -> Condition<'f> {
    let id = article.uuid();
    let subject = Subject::OtherResources("article");
    Condition::among_unordered(subject, move |query, _, include_deleted| {
        push_with_survivors(query, Kind::Source, |query, those| {
            query.push(those.select("article_sources.source_id"));
            query.push(" join articles on articles.id = article_id where article_id = ");
            query.push_bind(id);
            push_include_deleted(query, "is_deleted", include_deleted);
            query.push(" union all ");
            query.push(those.select("appearance_sources.source_id"));
            query.push(" where article_id = ").push_bind(id);
            push_include_deleted(query, "is_deleted", include_deleted);
        });
    })
}

fn of_claim<'f>(claim: ClaimId) -> Condition<'f> {
    let subject = Subject::OtherResources("claim");
    let condition = Condition::among_unordered(subject, |query, ids, include_deleted| {
        push_with_survivors(query, Kind::Source, |query, those| {
            query.push(those.select("appearance_sources.source_id"));
            query.push(" where ");
            push_any(query, "claim_id", ids);
            push_include_deleted(query, "is_deleted", include_deleted);
        });
    });
    condition.about(Name::Claim(claim))
}
