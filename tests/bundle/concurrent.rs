//! Concurrent imports.

use std::sync::Arc;

use claimstore::wire::pb::{
    ClaimFilter, ImportOutcome, ListClaimsRequest, ListSourcesRequest, SourceFilter, SourceKind,
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::import::{import, try_import};
use crate::support::server::TestServer;

const PAIRS: usize = 1_000;
/// How many pairs run at the same time. More would only wait for connections.
const AT_ONCE: usize = 8;

fn pages(pair: usize, reversed: bool) -> Value {
    let mut sources: Vec<Value> = (0..4)
        .map(|n| {
            let url = format!("https://news.example/{pair}/{n}");
            json!({"source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": url}})
        })
        .collect();
    let mut claims: Vec<Value> = (0..3)
        .map(|n| {
            let statement = format!("Statement {n} of pair {pair}");
            json!({"claim": {"statement": statement, "language": "en", "type": "CLAIM_TYPE_CAUSAL"}})
        })
        .collect();
    if reversed {
        sources.reverse();
        claims.reverse();
    }
    json!({"sources": sources, "claims": claims})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_pairs_of_imports_in_opposite_order_succeed_and_create_one_of_each() {
    let server = Arc::new(TestServer::start().await);
    let mut workers = JoinSet::new();
    for worker in 0..AT_ONCE {
        let server = Arc::clone(&server);
        workers.spawn(async move {
            for pair in (worker..PAIRS).step_by(AT_ONCE) {
                let (one, other) = tokio::join!(
                    try_import(&server, pages(pair, false)),
                    try_import(&server, pages(pair, true)),
                );
                let (one, mut other) = (one.unwrap(), other.unwrap());
                other[..4].reverse();
                other[4..].reverse();
                for (one, other) in one.iter().zip(&other) {
                    assert_eq!(one.name, other.name, "pair {pair}");
                    let created = [one, other]
                        .into_iter()
                        .filter(|it| it.outcome() == ImportOutcome::Created)
                        .count();
                    assert_eq!(created, 1, "pair {pair}: one of them came first");
                }
            }
        });
    }
    workers.join_all().await;

    assert_eq!(count_sources(&server).await, 4 * PAIRS);
    assert_eq!(count_claims(&server).await, 3 * PAIRS);
}

async fn count_sources(server: &TestServer) -> usize {
    let mut request = ListSourcesRequest {
        page_size: 1_000,
        filter: Some(SourceFilter {
            kind: SourceKind::WebPage.into(),
            ..SourceFilter::default()
        }),
        ..ListSourcesRequest::default()
    };
    let mut count = 0;
    loop {
        let page = server
            .sources()
            .list_sources(request.clone())
            .await
            .unwrap()
            .into_inner();
        count += page.sources.len();
        if page.next_page_token.is_empty() {
            return count;
        }
        request.page_token = page.next_page_token;
    }
}

async fn count_claims(server: &TestServer) -> usize {
    let mut request = ListClaimsRequest {
        page_size: 1_000,
        filter: Some(ClaimFilter {
            language: "en".to_owned(),
            ..ClaimFilter::default()
        }),
        ..ListClaimsRequest::default()
    };
    let mut count = 0;
    loop {
        let page = server
            .claims()
            .list_claims(request.clone())
            .await
            .unwrap()
            .into_inner();
        count += page.claims.len();
        if page.next_page_token.is_empty() {
            return count;
        }
        request.page_token = page.next_page_token;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_imports_of_one_article_create_one_of_each_resource() {
    let server = Arc::new(TestServer::start().await);
    let bundle = json!({
        "article": {"uri": "https://news.example/1", "headline": "A", "body": "Some say so.", "publisher": "#outlet"},
        "sources": [
            {"key": "outlet", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": "Outlet"}},
            {"key": "some", "source": {"kind": "SOURCE_KIND_UNNAMED_GROUP", "displayName": "Some"}},
        ],
    });
    let mut imports = JoinSet::new();
    for _ in 0..16 {
        let (server, bundle) = (Arc::clone(&server), bundle.clone());
        imports.spawn(async move { import(&server, bundle).await });
    }
    let all = imports.join_all().await;
    for results in &all {
        let names = |results: &[claimstore::wire::pb::BundleResult]| {
            results.iter().map(|it| it.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(results), names(&all[0]));
    }
    let listed = server
        .sources()
        .list_sources(ListSourcesRequest::default())
        .await
        .unwrap();
    assert_eq!(listed.into_inner().sources.len(), 2);
}
