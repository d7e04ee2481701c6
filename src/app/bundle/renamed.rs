//! Finds the person or organization that an item means whose key or address is not known: the
//! only one of the article that is called the same, if nothing that is said of the two differs.
//!
//! A key is what somebody chose to write, so the next bundle can have another one for the same
//! source. Two persons of an article can have one name, so whatever speaks against a match
//! keeps the two apart: another role, other words that the article prints for them, another
//! publisher or `same_as`, or a second source with the name, in the article or in the bundle.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    candidate::Match,
    overlay::{Context, Overlay},
};
use crate::{
    app::Error,
    domain::{
        resource::{Appearance, Article, ArticleId, Item, Name, Resource, Source, SourceId},
        rule::somebody,
    },
    store::{read::IncludeDeleted, write::Lockable},
};

/// The sources of an article among which one is looked for. If there are more, none is found.
const SOURCES_MAX: usize = 2_000;

/// Gives new items the stored source that they mean. Returns the indexes of these items.
pub(super) async fn find_renamed(
    context: &mut Context<'_, '_>,
    article: Option<&Match>,
    sources: &mut [Match],
    appearances: &[Item<Appearance>],
) -> Result<BTreeSet<usize>, Error> {
    let mut renamed = BTreeSet::new();
    let Some(article) = article.filter(|it| it.is_stored) else {
        return Ok(renamed);
    };
    let named = only_of_bundle(sources);
    if named.is_empty() {
        return Ok(renamed);
    }
    let stored = Stored::load(&mut context.store, article, appearances).await?;
    let used = sources.iter().filter(|it| it.is_stored);
    let used: BTreeSet<Name> = used.map(|it| it.name).collect();
    for index in named {
        let it = &mut sources[index];
        let Some(name) = stored.only(it, article, appearances) else {
            continue;
        };
        if !used.contains(&name) {
            context.locks.shared(Lockable::Resource(name));
            it.name = name;
            it.is_stored = true;
            renamed.insert(index);
        }
    }
    Ok(renamed)
}

/// The indexes of new persons and organizations that are the only ones of the bundle with
/// their name.
fn only_of_bundle(sources: &[Match]) -> Vec<usize> {
    let called = |one: &Match, other: &Match| match (&one.item.value, &other.item.value) {
        (Resource::Source(one), Resource::Source(other)) => one.is_called_as(other),
        _ => false,
    };
    let is_only = |it: &Match| sources.iter().filter(|other| called(it, other)).count() == 1;
    let is_new = |it: &Match| match &it.item.value {
        Resource::Source(source) => !it.is_stored && !it.item.is_named && source.is_somebody(),
        _ => false,
    };
    let all = sources.iter().enumerate();
    let named = all.filter(|(_, it)| is_new(it) && is_only(it));
    named.map(|(index, _)| index).collect()
}

/// What is stored of an article and its sources.
struct Stored {
    article: Option<Article>,
    /// The live sources that were not merged into another one.
    sources: BTreeMap<Name, Source>,
    appearances: Vec<Appearance>,
}

impl Stored {
    async fn load(
        store: &mut Overlay<'_, '_>,
        article: &Match,
        given: &[Item<Appearance>],
    ) -> Result<Self, Error> {
        let Name::Article(id) = article.name else {
            return Ok(Self::nothing());
        };
        let names = store.sources_of_article(id, SOURCES_MAX + 1).await?;
        if names.len() > SOURCES_MAX {
            return Ok(Self::nothing());
        }
        let stored = store.stored(&names).await?.into_iter();
        let live = stored.filter(|(_, it)| !it.stamp.is_deleted());
        let sources = live.filter_map(|(name, it)| match it.resource {
            Resource::Source(source) if source.merged_into.is_none() => Some((name, source)),
            _ => None,
        });
        let stored = store.stored(&BTreeSet::from([article.name])).await?;
        let stored = stored.into_values().find_map(|it| match it.resource {
            Resource::Article(article, _) => Some(article),
            _ => None,
        });
        let appearances = match given.is_empty() {
            true => Vec::new(),
            false => store.appearances_in(id).await?,
        };
        Ok(Self {
            article: stored,
            sources: sources.collect(),
            appearances,
        })
    }

    const fn nothing() -> Self {
        Self {
            article: None,
            sources: BTreeMap::new(),
            appearances: Vec::new(),
        }
    }

    /// The only source that is called as the item, if it is the same.
    fn only(
        &self,
        item: &Match,
        article: &Match,
        appearances: &[Item<Appearance>],
    ) -> Option<Name> {
        let Resource::Source(given) = &item.item.value else {
            return None;
        };
        let called = self.sources.iter();
        let mut called = called.filter(|(_, own)| own.is_called_as(given));
        let (name, own) = called.next()?;
        let is_only = called.next().is_none();
        let differs = !own.clone().fill_from_item(given).is_empty();
        let (one, other) = (SourceId::new(name.uuid()), SourceId::new(item.item.id));
        let given = appearances.iter().map(|it| &it.value);
        let is_printed_alike = somebody::are_printed_alike(
            somebody::printed_names(self.appearances.iter(), one),
            somebody::printed_names(given, other),
        );
        let has_same_role = match (&self.article, &article.item.value) {
            (Some(own), Resource::Article(given, _)) => {
                somebody::has_same_role((own, one), (given, other))
            }
            _ => true,
        };
        (is_only && !differs && is_printed_alike && has_same_role).then_some(*name)
    }
}

impl Overlay<'_, '_> {
    /// Like [`crate::store::Lookup::sources_of_article`].
    async fn sources_of_article(
        &mut self,
        article: ArticleId,
        limit: usize,
    ) -> Result<BTreeSet<Name>, Error> {
        let mut names = self.lookup.sources_of_article(article, limit).await?;
        let writes = self.writes().iter().filter(|write| match &write.after {
            Resource::Appearance(appearance) => appearance.article == article,
            _ => write.name == Name::Article(article),
        });
        let references = writes.flat_map(|write| write.after.references());
        names.extend(references.filter(|name| matches!(name, Name::Source(_))));
        Ok(names)
    }

    /// The live appearances in an article.
    async fn appearances_in(&mut self, article: ArticleId) -> Result<Vec<Appearance>, Error> {
        let (name, live) = (Name::Article(article), IncludeDeleted::Live);
        let mut names = self.lookup.children(name, live).await?;
        let pending = self.writes().iter().map(|write| write.name);
        names.extend(pending.filter(|name| matches!(name, Name::Appearance(..))));
        let stored = self.stored(&names).await?.into_values();
        let appearances = stored.filter_map(|it| match it.resource {
            Resource::Appearance(it) if it.article == article => Some(it),
            _ => None,
        });
        Ok(appearances.collect())
    }
}
