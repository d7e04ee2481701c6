//! The answer of a write carries its position in the log.

use claimstore::wire::pb::{
    BatchCreateSourcesRequest, Change, CreateClaimRequest, CreateSourceRequest, ListChangesRequest,
    Source, UpdateSourceRequest, Verdict,
};
use tonic::metadata::MetadataMap;

use crate::support::{
    samples::{claim, outlet, review},
    server::TestServer,
};

fn position(metadata: &MetadataMap) -> Option<String> {
    let value = metadata.get("x-claimstore-position")?;
    Some(value.to_str().unwrap().to_owned())
}

async fn log(server: &TestServer) -> Vec<Change> {
    server.log_settled().await;
    let request = ListChangesRequest::default();
    let answer = server.changes().list_changes(request).await.unwrap();
    answer.into_inner().changes
}

#[tokio::test]
async fn a_write_returns_the_position_of_the_last_change_of_its_commit() {
    let server = TestServer::start().await;
    let create = |name: &str| CreateSourceRequest {
        source: Some(outlet(name)),
        ..CreateSourceRequest::default()
    };
    let single = server.sources().create_source(create("A")).await.unwrap();
    let batch = BatchCreateSourcesRequest {
        requests: vec![create("B"), create("C")],
        ..BatchCreateSourcesRequest::default()
    };
    let batch = server.sources().batch_create_sources(batch).await.unwrap();
    let new_claim = CreateClaimRequest {
        claim: Some(claim("It is so")),
        ..CreateClaimRequest::default()
    };
    let new_claim = server.claims().create_claim(new_claim).await.unwrap();
    let request = claimstore::wire::pb::CreateReviewRequest {
        parent: new_claim.get_ref().name.clone(),
        review: Some(review("Desk", Verdict::True, 1)),
        ..Default::default()
    };
    let reviewed = server.reviews().create_review(request).await.unwrap();
    let log = log(&server).await;
    let at = |index: usize| Some(log[index].position.clone());
    assert_eq!(position(single.metadata()), at(0));
    assert_eq!(position(batch.metadata()), at(2));
    assert_eq!(position(new_claim.metadata()), at(3));
    // The review, and the change of the claim's standing.
    assert_eq!(log.len(), 6);
    assert_eq!(position(reviewed.metadata()), at(5));
}

#[tokio::test]
async fn repeated_and_unchanged_writes_return_the_first_position_and_dry_runs_none() {
    let server = TestServer::start().await;
    let request = CreateSourceRequest {
        source: Some(outlet("A")),
        request_id: "01234567-89ab-7def-8000-000000000001".to_owned(),
        ..CreateSourceRequest::default()
    };
    let first = server
        .sources()
        .create_source(request.clone())
        .await
        .unwrap();
    let expected = position(first.metadata());
    assert!(expected.is_some());
    server.create_source(outlet("B")).await.unwrap();
    let again = server
        .sources()
        .create_source(request.clone())
        .await
        .unwrap();
    assert_eq!(position(again.metadata()), expected);
    let same = UpdateSourceRequest {
        source: Some(Source {
            name: first.get_ref().name.clone(),
            ..outlet("A")
        }),
        ..UpdateSourceRequest::default()
    };
    let unchanged = server.sources().update_source(same).await.unwrap();
    assert_eq!(position(unchanged.metadata()), expected);
    let dry_run = CreateSourceRequest {
        validate_only: true,
        source: Some(outlet("C")),
        ..CreateSourceRequest::default()
    };
    let dry_run = server.sources().create_source(dry_run).await.unwrap();
    assert_eq!(position(dry_run.metadata()), None);
}

#[tokio::test]
async fn an_unchanged_write_with_a_request_id_returns_the_position_of_the_stored_state() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let same = UpdateSourceRequest {
        source: Some(Source {
            name: source.name,
            ..outlet("A")
        }),
        request_id: "0198c0de-0000-7000-8000-000000000001".to_owned(),
        ..UpdateSourceRequest::default()
    };
    let answer = server.sources().update_source(same).await.unwrap();
    let log = log(&server).await;
    assert_eq!(log.len(), 1);
    assert_eq!(position(answer.metadata()), Some(log[0].position.clone()));
}
