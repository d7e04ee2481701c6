//! The appearances of a bundle: found in the texts that they stand in, and matched
//! with those that are stored.

use std::collections::{BTreeMap, BTreeSet};

use super::{import::Import, merged::keep_sources};
use crate::{
    app::{
        Error,
        write::appearance::{refuse_large_search, refuse_too_many},
    },
    domain::{
        resource::{
            any::Resource,
            appearance::Appearance,
            bundle::{Item, Outcome},
            name::{AppearanceId, ArticleId, ClaimId, Name},
        },
        value::identity::IdentityDigest,
    },
    store::{
        log::request::Done,
        read::load::{Lookup, Presence},
        write::lock::Lockable,
    },
};

impl Import {
    /// Decides about the appearances, once it is known which claim and article each
    /// belongs to.
    pub(super) async fn decide_appearances(
        &mut self,
        lookup: &mut Lookup<'_>,
    ) -> Result<(), Error> {
        let mut items = std::mem::take(&mut self.bundle.appearances);
        for item in &items {
            let article = Name::Article(item.value.article);
            self.locks.share(Lockable::Resource(article));
            self.texts.load(lookup, &item.value).await?;
        }
        let mut identities = self.settle(&mut items)?;
        let same = self.find_same(lookup, &mut items, &mut identities).await?;
        self.refuse_repeated(&items, &identities);
        let mut names = Vec::with_capacity(items.len());
        for (item, identity) in items.iter().zip(&identities) {
            let same = same.get(identity).copied();
            names.push(self.match_appearance(lookup, item, same).await?);
        }
        self.check.refuse()?;
        let matched: BTreeSet<Name> = names.iter().copied().collect();
        let stored = lookup.stored(&matched).await?;
        let sources = stored.values().flat_map(|it| it.resource.references());
        let survivors = lookup.survivors(&sources.collect()).await?;
        for (item, name) in items.iter_mut().zip(&names) {
            if let Some(Resource::Appearance(stored)) = stored.get(name).map(|it| &it.resource) {
                keep_sources(&survivors, stored.sources(), item.value.sources_mut());
                item.value.keep_anchoring(stored);
            }
            // What the bundle has of an appearance counts, and not what was found of it.
            if let Some(found) = self.reanchored.remove(name)
                && let Resource::Appearance(found) = &found.after
                && item.value.anchoring.is_none()
            {
                item.value.keep_anchoring(found);
            }
        }
        let new = items.iter().zip(&names);
        let new = new.filter(|(_, name)| !stored.contains_key(name));
        let new: Vec<(String, ArticleId)> = new
            .map(|(item, _)| (format!("bundle.{}", item.path), item.value.article))
            .collect();
        refuse_too_many(lookup, &mut self.check.0, &new).await?;
        self.check.refuse()?;
        self.stored.extend(stored);
        for ((item, name), identity) in items.into_iter().zip(names).zip(identities) {
            let after = Resource::Appearance(item.value.clone());
            self.decide(&item, name, after, Vec::new(), Some(identity))?;
        }
        Ok(())
    }

    fn settle(&mut self, items: &mut [Item<Appearance>]) -> Result<Vec<IdentityDigest>, Error> {
        let texts = self.texts.counted();
        let searched_mib = texts.searched_mib(items.iter().map(|item| &item.value));
        let check = &mut self.check.0;
        check.field("bundle", |check| {
            refuse_large_search(check, "claims", searched_mib);
        });
        self.check.refuse()?;
        let mut identities = Vec::with_capacity(items.len());
        for item in items {
            let Item { path, value, .. } = item;
            let identity = self.check.at(path, |check| texts.settle(check, value));
            identities.push(identity.unwrap_or_default());
        }
        self.check.refuse()?;
        Ok(identities)
    }

    /// Which stored appearances are the same as these, also below claims that were merged
    /// since: such an item is then one of that claim.
    async fn find_same(
        &self,
        lookup: &mut Lookup<'_>,
        items: &mut [Item<Appearance>],
        identities: &mut [IdentityDigest],
    ) -> Result<BTreeMap<IdentityDigest, Name>, Error> {
        let texts = self.texts.counted();
        let below: Vec<Vec<(ClaimId, IdentityDigest)>> = items
            .iter()
            .zip(&*identities)
            .map(|(item, identity)| {
                let claims = self.merged.below(&item.path, item.value.claim);
                if claims.len() < 2 {
                    return vec![(item.value.claim, *identity)];
                }
                let occurrence = texts.occurrence(&item.value);
                let claims = claims.into_iter();
                let below = |claim| item.value.identity_below(claim, occurrence);
                claims.map(|claim| (claim, below(claim))).collect()
            })
            .collect();
        let all: Vec<IdentityDigest> = below.iter().flatten().map(|(_, it)| *it).collect();
        let mut same = lookup.appearances_by_identity(&all).await?;
        same.retain(|_, name| !self.reanchored.contains_key(name));
        let found = self.reanchored.values();
        same.extend(found.filter_map(|write| Some((write.identity?, write.name))));
        for ((item, identity), below) in items.iter_mut().zip(identities).zip(below) {
            let mut below = below.into_iter();
            if let Some((claim, there)) = below.find(|(_, there)| same.contains_key(there)) {
                item.value.claim = claim;
                *identity = there;
            }
        }
        Ok(same)
    }

    /// Those appearances that the bundle does not have are written as they were found.
    pub(super) fn write_reanchored(&mut self) {
        for (name, write) in std::mem::take(&mut self.reanchored) {
            self.batch.done.push(Done::alone(name, Outcome::Updated, 0));
            self.batch.writes.push(write);
        }
    }

    /// Complains about items of which another says the same, or has the name.
    fn refuse_repeated(&mut self, items: &[Item<Appearance>], identities: &[IdentityDigest]) {
        let (mut seen, mut ids) = (BTreeMap::new(), BTreeMap::new());
        for (item, identity) in items.iter().zip(identities) {
            let same = seen.insert(identity, &item.path);
            let named = ids.insert(item.id, &item.path).filter(|_| item.is_named);
            if let Some(first) = same.or(named) {
                self.check.at(&item.path, |check| {
                    check.report(format!("is the same as {first}; keep one of them"));
                });
            }
        }
    }

    /// Which appearance an item means: the one that is the same, or the one that it
    /// names, which must not be two, nor below another claim.
    async fn match_appearance(
        &mut self,
        lookup: &mut Lookup<'_>,
        item: &Item<Appearance>,
        same: Option<Name>,
    ) -> Result<Name, Error> {
        let given = Name::Appearance(item.value.claim, AppearanceId::new(item.id));
        let held = match item.is_named {
            true => lookup.presence(&BTreeSet::from([given])).await?,
            false => BTreeMap::new(),
        };
        let held = held.into_iter().next();
        if let Some((held, Presence::Deleted)) = held {
            self.refuse_deleted(&item.path, held);
        }
        let held = held.map(|(held, _)| held);
        let name = same.or(held).unwrap_or(given);
        if item
            .parent
            .is_some_and(|claim| claim != item.value.claim.uuid())
        {
            self.check.at(&item.path, |check| {
                check.report_at("name", "stands below another claim than the one it is in");
            });
        } else if item.is_named && (name != given || held.is_some_and(|held| held != given)) {
            let other = held.filter(|held| *held != given).unwrap_or(name);
            self.check.at(&item.path, |check| {
                check.report(format!("matches two resources, {given} and {other}"));
            });
        }
        self.paths.insert(name, item.path.clone());
        Ok(name)
    }
}
