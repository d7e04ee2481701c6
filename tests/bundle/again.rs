//! Bundles that are imported again or concurrently, and bundles with repeated items.

use std::sync::Arc;

use claimstore::wire::pb::{ImportBundleRequest, ImportOutcome, ListChangesRequest};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tonic::Code;

use super::import::{BODY, bundle, import, name_of, outcomes, small, try_import};
use crate::support::{
    errors::{fields, reason},
    server::TestServer,
};

#[tokio::test]
async fn importing_the_same_external_ids_again_changes_nothing() {
    let server = TestServer::start().await;
    let article = json!({"article": {
        "uri": "https://news.example/1", "headline": "A",
        "externalIds": [{"system": "wire", "id": "7"}, {"system": "cms", "id": "1"}],
    }});
    import(&server, article.clone()).await;
    let again = import(&server, article).await;
    assert_eq!(again[0].outcome(), ImportOutcome::Unchanged);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_imports_that_fill_the_same_field_all_succeed() {
    let server = Arc::new(TestServer::start().await);
    for round in 0..20 {
        let url = format!("https://news.example/{round}");
        let article = json!({"uri": url, "headline": "A"});
        let source = json!({"kind": "SOURCE_KIND_ORGANIZATION", "url": url});
        import(
            &server,
            json!({"article": article, "sources": [{"source": source}]}),
        )
        .await;
        let mut filled = source.clone();
        filled["sameAs"] = json!([format!("https://id.example/{round}")]);
        let mut known = article.clone();
        known["externalIds"] = json!([{"system": "cms", "id": round.to_string()}]);
        let filling = json!({"article": known, "sources": [{"source": filled}]});
        let mut imports = JoinSet::new();
        for _ in 0..4 {
            let (server, filling) = (Arc::clone(&server), filling.clone());
            imports.spawn(async move { import(&server, filling).await });
        }
        let all = imports.join_all().await;
        let updated = all
            .iter()
            .filter(|it| it[0].outcome() == ImportOutcome::Updated)
            .count();
        assert_eq!(updated, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_of_a_running_request_are_done_once_and_get_the_same_answer() {
    let server = Arc::new(TestServer::start().await);
    let first = import(
        &server,
        json!({"article": {"uri": "https://news.example/1", "headline": "A"}}),
    )
    .await;
    let name = name_of(&first, "article");
    for round in 0..10 {
        let read = claimstore::wire::pb::GetArticleRequest {
            name: name.clone(),
            ..Default::default()
        };
        let etag = server
            .articles()
            .get_article(read)
            .await
            .unwrap()
            .into_inner()
            .etag;
        let headline = format!("Headline {round}");
        let article = json!({"article": {"uri": "https://news.example/1", "headline": headline, "etag": etag}});
        let request = ImportBundleRequest {
            bundle: Some(bundle(article)),
            request_id: format!("0198c0de-0000-4000-8000-{round:012}"),
            ..ImportBundleRequest::default()
        };
        let mut sent = JoinSet::new();
        for _ in 0..4 {
            let (server, request) = (Arc::clone(&server), request.clone());
            sent.spawn(async move {
                server
                    .bundles()
                    .import_bundle(request)
                    .await
                    .unwrap()
                    .into_inner()
            });
        }
        let answers = sent.join_all().await;
        assert!(
            answers.iter().all(|answer| *answer == answers[0]),
            "{answers:?}"
        );
        assert_eq!(answers[0].results[0].outcome(), ImportOutcome::Updated);
    }
}

#[tokio::test]
async fn two_items_that_would_get_the_same_key_are_refused_with_both_paths() {
    let server = TestServer::start().await;
    let source = |url: &str, same_as: &[&str]| json!({"source": {"kind": "SOURCE_KIND_ORGANIZATION", "url": url, "sameAs": same_as}});
    import(
        &server,
        json!({"sources": [source("https://one.example/", &[])]}),
    )
    .await;
    let same = ["https://id.example/1"];
    let both = json!({"sources": [source("https://one.example/", &same), source("https://two.example/", &same)]});
    let status = try_import(&server, both).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle.sources[1]"]);
    assert!(status.message().contains("sources[0]"), "{status:?}");
}

#[tokio::test]
async fn an_etag_of_a_claim_that_is_not_stored_is_refused() {
    let server = TestServer::start().await;
    let claim =
        json!({"statement": "So", "language": "en", "type": "CLAIM_TYPE_CAUSAL", "etag": "old"});
    let status = try_import(&server, json!({"claims": [{"claim": claim}]}))
        .await
        .unwrap_err();
    assert_eq!(reason(&status), (Code::Aborted, "ETAG_MISMATCH".to_owned()));
}

#[tokio::test]
async fn the_same_story_of_two_publishers_is_two_articles() {
    let server = TestServer::start().await;
    let story = |outlet: &str, body: &str| {
        json!({
            "article": {"headline": "Recruits", "datePublished": {"year": 2025}, "publisher": "#publisher", "body": body},
            "sources": [{"key": "publisher", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": outlet}}],
        })
    };
    let one = import(&server, story("The Paper", "One.")).await;
    let other = import(&server, story("The Post", "Other.")).await;
    assert_ne!(name_of(&one, "article"), name_of(&other, "article"));
    for (outlet, body) in [("The Paper", "One."), ("The Post", "Other.")] {
        let again = import(&server, story(outlet, body)).await;
        assert!(
            outcomes(&again)
                .iter()
                .all(|(_, it)| *it == ImportOutcome::Unchanged),
            "{again:?}"
        );
    }
}

#[tokio::test]
async fn differences_have_the_field_names_of_the_contract() {
    let server = TestServer::start().await;
    let claim = |kind: &str| json!({"claims": [{"claim": {"statement": "So", "language": "en", "type": kind}}]});
    import(&server, claim("CLAIM_TYPE_CAUSAL")).await;
    let differs = import(&server, claim("CLAIM_TYPE_POSITION")).await;
    assert_eq!(differs[0].differences, ["type"]);
}

#[tokio::test]
async fn an_appearance_named_below_another_claim_or_twice_is_refused() {
    let server = TestServer::start().await;
    let id = "0198c0de-0000-7000-8000-000000000001";
    let named = format!("claims/{id}/appearances/{id}");
    let mut elsewhere = small("https://news.example/1", BODY);
    elsewhere["claims"][0]["appearances"][0]["name"] = json!(named);
    let status = try_import(&server, elsewhere.clone()).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle.claims[0].appearances[0].name"]);

    let claim = format!("claims/{id}");
    elsewhere["claims"][0]["claim"]["name"] = json!(claim);
    let mut twice = elsewhere.clone();
    let mut second = twice["claims"][0]["appearances"][0].clone();
    second["anchors"][0]["exact"] = json!("bonus is paid");
    twice["claims"][0]["appearances"]
        .as_array_mut()
        .unwrap()
        .push(second);
    let status = try_import(&server, twice).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle.claims[0].appearances[1]"]);

    let results = import(&server, elsewhere).await;
    assert_eq!(name_of(&results, "claims[0].appearances[0]"), named);
}

#[tokio::test]
async fn a_bundle_of_an_article_and_999_claims_is_imported() {
    let server = TestServer::start().await;
    let claims: Vec<Value> = (0..999)
        .map(|n| json!({"claim": {"statement": format!("Statement {n}"), "language": "en", "type": "CLAIM_TYPE_CAUSAL"}}))
        .collect();
    let article = json!({"uri": "https://news.example/1", "headline": "A"});
    let request = ImportBundleRequest {
        bundle: Some(bundle(json!({"article": article, "claims": claims}))),
        request_id: "0198c0de-0000-4000-8000-000000000001".to_owned(),
        ..ImportBundleRequest::default()
    };
    let results = server
        .bundles()
        .import_bundle(request)
        .await
        .unwrap()
        .into_inner()
        .results;
    assert_eq!(results.len(), 1_000);
    server.log_settled().await;
    let request = ListChangesRequest {
        page_size: 1_000,
        ..ListChangesRequest::default()
    };
    let changes = server
        .changes()
        .list_changes(request)
        .await
        .unwrap()
        .into_inner()
        .changes;
    assert_eq!(changes.len(), 1_000);
}

#[tokio::test]
async fn anchors_that_need_a_search_in_too_much_text_are_refused() {
    let server = TestServer::start().await;
    let mut json = small(
        "https://news.example/1",
        &format!("{BODY} {}", "x".repeat(1_000_000)),
    );
    let appearance = json["claims"][0]["appearances"][0].clone();
    json["claims"][0]["appearances"] = (0..150).map(|_| appearance.clone()).collect();
    let status = try_import(&server, json).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle.claims"]);
}
