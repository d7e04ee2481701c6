//! Matches each item of a bundle with a stored resource, or makes it a new one. What is
//! written is not decided here.
//!
//! Sources come first, because the article refers to them. Sources that are known only by
//! their keys come after the article, because the keys are those of its bundles. Then come
//! the claims, and then relations and reviews, whose identity depends on the claims.
//! Appearances are matched later, because their texts are needed for it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{
    candidate::{Candidate, Match, ids, match_all, matches_two},
    described::same_articles,
    groups::Groups,
    lines::sources_by_line,
    overlay::{Context, Overlay},
    printed_dates::claim_candidates,
    renamed::find_renamed,
};
use crate::{
    app::Error,
    domain::resource::{
        Appearance, Article, ArticleId, Bundle, Ids, Item, Kind, Name, Resource, Source, SourceId,
        Unsaid, bundle::numbers,
    },
    store::write::{ArticleKey, LockSet, Lockable},
};

/// The items of a bundle with the resources that they match. References between items are
/// replaced by the ids of those resources.
pub(super) struct Matched {
    pub(super) heads: Heads,
    /// Appearances are not matched yet.
    pub(super) appearances: Vec<Item<Appearance>>,
    pub(super) relations: Vec<Match>,
    pub(super) reviews: Vec<Match>,
    pub(super) groups: Groups,
    /// Whether appearances only add to stored ones.
    pub(super) adds: bool,
    /// Whether reviews replace stored ones that are not known to be later.
    pub(super) replaces_reviews: bool,
    /// What the appearances leave open, by the ids of their items.
    pub(super) unsaid: BTreeMap<Uuid, Unsaid>,
}

impl Matched {
    pub(super) async fn find(
        context: &mut Context<'_, '_>,
        mut bundle: Bundle,
    ) -> Result<Self, Error> {
        let heads = Heads::find(context, &mut bundle).await?;
        let (heads, ids) = heads.replaced();
        let mut appearances = bundle.appearances;
        for item in &mut appearances {
            ids.replace_in_appearance(&mut item.value);
        }
        let relations = replaced(&ids, any(bundle.relations, Resource::Relation));
        let reviews = replaced(&ids, any(bundle.reviews, Resource::Review));

        let children = relations.iter().chain(&reviews);
        let claims = children.flat_map(|item| item.value.references());
        let printed = appearances.iter().map(|item| Name::Claim(item.value.claim));
        let claims = claims.chain(printed).filter(|it| it.kind() == Kind::Claim);
        let groups = Groups::load(&mut context.store, &heads.claims, claims.collect()).await?;
        let relations = match_children(context, &groups, relations).await?;
        let reviews = match_children(context, &groups, reviews).await?;
        context.check.refuse()?;
        Ok(Self {
            heads,
            appearances,
            relations,
            reviews,
            groups,
            adds: bundle.adds,
            replaces_reviews: bundle.replaces_reviews,
            unsaid: bundle.unsaid,
        })
    }

    /// The names of all stored matches.
    pub(super) fn stored(&self) -> BTreeSet<Name> {
        let matches = self.heads.all().chain(&self.relations).chain(&self.reviews);
        let stored = matches.filter(|it| it.is_stored);
        stored.map(|it| it.name).collect()
    }
}

/// The items that other items refer to.
pub(super) struct Heads {
    pub(super) sources: Vec<Match>,
    pub(super) article: Option<Match>,
    pub(super) claims: Vec<Match>,
    /// The keys of sources that bundles of the article use for the first time.
    pub(super) keys: Vec<ArticleKey>,
}

impl Heads {
    /// Takes the items out of a bundle, and matches them.
    async fn find(context: &mut Context<'_, '_>, bundle: &mut Bundle) -> Result<Self, Error> {
        let sources = std::mem::take(&mut bundle.sources).into_iter();
        let (keyed, sources): (Vec<_>, Vec<_>) = sources.partition(is_keyed);
        let candidates = any(sources, Resource::Source).map(Candidate::new);
        let mut sources = match_all(context, candidates, &[]).await?;
        let given = bundle.article.as_ref().map(|item| item.id);
        let article = match bundle.article.take() {
            Some(item) => {
                let candidate = article_candidate(context, item, &ids(&sources), &keyed).await?;
                match_all(context, [candidate], &[]).await?
            }
            None => Vec::new(),
        };
        let id = given.map(|id| ArticleId::new(ids(&article).get(id)));
        let id = id.or(bundle.within);
        let within = (id, article.first());
        let candidates = keyed_candidates(&mut context.store, within, keyed).await?;
        sources.extend(match_all(context, candidates, &sources).await?);
        let article_of = article.first();
        let renamed = find_renamed(context, article_of, &mut sources, &bundle.appearances).await?;
        let keys = new_keys(context.locks, id, &sources, &renamed);
        sources.sort_by_cached_key(|it| numbers(&it.item.path));
        let claims = std::mem::take(&mut bundle.claims);
        let candidates = claim_candidates(context, article.first(), claims).await?;
        Ok(Self {
            sources,
            article: article.into_iter().next(),
            claims: match_all(context, candidates, &[]).await?,
            keys,
        })
    }

    fn all(&self) -> impl Iterator<Item = &Match> {
        self.sources.iter().chain(&self.article).chain(&self.claims)
    }

    /// Replaces ids of items by the ids of the resources that they match. Returns these
    /// ids, too.
    fn replaced(mut self) -> (Self, Ids) {
        let ids = ids(self.all());
        let matches = self.sources.iter_mut().chain(&mut self.article);
        for it in matches.chain(&mut self.claims) {
            ids.replace_in(&mut it.item.value);
        }
        (self, ids)
    }
}

fn any<T>(items: Vec<Item<T>>, wrap: fn(T) -> Resource) -> impl Iterator<Item = Item<Resource>> {
    items.into_iter().map(move |item| item.into_any(wrap))
}

fn replaced(ids: &Ids, items: impl Iterator<Item = Item<Resource>>) -> Vec<Item<Resource>> {
    let replaced = items.map(|mut item| {
        ids.replace_in(&mut item.value);
        item
    });
    replaced.collect()
}

async fn match_children(
    context: &mut Context<'_, '_>,
    groups: &Groups,
    items: Vec<Item<Resource>>,
) -> Result<Vec<Match>, Error> {
    let candidates = items.into_iter().map(|item| Candidate {
        merged_keys: groups.keys(&item.path, &item.value),
        ..Candidate::new(item)
    });
    match_all(context, candidates, &[]).await
}

/// Whether a source is known only by its key within its article.
pub(super) fn is_keyed(item: &Item<Source>) -> bool {
    is_known_by_key(item.is_named, &item.value)
}

fn is_known_by_key(is_named: bool, source: &Source) -> bool {
    !is_named && source.canonical_url().is_none() && source.same_as.is_empty()
}

/// The candidates of sources that are looked up by the lines that the bundle's article prints
/// for them, or else by their keys within the article.
async fn keyed_candidates(
    store: &mut Overlay<'_, '_>,
    (id, article): (Option<ArticleId>, Option<&Match>),
    items: Vec<Item<Source>>,
) -> Result<Vec<Candidate>, Error> {
    let keys: Vec<String> = items.iter().map(|item| item.key.clone()).collect();
    let by_key = match id {
        Some(article) if !keys.is_empty() => store.article_keys(article, &keys).await?,
        _ => BTreeMap::new(),
    };
    let by_line = match article {
        Some(article) => sources_by_line(store, article, &items, &by_key).await?,
        None => BTreeMap::new(),
    };
    let candidates = any(items, Resource::Source).map(|item| {
        let by_line = by_line.get(&item.id);
        let found = by_line.or_else(|| by_key.get(&item.key));
        Candidate {
            by_key: found.copied().map(Name::Source),
            is_by_line: by_line.is_some(),
            ..Candidate::new(item)
        }
    });
    Ok(candidates.collect())
}

/// The keys that bundles of the article use for the first time.
fn new_keys(
    locks: &mut LockSet,
    article: Option<ArticleId>,
    sources: &[Match],
    renamed: &BTreeSet<usize>,
) -> Vec<ArticleKey> {
    let keyed = sources
        .iter()
        .enumerate()
        .filter(|(_, it)| match &it.item.value {
            Resource::Source(source) => is_known_by_key(it.item.is_named, source),
            _ => false,
        });
    let new = keyed.filter(|(index, it)| !it.is_stored || renamed.contains(index));
    let new: Vec<&Match> = new.map(|(_, it)| it).collect();
    let Some(article) = article.filter(|_| !new.is_empty()) else {
        return Vec::new();
    };
    // Another import of the article may use the same key at the same time.
    locks.exclusive(Lockable::Resource(Name::Article(article)));
    let keys = new.into_iter().map(|it| ArticleKey {
        article,
        key: it.item.key.clone(),
        source: SourceId::new(it.name.uuid()),
    });
    keys.collect()
}

/// The candidate of an article, which is looked up by name, uri or external id, or else as
/// `same_articles` does.
async fn article_candidate(
    context: &mut Context<'_, '_>,
    mut item: Item<Article>,
    ids: &Ids,
    keyed: &[Item<Source>],
) -> Result<Candidate, Error> {
    let sources = item.value.sources_mut();
    sources.for_each(|id| *id = SourceId::new(ids.get(id.uuid())));
    let described = match item.is_named {
        true => Vec::new(),
        false => same_articles(context, &item.value, keyed).await?,
    };
    let mut candidate = Candidate::new(item.into_any(|article| Resource::Article(article, 1)));
    match described[..] {
        [] => {}
        [article] => {
            candidate.name = article;
            candidate.is_named = true;
        }
        [one, other, ..] => {
            let path = &candidate.item.path;
            let what = format!(
                "{}; give the uri or the name of one",
                matches_two(one, other)
            );
            context.check.report_at(path, what);
        }
    }
    Ok(candidate)
}
