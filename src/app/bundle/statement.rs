//! Records a statement: what one passage of an article says, and who says it. It becomes a
//! bundle without an article, which is imported like any other.
//!
//! Two things differ from an import. A source that is only called something is looked for
//! among the sources that the article names. And an appearance that is stored keeps all it
//! has, and gets what the statement adds.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    candidate::matches_two,
    import::decide_bundle,
    matched::is_keyed,
    overlay::{Context, Overlay, Pending},
};
use crate::{
    app::{
        App, CallContext, Error,
        write::{current::load_live, mutation::Mutation, run::run},
    },
    domain::{
        resource::{
            ArticleId, Bundle, Claim, Given, Ids, Item, Kind, Name, Resource, Source, Statement,
        },
        value::{Checker, identity::normal_text},
    },
    store::{
        Lookup,
        read::{IncludeDeleted, View},
        write::{Batch, LockSet, Written},
    },
    wire::document,
};

/// The maximum number of sources of an article among which one is looked for by its name.
const SOURCES_MAX: usize = 2_000;

impl App {
    /// Records a statement that is valid by itself.
    pub async fn record_statement(
        &self,
        context: CallContext,
        statement: Statement,
    ) -> Result<Written, Error> {
        run(self, context, RecordStatement { statement }).await
    }

    /// The language of an article, or `None` if there is no such article.
    pub async fn article_language(&self, article: ArticleId) -> Result<Option<String>, Error> {
        let mut reader = self.store.reader().await?;
        let name = Name::Article(article);
        let (names, live) = ([name], IncludeDeleted::Live);
        let found = reader.documents(Kind::Article, &names, View::Basic, live);
        let Some(found) = found.await?.remove(&name) else {
            return Ok(None);
        };
        Ok(
            match document::decode(Kind::Article, &found.doc)?.resource {
                Resource::Article(article, _) => Some(article.language),
                _ => None,
            },
        )
    }
}

struct RecordStatement {
    statement: Statement,
}

impl Mutation for RecordStatement {
    fn locks(&self) -> LockSet {
        LockSet::new()
    }

    fn plans_without_locks(&self) -> bool {
        true
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        let bundle = bundle(lookup, self.statement.clone()).await?;
        let pending = Pending::default();
        let mut context = Context {
            store: Overlay::new(lookup, &pending),
            locks,
            check: Checker::new(),
        };
        decide_bundle(&mut context, bundle).await
    }
}

/// The bundle that a statement becomes.
async fn bundle(lookup: &mut Lookup<'_>, statement: Statement) -> Result<Bundle, Error> {
    let Statement {
        mut appearance,
        claim,
        source,
        unsaid,
    } = statement;
    let article = appearance.value.article;
    let claim = match claim {
        Given::Item(item) => item,
        Given::Stored(name) => stored_claim(lookup, name).await?,
    };
    let source = match source {
        None => None,
        Some(Given::Stored(name)) => Some(stored_source(lookup, name).await?),
        Some(Given::Item(mut item)) if is_keyed(&item) => {
            item.key = item.value.key_in_article(&appearance.value);
            if let Some(named) = named_in_article(lookup, article, &item.value).await? {
                let ids = Ids::from_iter([(item.id, named.uuid())]);
                ids.replace_in_appearance(&mut appearance.value);
                item = Item {
                    key: String::new(),
                    id: named.uuid(),
                    is_named: true,
                    ..item
                };
            }
            Some(item)
        }
        Some(Given::Item(item)) => Some(item),
    };
    Ok(Bundle {
        within: Some(article),
        adds: true,
        unsaid: BTreeMap::from([(appearance.id, unsaid)]),
        sources: source.into_iter().collect(),
        claims: vec![claim],
        appearances: vec![appearance],
        ..Bundle::default()
    })
}

async fn stored_claim(lookup: &mut Lookup<'_>, name: Name) -> Result<Item<Claim>, Error> {
    match load_live(lookup, name).await?.resource {
        Resource::Claim(claim) => Ok(Item::stored("claim", name, claim)),
        _ => Err(Error::NotFound(vec![name])),
    }
}

async fn stored_source(lookup: &mut Lookup<'_>, name: Name) -> Result<Item<Source>, Error> {
    match load_live(lookup, name).await?.resource {
        Resource::Source(source) => Ok(Item::stored("source", name, source)),
        _ => Err(Error::NotFound(vec![name])),
    }
}

/// The live source among those that an article names that is called like this one. A source
/// whose kind is not known can be of the kind of the other one.
async fn named_in_article(
    lookup: &mut Lookup<'_>,
    article: ArticleId,
    source: &Source,
) -> Result<Option<Name>, Error> {
    if normal_text(&source.display_name).is_empty() {
        return Ok(None);
    }
    let names = lookup.sources_of_article(article, SOURCES_MAX + 1).await?;
    let mut check = Checker::new();
    if names.len() > SOURCES_MAX {
        check.report_at(
            "source",
            format!("cannot be found by its name among more than {SOURCES_MAX} sources of the article; give name, url or same_as"),
        );
        check.refuse()?;
    }
    let stored = lookup.stored(&names).await?;
    let live = stored.iter().filter(|(_, it)| !it.stamp.is_deleted());
    let live: Vec<(Name, &Source)> = live
        .filter_map(|(name, it)| match &it.resource {
            Resource::Source(source) => Some((*name, source)),
            _ => None,
        })
        .collect();
    let is_repeated = live
        .iter()
        .any(|(_, own)| own.is_called_without_kind(source));
    let called = |is_same: &dyn Fn(&Source) -> bool| -> BTreeSet<Name> {
        let same = live.iter().filter(|(_, own)| is_same(own));
        same.map(|(name, _)| *name).collect()
    };
    let mut found = called(&|own| own.is_called_as(source));
    // If there is another one without a kind already, the words decide which one it is.
    if found.is_empty() && !is_repeated {
        found = called(&|own| own.may_be(source));
    }
    let survivors = lookup.survivors(&found).await?;
    let mut found = found.iter().map(|name| survivors.get(name).unwrap_or(name));
    let Some(first) = found.next() else {
        return Ok(None);
    };
    if let Some(other) = found.find(|name| *name != first) {
        let what = format!("{}; give the name of one", matches_two(*first, *other));
        check.report_at("source", what);
        check.refuse()?;
    }
    Ok(Some(*first))
}
