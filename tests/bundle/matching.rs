//! Which items of a bundle match stored resources.

use claimstore::wire::pb::{
    GetArticleRequest, GetClaimRequest, GetSourceRequest, ImportOutcome, ListArticlesRequest,
};
use serde_json::json;

use super::import::{BODY, import, name_of, outcomes, small, try_import};
use crate::support::{
    errors::{description, fields},
    server::TestServer,
};

#[tokio::test]
async fn a_source_known_by_its_key_alone_is_matched_within_its_article_only() {
    let server = TestServer::start().await;
    let first = import(&server, small("https://news.example/1", BODY)).await;
    let again = import(&server, small("https://news.example/1", BODY)).await;
    let other = import(&server, small("https://news.example/2", BODY)).await;
    let soldiers = |results| name_of(results, "sources[1]");
    assert_eq!(soldiers(&first), soldiers(&again));
    assert_ne!(soldiers(&first), soldiers(&other));
    assert_eq!(name_of(&first, "sources[0]"), name_of(&other, "sources[0]"));
    assert_eq!(name_of(&first, "claims[0]"), name_of(&other, "claims[0]"));
}

#[tokio::test]
async fn empty_fields_are_filled_and_none_is_overwritten() {
    let server = TestServer::start().await;
    let import_page =
        async |source| import(&server, json!({"sources": [{"source": source}]})).await;
    let url = "https://news.example/page";
    import_page(json!({"kind": "SOURCE_KIND_WEB_PAGE", "url": url})).await;
    let filled =
        import_page(json!({"kind": "SOURCE_KIND_WEB_PAGE", "url": url, "displayName": "A"})).await;
    assert_eq!(filled[0].outcome(), ImportOutcome::Updated);
    let differs =
        import_page(json!({"kind": "SOURCE_KIND_NEWS_ARTICLE", "url": url, "displayName": "B"}))
            .await;
    assert_eq!(differs[0].outcome(), ImportOutcome::Matched);
    assert_eq!(differs[0].differences, ["kind", "display_name"]);

    let name = differs[0].name.clone();
    let source = server
        .sources()
        .get_source(GetSourceRequest {
            name,
            ..GetSourceRequest::default()
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!((source.display_name.as_str(), source.revision), ("A", 2));
}

#[tokio::test]
async fn a_claim_is_matched_however_its_statement_is_typed() {
    let server = TestServer::start().await;
    let import_claim = async |statement: &str, language: &str, year: i32| {
        let period = json!({"from": {"year": year}, "end": "PERIOD_END_UNKNOWN"});
        let claim = json!({"statement": statement, "language": language, "type": "CLAIM_TYPE_NUMERICAL", "period": period});
        import(&server, json!({"claims": [{"claim": claim}]}))
            .await
            .remove(0)
    };
    let first = import_claim("The “rate” rose – again.", "en", 2024).await;
    let typed = import_claim("the \"rate\"  ROSE - again", "en-GB", 2024).await;
    let later = import_claim("The “rate” rose – again.", "en", 2025).await;
    let italian = import_claim("The “rate” rose – again.", "it", 2024).await;
    assert_eq!(first.name, typed.name);
    assert_ne!(first.name, later.name);
    assert_ne!(first.name, italian.name);
    let name = first.name;
    let claim = server
        .claims()
        .get_claim(GetClaimRequest {
            name,
            ..GetClaimRequest::default()
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(claim.statement, "The “rate” rose – again.");
}

#[tokio::test]
async fn an_article_without_a_uri_is_matched_by_its_description() {
    let server = TestServer::start().await;
    let article = |headline: &str, publisher: &str| {
        json!({
            "article": {
                "headline": headline,
                "bylines": [{"printed": "DI ADA ROSSI"}],
                "datePublished": {"year": 2025, "month": 4, "day": 27},
                "publisher": publisher,
                "body": BODY,
            },
            "sources": [
                {"key": "outlet", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": "The Outlet"}},
                {"key": "other", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "sameAs": ["https://other.example/"]}},
            ],
        })
    };
    let first = import(&server, article("Recruits", "#outlet")).await;
    let again = import(&server, article("recruits.", "#outlet")).await;
    assert_eq!(name_of(&first, "article"), name_of(&again, "article"));
    assert_eq!(name_of(&first, "sources[0]"), name_of(&again, "sources[0]"));
    assert_eq!(
        again[0].outcome(),
        ImportOutcome::Updated,
        "the headline is typed otherwise"
    );

    let elsewhere = import(&server, article("Recruits", "#other")).await;
    assert_ne!(name_of(&first, "article"), name_of(&elsewhere, "article"));
    let unchanged = import(&server, article("Recruits", "#other")).await;
    assert!(
        outcomes(&unchanged)
            .iter()
            .all(|(_, it)| *it == ImportOutcome::Unchanged),
        "{unchanged:?}"
    );
}

#[tokio::test]
async fn a_later_bundle_replaces_the_article_fields_that_it_gives_and_keeps_the_rest() {
    let server = TestServer::start().await;
    let uri = "https://news.example/1";
    let first = json!({"article": {
        "uri": uri, "headline": "Recruits", "section": "World", "body": BODY,
        "externalIds": [{"system": "cms", "id": "1"}, {"system": "wire", "id": "7"}],
    }});
    let later = json!({"article": {
        "uri": uri, "headline": "Recruits", "genre": "GENRE_OPINION_NEWS_ARTICLE",
        "externalIds": [{"system": "cms", "id": "2"}],
    }});
    import(&server, first).await;
    let results = import(&server, later).await;
    let request = GetArticleRequest {
        name: name_of(&results, "article"),
        ..GetArticleRequest::default()
    };
    let article = server
        .articles()
        .get_article(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        (article.section.as_str(), article.body.as_str()),
        ("World", BODY)
    );
    assert_eq!(article.version, 1);
    let ids: Vec<(&str, &str)> = article
        .external_ids
        .iter()
        .map(|it| (it.system.as_str(), it.id.as_str()))
        .collect();
    assert_eq!(ids, [("cms", "2"), ("wire", "7")]);
}

#[tokio::test]
async fn keys_that_match_two_resources_are_refused_and_name_both() {
    let server = TestServer::start().await;
    let source = |url: &str, same_as: &str| json!({"sources": [{"source": {"kind": "SOURCE_KIND_ORGANIZATION", "url": url, "sameAs": [same_as]}}]});
    let one = import(
        &server,
        source("https://one.example/", "https://id.example/1"),
    )
    .await;
    let two = import(
        &server,
        source("https://two.example/", "https://id.example/2"),
    )
    .await;
    let status = try_import(
        &server,
        source("https://one.example/", "https://id.example/2"),
    )
    .await
    .unwrap_err();
    assert_eq!(fields(&status), ["bundle.sources[0]"]);
    let said = description(&status, "bundle.sources[0]");
    assert!(
        said.contains(&one[0].name) && said.contains(&two[0].name),
        "{said}"
    );
}

#[tokio::test]
async fn a_named_resource_is_created_under_its_name_and_found_by_it() {
    let server = TestServer::start().await;
    let name = "sources/0198c0de-0000-7000-8000-000000000001";
    let source = json!({"sources": [{"source": {"name": name, "kind": "SOURCE_KIND_PERSON", "displayName": "A"}}]});
    let first = import(&server, source.clone()).await;
    assert_eq!(
        (first[0].name.as_str(), first[0].outcome()),
        (name, ImportOutcome::Created)
    );
    let again = import(&server, source).await;
    assert_eq!(
        (again[0].name.as_str(), again[0].outcome()),
        (name, ImportOutcome::Unchanged)
    );
}

#[tokio::test]
async fn a_stale_etag_is_refused_and_changes_nothing() {
    let server = TestServer::start().await;
    let uri = "https://news.example/1";
    import(&server, json!({"article": {"uri": uri, "headline": "A"}})).await;
    let stale = json!({"article": {"uri": uri, "headline": "B", "etag": "stale"}});
    let status = try_import(&server, stale).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::Aborted);
    let listed = server
        .articles()
        .list_articles(ListArticlesRequest::default())
        .await
        .unwrap();
    assert_eq!(listed.into_inner().articles[0].headline, "A");
}
