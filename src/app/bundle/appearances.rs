//! Decides about appearances: their words are located in the texts, they are matched with
//! stored appearances, and what they say replaces what is stored of those.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{
    article::TextAfter,
    candidate::{matches_two, names_deleted, refuse_misplaced, same_as},
    decided::{Current, Decided, NextState},
    groups::{Groups, survivor},
    overlay::{Context, Overlay},
    printed_dates::read_appearance_dates,
};
use crate::{
    app::{
        Error,
        turns::pause,
        write::{
            appearance::{Counted, Texts, refuse_too_many},
            plan::long_in,
        },
    },
    domain::{
        resource::{
            Appearance, AppearanceId, ArticleId, ClaimId, Item, Name, Outcome, Resource, Stored,
            Unsaid,
        },
        rule::reprinting,
        value::{Checker, IdentityDigest},
    },
    store::{
        log::Done,
        read::{ArticleText, Presence},
        write::{Lockable, Write},
    },
};

/// The appearances of a bundle.
pub(super) struct Printed {
    pub(super) items: Vec<Item<Appearance>>,
    /// The new text of the article of the bundle.
    pub(super) text: TextAfter,
    /// Whether they only add to stored ones, and replace nothing in them.
    pub(super) adds: bool,
    /// What they leave open, by the ids of the items.
    pub(super) unsaid: BTreeMap<Uuid, Unsaid>,
}

/// An appearance whose words were located in its text.
struct Settled {
    item: Item<Appearance>,
    /// The fields that differ from the stored appearance and are kept as stored.
    differences: Vec<&'static str>,
    identity: IdentityDigest,
    /// The identities under which the appearance can be stored, each with its claim, most
    /// likely first.
    below: Vec<(ClaimId, IdentityDigest)>,
}

/// Decides about the appearances of a bundle, and about stored ones that were reanchored in
/// a new version of the article. Also returns the names of the resources that the items
/// match, by the ids of the items.
pub(super) async fn decide_appearances(
    context: &mut Context<'_, '_>,
    current: &Current,
    groups: &Groups,
    printed: Printed,
) -> Result<(Decided, BTreeMap<Uuid, Name>), Error> {
    let Printed {
        mut items,
        text,
        adds,
        unsaid,
    } = printed;
    let TextAfter {
        text,
        dates,
        reanchored,
    } = text;
    read_appearance_dates(context, &mut items, dates).await?;
    let texts = load_texts(context, &items, text).await?;
    let searched = texts.searched(items.iter().map(|item| &item.value));
    let long = long_in(context.store.lookup, searched).await?;
    let settled = settle(&mut context.check, items, texts.counted(), groups).await?;
    drop(long);
    let same = find_same(&mut context.store, &settled, &reanchored).await?;
    let settled = settled
        .into_iter()
        .map(|it| it.move_to_stored_claim(&same))
        .collect();
    let named = match_all(context, settled, &same).await?;
    let names = named.iter().map(|(name, _)| *name).collect();
    let mut stored = context.store.stored(&names).await?;
    let (named, reanchored) = keep_stored(
        &mut context.store,
        named,
        (&stored, adds),
        &unsaid,
        reanchored,
    )
    .await?;
    check_counts(context, &named, &stored).await?;
    let ids = named.iter().map(|(name, it)| (it.item.id, *name));
    let ids = ids.collect();
    let mut decided = Decided::default();
    for (name, settled) in named {
        let Settled {
            item,
            differences,
            identity,
            ..
        } = settled;
        let next = NextState {
            item: item.into_any(Resource::Appearance),
            name,
            before: stored.remove(&name),
            differences,
            identity: Some(identity),
        };
        current.decide(context, &mut decided, next)?;
    }
    // A stored appearance that the bundle does not have is written as it was reanchored.
    for (name, write) in reanchored {
        decided.done.push(Done::alone(name, Outcome::Updated, 0));
        decided.writes.push(write);
    }
    Ok((decided, ids))
}

/// Loads the texts of the articles that the appearances are in. `own` is the text that this
/// bundle writes.
async fn load_texts(
    context: &mut Context<'_, '_>,
    items: &[Item<Appearance>],
    own: Option<(ArticleId, ArticleText)>,
) -> Result<Texts, Error> {
    let Context { store, locks, .. } = context;
    let articles: BTreeSet<ArticleId> = items.iter().map(|item| item.value.article).collect();
    let pending = articles.into_iter();
    let pending = pending.filter_map(|id| Some((id, store.pending_text(id)?)));
    let mut texts = Texts::default();
    for (article, text) in pending.chain(own) {
        texts.set_newest(article, text);
    }
    for item in items {
        locks.shared(Lockable::Resource(Name::Article(item.value.article)));
        texts.load(store.lookup, &item.value).await?;
    }
    Ok(texts)
}

/// Locates the words of the appearances in their texts.
async fn settle(
    check: &mut Checker,
    items: Vec<Item<Appearance>>,
    mut texts: Counted<'_>,
    groups: &Groups,
) -> Result<Vec<Settled>, Error> {
    texts.refuse_large_search(check, "claims", items.iter().map(|item| &item.value));
    check.refuse()?;
    let mut all = Vec::with_capacity(items.len());
    for mut item in items {
        let occurrence = check.field(&item.path, |check| texts.locate(check, &mut item.value));
        pause().await?;
        let Some(occurrence) = occurrence else {
            continue;
        };
        let below = |claim| item.value.identity_below(claim, occurrence);
        let claims = groups.claims(&item.path, item.value.claim).into_iter();
        let below_all = claims.map(|claim| (claim, below(claim))).collect();
        all.push(Settled {
            differences: Vec::new(),
            identity: below(item.value.claim),
            below: below_all,
            item,
        });
    }
    check.refuse()?;
    Ok(all)
}

/// Maps identities of these appearances to the stored appearances that have them, as of the
/// new version of the article.
async fn find_same(
    store: &mut Overlay<'_, '_>,
    settled: &[Settled],
    reanchored: &BTreeMap<Name, Write>,
) -> Result<BTreeMap<IdentityDigest, Name>, Error> {
    let all = settled.iter().flat_map(|it| &it.below);
    let all: Vec<IdentityDigest> = all.map(|(_, identity)| *identity).collect();
    let mut same = store.appearances_by_identity(&all).await?;
    same.retain(|_, name| !reanchored.contains_key(name));
    let found = reanchored.values();
    same.extend(found.filter_map(|write| Some((write.identity?, write.name))));
    Ok(same)
}

impl Settled {
    /// If the appearance is stored under another claim of the group, makes it a child of
    /// that claim.
    fn move_to_stored_claim(mut self, same: &BTreeMap<IdentityDigest, Name>) -> Self {
        let mut below = self.below.iter();
        if let Some(&(claim, identity)) = below.find(|(_, it)| same.contains_key(it)) {
            self.item.value.claim = claim;
            self.identity = identity;
        }
        self
    }
}

/// Matches each item with the appearance that has its identity, or with the one that it
/// names.
async fn match_all(
    context: &mut Context<'_, '_>,
    settled: Vec<Settled>,
    same: &BTreeMap<IdentityDigest, Name>,
) -> Result<Vec<(Name, Settled)>, Error> {
    let Context { store, check, .. } = context;
    refuse_repeated(&settled, check);
    let named = settled.iter().filter(|it| it.item.is_named);
    let presence = store
        .presence(&named.map(Settled::name_in_bundle).collect())
        .await?;
    let presence = presence
        .into_iter()
        .map(|(name, presence)| (name.uuid(), (name, presence)));
    let presence: BTreeMap<_, _> = presence.collect();
    let mut named = Vec::with_capacity(settled.len());
    for it in settled {
        let held = presence.get(&it.item.id).filter(|_| it.item.is_named);
        let name = it.meaning(same.get(&it.identity).copied(), held.copied(), check);
        named.push((name, it));
    }
    check.refuse()?;
    Ok(named)
}

/// Reports items that have the identity or the name of an earlier item.
fn refuse_repeated(settled: &[Settled], check: &mut Checker) {
    let (mut seen, mut ids) = (BTreeMap::new(), BTreeMap::new());
    for Settled { item, identity, .. } in settled {
        let same = seen.insert(identity, &item.path);
        let named = ids.insert(item.id, &item.path).filter(|_| item.is_named);
        if let Some(first) = same.or(named) {
            check.report_at(&item.path, same_as(first));
        }
    }
}

impl Settled {
    /// The name of the appearance in the bundle.
    fn name_in_bundle(&self) -> Name {
        Name::Appearance(self.item.value.claim, AppearanceId::new(self.item.id))
    }

    /// The matching appearance: the one with its identity (`same`), or the one with the id
    /// that it names (`held`). Reports a violation if these are two, or if one is a child
    /// of another claim.
    fn meaning(
        &self,
        same: Option<Name>,
        held: Option<(Name, Presence)>,
        check: &mut Checker,
    ) -> Name {
        let Item {
            path,
            is_named,
            value,
            ..
        } = &self.item;
        if let Some((held, Presence::Deleted)) = held {
            check.report_at(path, names_deleted(held));
        }
        let given = self.name_in_bundle();
        let held = held.map(|(held, _)| held);
        let name = same.or(held).unwrap_or(given);
        let other = [held, Some(name)]
            .into_iter()
            .flatten()
            .find(|it| *it != given);
        if !refuse_misplaced(check, &self.item, Some(value.claim))
            && let Some(other) = other.filter(|_| *is_named)
        {
            check.report_at(path, matches_two(given, other));
        }
        name
    }
}

/// Joins appearances with the stored ones that they match, as of the new version of the text.
/// Also returns the reanchored ones that the bundle does not have.
async fn keep_stored(
    store: &mut Overlay<'_, '_>,
    mut named: Vec<(Name, Settled)>,
    (stored, adds): (&BTreeMap<Name, Stored>, bool),
    unsaid: &BTreeMap<Uuid, Unsaid>,
    mut reanchored: BTreeMap<Name, Write>,
) -> Result<(Vec<(Name, Settled)>, BTreeMap<Name, Write>), Error> {
    let sources = stored.values().flat_map(|it| it.resource.references());
    let survivors = store.lookup.survivors(&sources.collect()).await?;
    let survivor = |id| survivor(&survivors, id);
    let nothing = Unsaid::default();
    for (
        name,
        Settled {
            item, differences, ..
        },
    ) in &mut named
    {
        let found = reanchored.remove(name).map(|write| write.after);
        let before = stored.get(name).map(|it| &it.resource);
        let Some(Resource::Appearance(before)) = found.as_ref().or(before) else {
            continue;
        };
        let unsaid = unsaid.get(&item.id).unwrap_or(&nothing);
        if adds {
            *differences = item.value.add_to(before, unsaid, survivor);
            differences.retain(|field| !item.defaulted.contains(field));
        } else {
            let open = (&item.defaulted[..], unsaid);
            item.value = reprinting::imported(before, &item.value, open, survivor);
        }
    }
    Ok((named, reanchored))
}

/// Reports new appearances that exceed the maximum number for their article.
async fn check_counts(
    context: &mut Context<'_, '_>,
    named: &[(Name, Settled)],
    stored: &BTreeMap<Name, Stored>,
) -> Result<(), Error> {
    let Context { store, check, .. } = context;
    let new = named.iter().filter(|(name, _)| !stored.contains_key(name));
    let new = new.map(|(_, it)| (it.item.path.clone(), it.item.value.article));
    let pending = store.writes().iter().filter(|write| write.before.is_none());
    let pending = pending.filter_map(|write| match &write.after {
        Resource::Appearance(appearance) => Some((String::new(), appearance.article)),
        _ => None,
    });
    let all: Vec<(String, ArticleId)> = pending.chain(new).collect();
    refuse_too_many(store.lookup, check, &all).await?;
    Ok(check.refuse()?)
}
