//! Merges a source or a claim into another one that turned out to be the same, and unmerges
//! it.

use std::collections::BTreeSet;

use super::{
    chain,
    current::{check_etag, load_live, merged_error, require_all},
    locks::exclusive,
    mutation::Mutation,
    run::run,
};
use crate::{
    app::{App, CallContext, Error},
    domain::{
        resource::{Name, Outcome, Resource},
        rule::{Link, link::LINKS_MAX},
        value::Checker,
    },
    store::{
        Lookup,
        log::Done,
        write::{Batch, LockSet, Lockable, Write, Written, merge::GROUP_MAX},
    },
};

impl App {
    /// Merges a resource into another of its kind, or unmerges it if `into` is `None`. A
    /// non-empty `etag` must match.
    pub async fn merge(
        &self,
        context: CallContext,
        name: Name,
        etag: String,
        into: Option<Name>,
    ) -> Result<Written, Error> {
        let written = run(self, context, Merge { name, etag, into }).await?;
        self.retracted.notify_one();
        Ok(written)
    }
}

struct Merge {
    name: Name,
    etag: String,
    into: Option<Name>,
}

impl Mutation for Merge {
    fn locks(&self) -> LockSet {
        let mut locks = LockSet::new();
        exclusive(&mut locks, self.name);
        if let Some(into) = self.into {
            match into {
                // Its standing may change.
                Name::Claim(_) => locks.exclusive(Lockable::Resource(into)),
                _ => locks.shared_reference(into),
            }
        }
        locks
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        locks.merge(&self.locks());
        let before = load_live(lookup, self.name).await?;
        let current = before.resource.merged_into();
        if let (Some(current), Some(into)) = (current, self.into)
            && current != into
        {
            return Err(merged_error(lookup, self.name, current).await?);
        }
        check_etag(&before, &self.etag)?;
        if current == self.into {
            return Ok(Batch {
                done: vec![Done::alone(
                    self.name,
                    Outcome::Unchanged,
                    before.stamp.revision,
                )],
                ..Batch::default()
            });
        }
        if let Some(former) = current {
            locks.exclusive(Lockable::Resource(former));
            // Writers that refer to a merged resource hold a lock on its survivor.
            let survivors = lookup.survivors(&BTreeSet::from([former])).await?;
            for survivor in survivors.into_values() {
                locks.exclusive(Lockable::Resource(survivor));
            }
        }
        let mut after = before.resource.clone();
        after.merge_into(self.into);
        let write = Write {
            name: self.name,
            before: Some(before),
            after,
            is_deleted: false,
            erasure: None,
            identity: None,
            keys: None,
            follows: None,
        };
        self.check(lookup, locks, &write).await?;
        Ok(Batch {
            writes: vec![write],
            done: vec![Done::alone(self.name, Outcome::Updated, 0)],
            ..Batch::default()
        })
    }
}

impl Merge {
    async fn check(
        &self,
        lookup: &mut Lookup<'_>,
        locks: &mut LockSet,
        write: &Write,
    ) -> Result<(), Error> {
        // Survivors are updated only under this lock, as are new merge pointers.
        locks.exclusive(Lockable::Links(Link::of_merge(&write.after)));
        let Some(into) = self.into else {
            return Ok(());
        };
        require_all(lookup, BTreeSet::from([into])).await?;
        let mut check = Checker::new();
        let place = |_, field: &str| field.to_owned();
        chain::check(
            lookup,
            &[],
            std::slice::from_ref(write),
            locks,
            &mut check,
            place,
        )
        .await?;
        check.finish(())?;
        let mut check = Checker::new();
        check_confidential(lookup, &mut check, &write.after, into).await?;
        self.check_group(lookup, &mut check, into).await?;
        if is_retracted(&write.after) {
            self.check_retraction(lookup, locks, &mut check, into)
                .await?;
        }
        Ok(check.finish(())?)
    }

    /// Reports a chain of pointers or a merge group that would become too large.
    async fn check_group(
        &self,
        lookup: &mut Lookup<'_>,
        check: &mut Checker,
        into: Name,
    ) -> Result<(), Error> {
        let depth = lookup.merged_depth(self.name).await? + 1 + self.height(lookup, into).await?;
        if depth > LINKS_MAX {
            let long = format!("makes a chain of more than {LINKS_MAX} merges");
            check.report_at("into", long);
        }
        let groups = lookup.groups(&BTreeSet::from([self.name, into])).await?;
        let count: usize = groups.values().map(Vec::len).sum();
        if count > GROUP_MAX {
            let large = format!(
                "would become the survivor of {count} resources, itself included; at most {GROUP_MAX} are allowed"
            );
            check.report_at("into", large);
        }
        Ok(())
    }

    /// Reports a merge that would hide a retraction: the survivor must be retracted, too.
    async fn check_retraction(
        &self,
        lookup: &mut Lookup<'_>,
        locks: &mut LockSet,
        check: &mut Checker,
        into: Name,
    ) -> Result<(), Error> {
        let survivors = lookup.survivors(&BTreeSet::from([into])).await?;
        let survivor = survivors.get(&into).copied().unwrap_or(into);
        locks.shared(Lockable::Resource(survivor));
        let stored = lookup.stored(&BTreeSet::from([survivor])).await?;
        if !stored.values().any(|it| is_retracted(&it.resource)) {
            let name = self.name;
            check.report_at("into", format!(
                "leads to {survivor}, which is not retracted, although {name} is; retract {survivor} too, or revoke the retraction of {name}"
            ));
        }
        Ok(())
    }

    /// The number of merge pointers from a resource to its survivor.
    async fn height(&self, lookup: &mut Lookup<'_>, from: Name) -> Result<usize, Error> {
        let mut current = from.uuid();
        let link = match from {
            Name::Source(_) => Link::MergedSource,
            _ => Link::MergedClaim,
        };
        for height in 0..=LINKS_MAX {
            match lookup.links(link, &[current]).await?.first() {
                Some(next) => current = next.to,
                None => return Ok(height),
            }
        }
        Ok(LINKS_MAX + 1)
    }
}

const fn is_retracted(resource: &Resource) -> bool {
    resource.retraction().is_some()
}

/// Reports a confidential source that would count for one that is not, or the other way round: the
/// merge would say who it is, or hide who was known.
async fn check_confidential(
    lookup: &mut Lookup<'_>,
    check: &mut Checker,
    merged: &Resource,
    into: Name,
) -> Result<(), Error> {
    if !matches!(merged, Resource::Source(_)) {
        return Ok(());
    }
    let found = lookup.stored(&BTreeSet::from([into])).await?;
    let survivor = found.get(&into).map(|it| &it.resource);
    if survivor.is_some_and(|it| it.is_confidential() != merged.is_confidential()) {
        let what = "and the source are not both confidential: merge a confidential source only into another one";
        check.report_at("into", what);
    }
    Ok(())
}
