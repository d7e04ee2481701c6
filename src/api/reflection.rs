//! Server reflection, in both versions that clients use. It is that of `tonic_reflection`, whose
//! stream ends with the first symbol that it does not know. The protocol has an answer for that,
//! after which the stream goes on. So each request is asked in a stream of its own.

use tonic::{Code, Status};

use super::{OPERATE_BYTES_MAX, call::refused};

/// The code and the words of an error that answers one request.
fn unanswered(status: &Status) -> (i32, String) {
    // A symbol that is unknown, or a request without a question.
    let is_of_request = matches!(status.code(), Code::NotFound | Code::InvalidArgument);
    match is_of_request {
        true => (status.code().into(), status.message().to_owned()),
        false => (Code::Internal.into(), "internal error".to_owned()),
    }
}

/// The messages of both versions are equal, but of different types.
macro_rules! reflection {
    ($version:ident, $name:literal) => {
        #[doc = concat!("The version ", $name, ".")]
        pub mod $version {
            use std::pin::Pin;

            use tokio_stream::{Stream, StreamExt as _};
            use tonic::{Request, Response, Status, Streaming, async_trait};
            use tonic_reflection::pb::$version::{
                ErrorResponse, ServerReflectionRequest, ServerReflectionResponse,
                server_reflection_client::ServerReflectionClient,
                server_reflection_response::MessageResponse,
                server_reflection_server::{ServerReflection, ServerReflectionServer},
            };

            use super::{OPERATE_BYTES_MAX, refused, unanswered};

            /// Answers every request of a stream, as `inner` answers it alone.
            pub fn server<S: ServerReflection>(
                inner: ServerReflectionServer<S>,
            ) -> ServerReflectionServer<impl ServerReflection> {
                ServerReflectionServer::new(OneByOne { inner })
                    .max_decoding_message_size(OPERATE_BYTES_MAX)
            }

            struct OneByOne<S> {
                inner: ServerReflectionServer<S>,
            }

            type Answer = Result<ServerReflectionResponse, Status>;

            #[async_trait]
            impl<S: ServerReflection> ServerReflection for OneByOne<S> {
                type ServerReflectionInfoStream = Pin<Box<dyn Stream<Item = Answer> + Send>>;

                async fn server_reflection_info(
                    &self,
                    request: Request<Streaming<ServerReflectionRequest>>,
                ) -> Result<Response<Self::ServerReflectionInfoStream>, Status> {
                    let inner = self.inner.clone();
                    let answers = request.into_inner().then(move |request| {
                        let inner = inner.clone();
                        async move {
                            match request {
                                Ok(request) => Ok(answer(inner, request).await),
                                Err(error) => Err(refused::not_received(&error, OPERATE_BYTES_MAX)),
                            }
                        }
                    });
                    Ok(Response::new(Box::pin(answers)))
                }
            }

            async fn answer<S: ServerReflection>(
                inner: ServerReflectionServer<S>,
                request: ServerReflectionRequest,
            ) -> ServerReflectionResponse {
                let answered = ask(inner, request.clone()).await;
                answered.unwrap_or_else(|status| {
                    let (error_code, error_message) = unanswered(&status);
                    ServerReflectionResponse {
                        valid_host: request.host.clone(),
                        original_request: Some(request),
                        message_response: Some(MessageResponse::ErrorResponse(ErrorResponse {
                            error_code,
                            error_message,
                        })),
                    }
                })
            }

            async fn ask<S: ServerReflection>(
                inner: ServerReflectionServer<S>,
                request: ServerReflectionRequest,
            ) -> Answer {
                let mut client = ServerReflectionClient::new(inner);
                let asked = tokio_stream::once(request);
                let answered = client.server_reflection_info(asked).await?;
                let answer = answered.into_inner().message().await?;
                answer.ok_or_else(|| Status::internal("no answer"))
            }
        }
    };
}

reflection!(v1, "v1");
reflection!(v1alpha, "v1alpha");
