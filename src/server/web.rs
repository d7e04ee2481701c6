//! gRPC-Web, so that a page in a browser can call the services, and what browsers ask before they
//! let it (CORS).
//!
//! A call of gRPC-Web becomes one of gRPC before anything else is done for it, and its answer is
//! translated last. So every bound holds for it, and what a call may do is decided in one place.
//! Browsers speak HTTP/1.1 where there is no TLS. What comes that way and is not gRPC-Web is refused.

mod cors;

use std::{
    convert::Infallible,
    future::{Future, ready},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Version,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};
use tonic::{Status, body::Body};
use tonic_web::GrpcWebLayer;
use tower::{Layer, Service};

use self::cors::Cors;
pub use self::cors::Origins;
use crate::api::call::{connection::Connection, refused};

/// The types of a call of gRPC-Web, as the translation knows them.
const BINARY: HeaderValue = HeaderValue::from_static("application/grpc-web+proto");
const TEXT: HeaderValue = HeaderValue::from_static("application/grpc-web-text+proto");

/// The most bytes of an origin that is logged.
const ORIGIN_LOGGED_MAX: usize = 200;

/// Which pages may call.
#[derive(Clone, Debug)]
pub struct Web {
    /// Where they are from.
    pub origins: Origins,
    /// Whether their calls may have what the browser itself shows: a client certificate.
    pub is_credentialed: bool,
}

/// Takes calls of gRPC-Web, if any are taken. Without that it changes nothing.
#[derive(Clone, Debug)]
pub(super) struct WebLayer(Option<Arc<Cors>>);

impl WebLayer {
    pub fn new(web: Option<Web>) -> Self {
        Self(web.map(|web| Arc::new(Cors::new(web.origins, web.is_credentialed))))
    }

    /// Whether calls of gRPC-Web are taken.
    pub const fn is_on(&self) -> bool {
        self.0.is_some()
    }
}

impl<S> Layer<S> for WebLayer {
    type Service = WebService<S>;

    fn layer(&self, inner: S) -> WebService<S> {
        WebService {
            inner,
            cors: self.0.clone(),
        }
    }
}

/// See [`WebLayer`].
#[derive(Clone, Debug)]
pub(super) struct WebService<S> {
    inner: S,
    cors: Option<Arc<Cors>>,
}

type Answering = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

impl<S> Service<Request<Body>> for WebService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future = Answering>
        + Clone,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Answering {
        let Some(cors) = self.cors.clone() else {
            return self.inner.call(request);
        };
        if request.version() < Version::HTTP_2
            && let Some(share) = Connection::share_of(request.extensions())
        {
            share.headers_came(body_bytes(request.headers()).unwrap_or_default());
        }
        if let Some(answer) = cors.preflight(&request) {
            return Box::pin(ready(Ok(answer)));
        }
        let content_type = match checked(&request, &cors) {
            Ok(Some(content_type)) => content_type,
            Ok(None) => return self.inner.call(request),
            Err(refused) => {
                let answer = refused.answer(cors.allowed(request.headers()));
                return Box::pin(ready(Ok(answer)));
            }
        };
        let shown = cors.allowed(request.headers()).unwrap_or_default();
        request.headers_mut().insert(CONTENT_TYPE, content_type);
        // Only the service that was polled is ready.
        let next = self.inner.clone();
        let polled = std::mem::replace(&mut self.inner, next);
        let answer = GrpcWebLayer::new().layer(polled).call(request);
        Box::pin(async move {
            let mut answer = answer.await?;
            answer.headers_mut().extend(shown);
            Ok(answer)
        })
    }
}

/// Looks at a request before it is translated. `None` is one of gRPC, over HTTP/2.
fn checked(request: &Request<Body>, cors: &Cors) -> Result<Option<HeaderValue>, NotTaken> {
    let headers = request.headers();
    let is_old = request.version() < Version::HTTP_2;
    let Some(content_type) = content_type(headers) else {
        return match is_old {
            true => Err(NotTaken::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                refused::not_grpc(
                    "over HTTP/1.1 the content-type has to be application/grpc-web+proto or application/grpc-web-text+proto",
                ),
            )),
            false => Ok(None),
        };
    };
    if !cors.allows(headers) {
        let origin = headers.get(cors::ORIGIN).map(HeaderValue::as_bytes);
        let origin = origin.unwrap_or_default();
        let origin = &origin[..origin.len().min(ORIGIN_LOGGED_MAX)];
        tracing::info!(origin = %origin.escape_ascii(), "a page may not call: its origin is not one of --web-origins");
        return Err(NotTaken::new(
            StatusCode::FORBIDDEN,
            refused::foreign_origin(),
        ));
    }
    if request.method() != Method::POST {
        return Err(NotTaken::new(
            StatusCode::METHOD_NOT_ALLOWED,
            refused::not_grpc("the HTTP method is not POST"),
        ));
    }
    // A body in chunks could come as millions of them.
    if is_old && body_bytes(headers).is_none() {
        return Err(NotTaken::new(
            StatusCode::LENGTH_REQUIRED,
            refused::not_grpc("over HTTP/1.1 it needs a content-length"),
        ));
    }
    Ok(Some(content_type))
}

/// How many bytes a request says that its body has.
fn body_bytes(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The type of a call of gRPC-Web, without parameters.
fn content_type(headers: &HeaderMap) -> Option<HeaderValue> {
    let given = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let given = given.split(';').next()?.trim_end();
    match given {
        "application/grpc-web" | "application/grpc-web+proto" => Some(BINARY),
        "application/grpc-web-text" | "application/grpc-web-text+proto" => Some(TEXT),
        _ => None,
    }
}

/// A request that is not taken. Whoever knows gRPC-Web reads the error, others the status of HTTP.
struct NotTaken {
    code: StatusCode,
    error: Status,
}

impl NotTaken {
    const fn new(code: StatusCode, error: Status) -> Self {
        Self { code, error }
    }

    fn answer(self, shown: Option<Vec<(HeaderName, HeaderValue)>>) -> Response<Body> {
        let mut answer = self.error.into_http();
        *answer.status_mut() = self.code;
        answer.headers_mut().insert(CONTENT_TYPE, BINARY);
        answer.headers_mut().extend(shown.unwrap_or_default());
        answer
    }
}
