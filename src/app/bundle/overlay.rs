//! The store as it will be after the earlier bundles of the same transaction are written.
//! Later bundles are matched with what earlier ones create.
//!
//! Merges are read from the store alone, because an import does not change them.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    app::{Error, write::reanchor::text_of},
    domain::{
        Timestamp,
        resource::{
            Article, ArticleId, KeySet, Kind, Name, NaturalKey, Resource, SourceId, Stored,
        },
        value::{Checker, Form, IdentityDigest},
    },
    store::{
        Lookup,
        read::{ArticleText, Presence},
        write::{Batch, Described, Holders, LockSet, Write, state},
    },
};

/// What the bundles so far will write: each resource once.
#[derive(Default)]
pub(super) struct Pending {
    batch: Batch,
    /// The index of the write of each resource in the batch.
    positions: BTreeMap<(Kind, Uuid), usize>,
    keys: BTreeMap<NaturalKey, Name>,
    identities: BTreeMap<IdentityDigest, Name>,
}

impl Pending {
    /// Adds the writes of one more bundle.
    pub(super) fn add(&mut self, batch: Batch) {
        for write in batch.writes {
            self.add_write(write);
        }
        self.batch.keys.extend(batch.keys);
        self.batch.sealed.extend(batch.sealed);
        self.batch.done.extend(batch.done);
    }

    /// Whether a batch changes the text of an article that is pending. Only the last text of
    /// a transaction would be stored, so that needs one of its own.
    pub(super) fn has_other_text(&self, batch: &Batch) -> bool {
        let version = |resource: &Resource| match resource {
            Resource::Article(_, version) => Some(*version),
            _ => None,
        };
        batch.writes.iter().any(|write| {
            let pending = self.write(write.name);
            pending.is_some_and(|pending| version(&pending.after) != version(&write.after))
        })
    }

    fn add_write(&mut self, mut write: Write) {
        let name = write.name;
        // A deleted resource leaves its keys to others.
        let is_live = !write.is_deleted;
        let keys = is_live.then(|| write.natural_keys());
        let identity = write.identity.filter(|_| is_live);
        let position = (name.kind(), name.uuid());
        match self.positions.get(&position) {
            Some(&at) => {
                self.keys.retain(|_, holder| *holder != name);
                self.identities.retain(|_, holder| *holder != name);
                let earlier = &mut self.batch.writes[at];
                write.before = earlier.before.take();
                *earlier = write;
            }
            None => {
                self.positions.insert(position, self.batch.writes.len());
                self.batch.writes.push(write);
            }
        }
        let keys = keys.unwrap_or_default().into_keys();
        self.keys.extend(keys.map(|key| (key, name)));
        self.identities.extend(identity.map(|it| (it, name)));
    }

    /// The batch with all writes.
    pub(super) fn into_batch(self) -> Batch {
        self.batch
    }

    /// The write of the resource with the id in this name. It can be a child of another
    /// claim.
    fn write(&self, name: Name) -> Option<&Write> {
        let at = self.positions.get(&(name.kind(), name.uuid()))?;
        self.batch.writes.get(*at)
    }
}

/// What the stages of one bundle share: what they read from, and the locks and violations
/// that they add.
pub(super) struct Context<'a, 'c> {
    pub(super) store: Overlay<'a, 'c>,
    /// The locks that the values of the stages depend on.
    pub(super) locks: &'a mut LockSet,
    /// The violations of the bundle.
    pub(super) check: Checker,
}

/// Reads the store as if the pending writes were already in it.
pub(super) struct Overlay<'a, 'c> {
    /// The store itself.
    pub(super) lookup: &'a mut Lookup<'c>,
    pending: &'a Pending,
}

impl<'a, 'c> Overlay<'a, 'c> {
    pub(super) fn new(lookup: &'a mut Lookup<'c>, pending: &'a Pending) -> Self {
        Self { lookup, pending }
    }

    /// The pending writes.
    pub(super) fn writes(&self) -> &'a [Write] {
        &self.pending.batch.writes
    }

    /// Whether a resource is pending.
    pub(super) fn is_pending(&self, name: Name) -> bool {
        self.pending.write(name).is_some()
    }

    /// Whether an article or an appearance in it is pending.
    pub(super) fn is_text_pending(&self, article: ArticleId) -> bool {
        let mut articles = self.writes().iter().map(|write| match &write.after {
            Resource::Appearance(appearance) => Name::Article(appearance.article),
            _ => write.name,
        });
        articles.any(|name| name == Name::Article(article))
    }

    /// The text of an article that is pending.
    pub(super) fn pending_text(&self, article: ArticleId) -> Option<ArticleText> {
        match &self.pending.write(Name::Article(article))?.after {
            Resource::Article(article, version) => Some(text_of(article, *version)),
            _ => None,
        }
    }

    /// Like [`Lookup::holders`].
    pub(super) async fn holders(&mut self, keys: &KeySet) -> Result<Holders, Error> {
        let mut holders = self.lookup.holders(keys).await?;
        holders.retain(|holder| !self.is_pending(holder));
        for key in &keys.natural {
            if let Some(&holder) = self.pending.keys.get(key) {
                holders.insert(key.clone(), holder);
            }
        }
        Ok(holders)
    }

    /// Like [`Lookup::presence`].
    pub(super) async fn presence(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, Presence>, Error> {
        if names.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut presence = self.lookup.presence(names).await?;
        let pending = names.iter().filter_map(|name| self.pending.write(*name));
        presence.extend(pending.map(|write| {
            let presence = match write.is_deleted {
                true => Presence::Deleted,
                false => Presence::Live,
            };
            (write.name, presence)
        }));
        Ok(presence)
    }

    /// Like [`Lookup::stored`].
    pub(super) async fn stored(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, Stored>, Error> {
        let mut stored = self.lookup.stored(names).await?;
        let pending = names.iter().filter_map(|name| self.pending.write(*name));
        let pending = pending.filter(|write| names.contains(&write.name));
        // The times are only set when the state is written.
        stored.extend(pending.map(|write| (write.name, state(write, Timestamp::UNIX_EPOCH))));
        Ok(stored)
    }

    /// Like [`Lookup::articles_described`].
    pub(super) async fn articles_described(
        &mut self,
        article: &Article,
    ) -> Result<Vec<Described>, Error> {
        let Some(description) = article.description(Form::Canonical) else {
            return Ok(Vec::new());
        };
        let mut described = self.lookup.articles_described(article).await?;
        described.retain(|it| !self.is_pending(Name::Article(it.article)));
        let first = NaturalKey::Description(description, None);
        for (key, holder) in self.pending.keys.range(first..) {
            match (key, holder) {
                (NaturalKey::Description(digest, publisher), &Name::Article(article))
                    if *digest == description =>
                {
                    let publisher = *publisher;
                    described.push(Described { article, publisher });
                }
                _ => break,
            }
        }
        Ok(described)
    }

    /// The articles that [`Lookup::articles_alike`] returns.
    pub(super) async fn articles_alike(
        &mut self,
        content: IdentityDigest,
    ) -> Result<Vec<(ArticleId, Article)>, Error> {
        let names = self.lookup.articles_alike(content).await?;
        let mut alike = self.lookup.stored(&names.into_iter().collect()).await?;
        alike.retain(|name, _| !self.is_pending(*name));
        let mut articles = Vec::new();
        for (name, it) in alike {
            if let (Name::Article(id), Resource::Article(article, _)) = (name, it.resource) {
                articles.push((id, article));
            }
        }
        for write in self.writes() {
            if let (Name::Article(id), Resource::Article(article, _)) = (write.name, &write.after) {
                articles.push((id, article.clone()));
            }
        }
        Ok(articles)
    }

    /// Like [`Lookup::article_keys`].
    pub(super) async fn article_keys(
        &mut self,
        article: ArticleId,
        keys: &[String],
    ) -> Result<BTreeMap<String, SourceId>, Error> {
        let mut sources = self.lookup.article_keys(article, keys).await?;
        let pending = self.pending.batch.keys.iter();
        let pending = pending.filter(|it| it.article == article && keys.contains(&it.key));
        sources.extend(pending.map(|it| (it.key.clone(), it.source)));
        Ok(sources)
    }

    /// Like [`Lookup::appearances_by_identity`].
    pub(super) async fn appearances_by_identity(
        &mut self,
        identities: &[IdentityDigest],
    ) -> Result<BTreeMap<IdentityDigest, Name>, Error> {
        let mut found = self.lookup.appearances_by_identity(identities).await?;
        found.retain(|_, name| !self.is_pending(*name));
        let pending = |it: &IdentityDigest| Some((*it, *self.pending.identities.get(it)?));
        found.extend(identities.iter().filter_map(pending));
        Ok(found)
    }
}
