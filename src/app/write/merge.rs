//! Merging a source or a claim into another that it turned out to be, and taking that
//! back.

use std::collections::BTreeSet;

use super::{
    chain::{self, LINKS_MAX},
    create::{done_alone, require_all},
    delete::own,
    run::{Mutation, run},
    update::{check_etag, load_live},
};
use crate::{
    app::{App, CallContext, Error},
    domain::{
        resource::{any::Resource, bundle::Outcome, name::Name},
        rule::link::Link,
        value::violation::Checker,
    },
    store::{
        read::load::Lookup,
        write::{
            lock::{LockSet, Lockable},
            merge::GROUP_MAX,
            transaction::{Batch, Write, Written},
        },
    },
};

impl App {
    /// Merges a resource into another of its kind, or takes that back where none is
    /// given; where `etag` is given, only in the state that it says.
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
        own(&mut locks, self.name);
        if let Some(into) = self.into {
            match into {
                // Its standing moves.
                Name::Claim(_) => locks.own(Lockable::Resource(into)),
                _ => locks.share_reference(into),
            }
        }
        locks
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        locks.merge(&self.locks());
        let before = load_live(lookup, self.name).await?;
        let was = before.resource.merged_into();
        if let (Some(left), Some(into)) = (was, self.into)
            && left != into
        {
            return Err(merged(lookup, self.name, left).await?);
        }
        check_etag(&before, &self.etag)?;
        if was == self.into {
            return Ok(Batch {
                done: vec![done_alone(
                    self.name,
                    Outcome::Unchanged,
                    before.stamp.revision,
                )],
                ..Batch::default()
            });
        }
        if let Some(left) = was {
            locks.own(Lockable::Resource(left));
            // Who refers to what it parts from holds what that leads to.
            let survivors = lookup.survivors(&BTreeSet::from([left])).await?;
            for survivor in survivors.into_values() {
                locks.own(Lockable::Resource(survivor));
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
            follows: None,
        };
        self.check(lookup, locks, &write).await?;
        Ok(Batch {
            writes: vec![write],
            done: vec![done_alone(self.name, Outcome::Updated, 0)],
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
        // Where pointers lead is written under the lock that is taken for the new one.
        locks.own(Lockable::Links(write.after.merges_by()));
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
        self.check_group(lookup, &mut check, into).await?;
        if is_retracted(&write.after) {
            self.check_retraction(lookup, locks, &mut check, into)
                .await?;
        }
        Ok(check.finish(())?)
    }

    /// Complains where more would stand for one, or lead to it, than is followed.
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
            let many = format!("would stand for {count}, itself included; {GROUP_MAX} fit");
            check.report_at("into", many);
        }
        Ok(())
    }

    /// Complains where a retraction would be seen no more.
    async fn check_retraction(
        &self,
        lookup: &mut Lookup<'_>,
        locks: &mut LockSet,
        check: &mut Checker,
        into: Name,
    ) -> Result<(), Error> {
        let survivors = lookup.survivors(&BTreeSet::from([into])).await?;
        let survivor = survivors.get(&into).copied().unwrap_or(into);
        locks.share(Lockable::Resource(survivor));
        let stored = lookup.stored(&BTreeSet::from([survivor])).await?;
        if !stored.values().any(|it| is_retracted(&it.resource)) {
            let name = self.name;
            check.report_at("into", format!(
                "leads to {survivor}, which is not retracted, and {name} is; retract it too, or take that back"
            ));
        }
        Ok(())
    }

    /// Over how many pointers a resource leads to its survivor.
    async fn height(&self, lookup: &mut Lookup<'_>, from: Name) -> Result<usize, Error> {
        let mut at = from.uuid();
        let link = match from {
            Name::Source(_) => Link::MergedSource,
            _ => Link::MergedClaim,
        };
        for height in 0..=LINKS_MAX {
            match lookup.links(link, &[at]).await?.first() {
                Some(next) => at = next.to,
                None => return Ok(height),
            }
        }
        Ok(LINKS_MAX + 1)
    }
}

const fn is_retracted(resource: &Resource) -> bool {
    resource.retraction().is_some()
}

/// That a resource was merged, and what stands for it.
pub(crate) async fn merged(
    lookup: &mut Lookup<'_>,
    name: Name,
    into: Name,
) -> Result<Error, Error> {
    let survivors = lookup.survivors(&BTreeSet::from([name])).await?;
    let survivor = survivors.get(&name).copied().unwrap_or(into);
    Ok(Error::Merged { name, survivor })
}

/// Refuses to write to any of these that is merged.
pub(crate) async fn refuse_merged(
    lookup: &mut Lookup<'_>,
    names: &BTreeSet<Name>,
) -> Result<(), Error> {
    match lookup.survivors(names).await?.into_iter().next() {
        Some((name, survivor)) => Err(Error::Merged { name, survivor }),
        None => Ok(()),
    }
}
