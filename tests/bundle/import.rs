//! Imports of a bundle: stored resources are matched, the others are created, all or nothing.

use claimstore::wire::{
    json::read_bundle,
    pb::{
        ArticleView, Bundle, BundleResult, ClaimFilter, GetArticleRequest, ImportBundleRequest,
        ImportOutcome, ListAppearancesRequest, ListChangesRequest, ListClaimsRequest,
        ListSourcesRequest,
    },
};
use serde_json::{Value, json};
use tonic::Status;

use crate::support::server::TestServer;

const EXAMPLE: &str = include_str!("../../examples/foreign-fighters.json");

pub(super) fn bundle(json: Value) -> Bundle {
    read_bundle(&json.to_string()).unwrap()
}

pub(super) async fn try_import(
    server: &TestServer,
    json: Value,
) -> Result<Vec<BundleResult>, Status> {
    import_bundle(server, bundle(json)).await
}

pub(super) async fn import_bundle(
    server: &TestServer,
    bundle: Bundle,
) -> Result<Vec<BundleResult>, Status> {
    let request = ImportBundleRequest {
        bundle: Some(bundle),
        ..ImportBundleRequest::default()
    };
    let response = server.bundles().import_bundle(request).await?;
    Ok(response.into_inner().results)
}

pub(super) async fn import(server: &TestServer, json: Value) -> Vec<BundleResult> {
    try_import(server, json).await.unwrap()
}

pub(super) fn outcomes(results: &[BundleResult]) -> Vec<(&str, ImportOutcome)> {
    results
        .iter()
        .map(|it| (it.path.as_str(), it.outcome()))
        .collect()
}

pub(super) fn name_of(results: &[BundleResult], path: &str) -> String {
    let found = results.iter().find(|it| it.path == path);
    found
        .unwrap_or_else(|| panic!("no {path} in {results:?}"))
        .name
        .clone()
}

/// An article that cites a page. It prints one claim, attributed to people whom it does not name.
pub(super) fn small(uri: &str, body: &str) -> Value {
    json!({
        "article": {"uri": uri, "headline": "Recruits", "body": body, "citations": [{"source": "#page"}]},
        "sources": [
            {"key": "page", "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/page"}},
            {"key": "soldiers", "source": {"kind": "SOURCE_KIND_UNNAMED_GROUP", "displayName": "Some soldiers"}},
        ],
        "claims": [{
            "key": "bonus",
            "claim": {"statement": "A bonus is paid to recruits", "language": "en", "type": "CLAIM_TYPE_EVENT_OR_PROPERTY"},
            "appearances": [{
                "anchors": [{"part": "ARTICLE_PART_BODY", "exact": "a bonus is paid"}],
                "form": "APPEARANCE_FORM_STATED",
                "modality": "MODALITY_CERTAIN",
                "articleStance": "STANCE_REPORTS",
                "chains": [{"hops": [{"source": "#soldiers", "stance": "STANCE_ASSERTS", "basis": "ATTRIBUTION_BASIS_PRINTED"}]}],
            }],
        }],
    })
}

pub(super) const BODY: &str = "Some of them say that a bonus is paid.";

#[tokio::test]
async fn the_example_is_imported_completely_and_the_second_time_unchanged() {
    let server = TestServer::start().await;
    let example = read_bundle(EXAMPLE).unwrap();
    let count = 1
        + example.sources.len()
        + example
            .claims
            .iter()
            .map(|it| 1 + it.appearances.len() + it.relations.len() + it.reviews.len())
            .sum::<usize>();

    let first = import_bundle(&server, example.clone()).await.unwrap();
    assert_eq!(first.len(), count);
    assert!(
        first
            .iter()
            .all(|it| it.outcome() == ImportOutcome::Created),
        "{first:?}"
    );

    let again = import_bundle(&server, example.clone()).await.unwrap();
    assert!(
        again
            .iter()
            .all(|it| it.outcome() == ImportOutcome::Unchanged),
        "{again:?}"
    );
    let names =
        |results: &[BundleResult]| results.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&first), names(&again));

    let article = first[0].name.clone();
    let request = ListClaimsRequest {
        filter: Some(ClaimFilter {
            article: article.clone(),
            ..ClaimFilter::default()
        }),
        ..ListClaimsRequest::default()
    };
    let claims = server
        .claims()
        .list_claims(request)
        .await
        .unwrap()
        .into_inner()
        .claims;
    assert_eq!(claims.len(), example.claims.len());
    let request = GetArticleRequest {
        name: article,
        ..GetArticleRequest::default()
    };
    let stored = server
        .articles()
        .get_article(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(stored.body, example.article.unwrap().body);
}

#[tokio::test]
async fn results_keep_the_order_of_the_bundle() {
    let server = TestServer::start().await;
    let results = import(&server, small("https://news.example/1", BODY)).await;
    let paths: Vec<&str> = results.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "article",
            "sources[0]",
            "sources[1]",
            "claims[0]",
            "claims[0].appearances[0]"
        ]
    );
    assert_eq!(results[1].key, "page");
}

#[tokio::test]
async fn a_changed_body_makes_a_version_and_its_appearance_moves_to_it() {
    let server = TestServer::start().await;
    let uri = "https://news.example/1";
    import(&server, small(uri, BODY)).await;
    let results = import(&server, small(uri, &format!("Updated. {BODY}"))).await;
    assert_eq!(
        outcomes(&results),
        [
            ("article", ImportOutcome::Updated),
            ("sources[0]", ImportOutcome::Unchanged),
            ("sources[1]", ImportOutcome::Unchanged),
            ("claims[0]", ImportOutcome::Unchanged),
            ("claims[0].appearances[0]", ImportOutcome::Updated),
        ]
    );
    let request = GetArticleRequest {
        name: name_of(&results, "article"),
        view: ArticleView::Basic.into(),
        version: 0,
        ..GetArticleRequest::default()
    };
    let article = server
        .articles()
        .get_article(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!((article.version, article.revision), (2, 2));
    let request = ListAppearancesRequest {
        parent: name_of(&results, "claims[0]"),
        ..ListAppearancesRequest::default()
    };
    let listed = server
        .claims()
        .list_appearances(request)
        .await
        .unwrap()
        .into_inner();
    let appearance = &listed.appearances[0];
    assert_eq!(
        (listed.appearances.len(), appearance.article_version),
        (1, 2)
    );
    assert_eq!(appearance.anchors[0].start, Some(31));
}

#[tokio::test]
async fn all_changes_of_an_import_are_one_commit() {
    let server = TestServer::start().await;
    let results = import(&server, small("https://news.example/1", BODY)).await;
    server.log_settled().await;
    let request = ListChangesRequest::default();
    let changes = server
        .changes()
        .list_changes(request)
        .await
        .unwrap()
        .into_inner()
        .changes;
    // The claim's standing changes in the same commit.
    assert_eq!(changes.len(), results.len() + 1);
    assert!(
        changes
            .iter()
            .all(|it| it.change_time == changes[0].change_time)
    );
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer() {
    let server = TestServer::start().await;
    let request = ImportBundleRequest {
        bundle: Some(bundle(small("https://news.example/1", BODY))),
        request_id: "0198c0de-0000-4000-8000-000000000001".to_owned(),
        ..ImportBundleRequest::default()
    };
    let first = server
        .bundles()
        .import_bundle(request.clone())
        .await
        .unwrap()
        .into_inner();
    let again = server
        .bundles()
        .import_bundle(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(first, again);
    assert_eq!(first.results[0].outcome(), ImportOutcome::Created);
    let listed = server
        .sources()
        .list_sources(ListSourcesRequest::default())
        .await
        .unwrap();
    assert_eq!(listed.into_inner().sources.len(), 2);
}
