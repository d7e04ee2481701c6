//! Confidential sources in bundles and statements: by their names alone.

use claimstore::wire::{
    json::read_bundle,
    pb::{
        Appearance, AttributionChain, GetSourceRequest, Hop, ImportBundleRequest,
        RecordStatementRequest,
    },
};
use serde_json::json;

use crate::{
    resource::confidential::{assert_masked, confidential, create},
    support::{errors::fields, server::TestServer},
};

#[tokio::test]
async fn bundles_and_statements_take_confidential_sources_only_by_name() {
    let server = TestServer::start().await;
    let source = create(&server).await;
    let bundle = |source: serde_json::Value| ImportBundleRequest {
        bundle: Some(
            read_bundle(&json!({"sources": [{"key": "a", "source": source}]}).to_string()).unwrap(),
        ),
        ..ImportBundleRequest::default()
    };
    let new =
        json!({"kind": "SOURCE_KIND_PERSON", "url": "https://a.example/", "confidential": true});
    let refused = server
        .bundles()
        .import_bundle(bundle(new))
        .await
        .unwrap_err();
    assert_eq!(fields(&refused), ["bundle.sources[0].source.confidential"]);
    // What is given beside the name does not become a part of it in clear.
    let named =
        json!({"name": source.name, "kind": "SOURCE_KIND_PERSON", "url": "https://a.example/"});
    let imported = server.bundles().import_bundle(bundle(named)).await;
    let imported = imported.unwrap().into_inner();
    let mut differences = imported.results[0].differences.clone();
    differences.sort();
    assert_eq!(differences, ["kind", "url"]);
    let get = GetSourceRequest {
        name: source.name,
        ..GetSourceRequest::default()
    };
    assert_masked(&server.sources().get_source(get).await.unwrap().into_inner());
    let statement = RecordStatementRequest {
        source: Some(confidential()),
        appearance: Some(Appearance {
            chains: vec![AttributionChain {
                hops: vec![Hop {
                    source: "#source".to_owned(),
                    ..Hop::default()
                }],
            }],
            ..Appearance::default()
        }),
        ..RecordStatementRequest::default()
    };
    let refused = server
        .claims()
        .record_statement(statement)
        .await
        .unwrap_err();
    assert!(
        fields(&refused).contains(&"source.confidential".to_owned()),
        "{refused:?}"
    );
}
