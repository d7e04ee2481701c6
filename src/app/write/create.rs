//! Creating resources of any kind: one, or many of them, all or none.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{
    appearance::{Texts, refuse_large_search, refuse_too_many},
    chain,
    merge::refuse_merged,
    run::{Mutation, run},
};
use crate::{
    app::{App, CallContext, Error},
    domain::{
        resource::{
            any::{NaturalKey, Resource},
            appearance::Appearance,
            bundle::Outcome,
            name::{ArticleId, Kind, Name},
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

/// A resource that is to be stored.
#[derive(Clone, Debug)]
pub struct New {
    /// Where it stands in the request.
    pub path: String,
    /// The name that it shall have.
    pub name: Name,
    /// Whether the caller chose the name.
    pub is_named: bool,
    /// The resource, valid in itself.
    pub resource: Resource,
}

impl App {
    /// Stores new resources, all or none.
    pub async fn create(&self, context: CallContext, all: Vec<New>) -> Result<Written, Error> {
        run(self, context, Create { all }).await
    }
}

struct Create {
    all: Vec<New>,
}

impl Mutation for Create {
    fn locks(&self) -> LockSet {
        let mut locks = LockSet::new();
        for new in &self.all {
            // Nobody else knows an id that was made here.
            if new.is_named {
                locks.own(Lockable::Resource(new.name));
            }
            for key in &new.resource.natural_keys() {
                locks.own(Lockable::Key(key));
            }
            for reference in new.resource.references() {
                locks.share_reference(reference);
            }
            for claim in new.resource.moves_standing_of() {
                locks.own(Lockable::Resource(Name::Claim(claim)));
            }
        }
        locks
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        locks.merge(&self.locks());
        let mut check = Checker::new();
        self.refuse_repeated(&mut check);
        check.finish(())?;
        self.refuse_taken(lookup).await?;
        let references = self.all.iter().flat_map(|new| new.resource.references());
        require_all(lookup, references.collect()).await?;
        let parents = self.all.iter().filter_map(|new| new.name.claim());
        refuse_merged(lookup, &parents.map(Name::Claim).collect()).await?;
        let keys = self.all.iter().flat_map(|new| new.resource.natural_keys());
        let holders = lookup.holders(&keys.collect()).await?;
        if let Some((key, holder)) = holders.into_iter().next() {
            let field = key.field();
            return Err(Error::Exists { holder, field });
        }
        let writes = self.writes(lookup).await?;
        let mut check = Checker::new();
        let printed: Vec<(String, ArticleId)> = self.all.iter().filter_map(printed).collect();
        refuse_too_many(lookup, &mut check, &printed).await?;
        let place = |name: Name, field: &str| format!("{}.{field}", self.path(name));
        chain::check(lookup, &[], &writes, locks, &mut check, place).await?;
        check.finish(())?;
        let done = self.all.iter();
        Ok(Batch {
            done: done
                .map(|new| done_alone(new.name, Outcome::Created, 0))
                .collect(),
            writes,
            ..Batch::default()
        })
    }
}

/// Where an appearance is given, and the article that it is to stand in.
fn printed(new: &New) -> Option<(String, ArticleId)> {
    match &new.resource {
        Resource::Appearance(appearance) => Some((new.path.clone(), appearance.article)),
        _ => None,
    }
}

impl Create {
    fn path(&self, name: Name) -> &str {
        let found = self.all.iter().find(|new| new.name == name);
        found.map_or("", |new| &new.path)
    }

    /// No two of them may have one name or one key.
    fn refuse_repeated(&self, check: &mut Checker) {
        let mut ids: BTreeMap<(Kind, Uuid), &str> = BTreeMap::new();
        let mut keys: BTreeMap<NaturalKey, &str> = BTreeMap::new();
        for New {
            path,
            name,
            resource,
            ..
        } in &self.all
        {
            // What hangs on claims has ids of its own, whatever claim it hangs on.
            let first = *ids.entry((name.kind(), name.uuid())).or_insert(path);
            if first != path {
                check.report_at(path, format!("has the same id as {first}"));
            }
            for key in resource.natural_keys() {
                let field = key.field();
                let first = *keys.entry(key).or_insert(path);
                if first != path {
                    let same = format!("has the same {field} as {first}; keep one of them");
                    check.report_at(path, same);
                }
            }
        }
    }

    async fn refuse_taken(&self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        let named = self.all.iter().filter(|new| new.is_named);
        let names: BTreeSet<Name> = named.map(|new| new.name).collect();
        // The id of what hangs on a claim is taken under whatever claim it stands,
        // and that of a deleted resource is taken too.
        match lookup.holders_of_ids(&names).await?.first() {
            Some(&holder) => Err(Error::Exists {
                holder,
                field: "name",
            }),
            None => Ok(()),
        }
    }

    async fn writes(&self, lookup: &mut Lookup<'_>) -> Result<Vec<Write>, Error> {
        let mut all: Vec<(&str, Name, Resource)> = self
            .all
            .iter()
            .map(|new| (new.path.as_str(), new.name, new.resource.clone()))
            .collect();
        let identities = settle_all(lookup, &mut all).await?;
        Ok(all
            .into_iter()
            .map(|(_, name, mut after)| {
                if let Resource::Article(_, version) = &mut after {
                    *version = 1;
                }
                Write {
                    name,
                    before: None,
                    after,
                    is_deleted: false,
                    erasure: None,
                    identity: identities.get(&name).copied(),
                    follows: None,
                }
            })
            .collect())
    }
}

/// What was done with a resource outside of a bundle.
pub(crate) fn done_alone(name: Name, outcome: Outcome, revision: i64) -> Done {
    Done {
        name,
        revision,
        outcome,
        path: String::new(),
        key: String::new(),
        differences: Vec::new(),
    }
}

/// Complains, all at once, about names that do not exist.
pub(crate) async fn require_all(
    lookup: &mut Lookup<'_>,
    names: BTreeSet<Name>,
) -> Result<(), Error> {
    if names.is_empty() {
        return Ok(());
    }
    let existing = lookup.existing(&names).await?;
    let missing: Vec<Name> = names.difference(&existing).copied().collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Error::NotFound(missing))
    }
}

/// Settles the appearances among these in their texts, each with its path, and
/// refuses those that others are the same as. Answers what makes each what it is.
pub(crate) async fn settle_all(
    lookup: &mut Lookup<'_>,
    all: &mut [(&str, Name, Resource)],
) -> Result<BTreeMap<Name, IdentityDigest>, Error> {
    let mut appearances: Vec<(&str, Name, &mut Appearance)> = all
        .iter_mut()
        .filter_map(|(path, name, resource)| match resource {
            Resource::Appearance(appearance) => Some((*path, *name, appearance)),
            _ => None,
        })
        .collect();
    if appearances.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut texts = Texts::default();
    for (.., appearance) in &appearances {
        texts.load(lookup, appearance).await?;
    }
    let mut check = Checker::new();
    let texts = texts.counted();
    let given = appearances.iter().map(|(.., appearance)| &**appearance);
    refuse_large_search(&mut check, "", texts.searched_mib(given));
    let mut check = check.finish(Checker::new())?;
    let mut found: BTreeMap<IdentityDigest, (Name, &str)> = BTreeMap::new();
    for (path, name, appearance) in &mut appearances {
        let path = *path;
        let identity = check.field(path, |check| texts.settle(check, appearance));
        let Some(identity) = identity else { continue };
        let (_, first) = *found.entry(identity).or_insert((*name, path));
        if first != path {
            check.report_at(
                path,
                format!("has the same anchors as {first}; keep one of them"),
            );
        }
    }
    check.finish(())?;
    let identities: Vec<IdentityDigest> = found.keys().copied().collect();
    for (identity, holder) in lookup.appearances_by_identity(&identities).await? {
        if found
            .get(&identity)
            .is_some_and(|(name, _)| *name != holder)
        {
            let field = "anchors";
            return Err(Error::Exists { holder, field });
        }
    }
    let named = found
        .into_iter()
        .map(|(identity, (name, _))| (name, identity));
    Ok(named.collect())
}
