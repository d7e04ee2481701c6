//! An import that creates a source without an address names stored sources that are called the
//! same.

use claimstore::wire::pb::{
    BundleResult, ImportBundleRequest, ImportOutcome, MergeSourcesRequest, Source, SourceKind,
};
use serde_json::{Value, json};

use super::import::{bundle, import, name_of};
use crate::support::{samples::outlet, server::TestServer};

/// A bundle with an article and one source, which has only a key and a name.
fn named(headline: &str, name: &str) -> Value {
    json!({
        "article": {"headline": headline, "credits": [{"kind": "CREDIT_KIND_OTHER", "source": "#it"}]},
        "sources": [{"key": "it", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": name}}],
    })
}

fn source(results: &[BundleResult]) -> &BundleResult {
    results.iter().find(|it| it.path == "sources[0]").unwrap()
}

async fn create(server: &TestServer, source: Source) -> String {
    server.create_source(source).await.unwrap().name
}

#[tokio::test]
async fn a_new_source_is_answered_with_those_that_are_called_the_same() {
    let server = TestServer::start().await;
    let stored = create(&server, outlet("Town Council")).await;
    let stopped = create(&server, outlet("town  council.")).await;
    for other in ["Town", "Town Council of Ada", "County Council", ""] {
        let other = Source {
            kind: SourceKind::Organization.into(),
            url: format!("https://{}.example/", other.len()),
            ..outlet(other)
        };
        create(&server, other).await;
    }
    let results = import(&server, named("A", "TOWN COUNCIL")).await;
    let result = source(&results);
    assert_eq!(result.outcome(), ImportOutcome::Created);
    assert_eq!(result.candidates, [stored.clone(), stopped]);

    // The second time it is not new.
    let results = import(&server, named("A", "TOWN COUNCIL")).await;
    assert_eq!(source(&results).outcome(), ImportOutcome::Unchanged);
    assert_eq!(source(&results).candidates, [""; 0]);
    // One of the candidates can be used by its name.
    let mut linked = named("B", "TOWN COUNCIL");
    linked["sources"][0]["source"]["name"] = json!(stored);
    let results = import(&server, linked).await;
    assert_eq!(name_of(&results, "sources[0]"), stored);
    assert_eq!(source(&results).candidates, [""; 0]);
}

#[tokio::test]
async fn there_are_at_most_five_candidates_and_those_with_an_address_come_first() {
    let server = TestServer::start().await;
    let mut bare = Vec::new();
    for _ in 0..6 {
        bare.push(create(&server, outlet("Council")).await);
    }
    let page = Source {
        url: "https://council.example/".to_owned(),
        ..outlet("Council")
    };
    let linked = Source {
        same_as: vec!["https://www.wikidata.org/entity/Q1".to_owned()],
        ..outlet("Council")
    };
    let mut expected = vec![create(&server, page).await, create(&server, linked).await];
    expected.extend(bare.drain(..3));
    let results = import(&server, named("A", "Council")).await;
    assert_eq!(source(&results).candidates, expected);
}

#[tokio::test]
async fn deleted_and_merged_sources_and_the_bundle_itself_are_not_candidates() {
    let server = TestServer::start().await;
    let gone = create(&server, outlet("Council")).await;
    server.delete_source(&gone).await.unwrap();
    let into = create(&server, outlet("Council")).await;
    let merged = create(&server, outlet("Council")).await;
    let merge = MergeSourcesRequest {
        name: merged,
        into: into.clone(),
        ..MergeSourcesRequest::default()
    };
    server.sources().merge_sources(merge).await.unwrap();
    let mut twice = named("A", "Council");
    let other = json!({"key": "other", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": "Council"}});
    twice["sources"].as_array_mut().unwrap().push(other);
    let results = import(&server, twice).await;
    for result in results.iter().filter(|it| it.path.starts_with("sources")) {
        assert_eq!(result.candidates, [into.as_str()], "{}", result.path);
    }
}

#[tokio::test]
async fn a_source_with_an_address_or_without_a_name_has_no_candidates() {
    let server = TestServer::start().await;
    create(&server, outlet("Council")).await;
    create(
        &server,
        Source {
            url: "https://a.example/".to_owned(),
            ..outlet("")
        },
    )
    .await;
    let mut with_url = named("A", "Council");
    with_url["sources"][0]["source"]["url"] = json!("https://council.example/");
    assert_eq!(source(&import(&server, with_url).await).candidates, [""; 0]);
    assert_eq!(
        source(&import(&server, named("B", "")).await).candidates,
        [""; 0]
    );
}

#[tokio::test]
async fn a_dry_run_and_a_repeated_request_have_the_same_candidates() {
    let server = TestServer::start().await;
    let stored = create(&server, outlet("Council")).await;
    let mut request = ImportBundleRequest {
        r#match: 0,
        replace_reviews: false,
        bundle: Some(bundle(named("A", "Council"))),
        request_id: "00000000-0000-7000-8000-000000000001".to_owned(),
        validate_only: true,
    };
    for validate_only in [true, false, false] {
        request.validate_only = validate_only;
        let answer = server
            .bundles()
            .import_bundle(request.clone())
            .await
            .unwrap();
        let results = answer.into_inner().results;
        assert_eq!(source(&results).candidates, [stored.as_str()]);
        if !validate_only {
            create(&server, outlet("Council")).await;
        }
    }
}
