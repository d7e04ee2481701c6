//! Finding out what of a bundle is stored already, by the rules of identity: each
//! of its ids becomes the id of what it was matched with.
//!
//! Sources come before the article, which names them; those that only the article's
//! bundles know come after it; then the claims, and what links and judges them. Nothing
//! is decided here about what is written.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::{
    candidate::{Candidate, children},
    import::Import,
};
use crate::{
    app::Error,
    domain::{
        resource::{
            any::Resource,
            bundle::Item,
            name::{ArticleId, ClaimId, Name, RelationId, ReviewId, SourceId},
            source::Source,
        },
        value::identity::normal_text,
    },
    store::{
        read::load::Lookup,
        write::{lock::Lockable, transaction::ArticleKey},
    },
};

impl Import {
    /// Finds the sources that are named, or have a url or `same_as` in common.
    pub(super) async fn match_sources(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        let candidates: Vec<Candidate> = self
            .bundle
            .sources
            .iter()
            .filter(|item| !is_keyed(item))
            .map(|item| Candidate {
                path: item.path.clone(),
                given: item.id,
                name: Name::Source(SourceId::new(item.id)),
                is_named: item.is_named,
                keys: Resource::Source(item.value.clone()).natural_keys(),
                elsewhere: Vec::new(),
            })
            .collect();
        self.match_candidates(lookup, candidates).await
    }

    /// Finds the article by name, uri or external id; else by what describes it.
    pub(super) async fn match_article(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        let Some(item) = &mut self.bundle.article else {
            return Ok(());
        };
        for id in item.value.sources_mut() {
            replace(&self.ids, id);
        }
        let given = item.id;
        let mut candidate = Candidate {
            path: item.path.clone(),
            given,
            name: Name::Article(ArticleId::new(given)),
            is_named: item.is_named,
            keys: Resource::Article(item.value.clone(), 0).natural_keys(),
            elsewhere: Vec::new(),
        };
        let described = match item.value.description() {
            Some(description) if !item.is_named => lookup.articles_described(&description).await?,
            _ => Vec::new(),
        };
        let publisher = item.value.publisher;
        let publishers = described.iter().filter_map(|it| it.publisher);
        let publishers: BTreeSet<Name> = publishers.map(Name::Source).collect();
        let survivors = lookup.survivors(&publishers).await?;
        let survivor = |id: SourceId| match survivors.get(&Name::Source(id)) {
            Some(Name::Source(survivor)) => *survivor,
            _ => id,
        };
        let mut found = Vec::new();
        for it in described {
            if it.publisher.map(survivor) == publisher
                || self
                    .is_keyed_publisher(lookup, it.article, publisher, it.publisher)
                    .await?
            {
                found.push(it.article);
            }
        }
        match found[..] {
            [] => {}
            [article] => {
                candidate.name = Name::Article(article);
                candidate.is_named = true;
            }
            [one, other, ..] => {
                let (one, other) = (Name::Article(one), Name::Article(other));
                self.check.at(&candidate.path, |check| {
                    check.report(format!("matches two resources, {one} and {other}"));
                });
            }
        }
        self.match_candidates(lookup, vec![candidate]).await
    }

    /// Whether the publisher of a stored article is the one that its bundles call by
    /// the key that this bundle gives the publisher, and has the name that it gives.
    async fn is_keyed_publisher(
        &self,
        lookup: &mut Lookup<'_>,
        article: ArticleId,
        given: Option<SourceId>,
        stored: Option<SourceId>,
    ) -> Result<bool, Error> {
        let (Some(given), Some(stored)) = (given, stored) else {
            return Ok(false);
        };
        let sources = &self.bundle.sources;
        let Some(item) = sources
            .iter()
            .find(|it| it.id == given.uuid() && is_keyed(it))
        else {
            return Ok(false);
        };
        let keys = lookup
            .article_keys(article, std::slice::from_ref(&item.key))
            .await?;
        if keys.get(&item.key) != Some(&stored) {
            return Ok(false);
        }
        let name = Name::Source(stored);
        let stored = lookup.stored(&BTreeSet::from([name])).await?;
        Ok(match stored.get(&name).map(|it| &it.resource) {
            Some(Resource::Source(source)) => {
                normal_text(&source.display_name) == normal_text(&item.value.display_name)
            }
            _ => false,
        })
    }

    /// Finds the sources that only the article's bundles know, by key.
    pub(super) async fn match_keyed_sources(
        &mut self,
        lookup: &mut Lookup<'_>,
    ) -> Result<(), Error> {
        let Some(article) = self.article() else {
            return Ok(());
        };
        let keys: Vec<String> = self.keyed().map(|item| item.key.clone()).collect();
        if keys.is_empty() {
            return Ok(());
        }
        let known = lookup.article_keys(article, &keys).await?;
        let mut is_complete = true;
        let items: Vec<(String, String, Uuid)> = self
            .keyed()
            .map(|item| (item.path.clone(), item.key.clone(), item.id))
            .collect();
        for (path, key, given) in items {
            match known.get(&key) {
                Some(&source) => {
                    let name = Name::Source(source);
                    let survivors = lookup.survivors(&BTreeSet::from([name])).await?;
                    let survivor = survivors.get(&name).copied();
                    if survivor.is_some() {
                        self.merged.note(&path, name);
                    }
                    self.settle_match(&path, given, survivor.unwrap_or(name), true);
                }
                None => {
                    is_complete = false;
                    let source = SourceId::new(given);
                    self.settle_match(&path, given, Name::Source(source), false);
                    self.batch.keys.push(ArticleKey {
                        article,
                        key,
                        source,
                    });
                }
            }
        }
        if !is_complete {
            // Another import of the article may be giving the same key.
            self.locks.own(Lockable::Resource(Name::Article(article)));
        }
        Ok(())
    }

    fn keyed(&self) -> impl Iterator<Item = &Item<Source>> {
        self.bundle.sources.iter().filter(|item| is_keyed(item))
    }

    /// Finds the claims that say the same.
    pub(super) async fn match_claims(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        let candidates: Vec<Candidate> = self
            .bundle
            .claims
            .iter()
            .map(|item| Candidate {
                path: item.path.clone(),
                given: item.id,
                name: Name::Claim(ClaimId::new(item.id)),
                is_named: item.is_named,
                keys: Resource::Claim(item.value.clone()).natural_keys(),
                elsewhere: Vec::new(),
            })
            .collect();
        self.match_candidates(lookup, candidates).await?;
        self.replace_ids();
        Ok(())
    }

    /// Finds the relations that say the same.
    pub(super) async fn match_relations(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        let relations = self.bundle.relations.iter();
        let candidates = relations.map(|item| {
            let name = Name::Relation(item.value.claim, RelationId::new(item.id));
            let elsewhere = self.merged.relation_keys(&item.path, &item.value);
            children(
                item,
                name,
                Resource::Relation(item.value.clone()),
                elsewhere,
            )
        });
        let candidates = candidates.collect();
        self.match_hanging(lookup, candidates).await
    }

    /// Finds the reviews that are the same.
    pub(super) async fn match_reviews(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        let reviews = self.bundle.reviews.iter();
        let candidates = reviews.map(|item| {
            let name = Name::Review(item.value.claim, ReviewId::new(item.id));
            let elsewhere = self.merged.review_keys(&item.path, &item.value);
            children(item, name, Resource::Review(item.value.clone()), elsewhere)
        });
        let candidates = candidates.collect();
        self.match_hanging(lookup, candidates).await
    }

    async fn match_hanging(
        &mut self,
        lookup: &mut Lookup<'_>,
        candidates: Vec<(Candidate, Option<Uuid>)>,
    ) -> Result<(), Error> {
        let mut matchable = Vec::with_capacity(candidates.len());
        for (candidate, parent) in candidates {
            let claim = candidate.name.claim().map(ClaimId::uuid);
            if parent.is_some() && parent != claim {
                self.check.at(&candidate.path, |check| {
                    check.report_at("name", "stands below another claim than the one it is in");
                });
            } else {
                matchable.push(candidate);
            }
        }
        self.match_candidates(lookup, matchable).await
    }

    fn replace_ids(&mut self) {
        let ids = &self.ids;
        for item in &mut self.bundle.sources {
            item.value
                .publisher
                .iter_mut()
                .for_each(|id| replace(ids, id));
        }
        if let Some(item) = &mut self.bundle.article {
            item.value.sources_mut().for_each(|id| replace(ids, id));
        }
        for item in &mut self.bundle.claims {
            item.value
                .translation_of
                .iter_mut()
                .for_each(|id| replace(ids, id));
        }
        for item in &mut self.bundle.appearances {
            replace(ids, &mut item.value.claim);
            replace(ids, &mut item.value.article);
            item.value.sources_mut().for_each(|id| replace(ids, id));
        }
        for item in &mut self.bundle.relations {
            replace(ids, &mut item.value.claim);
            replace(ids, &mut item.value.target);
        }
        for item in &mut self.bundle.reviews {
            replace(ids, &mut item.value.claim);
            let evidence = item.value.evidence.iter_mut();
            evidence.for_each(|name| match name {
                Name::Source(id) => replace(ids, id),
                Name::Claim(id) => replace(ids, id),
                _ => {}
            });
        }
    }
}

/// Whether a source is known only by its key, within its article.
fn is_keyed(item: &Item<Source>) -> bool {
    !item.is_named && item.value.canonical_url().is_none() && item.value.same_as.is_empty()
}

/// An id that a bundle can come with.
trait Replaceable {
    fn value(&self) -> Uuid;
    fn set(&mut self, id: Uuid);
}

macro_rules! replaceable {
    ($($id:ident),+) => {
        $(impl Replaceable for $id {
            fn value(&self) -> Uuid {
                self.uuid()
            }
            fn set(&mut self, id: Uuid) {
                *self = Self::new(id);
            }
        })+
    };
}

replaceable!(SourceId, ArticleId, ClaimId);

fn replace(ids: &HashMap<Uuid, Uuid>, id: &mut impl Replaceable) {
    if let Some(&actual) = ids.get(&id.value()) {
        id.set(actual);
    }
}
