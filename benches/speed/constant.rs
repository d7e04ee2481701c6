//! A gRPC service that answers every call with the same claim, without a database: what the
//! transport alone costs.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    pin::Pin,
    task::{Context, Poll},
};

use claimstore::wire::pb::{Claim, GetClaimRequest};
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{
    Request, Response, Status,
    body::Body,
    codegen::http,
    server::{Grpc, NamedService, UnaryService},
    transport::Server,
};
use tonic_prost::ProstCodec;
use tower::Service;

use super::bundles::{Generator, Shared};

/// The number of the claim in the answers.
const NUMBER: usize = 0;

/// The name of the claim in the answers.
pub const NAME: &str = "claims/00000000-0000-4000-8000-000000000000";

/// The claim in the answers.
pub fn claim() -> Claim {
    Claim {
        name: NAME.to_owned(),
        etag: "0123456789abcdef".to_owned(),
        revision: 1,
        ..Generator::new(1, Shared::Nothing).claim(NUMBER)
    }
}

#[derive(Clone)]
struct Constant(Claim);

impl NamedService for Constant {
    const NAME: &'static str = "claimstore.v1.ClaimService";
}

impl UnaryService<GetClaimRequest> for Constant {
    type Response = Claim;
    type Future = Ready<Result<Response<Claim>, Status>>;

    fn call(&mut self, _: Request<GetClaimRequest>) -> Self::Future {
        ready(Ok(Response::new(self.0.clone())))
    }
}

impl Service<http::Request<Body>> for Constant {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let service = self.clone();
        Box::pin(async move {
            let codec = ProstCodec::<Claim, GetClaimRequest>::default();
            Ok(Grpc::new(codec).unary(service, request).await)
        })
    }
}

/// Serves until the process is killed.
pub async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    eprintln!(r#"{{"message":"listening","address":"{address}"}}"#);
    Server::builder()
        .add_service(Constant(claim()))
        .serve_with_incoming(TcpListenerStream::new(listener))
        .await
        .unwrap();
}
