//! Bundles that are refused, and leave nothing behind.

use claimstore::wire::pb::{
    ImportBundleRequest, ListArticlesRequest, ListChangesRequest, ListSourcesRequest,
};
use serde_json::{Value, json};
use tonic::Code;

use super::import::{BODY, bundle, import, name_of, small, try_import};
use crate::support::{
    errors::{description, fields, nearest_words, reason, resource},
    server::TestServer,
};

async fn assert_nothing_is_stored(server: &TestServer) {
    let articles = server
        .articles()
        .list_articles(ListArticlesRequest::default())
        .await
        .unwrap();
    let sources = server
        .sources()
        .list_sources(ListSourcesRequest::default())
        .await
        .unwrap();
    let changes = server
        .changes()
        .list_changes(ListChangesRequest::default())
        .await
        .unwrap();
    assert_eq!(articles.into_inner().articles, []);
    assert_eq!(sources.into_inner().sources, []);
    assert_eq!(changes.into_inner().changes, []);
}

async fn refused(json: Value) -> Vec<String> {
    let server = TestServer::start().await;
    let status = try_import(&server, json).await.unwrap_err();
    assert_nothing_is_stored(&server).await;
    fields(&status)
}

#[tokio::test]
async fn one_anchor_whose_words_are_missing_refuses_the_whole_bundle() {
    let body = "Nothing of the kind is printed.";
    let paths = refused(small("https://news.example/1", body)).await;
    assert_eq!(paths, ["bundle.claims[0].appearances[0].anchors[0].exact"]);
}

#[tokio::test]
async fn the_words_nearest_to_those_of_an_anchor_are_named() {
    let server = TestServer::start().await;
    let json = small("https://news.example/1", &BODY.to_uppercase());
    for validate_only in [false, true] {
        let request = ImportBundleRequest {
            bundle: Some(bundle(json.clone())),
            validate_only,
            ..ImportBundleRequest::default()
        };
        let refused = server.bundles().import_bundle(request).await.unwrap_err();
        let nearest = nearest_words(&refused).swap_remove(0);
        assert_eq!(nearest.exact, "A BONUS IS PAID");
        assert_eq!(nearest.field, fields(&refused)[0]);
    }
}

#[tokio::test]
async fn all_violations_of_a_bundle_are_reported_at_once() {
    let mut json = small("not a uri", BODY);
    json["article"]["headline"] = json!("");
    json["sources"][0]["source"]["url"] = json!("ftp://x/");
    json["claims"][0]["claim"]["language"] = json!("english");
    json["claims"][0]["appearances"][0]["chains"][0]["hops"][0]["source"] = json!("#nobody");
    json["claims"][0]["appearances"][0]["form"] = json!(9);
    let mut paths = refused(json).await;
    paths.sort_unstable();
    assert_eq!(
        paths,
        [
            "bundle.article.headline",
            "bundle.article.uri",
            "bundle.claims[0].appearances[0].chains[0].hops[0].source",
            "bundle.claims[0].appearances[0].form",
            "bundle.claims[0].claim.language",
            "bundle.sources[0].source.url",
        ]
    );
}

#[tokio::test]
async fn an_unknown_a_repeated_and_a_malformed_key_are_refused() {
    let mut json = small("https://news.example/1", BODY);
    json["article"]["publisher"] = json!("#outlet");
    json["sources"][1]["key"] = json!("page");
    json["claims"][0]["key"] = json!("no key");
    let mut paths = refused(json).await;
    paths.sort_unstable();
    assert_eq!(
        paths,
        [
            "bundle.article.publisher",
            "bundle.claims[0].appearances[0].chains[0].hops[0].source",
            "bundle.claims[0].key",
            "bundle.sources[1].key",
        ]
    );
}

#[tokio::test]
async fn a_key_of_the_wrong_kind_is_refused() {
    let mut json = small("https://news.example/1", BODY);
    json["article"]["publisher"] = json!("#bonus");
    assert_eq!(refused(json).await, ["bundle.article.publisher"]);
}

#[tokio::test]
async fn a_source_without_an_identity_is_refused() {
    let source = json!({"kind": "SOURCE_KIND_UNNAMED_GROUP", "displayName": "Authorities"});
    let json = json!({"sources": [{"key": "authorities", "source": source}]});
    assert_eq!(refused(json).await, ["bundle.sources[0]"]);
    let json = json!({"article": {"headline": "A"}, "sources": [{"source": source}]});
    assert_eq!(refused(json).await, ["bundle.sources[0].key"]);
}

#[tokio::test]
async fn the_same_claim_or_source_twice_is_refused() {
    let claim = |statement: &str| json!({"claim": {"statement": statement, "language": "en", "type": "CLAIM_TYPE_CAUSAL"}});
    let source = |url: &str| json!({"source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": url}});
    let json = json!({
        "claims": [claim("It is so."), claim("it is so")],
        "sources": [source("https://news.example/a#1"), source("https://news.example/a")],
    });
    let server = TestServer::start().await;
    let status = try_import(&server, json.clone()).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle.sources[1]", "bundle.claims[1]"]);
    assert!(description(&status, "bundle.claims[1]").contains("claims[0]"));

    // The same holds if one of them is already stored.
    import(
        &server,
        json!({"claims": [claim("It is so")], "sources": [source("https://news.example/a")]}),
    )
    .await;
    let status = try_import(&server, json).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle.sources[1]", "bundle.claims[1]"]);
}

#[tokio::test]
async fn the_same_appearance_twice_is_refused() {
    let mut json = small("https://news.example/1", BODY);
    let appearance = json["claims"][0]["appearances"][0].clone();
    json["claims"][0]["appearances"] = json!([appearance, appearance]);
    assert_eq!(refused(json).await, ["bundle.claims[0].appearances[1]"]);
}

#[tokio::test]
async fn a_reference_to_a_missing_source_is_not_found() {
    let server = TestServer::start().await;
    let name = "sources/0198c0de-0000-7000-8000-00000000dead";
    let json = json!({"article": {"headline": "A", "publisher": name}});
    let status = try_import(&server, json).await.unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::NotFound, "RESOURCE_NOT_FOUND".to_owned())
    );
    assert_eq!(resource(&status), name);
    assert_nothing_is_stored(&server).await;
}

#[tokio::test]
async fn cycles_of_publishers_and_of_translations_are_refused() {
    let server = TestServer::start().await;
    let source = |key: &str, publisher: &str| {
        let url = format!("https://{key}.example/");
        json!({"key": key, "source": {"kind": "SOURCE_KIND_ORGANIZATION", "url": url, "publisher": publisher}})
    };
    let json = json!({"sources": [source("a", "#b"), source("b", "#c"), source("c", "#a")]});
    let status = try_import(&server, json).await.unwrap_err();
    assert_eq!(
        fields(&status),
        [
            "bundle.sources[0].source.publisher",
            "bundle.sources[1].source.publisher",
            "bundle.sources[2].source.publisher"
        ]
    );

    // A cycle through stored sources: a's publisher is b. Filling b's empty publisher with c,
    // whose publisher is a, would close it.
    let stored = import(
        &server,
        json!({"sources": [source("a", "#b"), source("b", "")]}),
    )
    .await;
    let a = name_of(&stored, "sources[0]");
    let closing = json!({"sources": [source("b", "#c"), source("c", &a)]});
    let status = try_import(&server, closing).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle.sources[0].source.publisher"]);

    let claim = |key: &str, of: &str| json!({"key": key, "claim": {"statement": key, "language": "en", "type": "CLAIM_TYPE_CAUSAL", "translationOf": of}});
    let json = json!({"claims": [claim("a", "#b"), claim("b", "#a")]});
    let status = try_import(&server, json).await.unwrap_err();
    assert_eq!(
        fields(&status),
        [
            "bundle.claims[0].claim.translation_of",
            "bundle.claims[1].claim.translation_of"
        ]
    );
}

#[tokio::test]
async fn an_empty_bundle_and_one_beyond_the_bound_are_refused() {
    assert_eq!(refused(json!({})).await, ["bundle"]);
    let sources: Vec<Value> = (0..1_001)
        .map(|n| json!({"source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": format!("https://news.example/{n}")}}))
        .collect();
    assert_eq!(refused(json!({"sources": sources})).await, ["bundle"]);
    let server = TestServer::start().await;
    let status = server
        .bundles()
        .import_bundle(ImportBundleRequest::default())
        .await
        .unwrap_err();
    assert_eq!(fields(&status), ["bundle"]);
}

#[tokio::test]
async fn a_bundle_at_the_bound_is_stored() {
    let server = TestServer::start().await;
    let sources: Vec<Value> = (0..1_000)
        .map(|n| json!({"source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": format!("https://news.example/{n}")}}))
        .collect();
    let results = import(&server, json!({"sources": sources})).await;
    assert_eq!(results.len(), 1_000);
    assert_eq!(results[999].path, "sources[999]");
}

#[tokio::test]
async fn many_violations_with_long_keys_are_sent_in_less_than_eight_kibibytes() {
    let server = TestServer::start().await;
    let key = "👩‍🚀".repeat(300);
    let claim = json!({
        "key": key, "claim": {"statement": key, "language": key},
        "appearances": [{"anchors": [{"part": "ARTICLE_PART_BODY", "exact": key}]}],
    });
    let claims: Vec<_> = (0..20).map(|_| claim.clone()).collect();
    let bundle = json!({
        "article": {"headline": key, "uri": key, "publisher": format!("#{key}")},
        "claims": claims,
    });
    let status = try_import(&server, bundle).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    let mut headers = http::HeaderMap::new();
    status.add_header(&mut headers).unwrap();
    let bytes: usize = headers.values().map(http::HeaderValue::len).sum();
    assert!(bytes < 8_000, "{bytes}");
}
