//! Reads what pages show in few calls. Lists are read up to a bound.

use std::collections::BTreeSet;

use tonic::Status;

use super::{
    client::call,
    connect::Clients,
    page::{Listed, names::Names},
};
use crate::wire::pb;

/// The most resources of one kind on a page.
const LISTED_MAX: usize = 500;
const PAGE_SIZE: i32 = 250;
/// Names in one request.
const BATCH_MAX: usize = 250;

/// Reads what pages call these sources, articles and claims.
pub async fn names(
    clients: &Clients,
    sources: BTreeSet<String>,
    articles: BTreeSet<String>,
    claims: BTreeSet<String>,
) -> Result<Names, Status> {
    let mut found = Names::default();
    for names in batches(sources) {
        let request = pb::BatchGetSourcesRequest {
            names,
            show_deleted: true,
            read_time: None,
        };
        let response = call!(clients.sources, batch_get_sources, request)?;
        found.add_sources(&response.sources);
    }
    for names in batches(articles) {
        let view = pb::ArticleView::Basic.into();
        let request = pb::BatchGetArticlesRequest {
            names,
            view,
            show_deleted: true,
            read_time: None,
        };
        let response = call!(clients.articles, batch_get_articles, request)?;
        found.add_articles(&response.articles);
    }
    for names in batches(claims) {
        let request = pb::BatchGetClaimsRequest {
            names,
            show_deleted: true,
            ..pb::BatchGetClaimsRequest::default()
        };
        let response = call!(clients.claims, batch_get_claims, request)?;
        found.add_claims(&response.claims);
    }
    Ok(found)
}

fn batches(names: BTreeSet<String>) -> Vec<Vec<String>> {
    let names: Vec<String> = names.into_iter().collect();
    names.chunks(BATCH_MAX).map(<[String]>::to_vec).collect()
}

/// Reads pages of a list until its end, or up to [`LISTED_MAX`].
async fn pages<T>(
    mut page: impl AsyncFnMut(String) -> Result<(Vec<T>, String), Status>,
) -> Result<Listed<T>, Status> {
    let mut items = Vec::new();
    let mut token = String::new();
    loop {
        let (more, next) = page(token).await?;
        items.extend(more);
        let is_enough = items.len() >= LISTED_MAX;
        if next.is_empty() || is_enough {
            let has_more = !next.is_empty() || items.len() > LISTED_MAX;
            items.truncate(LISTED_MAX);
            return Ok(Listed { items, has_more });
        }
        token = next;
    }
}

/// Declares a function that lists up to a bound.
macro_rules! lists {
    ($(
        $(#[$meta:meta])*
        $name:ident($($argument:ident: $type:ty),*) -> $item:ident,
        $client:ident.$method:ident($request:ident { $($field:ident: $value:expr),* }).$items:ident;
    )*) => {$(
        $(#[$meta])*
        pub async fn $name(
            clients: &Clients,
            $($argument: $type),*
        ) -> Result<Listed<pb::$item>, Status> {
            pages(async |page_token| {
                let request = pb::$request {
                    page_size: PAGE_SIZE,
                    page_token,
                    $($field: $value,)*
                    ..pb::$request::default()
                };
                let response = call!(clients.$client, $method, request)?;
                Ok((response.$items, response.next_page_token))
            })
            .await
        }
    )*};
}

lists! {
    /// Lists claims.
    list_claims(filter: pb::ClaimFilter, show_deleted: bool) -> Claim,
    claims.list_claims(ListClaimsRequest {
        filter: Some(filter.clone()), show_deleted: show_deleted
    }).claims;

    /// Lists articles, without their texts.
    list_articles(filter: pb::ArticleFilter) -> Article,
    articles.list_articles(ListArticlesRequest {
        filter: Some(filter.clone()), view: pb::ArticleView::Basic.into()
    }).articles;

    /// Lists sources.
    list_sources(filter: pb::SourceFilter) -> Source,
    sources.list_sources(ListSourcesRequest { filter: Some(filter.clone()) }).sources;

    /// Lists appearances of one claim, or of all.
    list_appearances(parent: &str, filter: pb::AppearanceFilter, show_deleted: bool) -> Appearance,
    claims.list_appearances(ListAppearancesRequest {
        parent: parent.to_owned(), filter: Some(filter.clone()), show_deleted: show_deleted
    }).appearances;

    /// Lists the reviews of a claim.
    list_reviews(claim: &str, show_deleted: bool) -> Review,
    reviews.list_reviews(ListReviewsRequest {
        parent: claim.to_owned(), show_deleted: show_deleted
    }).reviews;

    /// Lists the relations of a claim.
    list_relations(claim: &str, show_deleted: bool) -> Relation,
    claims.list_relations(ListRelationsRequest {
        parent: claim.to_owned(), show_deleted: show_deleted
    }).relations;
}

/// Lists conflicts.
pub async fn list_conflicts(
    clients: &Clients,
    filter: pb::ConflictFilter,
) -> Result<Listed<pb::Conflict>, Status> {
    pages(async |page_token| {
        let request = pb::ListConflictsRequest {
            page_size: PAGE_SIZE,
            page_token,
            filter: Some(filter.clone()),
        };
        let response = call!(clients.claims, list_conflicts, request)?;
        Ok((response.conflicts, response.next_page_token))
    })
    .await
}

/// The most pages of a trace that are read.
const TRACE_PAGES_MAX: usize = 5;
const TRACE_PAGE_SIZE: i32 = 1_000;

/// Lists the claims that a source is reported to have made, or to have. In a trace, they come behind
/// what is attributed to it, and before everything else.
pub async fn claims_that_report(
    clients: &Clients,
    source: &str,
) -> Result<Listed<pb::Claim>, Status> {
    let mut names = Vec::new();
    let mut has_more = true;
    let mut page_token = String::new();
    for _ in 0..TRACE_PAGES_MAX {
        let request = pb::TraceSourceRequest {
            name: source.to_owned(),
            page_size: TRACE_PAGE_SIZE,
            page_token,
        };
        let response = call!(clients.sources, trace_source, request)?;
        page_token = response.next_page_token;
        has_more = !page_token.is_empty();
        for dependant in &response.dependants {
            match place(dependant) {
                Place::Before => {}
                Place::Reported(claim) => names.push(claim.to_owned()),
                Place::Behind => has_more = false,
            }
        }
        if !has_more || names.len() > LISTED_MAX {
            break;
        }
    }
    has_more |= names.len() > LISTED_MAX;
    names.truncate(LISTED_MAX);
    let mut items = Vec::new();
    for names in names.chunks(BATCH_MAX) {
        let request = pb::BatchGetClaimsRequest {
            names: names.to_vec(),
            ..pb::BatchGetClaimsRequest::default()
        };
        items.extend(call!(clients.claims, batch_get_claims, request)?.claims);
    }
    Ok(Listed { items, has_more })
}

/// Where something stands in a trace.
enum Place<'a> {
    Before,
    Reported(&'a str),
    Behind,
}

fn place(dependant: &pb::Dependant) -> Place<'_> {
    use pb::TraceLink::{Appearance, Attribution, Reported, ReportedIn};
    match &dependant.path[..] {
        [_, claim] if matches!(claim.link(), Reported | ReportedIn) => Place::Reported(&claim.name),
        [_, claim, printed, ..] if (claim.link(), printed.link()) == (Attribution, Appearance) => {
            Place::Before
        }
        _ => Place::Behind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pages_are_read_up_to_the_bound() {
        let listed = pages(async |token: String| {
            let page: usize = token.parse().unwrap_or(0);
            let next = if page == 2 {
                String::new()
            } else {
                (page + 1).to_string()
            };
            Ok((vec![page; 100], next))
        });
        let listed = listed.await.unwrap();
        assert_eq!((listed.items.len(), listed.has_more), (300, false));
        let listed = pages(async |_| Ok((vec![0; 300], "more".to_owned())));
        let listed = listed.await.unwrap();
        assert_eq!((listed.items.len(), listed.has_more), (LISTED_MAX, true));
    }
}
