//! Reads the printed dates of appearances, which are relative to those of their articles.

use std::collections::BTreeSet;

use crate::{
    app::Error,
    domain::{
        printed_date::context::DateContext,
        resource::{Appearance, Name, Resource},
        value::Checker,
    },
    store::Lookup,
};

/// Reads the dates of which the appearances among these resources have only the printed
/// text, unless they are in `before`. Reports those that are impossible or ambiguous.
pub(crate) async fn read_dates(
    lookup: &mut Lookup<'_>,
    all: &mut [(&str, Name, Resource)],
    before: Option<&Resource>,
) -> Result<(), Error> {
    let mut appearances: Vec<(&str, &mut Appearance)> = Vec::new();
    for (path, _, resource) in all {
        if let Resource::Appearance(appearance) = resource
            && appearance.has_printed_dates()
        {
            appearances.push((path, appearance));
        }
    }
    let articles = appearances.iter().map(|(_, it)| Name::Article(it.article));
    let articles: BTreeSet<Name> = articles.collect();
    if articles.is_empty() {
        return Ok(());
    }
    let stored = lookup.stored(&articles).await?;
    let before = match before {
        Some(Resource::Appearance(before)) => Some(before),
        _ => None,
    };
    let mut check = Checker::new();
    for (path, appearance) in appearances {
        let article = stored.get(&Name::Article(appearance.article));
        let context = article.map_or_else(DateContext::default, |it| context_of(&it.resource));
        check.field(path, |check| {
            appearance.read_printed_dates(check, &context, before);
        });
    }
    check.finish(())?;
    Ok(())
}

/// What an article says about the dates that it prints.
pub(crate) fn context_of(article: &Resource) -> DateContext {
    match article {
        Resource::Article(article, _) => DateContext::of_article(article),
        _ => DateContext::default(),
    }
}
