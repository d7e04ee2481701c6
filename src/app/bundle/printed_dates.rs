//! Reads the printed dates of claims and appearances, which are relative to the date of the
//! bundle's article.

use std::collections::BTreeSet;

use super::{
    candidate::{Candidate, Match},
    overlay::Context,
};
use crate::{
    app::{Error, write::printed_date::context_of},
    domain::{
        printed_date::context::DateContext,
        resource::{Appearance, ArticleId, Claim, Item, Name, NaturalKeys, Resource},
    },
};

/// Makes candidates of claims, after reading the dates of which they have only the printed
/// text. Reports those that are impossible or ambiguous.
pub(super) async fn claim_candidates(
    context: &mut Context<'_, '_>,
    article: Option<&Match>,
    claims: Vec<Item<Claim>>,
) -> Result<Vec<Candidate>, Error> {
    let has_dates = claims.iter().any(|item| item.value.has_printed_dates());
    let dates = match article {
        Some(article) if has_dates => article_after(context, article).await?,
        _ => DateContext::default(),
    };
    let candidates = claims
        .into_iter()
        .map(|item| claim_candidate(context, &dates, item));
    Ok(candidates.collect())
}

/// What the article will say about its dates: a bundle replaces what it gives.
async fn article_after(
    context: &mut Context<'_, '_>,
    article: &Match,
) -> Result<DateContext, Error> {
    let given = &article.item.value;
    let stored = context
        .store
        .stored(&BTreeSet::from([article.name]))
        .await?;
    let stored = stored.get(&article.name).map(|it| &it.resource);
    Ok(match (stored, given) {
        (Some(Resource::Article(stored, _)), Resource::Article(given, _)) => {
            let mut article = stored.clone();
            article.replace_with(given);
            DateContext::of_article(&article)
        }
        _ => context_of(given),
    })
}

fn claim_candidate(
    context: &mut Context<'_, '_>,
    dates: &DateContext,
    mut item: Item<Claim>,
) -> Candidate {
    let given = item.value.clone();
    context.check.field(&item.path, |check| {
        check.field("claim", |check| {
            item.value.read_printed_dates(check, dates, &[]);
            // The ends of the period are known only now.
            if item.value != given {
                item.value.check(check);
            }
        });
    });
    let earlier_keys = match item.value == given || item.value.has_inferred_dates() {
        true => NaturalKeys::new(),
        false => Resource::Claim(given).natural_keys(),
    };
    Candidate {
        earlier_keys,
        ..Candidate::new(item.into_any(Resource::Claim))
    }
}

/// Reads the dates of which appearances have only the printed text. `own` is what the
/// bundle's article says about its dates.
pub(super) async fn read_appearance_dates(
    context: &mut Context<'_, '_>,
    items: &mut [Item<Appearance>],
    own: Option<(ArticleId, DateContext)>,
) -> Result<(), Error> {
    let printed = items.iter().filter(|item| item.value.has_printed_dates());
    let articles = printed.map(|item| Name::Article(item.value.article));
    let articles: BTreeSet<Name> = articles.collect();
    if articles.is_empty() {
        return Ok(());
    }
    let stored = context.store.stored(&articles).await?;
    for item in items {
        let id = item.value.article;
        let dates = match &own {
            Some((own, dates)) if *own == id => dates.clone(),
            _ => stored
                .get(&Name::Article(id))
                .map(|it| context_of(&it.resource))
                .unwrap_or_default(),
        };
        context.check.field(&item.path, |check| {
            item.value.read_printed_dates(check, &dates, None);
        });
    }
    Ok(())
}
