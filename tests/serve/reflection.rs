//! Reflection, in both versions that clients use.

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

/// The same tests for both versions, whose messages are of different types.
macro_rules! reflection {
    ($version:ident) => {
        mod $version {
            use std::time::Duration;

            use tokio::sync::mpsc;
            use tokio_stream::{StreamExt as _, iter, wrappers::ReceiverStream};
            use tonic::{Code, Request, client::Grpc, codegen::http::uri::PathAndQuery};
            use tonic_prost::ProstCodec;
            use tonic_reflection::pb::$version::{
                ExtensionRequest, ServerReflectionRequest, ServerReflectionResponse,
                server_reflection_client::ServerReflectionClient,
                server_reflection_request::MessageRequest::{self, *},
                server_reflection_response::MessageResponse,
            };

            use super::{TestServer, WANTED};
            use crate::support::errors::reason;

            fn asked(question: Option<MessageRequest>) -> ServerReflectionRequest {
                ServerReflectionRequest {
                    host: "localhost".to_owned(),
                    message_request: question,
                }
            }

            fn symbol(name: &str) -> ServerReflectionRequest {
                asked(Some(FileContainingSymbol(name.to_owned())))
            }

            async fn answers(
                server: &TestServer,
                requests: Vec<ServerReflectionRequest>,
            ) -> Vec<ServerReflectionResponse> {
                let mut client = ServerReflectionClient::new(server.channel());
                let answers = client.server_reflection_info(iter(requests)).await;
                let answers = answers.unwrap().into_inner().collect::<Result<_, _>>();
                answers.await.unwrap()
            }

            fn is_file(answer: &ServerReflectionResponse) -> bool {
                let answer = &answer.message_response;
                matches!(answer, Some(MessageResponse::FileDescriptorResponse(_)))
            }

            #[tokio::test]
            async fn it_knows_the_contract_and_the_error_details() {
                let server = TestServer::start().await;
                let requests = WANTED.iter().map(|name| symbol(name)).collect();
                let answers = answers(&server, requests).await;
                assert_eq!(answers.len(), WANTED.len());
                for (answer, symbol) in answers.iter().zip(WANTED) {
                    assert!(is_file(answer), "{symbol}");
                }
            }

            #[tokio::test]
            async fn an_unknown_symbol_is_an_answer_and_the_stream_goes_on() {
                let server = TestServer::start().await;
                let extension = ExtensionRequest {
                    containing_type: "claimstore.v1.Claim".to_owned(),
                    extension_number: 1,
                };
                let unknown = [
                    (symbol("claimstore.v1.Nothing"), Code::NotFound),
                    (symbol(""), Code::NotFound),
                    (
                        asked(Some(FileByFilename("nothing.proto".to_owned()))),
                        Code::NotFound,
                    ),
                    (
                        asked(Some(FileContainingExtension(extension))),
                        Code::NotFound,
                    ),
                    (asked(None), Code::InvalidArgument),
                ];
                let known = symbol("claimstore.v1.ClaimService");
                let requests = unknown
                    .iter()
                    .flat_map(|(it, _)| [it.clone(), known.clone()]);
                let answers = answers(&server, requests.collect()).await;
                assert_eq!(answers.len(), 2 * unknown.len());
                for (pair, (request, code)) in answers.chunks(2).zip(&unknown) {
                    let Some(MessageResponse::ErrorResponse(error)) = &pair[0].message_response
                    else {
                        panic!("{request:?}: {:?}", pair[0]);
                    };
                    assert_eq!(error.error_code, i32::from(*code), "{request:?}");
                    assert_ne!(error.error_message, "");
                    assert_eq!(pair[0].original_request.as_ref(), Some(request));
                    assert_eq!(pair[0].valid_host, "localhost");
                    assert!(is_file(&pair[1]), "{request:?}");
                }
            }

            #[tokio::test]
            async fn each_answer_comes_before_the_next_request() {
                let server = TestServer::start().await;
                let (sender, requests) = mpsc::channel(1);
                let mut client = ServerReflectionClient::new(server.channel());
                let begun = client.server_reflection_info(ReceiverStream::new(requests));
                let mut begun = begun.await.unwrap().into_inner();
                for name in ["claimstore.v1.Nothing", "claimstore.v1.Claim", "x"] {
                    sender.send(symbol(name)).await.unwrap();
                    let answer = tokio::time::timeout(Duration::from_secs(60), begun.message());
                    let answer = answer.await.unwrap().unwrap().unwrap();
                    assert_eq!(is_file(&answer), name == "claimstore.v1.Claim", "{name}");
                }
                drop(sender);
                assert!(begun.message().await.unwrap().is_none());
            }

            #[tokio::test]
            async fn what_is_not_a_request_ends_the_stream_with_a_reason() {
                let server = TestServer::start().await;
                let path = concat!(
                    "/grpc.reflection.",
                    stringify!($version),
                    ".ServerReflection/ServerReflectionInfo"
                );
                for (host, expected) in [
                    (vec![0xff], "MALFORMED_MESSAGE"),
                    (vec![b'x'; 20_000], "MESSAGE_TOO_LARGE"),
                ] {
                    let mut client = Grpc::new(server.channel());
                    client.ready().await.unwrap();
                    let requests = Request::new(iter([host]));
                    // Bytes in the field of a text.
                    let codec = ProstCodec::<Vec<u8>, ServerReflectionResponse>::default();
                    let path = PathAndQuery::from_static(path);
                    let answers = client.streaming(requests, path, codec).await.unwrap();
                    let status = answers.into_inner().message().await.unwrap_err();
                    let expected = (Code::InvalidArgument, expected.to_owned());
                    assert_eq!(reason(&status), expected);
                }
            }
        }
    };
}

reflection!(v1);
reflection!(v1alpha);
