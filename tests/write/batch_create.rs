//! Creating many resources in one call: all of them or none, returned in the order of the
//! requests.

mod anchors;
mod bounds;
mod repeated;

use claimstore::wire::pb::{
    BatchCreateClaimsRequest, BatchCreateSourcesRequest, Claim, CreateClaimRequest,
    CreateSourceRequest, Source,
};
use tonic::Status;

use crate::{
    resource::appearance::absent,
    support::{
        any_kind::DeleteOptions,
        errors::{fields, holder, missing, sorted_fields, why},
        samples::{claim, full_claim, full_source, outlet, page},
        server::TestServer,
    },
};

const ID: &str = "0198c0de-0000-7000-8000-000000000001";

fn new_source(source: Source) -> CreateSourceRequest {
    CreateSourceRequest {
        source: Some(source),
        ..CreateSourceRequest::default()
    }
}

fn new_claim(claim: Claim) -> CreateClaimRequest {
    CreateClaimRequest {
        claim: Some(claim),
        ..CreateClaimRequest::default()
    }
}

fn sources(all: impl IntoIterator<Item = Source>) -> BatchCreateSourcesRequest {
    BatchCreateSourcesRequest {
        requests: all.into_iter().map(new_source).collect(),
        ..BatchCreateSourcesRequest::default()
    }
}

fn claims(all: impl IntoIterator<Item = Claim>) -> BatchCreateClaimsRequest {
    BatchCreateClaimsRequest {
        requests: all.into_iter().map(new_claim).collect(),
        ..BatchCreateClaimsRequest::default()
    }
}

async fn create_sources(
    server: &TestServer,
    request: BatchCreateSourcesRequest,
) -> Result<Vec<Source>, Status> {
    let answer = server.sources().batch_create_sources(request).await?;
    Ok(answer.into_inner().sources)
}

async fn create_claims(
    server: &TestServer,
    request: BatchCreateClaimsRequest,
) -> Result<Vec<Claim>, Status> {
    let answer = server.claims().batch_create_claims(request).await?;
    Ok(answer.into_inner().claims)
}

#[tokio::test]
async fn created_sources_are_returned_in_the_order_of_the_requests_and_stored_as_returned() {
    let server = TestServer::start().await;
    let paper = server.create_source(outlet("Paper")).await.unwrap();
    let given = [outlet("Z"), full_source(&paper), outlet("A")];
    let mut request = sources(given.clone());
    // This id is the first one in the order of names.
    request.requests[2].source_id = absent("", 1).replace('/', "");
    let created = create_sources(&server, request).await.unwrap();
    assert_eq!(created[2].name, absent("sources", 1));
    for (created, given) in created.iter().zip(given) {
        let expected = Source {
            name: created.name.clone(),
            canonical_url: created.canonical_url.clone(),
            revision: 1,
            etag: created.etag.clone(),
            create_time: created.create_time,
            update_time: created.create_time,
            ..given
        };
        assert_eq!(*created, expected);
        let stored = server.get_source(&created.name).await.unwrap();
        assert_eq!(*created, stored);
    }
    assert_eq!(created.len(), 3);
    assert_eq!(created[0].create_time, created[2].create_time);
    assert_eq!(server.log_length().await, 4);
}

#[tokio::test]
async fn created_claims_are_returned_in_the_order_of_the_requests_and_stored_as_returned() {
    let server = TestServer::start().await;
    let original = server.create_claim(claim("Original")).await.unwrap();
    let given = [claim("Z"), full_claim(&original), claim("A")];
    let created = create_claims(&server, claims(given.clone())).await;
    let created = created.unwrap();
    assert_eq!(created.len(), 3);
    for (created, given) in created.iter().zip(given) {
        assert_eq!(created.statement, given.statement);
        assert_eq!(created.quantities, given.quantities);
        assert_eq!(*created, server.get_claim(&created.name).await.unwrap());
    }
    let history = server.history(&created[1].name).await;
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].change_time, created[1].create_time);
}

#[tokio::test]
async fn a_batch_can_be_of_one_resource() {
    let server = TestServer::start().await;
    let created = create_sources(&server, sources([outlet("A")])).await;
    let created = created.unwrap();
    assert_eq!(created.len(), 1);
    assert_eq!(
        server.get_source(&created[0].name).await.unwrap(),
        created[0]
    );
}

#[tokio::test]
async fn all_violations_of_a_batch_are_reported_at_once_and_nothing_is_stored() {
    let server = TestServer::start().await;
    let mut request = claims(["A", "B", "C", "", "D"].map(claim));
    request.requests[1].claim.as_mut().unwrap().language = "english".to_owned();
    request.requests[2].claim = None;
    request.requests[4].claim_id = "x".to_owned();
    request.requests[4].claim.as_mut().unwrap().tags = vec!["a".to_owned(), "B c".to_owned()];
    request.request_id = "x".to_owned();
    let status = create_claims(&server, request).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        [
            "request_id",
            "requests[1].claim.language",
            "requests[2].claim",
            "requests[3].claim.statement",
            "requests[4].claim.tags[1]",
            "requests[4].claim_id",
        ]
    );
    let mut request = sources([page("https://a.example/"), page("no url")]);
    request.requests[0].source_id = ID.to_uppercase();
    let status = create_sources(&server, request).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        ["requests[0].source_id", "requests[1].source.url"]
    );
    assert_eq!(server.log_length().await, 0);
    assert_eq!(server.list("claims", true).await, []);
    assert_eq!(server.list("sources", true).await, []);
}

#[tokio::test]
async fn one_collision_with_a_stored_resource_refuses_the_whole_batch() {
    let server = TestServer::start().await;
    let held = server.create_source(page("https://a.example/")).await;
    let held = held.unwrap().name;
    let said = server.create_claim(claim("It is so")).await.unwrap().name;
    let length = server.log_length().await;

    let request = sources([outlet("A"), page("https://A.example"), outlet("B")]);
    let status = create_sources(&server, request).await.unwrap_err();
    assert_eq!(holder(&status), ("url".to_owned(), held.clone()));
    let mut request = sources([outlet("A"), outlet("B")]);
    request.requests[1].source_id = held.replace("sources/", "");
    let status = create_sources(&server, request.clone()).await.unwrap_err();
    assert_eq!(holder(&status), ("name".to_owned(), held.clone()));
    let request_of = |statement| claims([claim("A"), claim(statement)]);
    let status = create_claims(&server, request_of("IT IS SO.")).await;
    let field = "statement, language, period, quantities";
    assert_eq!(
        holder(&status.unwrap_err()),
        (field.to_owned(), said.clone())
    );
    assert_eq!(server.log_length().await, length);
    assert_eq!(server.list("sources", true).await.len(), 1);

    // A deleted resource still holds its id, but not its key.
    server.delete(&held).await.unwrap();
    server.delete(&said).await.unwrap();
    let status = create_sources(&server, request).await.unwrap_err();
    assert_eq!(holder(&status), ("name".to_owned(), held));
    let request = sources([outlet("A"), page("https://A.example")]);
    create_sources(&server, request).await.unwrap();
    create_claims(&server, request_of("It is so"))
        .await
        .unwrap();
}

#[tokio::test]
async fn all_missing_references_of_a_batch_are_named() {
    let server = TestServer::start().await;
    let published = |n| Source {
        publisher: absent("sources", n),
        ..outlet("A")
    };
    let request = sources([published(2), outlet("B"), published(1), published(2)]);
    let status = create_sources(&server, request).await.unwrap_err();
    assert_eq!(
        missing(&status),
        [absent("sources", 1), absent("sources", 2)]
    );
    let translation = Claim {
        translation_of: absent("claims", 1),
        ..claim("A")
    };
    let status = create_claims(&server, claims([claim("B"), translation])).await;
    assert_eq!(missing(&status.unwrap_err()), [absent("claims", 1)]);
    assert_eq!(server.log_length().await, 0);
}

#[tokio::test]
async fn a_repeated_batch_gets_the_first_answer() {
    let server = TestServer::start().await;
    let request = BatchCreateSourcesRequest {
        request_id: ID.to_owned(),
        ..sources([page("https://a.example/"), outlet("A"), outlet("B")])
    };
    let first = create_sources(&server, request.clone()).await.unwrap();
    let changed = Source {
        name: first[1].name.clone(),
        ..outlet("changed")
    };
    server.update_source(changed, &[]).await.unwrap();
    server.delete(&first[2].name).await.unwrap();
    let length = server.log_length().await;
    let again = create_sources(&server, request.clone()).await.unwrap();
    assert_eq!(again, first, "as they were then, not as they are now");
    assert_eq!(server.log_length().await, length);

    let mut fewer = request.clone();
    fewer.requests.pop();
    let mut otherwise = request.clone();
    otherwise.requests.swap(1, 2);
    for other in [fewer, otherwise] {
        let status = create_sources(&server, other).await.unwrap_err();
        assert_eq!(why(&status), "REQUEST_ID_REUSED");
    }
    // The request id of a batch is independent of those of single creations and other methods.
    let single = CreateSourceRequest {
        request_id: ID.to_owned(),
        ..new_source(outlet("C"))
    };
    server.sources().create_source(single).await.unwrap();
    let how = DeleteOptions {
        request_id: ID.to_owned(),
        ..DeleteOptions::default()
    };
    server.delete_as(&first[0].name, how).await.unwrap();
    let claims = BatchCreateClaimsRequest {
        request_id: ID.to_owned(),
        ..claims([claim("A"), claim("B")])
    };
    let first = create_claims(&server, claims.clone()).await.unwrap();
    assert_eq!(create_claims(&server, claims).await.unwrap(), first);
}

#[tokio::test]
async fn a_refused_batch_does_not_use_up_its_request_id() {
    let server = TestServer::start().await;
    let under_id = |requests: BatchCreateClaimsRequest| BatchCreateClaimsRequest {
        request_id: ID.to_owned(),
        ..requests
    };
    let bad = under_id(claims([claim("A"), claim("a.")]));
    create_claims(&server, bad).await.unwrap_err();
    let good = under_id(claims([claim("A"), claim("B")]));
    create_claims(&server, good).await.unwrap();
}

#[tokio::test]
async fn request_id_and_validate_only_are_refused_in_the_requests_of_a_batch() {
    let server = TestServer::start().await;
    let mut request = sources([outlet("A"), outlet("B"), outlet("C")]);
    request.requests[0].request_id = ID.to_owned();
    request.requests[2].validate_only = true;
    request.requests[2].request_id = "x".to_owned();
    let status = create_sources(&server, request).await.unwrap_err();
    assert_eq!(
        fields(&status),
        [
            "requests[0].request_id",
            "requests[2].request_id",
            "requests[2].validate_only"
        ]
    );
    // They are refused even if they equal those of the batch.
    let mut request = claims([claim("A")]);
    request.request_id = ID.to_owned();
    request.validate_only = true;
    request.requests[0].request_id = ID.to_owned();
    request.requests[0].validate_only = true;
    let status = create_claims(&server, request).await.unwrap_err();
    assert_eq!(
        fields(&status),
        ["requests[0].request_id", "requests[0].validate_only"]
    );
    assert_eq!(server.log_length().await, 0);
}
