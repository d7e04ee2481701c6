//! Restores resources: each is stored under its name, exactly as it is. What is stored already
//! stays, except an article of which the next version is given.
//!
//! Sources refer to sources, and claims to claims, in any order. Until such a reference is
//! restored itself, an empty deleted resource stands for it: a placeholder.

mod located;

use std::collections::{BTreeMap, BTreeSet};

use self::located::locate;
use super::{constraints::check_all_but_references, decided::Decided, overlay::Context};
use crate::{
    app::{
        Error,
        write::{
            delete::refuse_in_use,
            locks::exclusive,
            reanchor::{reanchor, text_of},
        },
    },
    domain::{
        Timestamp,
        resource::{
            Claim, Erasure, KeySet, Name, Outcome, Resource, Restored, RestoredItem, Source,
            SourceId, Stamp, Stored,
        },
        rule::Link,
        value::IdentityDigest,
    },
    store::{
        log::Done,
        read::Presence,
        write::{ArticleKey, Batch, Lockable, Write},
    },
    wire::{diff::changed_fields, document},
};

pub(super) async fn decide_restored(
    context: &mut Context<'_, '_>,
    restored: Restored,
) -> Result<Batch, Error> {
    let Restored {
        items,
        keys,
        is_earlier_version,
    } = restored;
    lock(context, &items);
    refuse_misplaced(context, &items).await?;
    let links: BTreeSet<Name> = items.iter().flat_map(later_references).collect();
    let named = items.iter().map(|item| item.name);
    let names: BTreeSet<Name> = named.chain(links.iter().copied()).collect();
    let stored = context.store.stored(&names).await?;
    let (mut decided, changed) = decide_each(context, items, &stored, is_earlier_version).await?;

    let placeholders = placeholders(&changed, &stored, &links);
    check_references(context, &changed, &placeholders, &keys).await?;
    let identities = locate(context, &changed, &decided.writes).await?;
    let keys = keys_of(&changed, keys);
    decided.writes.extend(placeholders);
    for item in changed {
        let identity = identities.get(&item.name).copied();
        decided.writes.push(write(item, &stored, identity));
    }
    check_all_but_references(context, &decided).await?;
    Ok(decided.into_batch(keys))
}

/// Decides what becomes of each item. Returns what is decided of them and of the appearances
/// that they move, and the items that are written.
async fn decide_each(
    context: &mut Context<'_, '_>,
    items: Vec<RestoredItem>,
    stored: &BTreeMap<Name, Stored>,
    is_earlier_version: bool,
) -> Result<(Decided, Vec<RestoredItem>), Error> {
    let (mut decided, mut changed) = (Decided::default(), Vec::new());
    for mut item in items {
        let before = stored.get(&item.name);
        let fate = Fate::of(before, &item);
        decided.done.push(done(&item, before, fate)?);
        if fate == Fate::Kept {
            continue;
        }
        if is_earlier_version {
            hide_taken(context, &mut item).await?;
        }
        if fate == Fate::NextVersion {
            for write in reanchored(context, &item).await? {
                let done = Done::alone(write.name, Outcome::Updated, 0);
                decided.done.push(done);
                decided.writes.push(write);
            }
        }
        changed.push(item);
    }
    Ok((decided, changed))
}

/// What becomes of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It is stored: its name is new, or only a placeholder has it.
    New,
    /// It is the next version of a stored article.
    NextVersion,
    /// What is stored under its name stays.
    Kept,
}

impl Fate {
    fn of(before: Option<&Stored>, item: &RestoredItem) -> Self {
        let Some(before) = before else {
            return Self::New;
        };
        match (&before.resource, &item.value) {
            _ if is_placeholder(before) => Self::New,
            (Resource::Article(_, stored), Resource::Article(_, version))
                if version - 1 == *stored && before.erasure.is_none() =>
            {
                Self::NextVersion
            }
            _ => Self::Kept,
        }
    }
}

fn is_placeholder(stored: &Stored) -> bool {
    let is_empty = stored.resource == stored.resource.erased();
    stored.stamp.is_deleted() && stored.erasure.is_none() && is_empty
}

/// Makes the earlier version of an article deleted if another live article has what identifies
/// it now.
async fn hide_taken(context: &mut Context<'_, '_>, item: &mut RestoredItem) -> Result<(), Error> {
    if !matches!(item.value, Resource::Article(..)) || item.is_deleted {
        return Ok(());
    }
    let keys = KeySet::of([item.value.natural_keys()]);
    let holders = context.store.holders(&keys).await?;
    item.is_deleted = holders.iter().any(|(_, holder)| holder != item.name);
    Ok(())
}

/// Refuses items of which the id is that of a child of another claim.
async fn refuse_misplaced(
    context: &mut Context<'_, '_>,
    items: &[RestoredItem],
) -> Result<(), Error> {
    let Context { store, check, .. } = context;
    let names = items.iter().map(|item| item.name);
    let names = names.filter(|name| name.claim().is_some()).collect();
    let held = store.presence(&names).await?.into_keys();
    let held: BTreeSet<Name> = held.filter(|name| !names.contains(name)).collect();
    for item in items {
        let holder = held
            .iter()
            .find(|it| it.kind() == item.name.kind() && it.uuid() == item.name.uuid());
        if let Some(holder) = holder {
            check.report_at(&item.path, format!("has the id of {holder}"));
        }
    }
    Ok(check.refuse()?)
}

/// The references of an item that may be restored after it.
fn later_references(item: &RestoredItem) -> BTreeSet<Name> {
    match &item.value {
        Resource::Source(_) | Resource::Claim(_) => item.value.references(),
        _ => BTreeSet::new(),
    }
}

fn lock(context: &mut Context<'_, '_>, items: &[RestoredItem]) {
    let locks = &mut *context.locks;
    for item in items {
        exclusive(locks, item.name);
        for claim in item.value.moves_standing_of() {
            locks.exclusive(Lockable::Resource(Name::Claim(claim)));
        }
        if let Some(into) = item.value.merged_into() {
            locks.exclusive(Lockable::Links(Link::of_merge(&item.value)));
            // The standing of a survivor changes.
            locks.exclusive(Lockable::Resource(into));
        }
        if item.erasure.is_some() {
            locks.shared(Lockable::Documents);
        }
    }
}

/// Re-anchors the stored appearances in the next version of an article.
async fn reanchored(
    context: &mut Context<'_, '_>,
    item: &RestoredItem,
) -> Result<Vec<Write>, Error> {
    let (Name::Article(id), Resource::Article(article, version)) = (item.name, &item.value) else {
        return Ok(Vec::new());
    };
    let Context {
        store,
        locks,
        check,
    } = context;
    if store.is_text_pending(id) {
        // The transaction would store only the last of several texts.
        check.report_at(
            &item.path,
            format!(
                "is a further version of {}; import it in a request of its own",
                item.name
            ),
        );
        check.refuse()?;
    }
    if item.is_deleted {
        refuse_in_use(store.lookup, item.name, &BTreeSet::from([item.name])).await?;
    }
    let text = text_of(article, *version);
    reanchor(store.lookup, locks, id, &text, &article.language).await
}

/// The placeholders for what may be restored later.
fn placeholders(
    changed: &[RestoredItem],
    stored: &BTreeMap<Name, Stored>,
    links: &BTreeSet<Name>,
) -> Vec<Write> {
    let given: BTreeSet<Name> = changed.iter().map(|item| item.name).collect();
    let linked: BTreeSet<Name> = changed.iter().flat_map(later_references).collect();
    let absent = links.iter().filter(|name| linked.contains(name));
    let absent = absent.filter(|name| !stored.contains_key(name) && !given.contains(name));
    let empty = |name| match name {
        Name::Source(_) => Some(Resource::Source(Source::default())),
        Name::Claim(_) => Some(Resource::Claim(Claim::default())),
        _ => None,
    };
    let placeholder = |name| {
        Some(Write {
            name,
            before: None,
            after: empty(name)?,
            is_deleted: true,
            erasure: None,
            identity: None,
            keys: None,
            follows: None,
        })
    };
    absent.copied().filter_map(placeholder).collect()
}

/// Checks that everything is there that these resources refer to, and is live if they are. A
/// placeholder is as good as what it stands for.
async fn check_references(
    context: &mut Context<'_, '_>,
    changed: &[RestoredItem],
    placeholders: &[Write],
    keys: &[(String, SourceId)],
) -> Result<(), Error> {
    let Context { store, locks, .. } = context;
    let given: BTreeMap<Name, bool> = changed.iter().map(|it| (it.name, !it.is_deleted)).collect();
    let mut references: BTreeMap<Name, bool> = BTreeMap::new();
    for item in changed {
        let later = later_references(item);
        for name in item.value.references() {
            let needs_live = !item.is_deleted && !later.contains(&name);
            *references.entry(name).or_default() |= needs_live;
        }
    }
    for (_, source) in keys {
        references.entry(Name::Source(*source)).or_default();
    }
    references.retain(|name, _| placeholders.iter().all(|write| write.name != *name));
    let (mut missing, mut deleted) = (Vec::new(), Vec::new());
    let outside: BTreeSet<Name> = references.keys().copied().collect();
    let outside = outside.into_iter().filter(|name| !given.contains_key(name));
    let outside: BTreeSet<Name> = outside.collect();
    let present = store.presence(&outside).await?;
    for (&name, &needs_live) in &references {
        let is_live = match (given.get(&name), present.get(&name)) {
            (Some(is_live), _) => *is_live,
            (None, Some(presence)) => {
                if !store.is_pending(name) {
                    locks.shared_reference(name);
                }
                *presence == Presence::Live
            }
            (None, None) => {
                missing.push(name);
                continue;
            }
        };
        if needs_live && !is_live {
            deleted.push(name);
        }
    }
    match (missing.is_empty(), deleted.is_empty()) {
        (false, _) => Err(Error::NotFound(missing)),
        (_, false) => Err(Error::Deleted(deleted)),
        _ => Ok(()),
    }
}

/// The keys of the article among these resources.
fn keys_of(changed: &[RestoredItem], keys: Vec<(String, SourceId)>) -> Vec<ArticleKey> {
    let article = changed.iter().find_map(|item| match item.name {
        Name::Article(article) => Some(article),
        _ => None,
    });
    let Some(article) = article else {
        return Vec::new();
    };
    let keyed = |(key, source)| ArticleKey {
        article,
        key,
        source,
    };
    keys.into_iter().map(keyed).collect()
}

fn write(
    item: RestoredItem,
    stored: &BTreeMap<Name, Stored>,
    identity: Option<IdentityDigest>,
) -> Write {
    Write {
        name: item.name,
        before: stored.get(&item.name).cloned(),
        after: item.value,
        is_deleted: item.is_deleted,
        erasure: item.erasure,
        identity,
        keys: None,
        follows: None,
    }
}

/// What the answer says about an item.
fn done(item: &RestoredItem, before: Option<&Stored>, fate: Fate) -> Result<Done, Error> {
    let differences = match before {
        Some(before) if fate == Fate::Kept => differences(before, item)?,
        _ => Vec::new(),
    };
    let outcome = match fate {
        Fate::New => Outcome::Created,
        Fate::NextVersion => Outcome::Updated,
        Fate::Kept if differences.is_empty() => Outcome::Unchanged,
        Fate::Kept => Outcome::Matched,
    };
    let revision = before.map_or(0, |before| before.stamp.revision);
    Ok(Done {
        path: item.path.clone(),
        differences,
        ..Done::alone(item.name, outcome, revision)
    })
}

/// The fields in which an item differs from the stored state.
fn differences(before: &Stored, item: &RestoredItem) -> Result<Vec<String>, Error> {
    let erasure = item.erasure.clone().map(|reason| Erasure {
        reason,
        time: before
            .erasure
            .as_ref()
            .map_or(Timestamp::UNIX_EPOCH, |it| it.time),
    });
    let delete_time = before.stamp.delete_time.unwrap_or(Timestamp::UNIX_EPOCH);
    let given = Stored {
        name: item.name,
        stamp: Stamp {
            delete_time: item.is_deleted.then_some(delete_time),
            ..before.stamp
        },
        resource: item.value.clone(),
        erasure,
    };
    let (before, given) = (document::encode(before), document::encode(&given));
    Ok(changed_fields(item.name.kind(), &before, &given)?)
}
