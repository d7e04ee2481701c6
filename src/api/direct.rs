//! The short way to the services whose resources are read one by one.
//!
//! The router wraps the bodies of requests and answers, and matches the path a second time,
//! which costs a read as much as its query. So these services are called past it.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use http::{Request, Response};
use tonic::{body::Body, server::NamedService};
use tower::{Layer, Service};

use super::{Api, limited};
use crate::{
    app::App,
    wire::servers::{
        article_service_server::ArticleServiceServer, claim_service_server::ClaimServiceServer,
        review_service_server::ReviewServiceServer, source_service_server::SourceServiceServer,
    },
};

/// Calls services directly, if there are any. All other calls go to the service that is wrapped.
#[derive(Clone, Debug)]
pub struct DirectLayer(Option<Services>);

#[derive(Clone, Debug)]
struct Services {
    articles: ArticleServiceServer<Api>,
    claims: ClaimServiceServer<Api>,
    reviews: ReviewServiceServer<Api>,
    sources: SourceServiceServer<Api>,
}

impl DirectLayer {
    /// Calls the services of an application.
    pub fn new(app: App) -> Self {
        let api = Api { app };
        Self(Some(Services {
            articles: limited!(ArticleServiceServer, api.clone()),
            claims: limited!(ClaimServiceServer, api.clone()),
            reviews: limited!(ReviewServiceServer, api.clone()),
            sources: limited!(SourceServiceServer, api),
        }))
    }

    /// Calls no service. What is served with this has the same type, and so is in the program once.
    pub const fn none() -> Self {
        Self(None)
    }
}

impl<S> Layer<S> for DirectLayer {
    type Service = Direct<S>;

    fn layer(&self, inner: S) -> Direct<S> {
        Direct {
            services: self.clone(),
            inner,
        }
    }
}

/// See [`DirectLayer`].
#[derive(Clone, Debug)]
pub struct Direct<S> {
    services: DirectLayer,
    inner: S,
}

impl<S> Service<Request<Body>> for Direct<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let Some(Services {
            articles,
            claims,
            reviews,
            sources,
        }) = &mut self.services.0
        else {
            return Box::pin(self.inner.call(request));
        };
        let service = request.uri().path().split('/').nth(1);
        match service.unwrap_or_default() {
            ClaimServiceServer::<Api>::NAME => claims.call(request),
            SourceServiceServer::<Api>::NAME => sources.call(request),
            ArticleServiceServer::<Api>::NAME => articles.call(request),
            ReviewServiceServer::<Api>::NAME => reviews.call(request),
            _ => Box::pin(self.inner.call(request)),
        }
    }
}
