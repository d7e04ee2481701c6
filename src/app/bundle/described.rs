//! Finds the stored article that a bundle means, if it gives none of its keys: by headline,
//! date and bylines, or else by headline and text.

use std::collections::{BTreeMap, BTreeSet};

use super::overlay::{Context, Overlay};
use crate::{
    app::Error,
    domain::{
        resource::{Article, ArticleId, Item, KeySet, Name, Resource, Source, SourceId},
        rule::reimport,
        value::identity::normal_text,
    },
    store::write::Lockable,
};

/// The stored articles that are the same as this one, whose uri and external ids are not
/// stored.
pub(super) async fn same_articles(
    context: &mut Context<'_, '_>,
    article: &Article,
    keyed: &[Item<Source>],
) -> Result<Vec<Name>, Error> {
    let described = articles_described(&mut context.store, article, keyed).await?;
    if !described.is_empty() {
        return Ok(described);
    }
    let keys = Resource::Article(article.clone(), 1).natural_keys();
    let holders = context.store.holders(&KeySet::of([keys])).await?;
    if holders.names().next().is_some() {
        return Ok(Vec::new());
    }
    articles_alike(context, article, keyed).await
}

/// The stored articles that have the description and the publisher of this one.
async fn articles_described(
    store: &mut Overlay<'_, '_>,
    article: &Article,
    keyed: &[Item<Source>],
) -> Result<Vec<Name>, Error> {
    let described = store.articles_described(article).await?;
    let publishers = described.iter().filter_map(|it| it.publisher);
    let given = Publisher::of(store, article, keyed, publishers).await?;
    let mut found = Vec::new();
    for it in described {
        if given.is(store, it.article, it.publisher).await? {
            found.push(Name::Article(it.article));
        }
    }
    Ok(found)
}

/// The stored articles that have the headline and the text of this one, and differ from it in
/// nothing that says which article it is. An unknown publisher is no difference.
async fn articles_alike(
    context: &mut Context<'_, '_>,
    article: &Article,
    keyed: &[Item<Source>],
) -> Result<Vec<Name>, Error> {
    let Some(content) = article.content() else {
        return Ok(Vec::new());
    };
    // Another import may store the same text at the same time.
    context.locks.exclusive(Lockable::Content(&content));
    let store = &mut context.store;
    let alike = store.articles_alike(content).await?;
    let is_same = |it: &(ArticleId, Article)| {
        // A digest that an older server did not renew is that of an older text.
        it.1.content() == Some(content) && reimport::is_same_article(&it.1, article)
    };
    let alike: Vec<(ArticleId, Article)> = alike.into_iter().filter(is_same).collect();
    let publishers = alike.iter().filter_map(|(_, article)| article.publisher);
    let given = Publisher::of(store, article, keyed, publishers).await?;
    let mut found = Vec::new();
    for (id, stored) in alike {
        let is_unknown = article.publisher.is_none() || stored.publisher.is_none();
        if is_unknown || given.is(store, id, stored.publisher).await? {
            found.push(Name::Article(id));
        }
    }
    Ok(found)
}

/// The publisher that a bundle gives.
struct Publisher<'a> {
    name: Option<Name>,
    /// Its item, if it is known only by its key.
    item: Option<&'a Item<Source>>,
    /// What the publishers of the stored articles were merged into.
    survivors: BTreeMap<Name, Name>,
}

impl<'a> Publisher<'a> {
    async fn of(
        store: &mut Overlay<'_, '_>,
        article: &Article,
        keyed: &'a [Item<Source>],
        stored: impl Iterator<Item = SourceId>,
    ) -> Result<Self, Error> {
        let name = article.publisher.map(Name::Source);
        let is_given = |item: &&Item<Source>| name.is_some_and(|it| it.uuid() == item.id);
        let stored: BTreeSet<Name> = stored.map(Name::Source).collect();
        Ok(Self {
            name,
            item: keyed.iter().find(is_given),
            survivors: store.lookup.survivors(&stored).await?,
        })
    }

    /// Whether it is the publisher of a stored article.
    async fn is(
        &self,
        store: &mut Overlay<'_, '_>,
        article: ArticleId,
        publisher: Option<SourceId>,
    ) -> Result<bool, Error> {
        let stored = publisher.map(Name::Source);
        let survivor = stored.map(|name| self.survivors.get(&name).copied().unwrap_or(name));
        if survivor == self.name {
            return Ok(true);
        }
        match (self.item, publisher) {
            (Some(item), Some(publisher)) => is_called(store, article, publisher, item).await,
            _ => Ok(false),
        }
    }
}

/// Whether bundles of the article used the key of this item for the stored source, and it
/// has the display name that the item gives.
async fn is_called(
    store: &mut Overlay<'_, '_>,
    article: ArticleId,
    source: SourceId,
    item: &Item<Source>,
) -> Result<bool, Error> {
    let keys = std::slice::from_ref(&item.key);
    let by_key = store.article_keys(article, keys).await?;
    if by_key.get(&item.key) != Some(&source) {
        return Ok(false);
    }
    let name = Name::Source(source);
    let stored = store.stored(&BTreeSet::from([name])).await?;
    Ok(match stored.get(&name).map(|it| &it.resource) {
        Some(Resource::Source(source)) => {
            normal_text(&source.display_name) == normal_text(&item.value.display_name)
        }
        _ => false,
    })
}
