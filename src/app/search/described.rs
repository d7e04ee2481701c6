//! What of a resource is indexed.

use std::collections::HashSet;

use url::Url;
use uuid::Uuid;

use crate::{
    domain::{
        figure::quantity::Quantity,
        resource::{Claim, Resource, Stored},
        value::{Date, Period, PeriodEnd},
    },
    index::claims::{IndexedArticle, IndexedClaim, IndexedSource, Years},
};

/// The label of claims that were retracted.
pub(super) const RETRACTED: &str = "retracted";

/// The most printed wordings of a claim that are indexed.
pub(super) const WORDINGS_MAX: usize = 8;

/// A claim as it is indexed. `None` if it is not: if it is deleted, or was merged into another.
/// `printed` are the words that print it.
pub(super) fn claim(stored: Stored, printed: Vec<String>) -> Option<IndexedClaim> {
    let (id, is_deleted) = (stored.name.uuid(), stored.stamp.is_deleted());
    match stored.resource {
        Resource::Claim(claim) if !is_deleted && claim.merged_into.is_none() => {
            Some(indexed(id, claim, printed))
        }
        _ => None,
    }
}

/// An article with its body as it is indexed. `None` if it is not: if it is deleted.
pub(super) fn article(stored: Stored) -> Option<IndexedArticle> {
    let (id, is_deleted) = (stored.name.uuid(), stored.stamp.is_deleted());
    match stored.resource {
        Resource::Article(article, _) if !is_deleted => {
            let bylines = article.bylines.into_iter();
            let bylines = bylines.flat_map(|byline| [byline.name, byline.printed]);
            Some(IndexedArticle {
                id,
                headline: article.headline,
                body: article.body,
                bylines: bylines.filter(|it| !it.is_empty()).collect(),
                language: article.language,
            })
        }
        _ => None,
    }
}

/// A source as it is indexed. `None` if it is not: if it is deleted, or was merged into another.
pub(super) fn source(stored: Stored) -> Option<IndexedSource> {
    let (id, is_deleted) = (stored.name.uuid(), stored.stamp.is_deleted());
    match stored.resource {
        Resource::Source(source) if !is_deleted && source.merged_into.is_none() => {
            let host = Url::parse(&source.url).ok();
            let host = host.and_then(|url| url.host_str().map(str::to_owned));
            let names = [Some(source.display_name), host].into_iter().flatten();
            Some(IndexedSource {
                id,
                names: names.filter(|name| !name.is_empty()).collect(),
                language: String::new(),
            })
        }
        _ => None,
    }
}

/// The words that print a claim in an appearance.
pub(super) fn printed_words(stored: Stored) -> Option<String> {
    let Resource::Appearance(appearance) = stored.resource else {
        return None;
    };
    let wording = appearance.printing.anchors.into_iter().next()?;
    Some(wording.exact).filter(|words| !words.is_empty())
}

fn indexed(id: Uuid, claim: Claim, printed: Vec<String>) -> IndexedClaim {
    let parts = [claim.subject, claim.predicate, claim.object];
    let names = claim.entities.into_iter().map(|entity| entity.name);
    let places = claim.places.into_iter().map(|place| place.name);
    IndexedClaim {
        id,
        wordings: different_from(&claim.statement, printed),
        statement: claim.statement,
        language: claim.language,
        entities: each_once(names.chain(places)),
        parts: parts.into_iter().filter(|part| !part.is_empty()).collect(),
        years: claim.period.as_ref().and_then(years),
        figures: figures(&claim.quantities),
        tags: claim.tags,
        labels: match claim.retraction {
            Some(_) => vec![RETRACTED.to_owned()],
            None => Vec::new(),
        },
    }
}

/// The printed figures.
pub(super) fn figures(quantities: &[Quantity]) -> Vec<String> {
    let printed = quantities.iter().map(|it| it.printed.clone());
    printed.filter(|it| !it.is_empty()).collect()
}

/// The names in their order. What is an entity is often a place, too.
fn each_once(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    names.filter(|name| seen.insert(name.clone())).collect()
}

/// The printed words, each once, without those of the statement.
fn different_from(statement: &str, printed: Vec<String>) -> Vec<String> {
    let mut different: Vec<String> = Vec::new();
    for words in printed {
        let is_new = words != statement && !different.contains(&words);
        if is_new && different.len() < WORDINGS_MAX {
            different.push(words);
        }
    }
    different
}

/// The years of a period, as far as they are known.
pub(super) fn years(period: &Period) -> Option<Years> {
    let from = period.from.as_ref().and_then(year);
    let through = match period.end {
        PeriodEnd::Closed => period.through.as_ref().and_then(year),
        _ => None,
    };
    (from.is_some() || through.is_some()).then_some(Years { from, through })
}

fn year(date: &Date) -> Option<i32> {
    use chrono::Datelike as _;
    match date.instant {
        Some(instant) => Some(instant.year()),
        None => Some(date.year).filter(|year| *year != 0),
    }
}
