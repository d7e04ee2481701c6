//! Reflection, in both versions that clients use.

use tokio_stream::StreamExt as _;
use tonic_reflection::pb::{v1, v1alpha};

use crate::support::server::TestServer;

const WANTED: &[&str] = &[
    "claimstore.v1.ClaimService",
    "claimstore.v1.ErrorReason",
    // The types of error details: without these a client shows base64.
    "google.rpc.ErrorInfo",
    "google.rpc.BadRequest",
    "google.rpc.ResourceInfo",
    "google.rpc.RetryInfo",
    "google.rpc.RequestInfo",
    "grpc.health.v1.Health",
];

#[tokio::test]
async fn v1_knows_the_contract_and_the_error_details() {
    use v1::{
        ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
        server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
    };
    let server = TestServer::start().await;
    let requests: Vec<ServerReflectionRequest> = WANTED
        .iter()
        .map(|symbol| ServerReflectionRequest {
            message_request: Some(MessageRequest::FileContainingSymbol((*symbol).to_owned())),
            ..ServerReflectionRequest::default()
        })
        .collect();
    let mut client = ServerReflectionClient::new(server.channel());
    let answers = client
        .server_reflection_info(tokio_stream::iter(requests))
        .await
        .unwrap();
    let answers: Vec<_> = answers
        .into_inner()
        .collect::<Result<_, _>>()
        .await
        .unwrap();
    assert_eq!(answers.len(), WANTED.len());
    for (answer, symbol) in answers.iter().zip(WANTED) {
        let found = &answer.message_response;
        assert!(
            matches!(found, Some(MessageResponse::FileDescriptorResponse(_))),
            "{symbol}"
        );
    }
}

#[tokio::test]
async fn v1alpha_knows_the_contract_and_the_error_details() {
    use v1alpha::{
        ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
        server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
    };
    let server = TestServer::start().await;
    let requests: Vec<ServerReflectionRequest> = WANTED
        .iter()
        .map(|symbol| ServerReflectionRequest {
            message_request: Some(MessageRequest::FileContainingSymbol((*symbol).to_owned())),
            ..ServerReflectionRequest::default()
        })
        .collect();
    let mut client = ServerReflectionClient::new(server.channel());
    let answers = client
        .server_reflection_info(tokio_stream::iter(requests))
        .await
        .unwrap();
    let answers: Vec<_> = answers
        .into_inner()
        .collect::<Result<_, _>>()
        .await
        .unwrap();
    assert_eq!(answers.len(), WANTED.len());
    for (answer, symbol) in answers.iter().zip(WANTED) {
        let found = &answer.message_response;
        assert!(
            matches!(found, Some(MessageResponse::FileDescriptorResponse(_))),
            "{symbol}"
        );
    }
}
