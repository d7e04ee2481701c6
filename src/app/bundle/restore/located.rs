//! Checks that restored appearances are in the texts of their articles as they say.

use std::collections::BTreeMap;

use crate::{
    app::{
        Error,
        bundle::overlay::Context,
        write::{
            appearance::{Texts, refuse_too_many},
            reanchor::text_of,
        },
    },
    domain::{
        resource::{Appearance, ArticleId, Name, Resource, RestoredItem},
        value::IdentityDigest,
    },
    store::write::{Lockable, Write},
};

/// Checks that appearances are in the texts of their articles as they say. Returns the
/// identities of those that say anything.
pub(super) async fn locate(
    context: &mut Context<'_, '_>,
    items: &[RestoredItem],
    reanchored: &[Write],
) -> Result<BTreeMap<Name, IdentityDigest>, Error> {
    let printed = items.iter().filter(|item| item.erasure.is_none());
    let printed = printed.filter_map(|item| match &item.value {
        Resource::Appearance(appearance) => Some((item, appearance)),
        _ => None,
    });
    let printed: Vec<(&RestoredItem, &Appearance)> = printed.collect();
    if printed.is_empty() {
        return Ok(BTreeMap::new());
    }
    let texts = load_texts(context, items, &printed).await?;
    let mut texts = texts.counted();
    let check = &mut context.check;
    let appearances = printed.iter().map(|(_, appearance)| *appearance);
    texts.refuse_large_search(check, "claims", appearances);
    check.refuse()?;
    let mut identities = BTreeMap::new();
    for (item, appearance) in &printed {
        let mut settled = (*appearance).clone();
        let identity = check.field(&item.path, |check| {
            let identity = texts.settle(check, &mut settled);
            if check.is_clean() && settled != **appearance {
                check.report("has anchors that differ from what the text of the article says");
            }
            identity
        });
        identities.extend(identity.map(|identity| (item.name, identity)));
    }
    check.refuse()?;
    refuse_doubles(context, &printed, &identities, reanchored).await?;
    Ok(identities)
}

async fn load_texts(
    context: &mut Context<'_, '_>,
    items: &[RestoredItem],
    printed: &[(&RestoredItem, &Appearance)],
) -> Result<Texts, Error> {
    let Context { store, locks, .. } = context;
    let mut texts = Texts::default();
    for item in items {
        if let (Name::Article(id), Resource::Article(article, version)) = (item.name, &item.value) {
            texts.set_newest(id, text_of(article, *version));
        }
    }
    for (_, appearance) in printed {
        let article = appearance.article;
        if let Some(text) = store.pending_text(article) {
            texts.set_newest(article, text);
        }
        locks.shared(Lockable::Resource(Name::Article(article)));
        texts.load(store.lookup, appearance).await?;
    }
    Ok(texts)
}

/// Refuses live appearances with the same identity, and more than an article can have.
async fn refuse_doubles(
    context: &mut Context<'_, '_>,
    printed: &[(&RestoredItem, &Appearance)],
    identities: &BTreeMap<Name, IdentityDigest>,
    reanchored: &[Write],
) -> Result<(), Error> {
    let Context { store, check, .. } = context;
    let live = printed.iter().filter(|(item, _)| !item.is_deleted);
    let live: Vec<_> = live.collect();
    let mut first: BTreeMap<IdentityDigest, &str> = BTreeMap::new();
    for (item, _) in &live {
        let Some(identity) = identities.get(&item.name) else {
            continue;
        };
        if let Some(first) = first.insert(*identity, &item.path) {
            check.report_at(
                &item.path,
                format!("is the same as {first}; keep one of them"),
            );
        }
    }
    let all: Vec<IdentityDigest> = first.into_keys().collect();
    let mut held = store.appearances_by_identity(&all).await?;
    held.retain(|_, name| reanchored.iter().all(|write| write.name != *name));
    let found = reanchored.iter();
    held.extend(found.filter_map(|write| Some((write.identity?, write.name))));
    if let Some(identity) = all.iter().find(|identity| held.contains_key(*identity)) {
        return Err(Error::Exists {
            holder: held[identity],
            field: "anchors",
            address: None,
        });
    }
    let new = live
        .iter()
        .map(|(item, it)| (item.path.clone(), it.article));
    let new: Vec<(String, ArticleId)> = new.collect();
    refuse_too_many(store.lookup, check, &new).await?;
    Ok(check.refuse()?)
}
