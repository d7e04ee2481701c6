//! Links that form no cycle: who publishes whom, what translates what.

use std::collections::{BTreeMap, BTreeSet};

use super::Error;
use crate::{
    domain::{
        name::{ClaimId, Kind, Name, SourceId},
        resource::Resource,
        violation::Checker,
    },
    store::{
        load::Lookup,
        lock::{LockSet, Lockable},
        write::Write,
    },
};

/// A longer chain is refused: nobody meant it.
const LINKS_MAX: usize = 64;

/// Follows the links that these writes make, and complains about each that leads
/// back to where it began. `place` tells where in the request a write stands.
pub(super) async fn check(
    lookup: &mut Lookup<'_>,
    writes: &[Write],
    locks: &mut LockSet,
    check: &mut Checker,
    place: impl Fn(Name) -> String,
) -> Result<(), Error> {
    let links: BTreeMap<Name, Option<Name>> = writes
        .iter()
        .filter(|write| !write.is_deleted)
        .map(|write| (write.name, link(&write.after)))
        .collect();
    for write in writes {
        let before = write
            .before
            .as_ref()
            .filter(|before| !before.stamp.is_deleted())
            .and_then(|before| link(&before.resource));
        let after = link(&write.after).filter(|target| Some(*target) != before);
        let Some(target) = after.filter(|_| !write.is_deleted) else {
            continue;
        };
        let is_new = write.before.is_none();
        if !is_new {
            locks.own(Lockable::Links(write.name.kind()));
        }
        let fault = follow(lookup, &links, write.name, target, is_new).await?;
        if let Some(fault) = fault {
            let field = match write.name.kind() {
                Kind::Source => "publisher",
                _ => "translation_of",
            };
            check.field(&place(write.name), |check| {
                check.say_at(field, fault);
            });
        }
    }
    Ok(())
}

/// What is wrong with the chain from `target`, if anything: it reaches `start`, or is
/// too long. One that starts at a new resource can return only through links that
/// are written now.
async fn follow(
    lookup: &mut Lookup<'_>,
    links: &BTreeMap<Name, Option<Name>>,
    start: Name,
    target: Name,
    is_new: bool,
) -> Result<Option<String>, Error> {
    let mut seen = BTreeSet::new();
    let mut next = Some(target);
    while let Some(name) = next {
        if name == start {
            return Ok(Some("leads back to the resource itself".to_owned()));
        }
        if seen.len() > LINKS_MAX {
            return Ok(Some(format!(
                "begins a chain of more than {LINKS_MAX} links"
            )));
        }
        if !seen.insert(name) {
            return Ok(None);
        }
        next = match links.get(&name) {
            Some(link) => *link,
            None if is_new => None,
            None => stored_link(lookup, name).await?,
        };
    }
    Ok(None)
}

async fn stored_link(lookup: &mut Lookup<'_>, name: Name) -> Result<Option<Name>, Error> {
    Ok(match name {
        Name::Source(id) => lookup.publisher_of(id).await?.map(Name::Source),
        Name::Claim(id) => lookup.original_of(id).await?.map(Name::Claim),
        Name::Article(_) | Name::Appearance(..) => None,
    })
}

fn link(resource: &Resource) -> Option<Name> {
    match resource {
        Resource::Source(source) => source.publisher.map(|id: SourceId| Name::Source(id)),
        Resource::Claim(claim) => claim.translation_of.map(|id: ClaimId| Name::Claim(id)),
        Resource::Article(..) | Resource::Appearance(_) => None,
    }
}
