//! Updating a resource of any kind.

use std::collections::BTreeSet;

use super::{
    chain,
    create::{done_alone, require_all, settle_all},
    merge::merged,
    reanchor::reanchor,
    run::{Mutation, run},
};
use crate::{
    app::{App, CallContext, Error},
    domain::{
        resource::{
            any::{NaturalKey, Resource, Stored, TextVersion},
            article::Article,
            bundle::Outcome,
            name::Name,
        },
        value::violation::{Checker, Violation},
    },
    store::{
        read::load::{ArticleText, Lookup},
        write::{
            lock::{LockSet, Lockable},
            transaction::{Batch, Write, Written},
        },
    },
};

/// Makes the new state from the stored one, and complains where that is not valid
/// in itself.
pub type MakeState = Box<dyn Fn(&Stored) -> Result<Resource, Vec<Violation>> + Send + Sync>;

/// How a resource changes.
pub struct Edit {
    /// Where it stands in the request.
    pub path: &'static str,
    /// What it becomes.
    pub make: MakeState,
}

impl App {
    /// Changes a resource; where `etag` is given, only in the state that it says.
    pub async fn update(
        &self,
        context: CallContext,
        name: Name,
        etag: String,
        edit: Edit,
    ) -> Result<Written, Error> {
        run(self, context, Update { name, etag, edit }).await
    }
}

struct Update {
    name: Name,
    etag: String,
    edit: Edit,
}

impl Mutation for Update {
    fn locks(&self) -> LockSet {
        let mut locks = LockSet::new();
        locks.own(Lockable::Resource(self.name));
        if let Some(claim) = self.name.claim() {
            // The standing of a claim moves with what hangs on it.
            locks.own(Lockable::Resource(Name::Claim(claim)));
        }
        locks
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        locks.merge(&self.locks());
        let before = load(lookup, self.name, &self.etag).await?;
        for claim in before.resource.moves_standing_of() {
            locks.own(Lockable::Resource(Name::Claim(claim)));
        }
        let mut after = (self.edit.make)(&before)?;

        let added = added_references(&before.resource, &after);
        for &reference in &added {
            locks.share_reference(reference);
        }
        require_all(lookup, added).await?;

        let keys = added_keys(&before.resource, &after);
        for key in &keys {
            locks.own(Lockable::Key(key));
        }
        let holders = lookup.holders(&keys).await?;
        if let Some((key, holder)) = holders.into_iter().find(|(_, holder)| *holder != self.name) {
            let field = key.field();
            return Err(Error::Exists { holder, field });
        }

        if let Resource::Appearance(appearance) = &after {
            locks.share(Lockable::Resource(Name::Article(appearance.article)));
        }
        number_text(&before, &mut after);
        let mut all = [(self.edit.path, self.name, after)];
        let identities = settle_all(lookup, &mut all).await?;
        let [(.., mut after)] = all;
        if let (Resource::Appearance(stored), Resource::Appearance(after)) =
            (&before.resource, &mut after)
        {
            after.keep_anchoring(stored);
        }
        if after == before.resource {
            let revision = before.stamp.revision;
            let unchanged = done_alone(self.name, Outcome::Unchanged, revision);
            return Ok(Batch {
                done: vec![unchanged],
                ..Batch::default()
            });
        }
        let reanchored = self.reanchored(lookup, locks, &before, &after).await?;
        let mut writes = vec![Write {
            name: self.name,
            before: Some(before),
            after,
            is_deleted: false,
            erasure: None,
            identity: identities.get(&self.name).copied(),
            follows: None,
        }];
        let mut check = Checker::new();
        let place = |_, field: &str| format!("{}.{field}", self.edit.path);
        chain::check(lookup, &[], &writes, locks, &mut check, place).await?;
        check.finish(())?;
        writes.extend(reanchored);
        let done = writes.iter();
        Ok(Batch {
            done: done
                .map(|write| done_alone(write.name, Outcome::Updated, 0))
                .collect(),
            writes,
            ..Batch::default()
        })
    }
}

impl Update {
    /// What becomes of the appearances in an article that gets another text.
    async fn reanchored(
        &self,
        lookup: &mut Lookup<'_>,
        locks: &mut LockSet,
        before: &Stored,
        after: &Resource,
    ) -> Result<Vec<Write>, Error> {
        match (self.name, &before.resource, after) {
            (Name::Article(id), Resource::Article(_, old), Resource::Article(article, version))
                if version != old =>
            {
                reanchor(lookup, locks, id, &text_of(article, *version)).await
            }
            _ => Ok(Vec::new()),
        }
    }
}

/// The text of a version of an article.
pub(crate) fn text_of(article: &Article, version: TextVersion) -> ArticleText {
    ArticleText {
        version,
        headline: article.headline.clone(),
        body: article.body.clone(),
    }
}

/// A live resource that is not merged, in the state that the etag says.
pub(crate) async fn load(lookup: &mut Lookup<'_>, name: Name, etag: &str) -> Result<Stored, Error> {
    let stored = load_live(lookup, name).await?;
    // Said first: who is told to read it again would read its survivor.
    if let Some(into) = stored.resource.merged_into() {
        return Err(merged(lookup, name, into).await?);
    }
    check_etag(&stored, etag)?;
    Ok(stored)
}

/// A live resource, merged or not.
pub(crate) async fn load_live(lookup: &mut Lookup<'_>, name: Name) -> Result<Stored, Error> {
    let mut found = lookup.stored(&BTreeSet::from([name])).await?;
    found
        .remove(&name)
        .filter(|stored| !stored.stamp.is_deleted())
        .ok_or_else(|| Error::NotFound(vec![name]))
}

/// Refuses a write that was made from another state than the stored one.
pub(crate) fn check_etag(stored: &Stored, etag: &str) -> Result<(), Error> {
    if etag.is_empty() || etag == stored.stamp.etag(stored.name) {
        Ok(())
    } else {
        Err(Error::EtagMismatch(stored.name))
    }
}

/// Gives an article's text the next number where it differs from the stored one.
pub(crate) fn number_text(before: &Stored, after: &mut Resource) {
    if let (Resource::Article(old, stored), Resource::Article(new, version)) =
        (&before.resource, after)
    {
        *version = stored + i32::from(new.has_other_text(old));
    }
}

pub(crate) fn added_references(before: &Resource, after: &Resource) -> BTreeSet<Name> {
    &after.references() - &before.references()
}

pub(crate) fn added_keys(before: &Resource, after: &Resource) -> BTreeSet<NaturalKey> {
    &after.natural_keys() - &before.natural_keys()
}
