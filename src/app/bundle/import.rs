//! Importing a bundle: finding out what of it is stored already, and writing what
//! is not, all or nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::merged::{Merged, keep_sources};
use crate::{
    app::{
        App, CallContext, Error,
        write::{
            appearance::Texts,
            chain,
            current::{added_keys, added_references, check_etag, require_all},
            reanchor::{number_text, reanchor, text_of},
            run::{Mutation, run},
        },
    },
    domain::{
        passage::part_text::TextVersion,
        resource::{
            any::{NaturalKey, Resource, Stored},
            bundle::{Bundle, Item, Outcome},
            name::{ArticleId, ClaimId, Kind, Name, RelationId, ReviewId, SourceId},
        },
        value::{identity::IdentityDigest, violation::Checker},
    },
    store::{
        log::request::Done,
        read::load::Lookup,
        write::{
            lock::{LockSet, Lockable},
            transaction::{Batch, Write, Written},
        },
    },
};

impl App {
    /// Imports a bundle that is valid in itself.
    pub async fn import_bundle(
        &self,
        context: CallContext,
        bundle: Bundle,
    ) -> Result<Written, Error> {
        run(self, context, ImportBundle { bundle }).await
    }
}

struct ImportBundle {
    bundle: Bundle,
}

impl Mutation for ImportBundle {
    fn locks(&self) -> LockSet {
        LockSet::new()
    }

    fn plans_without_locks(&self) -> bool {
        true
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        let mut import = Import::new(self.bundle.clone());
        let decided = import.decide_all(lookup).await;
        locks.merge(&import.locks);
        decided?;
        Ok(import.batch)
    }
}

/// Violations in a bundle.
#[derive(Default)]
pub(super) struct BundleViolations(pub(super) Checker);

impl BundleViolations {
    /// Looks at an item of the bundle.
    pub(super) fn at<T>(&mut self, path: &str, look: impl FnOnce(&mut Checker) -> T) -> T {
        self.0.field("bundle", |check| check.field(path, look))
    }

    pub(super) fn refuse(&mut self) -> Result<(), Error> {
        Ok(std::mem::take(&mut self.0).finish(())?)
    }
}

/// An import while it is decided.
pub(super) struct Import {
    pub(super) bundle: Bundle,
    /// What became of the ids that the bundle came with.
    pub(super) ids: HashMap<Uuid, Uuid>,
    /// What of it is stored already.
    pub(super) matched: BTreeSet<Name>,
    /// Those of the matched that hang on a claim, by their own ids.
    pub(super) children: BTreeMap<(Kind, Uuid), Name>,
    pub(super) stored: BTreeMap<Name, Stored>,
    pub(super) texts: Texts,
    pub(super) batch: Batch,
    pub(super) locks: LockSet,
    pub(super) check: BundleViolations,
    /// Where each resource that the bundle speaks of stands in it.
    pub(super) paths: BTreeMap<Name, String>,
    pub(super) merged: Merged,
    /// The survivors of the sources that what is stored refers to.
    pub(super) survivors: BTreeMap<Name, Name>,
    /// What becomes of the article's appearances in its new version.
    pub(super) reanchored: BTreeMap<Name, Write>,
}

impl Import {
    pub(super) fn new(bundle: Bundle) -> Self {
        Self {
            bundle,
            ids: HashMap::new(),
            matched: BTreeSet::new(),
            children: BTreeMap::new(),
            stored: BTreeMap::new(),
            texts: Texts::default(),
            batch: Batch::default(),
            locks: LockSet::new(),
            check: BundleViolations::default(),
            paths: BTreeMap::new(),
            merged: Merged::default(),
            survivors: BTreeMap::new(),
            reanchored: BTreeMap::new(),
        }
    }

    pub(super) async fn decide_all(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        self.match_sources(lookup).await?;
        self.match_article(lookup).await?;
        self.match_keyed_sources(lookup).await?;
        self.match_claims(lookup).await?;
        self.load_groups(lookup).await?;
        self.match_relations(lookup).await?;
        self.match_reviews(lookup).await?;
        self.check.refuse()?;
        self.load(lookup).await?;
        self.decide_sources()?;
        self.decide_article(lookup).await?;
        self.decide_claims()?;
        self.decide_appearances(lookup).await?;
        self.write_reanchored();
        self.decide_relations()?;
        self.decide_reviews()?;
        self.finish(lookup).await
    }

    pub(super) fn article(&self) -> Option<ArticleId> {
        let item = self.bundle.article.as_ref()?;
        let id = self.ids.get(&item.id).copied().unwrap_or(item.id);
        Some(ArticleId::new(id))
    }

    pub(super) async fn load(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        self.stored = lookup.stored(&self.matched).await?;
        let stored = self.stored.values();
        let sources: BTreeSet<Name> = stored
            .filter(|it| it.name.kind() == Kind::Article)
            .flat_map(|it| it.resource.references())
            .collect();
        self.survivors = lookup.survivors(&sources).await?;
        Ok(())
    }

    pub(super) fn decide_sources(&mut self) -> Result<(), Error> {
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

    pub(super) async fn decide_article(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
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
            let mut given = item.value.clone();
            keep_sources(&self.survivors, stored.sources(), given.sources_mut());
            article.replace_with(&given);
            after = Resource::Article(article, *version);
            number_text(before, &mut after);
        }
        if let Resource::Article(article, version) = &after {
            let text = text_of(article, *version);
            if *version > 1 && self.is_new_version(name, *version) {
                let writes = reanchor(lookup, &mut self.locks, id, &text).await?;
                let writes = writes.into_iter().map(|write| (write.name, write));
                self.reanchored = writes.collect();
            }
            self.texts.set_newest(id, text);
        }
        self.locks.share(Lockable::Resource(name));
        self.decide(&item, name, after, Vec::new(), None)
    }

    pub(super) fn is_new_version(&self, name: Name, version: TextVersion) -> bool {
        match self.stored.get(&name).map(|it| &it.resource) {
            Some(Resource::Article(_, stored)) => *stored != version,
            _ => false,
        }
    }

    pub(super) fn decide_claims(&mut self) -> Result<(), Error> {
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

    pub(super) fn decide_relations(&mut self) -> Result<(), Error> {
        for item in std::mem::take(&mut self.bundle.relations) {
            let own = |id| Name::Relation(item.value.claim, RelationId::new(id));
            let name = self.name_of(own(self.id(item.id)));
            let mut given = item.value.clone();
            let (after, differences) = match self.stored.get(&name).map(|it| &it.resource) {
                Some(Resource::Relation(stored)) => {
                    // Read from the other end it is the same.
                    self.merged.keep_ends(&mut given, stored);
                    let mut relation = stored.clone();
                    let differences = relation.fill_from(&given);
                    (relation, differences)
                }
                _ => (given, Vec::new()),
            };
            self.decide(&item, name, Resource::Relation(after), differences, None)?;
        }
        Ok(())
    }

    pub(super) fn decide_reviews(&mut self) -> Result<(), Error> {
        for item in std::mem::take(&mut self.bundle.reviews) {
            let own = |id| Name::Review(item.value.claim, ReviewId::new(id));
            let name = self.name_of(own(self.id(item.id)));
            let (after, differences) = match self.stored.get(&name).map(|it| &it.resource) {
                Some(Resource::Review(stored)) => {
                    let mut review = stored.clone();
                    let mut given = item.value.clone();
                    if name != own(name.uuid()) {
                        given.claim = stored.claim;
                    }
                    let differences = review.fill_from(&given);
                    (review, differences)
                }
                _ => (item.value.clone(), Vec::new()),
            };
            self.decide(&item, name, Resource::Review(after), differences, None)?;
        }
        Ok(())
    }

    /// The name of an item that hangs on a claim: its own, or that of what it was
    /// matched with, whose claim can be another.
    pub(super) fn name_of(&self, own: Name) -> Name {
        let matched = self.children.get(&(own.kind(), own.uuid()));
        matched.copied().unwrap_or(own)
    }

    /// Decides about one resource whose new state is known.
    pub(super) fn decide<T>(
        &mut self,
        item: &Item<T>,
        name: Name,
        after: Resource,
        differences: Vec<&'static str>,
        identity: Option<IdentityDigest>,
    ) -> Result<(), Error> {
        if self.merged.is_through(&item.path) {
            self.match_merged(item, name, differences);
            return Ok(());
        }
        let before = self.stored.get(&name).cloned();
        match &before {
            Some(before) => check_etag(before, &item.etag)?,
            None if item.etag.is_empty() => {}
            None => return Err(Error::EtagMismatch(name)),
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
        let path = field_path(&item.path, name);
        self.check.at(&path, |check| after.check(check));
        if before.is_some() || item.is_named {
            self.locks.own(Lockable::Resource(name));
        }
        for claim in after.moves_standing_of() {
            let claim = Name::Claim(claim);
            // One that is made here is known to nobody else.
            if self.stored.contains_key(&claim) || !self.paths.contains_key(&claim) {
                self.locks.own(Lockable::Resource(claim));
            }
        }
        self.batch.writes.push(Write {
            name,
            before,
            after,
            is_deleted: false,
            erasure: None,
            identity,
            follows: None,
        });
        Ok(())
    }

    /// Checks what the resources refer to and what no two may have.
    pub(super) async fn finish(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        self.check_references(lookup).await?;
        self.check_keys(lookup).await?;
        let paths = &self.paths;
        let place = |name: Name, field: &str| {
            let path = paths.get(&name).map_or("", String::as_str);
            format!("bundle.{}.{field}", field_path(path, name))
        };
        let (writes, locks) = (&self.batch.writes, &mut self.locks);
        chain::check(lookup, writes, locks, &mut self.check.0, place).await?;
        self.check.refuse()?;
        self.order_results();
        Ok(())
    }

    pub(super) async fn check_references(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        let mut references = BTreeSet::new();
        for write in &self.batch.writes {
            references.extend(match &write.before {
                None => write.after.references(),
                Some(before) => added_references(&before.resource, &write.after),
            });
        }
        references.retain(|name| !self.paths.contains_key(name));
        for &reference in &references {
            self.locks.share_reference(reference);
        }
        require_all(lookup, references).await
    }

    /// No two may have one key, neither two of the bundle nor one of it and one
    /// that is stored.
    pub(super) async fn check_keys(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        let mut keys: BTreeMap<NaturalKey, Name> = BTreeMap::new();
        for write in &self.batch.writes {
            let added = match &write.before {
                None => write.after.natural_keys(),
                Some(before) => added_keys(&before.resource, &write.after),
            };
            for key in added {
                self.locks.own(Lockable::Key(&key));
                let field = key.field();
                if let Some(first) = keys.insert(key, write.name) {
                    let path = |name| self.paths.get(name).cloned().unwrap_or_default();
                    let (path, first) = (path(&write.name), path(&first));
                    self.check.at(&path, |check| {
                        check.report(format!("has the same {field} as {first}; keep one of them"));
                    });
                }
            }
        }
        let wanted: BTreeSet<NaturalKey> = keys.keys().cloned().collect();
        for (key, holder) in lookup.holders(&wanted).await? {
            if keys.get(&key) != Some(&holder) {
                let field = key.field();
                return Err(Error::Exists { holder, field });
            }
        }
        Ok(())
    }

    /// Results stand in the order of the bundle: the article, the sources, then
    /// each claim followed by its appearances.
    pub(super) fn order_results(&mut self) {
        self.batch.done.sort_by_cached_key(|done| {
            let rank = match done.name {
                Name::Article(_) => 0,
                Name::Source(_) => 1,
                _ => 2,
            };
            let list = match done.name {
                Name::Appearance(..) => 1,
                Name::Relation(..) => 2,
                Name::Review(..) => 3,
                _ => 0,
            };
            let mut numbers = numbers(&done.path).into_iter();
            (rank, numbers.next(), list, numbers.next())
        });
    }

    pub(super) fn id(&self, given: Uuid) -> Uuid {
        self.ids.get(&given).copied().unwrap_or(given)
    }
}

/// The path of a resource itself, whose item stands at a path.
fn field_path(path: &str, name: Name) -> String {
    match name {
        Name::Source(_) => format!("{path}.source"),
        Name::Claim(_) => format!("{path}.claim"),
        _ => path.to_owned(),
    }
}

/// The numbers in a path: `claims[2].appearances[0]` has 2 and 0.
fn numbers(path: &str) -> Vec<usize> {
    path.split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}
