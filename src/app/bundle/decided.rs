//! Decides about the resources that the items of a bundle match: what is written, and what
//! the answer says about each.

use std::collections::{BTreeMap, BTreeSet};

use super::{candidate::Match, groups::survivor, matched::Matched, overlay::Context};
use crate::{
    app::{Error, write::current::check_etag},
    domain::{
        resource::{Item, Name, Outcome, Resource, Stored, bundle::numbers},
        value::IdentityDigest,
    },
    store::{
        log::Done,
        write::{ArticleKey, Batch, Lockable, Write},
    },
};

/// What is written, and what the answer says about each resource.
#[derive(Default)]
pub(super) struct Decided {
    pub(super) writes: Vec<Write>,
    pub(super) done: Vec<Done>,
}

impl Decided {
    pub(super) fn concat(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.writes.extend(part.writes);
            all.done.extend(part.done);
        }
        all
    }

    /// The paths of the items that write to each resource.
    pub(super) fn paths(&self) -> BTreeMap<Name, &str> {
        let written = [Outcome::Created, Outcome::Updated];
        let done = self
            .done
            .iter()
            .filter(|done| written.contains(&done.outcome));
        done.map(|done| (done.name, done.path.as_str())).collect()
    }

    /// The resources that items of the bundle match.
    pub(super) fn names(&self) -> BTreeSet<Name> {
        let of_items = self.done.iter().filter(|done| !done.path.is_empty());
        of_items.map(|done| done.name).collect()
    }

    /// The whole batch, with the results in the order of the bundle: the article, the
    /// sources, then each claim followed by its appearances, relations and reviews.
    pub(super) fn into_batch(mut self, keys: Vec<ArticleKey>) -> Batch {
        self.done.sort_by_cached_key(|done| {
            let (rank, list) = match done.name {
                Name::Article(_) => (0, 0),
                Name::Source(_) => (1, 0),
                Name::Appearance(..) => (2, 1),
                Name::Relation(..) => (2, 2),
                Name::Review(..) => (2, 3),
                Name::Claim(_) | Name::Standing(_) => (2, 0),
            };
            let mut numbers = numbers(&done.path).into_iter();
            (rank, numbers.next(), list, numbers.next())
        });
        Batch {
            writes: self.writes,
            keys,
            done: self.done,
            ..Batch::default()
        }
    }
}

/// The next state of a resource, made from an item of the bundle.
pub(super) struct NextState {
    /// The item. Its value is the next state.
    pub(super) item: Item<Resource>,
    pub(super) name: Name,
    /// The current state; `None` for a new resource.
    pub(super) before: Option<Stored>,
    /// The fields in which the item differs, but which are not overwritten.
    pub(super) differences: Vec<&'static str>,
    /// The identity, if the resource is an appearance.
    pub(super) identity: Option<IdentityDigest>,
}

impl NextState {
    fn check_etag(&self) -> Result<(), Error> {
        match &self.before {
            Some(before) => check_etag(before, &self.item.etag),
            None if self.item.etag.is_empty() => Ok(()),
            None => Err(Error::EtagMismatch(self.name)),
        }
    }

    fn outcome(&self) -> Outcome {
        match &self.before {
            None => Outcome::Created,
            Some(before) if before.resource != self.item.value => Outcome::Updated,
            Some(_) if self.differences.is_empty() => Outcome::Unchanged,
            Some(_) => Outcome::Matched,
        }
    }

    fn done(&self, outcome: Outcome) -> Done {
        let before = self.before.as_ref();
        let differences = self.differences.iter();
        Done {
            name: self.name,
            revision: before.map_or(0, |before| before.stamp.revision),
            outcome,
            path: self.item.path.clone(),
            key: self.item.key.clone(),
            differences: differences.map(|&field| field.to_owned()).collect(),
            candidates: Vec::new(),
        }
    }
}

/// The stored states of the resources that items of a bundle match.
pub(super) struct Current {
    pub(super) stored: BTreeMap<Name, Stored>,
    /// The claims that the bundle creates. They need no locks, because nobody else knows
    /// them.
    new_claims: BTreeSet<Name>,
    replaces_reviews: bool,
    /// What the sources were merged into that are reported to have made stored claims.
    survivors: BTreeMap<Name, Name>,
}

impl Current {
    pub(super) async fn load(
        context: &mut Context<'_, '_>,
        matched: &Matched,
    ) -> Result<Self, Error> {
        let new_claims = matched.heads.claims.iter().filter(|it| !it.is_stored);
        let stored = context.store.stored(&matched.stored()).await?;
        let claims = stored.values().filter_map(|it| match &it.resource {
            Resource::Claim(claim) => Some(claim.sources().map(Name::Source)),
            _ => None,
        });
        let reported: BTreeSet<Name> = claims.flatten().collect();
        Ok(Self {
            survivors: context.store.lookup.survivors(&reported).await?,
            stored,
            new_claims: new_claims.map(|it| it.name).collect(),
            replaces_reviews: matched.replaces_reviews,
        })
    }

    /// Decides about sources, claims, relations or reviews: a stored resource takes what it
    /// lacks, or a later review, and resources that are not stored are created.
    pub(super) fn fill_all(
        &self,
        context: &mut Context<'_, '_>,
        matches: Vec<Match>,
    ) -> Result<Decided, Error> {
        let mut decided = Decided::default();
        let survivor_of = |id| survivor(&self.survivors, id);
        for Match {
            mut item,
            name,
            merged,
            is_by_line,
            ..
        } in matches
        {
            let before = self.stored.get(&name).cloned();
            let differences = before.as_ref().map_or_else(Vec::new, |before| {
                let given = std::mem::replace(&mut item.value, before.resource.clone());
                let mut differences = item.value.take(&given, self.replaces_reviews, survivor_of);
                differences.retain(|field| !item.defaulted.contains(field));
                if is_by_line {
                    // The line says who is credited, and nothing else about the source.
                    item.value = before.resource.clone();
                }
                differences
            });
            let next = NextState {
                item,
                name,
                before,
                differences,
                identity: None,
            };
            if merged.is_some() {
                // An item that matches a merged resource changes nothing in the survivor.
                decided.done.push(next.done(Outcome::Matched));
            } else {
                self.decide(context, &mut decided, next)?;
            }
        }
        Ok(decided)
    }

    /// Adds the decision about one resource.
    pub(super) fn decide(
        &self,
        context: &mut Context<'_, '_>,
        decided: &mut Decided,
        next: NextState,
    ) -> Result<(), Error> {
        let Context { locks, check, .. } = context;
        next.check_etag()?;
        let outcome = next.outcome();
        decided.done.push(next.done(outcome));
        if matches!(outcome, Outcome::Unchanged | Outcome::Matched) {
            return Ok(());
        }
        let NextState {
            item,
            name,
            before,
            identity,
            ..
        } = next;
        let after = item.value;
        check.field(&field_path(&item.path, name), |check| after.check(check));
        if before.is_some() || item.is_named {
            locks.exclusive(Lockable::Resource(name));
        }
        let moved = after.moves_standing_of().into_iter().map(Name::Claim);
        for claim in moved.filter(|claim| !self.new_claims.contains(claim)) {
            locks.exclusive(Lockable::Resource(claim));
        }
        decided.writes.push(Write {
            name,
            before,
            keys: Some(after.natural_keys()),
            after,
            is_deleted: false,
            erasure: None,
            identity,
            follows: None,
        });
        Ok(())
    }
}

/// The path of a resource within the item at a path. In a statement, the item is the resource
/// itself.
pub(super) fn field_path(path: &str, name: Name) -> String {
    let field = match name {
        Name::Source(_) => "source",
        Name::Claim(_) => "claim",
        _ => return path.to_owned(),
    };
    match path == field {
        true => path.to_owned(),
        false => format!("{path}.{field}"),
    }
}
