//! What a browser is told before it lets a page call, and before it lets it read the answer: Cross-Origin
//! Resource Sharing, as the Fetch standard has it.
//!
//! That is only what gRPC-Web needs: POST, the headers that calls have, and those of answers. A
//! browser that is told nothing keeps the page from both.

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
        ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, VARY,
    },
};
use tonic::body::Body;

pub(super) use http::header::ORIGIN;

/// The headers that a call may have.
const ALLOWED: HeaderValue = HeaderValue::from_static(
    "authorization, content-type, grpc-timeout, traceparent, tracestate, x-claimstore-actor, x-claimstore-position, x-grpc-web, x-request-id, x-user-agent",
);

/// The headers of an answer that a page may read. An error without a message is in them alone.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "grpc-message, grpc-status, grpc-status-details-bin, x-claimstore-index-position, x-claimstore-position, x-request-id",
);

/// For how many seconds a browser need not ask again. None remembers it for longer.
const REMEMBERED: HeaderValue = HeaderValue::from_static("7200");

/// Where pages may be from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origins {
    /// Anywhere.
    All,
    /// These, as browsers write them: `https://cms.example`.
    These(Vec<HeaderValue>),
}

/// What browsers are told.
#[derive(Debug)]
pub(super) struct Cors {
    origins: Origins,
    is_credentialed: bool,
}

impl Cors {
    pub const fn new(origins: Origins, is_credentialed: bool) -> Self {
        Self {
            origins,
            is_credentialed,
        }
    }

    /// Whether a request is from a page that may call, or from no page.
    pub fn allows(&self, headers: &HeaderMap) -> bool {
        let mut origins = headers.get_all(ORIGIN).iter();
        match (origins.next(), origins.next()) {
            (None, _) => true,
            (Some(origin), None) => self.is_one(origin),
            (Some(_), Some(_)) => false,
        }
    }

    fn is_one(&self, origin: &HeaderValue) -> bool {
        match &self.origins {
            Origins::All => true,
            Origins::These(origins) => origins.contains(origin),
        }
    }

    /// The headers that let a page read an answer. `None` for a page that may not, and for what is
    /// no page.
    pub fn allowed(&self, headers: &HeaderMap) -> Option<Vec<(HeaderName, HeaderValue)>> {
        let origin = headers.get(ORIGIN).filter(|_| self.allows(headers))?;
        let mut shown = self.origin(origin);
        shown.push((ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED));
        Some(shown)
    }

    /// The answer to a browser that asks whether a page may call. `None` if the request is not that.
    pub fn preflight(&self, request: &Request<Body>) -> Option<Response<Body>> {
        let headers = request.headers();
        let method = headers.get(ACCESS_CONTROL_REQUEST_METHOD)?;
        let origin = headers.get(ORIGIN)?;
        if request.method() != Method::OPTIONS {
            return None;
        }
        let mut answer = Response::new(Body::empty());
        if method != Method::POST.as_str() || !self.allows(headers) {
            *answer.status_mut() = StatusCode::FORBIDDEN;
            return Some(answer);
        }
        *answer.status_mut() = StatusCode::NO_CONTENT;
        answer.headers_mut().extend(self.origin(origin));
        answer.headers_mut().extend([
            (
                ACCESS_CONTROL_ALLOW_METHODS,
                HeaderValue::from_static("POST"),
            ),
            (ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED),
            (ACCESS_CONTROL_MAX_AGE, REMEMBERED),
        ]);
        Some(answer)
    }

    /// Names the origin that may call. What is between must not keep that for other pages.
    fn origin(&self, origin: &HeaderValue) -> Vec<(HeaderName, HeaderValue)> {
        if self.origins == Origins::All {
            let all = HeaderValue::from_static("*");
            return vec![(ACCESS_CONTROL_ALLOW_ORIGIN, all)];
        }
        let mut named = vec![
            (ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone()),
            (VARY, HeaderValue::from_static("origin")),
        ];
        if self.is_credentialed {
            let yes = HeaderValue::from_static("true");
            named.push((ACCESS_CONTROL_ALLOW_CREDENTIALS, yes));
        }
        named
    }
}
