//! Importing a bundle: finding out what of it is stored already, and writing what
//! is not, all or nothing.

mod matching;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::{
    App, Asked, Error,
    appearance::Texts,
    chain,
    create::require_all,
    update::{added_keys, added_references, check_etag, number_text},
    write::{self, Mutation, Plan},
};
use crate::{
    domain::{
        bundle::{Bundle, Item, Outcome},
        identity::IdentityDigest,
        name::{AppearanceId, ArticleId, ClaimId, Name, SourceId},
        resource::{Resource, Stored},
        violation::Checker,
    },
    store::{
        load::{ArticleText, Lookup},
        lock::{LockSet, Lockable},
        request::Done,
        write::{Batch, Write},
    },
};

impl App {
    /// Imports a bundle that is valid in itself.
    pub async fn import_bundle(&self, asked: Asked, bundle: Bundle) -> Result<Vec<Done>, Error> {
        write::run(self, asked, ImportBundle { bundle }).await
    }
}

struct ImportBundle {
    bundle: Bundle,
}

impl Mutation for ImportBundle {
    fn locks(&self) -> LockSet {
        LockSet::new()
    }

    fn looks_ahead(&self) -> bool {
        true
    }

    async fn decide(&self, lookup: &mut Lookup<'_>) -> Result<Plan, Error> {
        let mut import = Import::new(self.bundle.clone());
        import.match_sources(lookup).await?;
        import.match_article(lookup).await?;
        import.match_keyed_sources(lookup).await?;
        import.match_claims(lookup).await?;
        import.check.refuse()?;
        import.load(lookup).await?;
        import.decide_sources()?;
        import.decide_article()?;
        import.decide_claims()?;
        import.decide_appearances(lookup).await?;
        import.finish(lookup).await
    }
}

/// Violations in a bundle.
#[derive(Default)]
struct Complaints(Checker);

impl Complaints {
    /// Looks at an item of the bundle.
    fn at<T>(&mut self, path: &str, look: impl FnOnce(&mut Checker) -> T) -> T {
        self.0.field("bundle", |check| check.field(path, look))
    }

    fn refuse(&mut self) -> Result<(), Error> {
        Ok(std::mem::take(&mut self.0).finish(())?)
    }
}

/// An import while it is decided.
struct Import {
    bundle: Bundle,
    /// What became of the ids that the bundle came with.
    ids: HashMap<Uuid, Uuid>,
    /// What of it is stored already.
    matched: BTreeSet<Name>,
    stored: BTreeMap<Name, Stored>,
    texts: Texts,
    batch: Batch,
    locks: LockSet,
    check: Complaints,
    /// Where each resource that the bundle speaks of stands in it.
    paths: BTreeMap<Name, String>,
}

impl Import {
    fn new(bundle: Bundle) -> Self {
        Self {
            bundle,
            ids: HashMap::new(),
            matched: BTreeSet::new(),
            stored: BTreeMap::new(),
            texts: Texts::default(),
            batch: Batch::default(),
            locks: LockSet::new(),
            check: Complaints::default(),
            paths: BTreeMap::new(),
        }
    }

    fn article(&self) -> Option<ArticleId> {
        let item = self.bundle.article.as_ref()?;
        let id = self.ids.get(&item.id).copied().unwrap_or(item.id);
        Some(ArticleId::new(id))
    }

    async fn load(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        self.stored = lookup.stored(&self.matched).await?;
        Ok(())
    }

    fn decide_sources(&mut self) -> Result<(), Error> {
        for item in std::mem::take(&mut self.bundle.sources) {
            let name = Name::Source(SourceId::new(self.id(item.id)));
            let (after, differences) = match self.stored.get(&name).map(|it| &it.resource) {
                Some(Resource::Source(stored)) => {
                    let mut source = stored.clone();
                    let differences = source.fill_from(&item.value);
                    (source, differences)
                }
                _ => (item.value.clone(), Vec::new()),
            };
            self.decide(&item, name, Resource::Source(after), differences, None)?;
        }
        Ok(())
    }

    fn decide_article(&mut self) -> Result<(), Error> {
        let Some(item) = self.bundle.article.take() else {
            return Ok(());
        };
        let id = ArticleId::new(self.id(item.id));
        let name = Name::Article(id);
        let mut after = Resource::Article(item.value.clone(), 1);
        if let Some(before) = self.stored.get(&name)
            && let Resource::Article(stored, version) = &before.resource
        {
            let mut article = stored.clone();
            article.replace_with(&item.value);
            after = Resource::Article(article, *version);
            number_text(before, &mut after);
        }
        if let Resource::Article(article, version) = &after {
            let text = ArticleText {
                version: *version,
                headline: article.headline.clone(),
                body: article.body.clone(),
            };
            self.texts.set_newest(id, text);
        }
        self.locks.share(Lockable::Resource(name));
        self.decide(&item, name, after, Vec::new(), None)
    }

    fn decide_claims(&mut self) -> Result<(), Error> {
        for item in std::mem::take(&mut self.bundle.claims) {
            let name = Name::Claim(ClaimId::new(self.id(item.id)));
            let (after, differences) = match self.stored.get(&name).map(|it| &it.resource) {
                Some(Resource::Claim(stored)) => {
                    let mut claim = stored.clone();
                    let differences = claim.fill_from(&item.value);
                    (claim, differences)
                }
                _ => (item.value.clone(), Vec::new()),
            };
            self.decide(&item, name, Resource::Claim(after), differences, None)?;
        }
        Ok(())
    }

    async fn decide_appearances(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        let mut items = std::mem::take(&mut self.bundle.appearances);
        for item in &items {
            let article = Name::Article(item.value.article);
            self.locks.share(Lockable::Resource(article));
            self.texts.load(lookup, &item.value).await?;
        }
        let identities = self.settle(&mut items)?;
        let same = lookup.appearances_by_identity(&identities).await?;
        let mut names = Vec::with_capacity(items.len());
        let mut seen = BTreeMap::new();
        for (item, identity) in items.iter().zip(&identities) {
            if let Some(first) = seen.insert(identity, &item.path) {
                self.check.at(&item.path, |check| {
                    check.say(format!("is the same as {first}; keep one of them"));
                });
            }
            names.push(
                self.match_appearance(lookup, item, same.get(identity))
                    .await?,
            );
        }
        self.check.refuse()?;
        let matched: BTreeSet<Name> = names.iter().copied().collect();
        self.stored.extend(lookup.stored(&matched).await?);
        for ((item, name), identity) in items.into_iter().zip(names).zip(identities) {
            let after = Resource::Appearance(item.value.clone());
            self.decide(&item, name, after, Vec::new(), Some(identity))?;
        }
        Ok(())
    }

    fn settle(
        &mut self,
        items: &mut [Item<crate::domain::appearance::Appearance>],
    ) -> Result<Vec<IdentityDigest>, Error> {
        let texts = self.texts.counted();
        let mut identities = Vec::with_capacity(items.len());
        for item in items {
            let Item { path, value, .. } = item;
            let identity = self.check.at(path, |check| texts.settle(check, value));
            identities.push(identity.unwrap_or_default());
        }
        self.check.refuse()?;
        Ok(identities)
    }

    /// Which appearance an item means: the one that is the same, or the one that
    /// it names, which must not be two.
    async fn match_appearance(
        &mut self,
        lookup: &mut Lookup<'_>,
        item: &Item<crate::domain::appearance::Appearance>,
        same: Option<&Name>,
    ) -> Result<Name, Error> {
        let id = AppearanceId::new(item.id);
        let given = Name::Appearance(item.value.claim, id);
        let held = match item.is_named {
            true => lookup.appearance_by_id(id).await?,
            false => None,
        };
        let name = same.copied().or(held).unwrap_or(given);
        if item.is_named && (name != given || held.is_some_and(|held| held != given)) {
            let other = held.filter(|held| *held != given).unwrap_or(name);
            self.check.at(&item.path, |check| {
                check.say(format!("matches two resources, {given} and {other}"));
            });
        }
        if let Some(first) = self.paths.insert(name, item.path.clone()) {
            self.check.at(&item.path, |check| {
                check.say(format!("is the same as {first}; keep one of them"));
            });
        }
        Ok(name)
    }

    /// Decides about one resource whose new state is known.
    fn decide<T>(
        &mut self,
        item: &Item<T>,
        name: Name,
        after: Resource,
        differences: Vec<&'static str>,
        identity: Option<IdentityDigest>,
    ) -> Result<(), Error> {
        let before = self.stored.get(&name).cloned();
        if let Some(before) = &before {
            check_etag(before, &item.etag)?;
        }
        let is_changed = before
            .as_ref()
            .is_none_or(|before| before.resource != after);
        let outcome = match (&before, is_changed) {
            (None, _) => Outcome::Created,
            (Some(_), true) => Outcome::Updated,
            (Some(_), false) if differences.is_empty() => Outcome::Unchanged,
            (Some(_), false) => Outcome::Matched,
        };
        let revision = before.as_ref().map_or(0, |before| before.stamp.revision);
        self.batch.done.push(Done {
            name,
            revision,
            outcome,
            path: item.path.clone(),
            key: item.key.clone(),
            differences: differences.into_iter().map(str::to_owned).collect(),
        });
        if !is_changed {
            return Ok(());
        }
        self.check.at(&item.path, |check| after.check(check));
        self.locks.own(Lockable::Resource(name));
        if let Resource::Appearance(appearance) = &after {
            // The standing of a claim moves with its appearances.
            self.locks
                .own(Lockable::Resource(Name::Claim(appearance.claim)));
        }
        self.batch.writes.push(Write {
            name,
            before,
            after,
            identity,
        });
        Ok(())
    }

    /// Checks what the resources refer to and what no two may have.
    async fn finish(mut self, lookup: &mut Lookup<'_>) -> Result<Plan, Error> {
        let mut references = BTreeSet::new();
        let mut keys = BTreeSet::new();
        for write in &self.batch.writes {
            let Some(before) = &write.before else {
                references.extend(write.after.references());
                continue;
            };
            references.extend(added_references(&before.resource, &write.after));
            keys.extend(added_keys(&before.resource, &write.after));
        }
        references.retain(|name| !self.paths.contains_key(name));
        for &reference in &references {
            self.locks.share(Lockable::Resource(reference));
        }
        require_all(lookup, references).await?;
        for key in &keys {
            self.locks.own(Lockable::Key(key));
        }
        if let Some((key, holder)) = lookup.holders(&keys).await?.into_iter().next() {
            let field = key.field();
            return Err(Error::Exists { holder, field });
        }
        let paths = &self.paths;
        let place = |name: Name| {
            let path = paths.get(&name).map_or("", String::as_str);
            format!("bundle.{path}")
        };
        chain::check(
            lookup,
            &self.batch.writes,
            &mut self.locks,
            &mut self.check.0,
            place,
        )
        .await?;
        self.check.refuse()?;
        self.order_results();
        Ok(Plan {
            batch: self.batch,
            locks: self.locks,
        })
    }

    /// Results stand in the order of the bundle: the article, the sources, then
    /// each claim followed by its appearances.
    fn order_results(&mut self) {
        self.batch.done.sort_by_cached_key(|done| {
            let rank = match done.name {
                Name::Article(_) => 0,
                Name::Source(_) => 1,
                Name::Claim(_) | Name::Appearance(..) => 2,
            };
            (rank, numbers(&done.path))
        });
    }

    fn id(&self, given: Uuid) -> Uuid {
        self.ids.get(&given).copied().unwrap_or(given)
    }
}

/// The numbers in a path: `claims[2].appearances[0]` has 2 and 0.
fn numbers(path: &str) -> Vec<usize> {
    path.split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}
