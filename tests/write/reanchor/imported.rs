//! A bundle with a new version of its article.

use claimstore::wire::{
    json::read_bundle,
    pb::{AnchoringOutcome, ImportBundleRequest, ImportBundleResponse, ImportOutcome},
};
use serde_json::{Value, json};

use super::outcomes;
use crate::support::server::TestServer;

async fn import(server: &TestServer, body: &str, words: &[&str]) -> ImportBundleResponse {
    let claims: Vec<Value> = words
        .iter()
        .map(|words| {
            json!({
                "claim": {
                    "statement": format!("It is said: {words}"), "language": "en",
                    "type": "CLAIM_TYPE_EVENT_OR_PROPERTY"
                },
                "appearances": [{
                    "anchors": [{"part": "ARTICLE_PART_BODY", "exact": words}],
                    "form": "APPEARANCE_FORM_STATED", "modality": "MODALITY_CERTAIN",
                    "articleStance": "STANCE_ASSERTS"
                }]
            })
        })
        .collect();
    let bundle = json!({
        "article": {"uri": "urn:x:1", "headline": "H", "language": "en", "body": body},
        "claims": claims
    });
    let request = ImportBundleRequest {
        bundle: Some(read_bundle(&bundle.to_string()).unwrap()),
        ..ImportBundleRequest::default()
    };
    let answer = server.bundles().import_bundle(request).await;
    answer.unwrap().into_inner()
}

const BODY: &str = "The bridge was opened on Monday. Some 155 bolts were loose, they said.";

#[tokio::test]
async fn appearances_in_the_bundle_are_updated_and_the_others_are_found_again() {
    let server = TestServer::start().await;
    let first = import(&server, BODY, &["opened on Monday", "155 bolts"]).await;
    assert!(first.reanchored.is_empty());
    let name = |answer: &ImportBundleResponse, path: &str| {
        let found = answer.results.iter().find(|it| it.path == path).unwrap();
        (found.name.clone(), found.outcome())
    };
    let (kept, _) = name(&first, "claims[0].appearances[0]");
    let (left_out, _) = name(&first, "claims[1].appearances[0]");

    let body = format!("At last: {BODY}");
    let second = import(&server, &body, &["opened on Monday"]).await;
    let updated = (kept.clone(), ImportOutcome::Updated);
    assert_eq!(name(&second, "claims[0].appearances[0]"), updated);
    let expected = [(left_out, AnchoringOutcome::Moved)];
    assert_eq!(outcomes(&second.reanchored), expected);
    assert_eq!(second.results.len(), 3);
    let found = server.get_appearance(&kept).await.unwrap();
    assert_eq!(found.anchoring.unwrap().outcome(), AnchoringOutcome::Moved);

    // Importing the same bundle again changes nothing.
    let third = import(&server, &body, &["opened on Monday"]).await;
    let outcomes: Vec<_> = third.results.iter().map(|it| it.outcome()).collect();
    assert_eq!(outcomes, [ImportOutcome::Unchanged; 3]);
    assert!(third.reanchored.is_empty());
    let report = claimstore::store::upkeep::check::check(&server.database.options()).await;
    assert_eq!(report.unwrap().differences, []);
}

#[tokio::test]
async fn words_at_another_position_of_the_new_version_are_the_same_appearance() {
    let server = TestServer::start().await;
    let first = import(&server, "It was 155 in May.", &["155 in May"]).await;
    let body = "Officials said in print: it was 155 in May.";
    let second = import(&server, body, &["155 in May"]).await;
    let appearance = |answer: &ImportBundleResponse| answer.results[2].name.clone();
    assert_eq!(appearance(&second), appearance(&first));
    assert_eq!(second.results[2].outcome(), ImportOutcome::Updated);
}
