//! What is measured of calls: how many began and ended with which code, how long they took, and
//! how many are open. The names are those that servers of gRPC usually have.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Instant,
};

use bytes::Bytes;
use http::Response;
use http_body::{Body as _, Frame};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use tonic::{Code, Status, body::Body};

use super::{
    auth::{self, Shape},
    code::{code_name, code_of},
};
use crate::telemetry::span::CallSpan;

/// The upper bounds of the buckets of durations, in seconds: from a read of one row to the longest
/// call.
const SECONDS: [f64; 14] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0,
];

/// What all unknown methods count as, so that callers cannot make up labels.
const UNKNOWN: &str = "unknown";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Method {
    grpc_type: &'static str,
    grpc_service: &'static str,
    grpc_method: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Handled {
    #[prometheus(flatten)]
    method: Method,
    grpc_code: &'static str,
}

impl Method {
    /// The method at a path.
    fn of(path: &str) -> Self {
        let known = auth::known(path);
        let parts = known.and_then(|path| path.strip_prefix('/')?.split_once('/'));
        let (grpc_service, grpc_method) = parts.unwrap_or((UNKNOWN, UNKNOWN));
        let grpc_type = match auth::shape(path) {
            Shape::Single => "unary",
            Shape::Answers => "server_stream",
            Shape::Both => "bidi_stream",
        };
        Self {
            grpc_type,
            grpc_service,
            grpc_method,
        }
    }
}

/// The measures of all calls of a server.
#[derive(Clone, Debug)]
pub struct CallMetrics {
    started: Family<Method, Counter>,
    handled: Family<Handled, Counter>,
    seconds: Family<Method, Histogram>,
    open: Gauge,
}

impl Default for CallMetrics {
    fn default() -> Self {
        let handled: Family<Handled, Counter> = Family::default();
        for (path, _) in auth::TABLE {
            // An alert sees only what it has seen before rise.
            let internal = Handled {
                method: Method::of(path),
                grpc_code: name(Code::Internal),
            };
            drop(handled.get_or_create(&internal));
        }
        Self {
            started: Family::default(),
            handled,
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            open: Gauge::default(),
        }
    }
}

impl CallMetrics {
    /// Adds the measures to those that are published.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "grpc_server_started",
            "Calls that began",
            self.started.clone(),
        );
        registry.register(
            "grpc_server_handled",
            "Calls that ended, by the code of their status",
            self.handled.clone(),
        );
        registry.register(
            "grpc_server_handling_seconds",
            "How long calls took, to the end of their answers if these are streams",
            self.seconds.clone(),
        );
        registry.register(
            "claimstore_calls_open",
            "Calls that are open, streams among them",
            self.open.clone(),
        );
    }

    /// A call begins, and with it its span.
    pub(super) fn begin(&self, path: &str, span: CallSpan) -> OpenCall {
        let method = Method::of(path);
        self.started.get_or_create(&method).inc();
        self.open.inc();
        OpenCall {
            metrics: self.clone(),
            method,
            begin: Instant::now(),
            code: Code::Cancelled,
            span,
        }
    }
}

/// A call that is open. It ends when this is dropped: as cancelled by its caller, unless another
/// code was set before.
#[derive(Debug)]
pub(super) struct OpenCall {
    metrics: CallMetrics,
    method: Method,
    begin: Instant,
    code: Code,
    span: CallSpan,
}

impl OpenCall {
    /// The call has answered. It ends now, or with its answer if that is a stream.
    pub fn answered(mut self, response: Response<Body>) -> Response<Body> {
        let code = code_of(response.headers());
        let is_stream = self.method.grpc_type != "unary" && code.is_none();
        if !is_stream || response.body().is_end_stream() {
            self.code = code.unwrap_or(Code::Ok);
            return response;
        }
        let (parts, body) = response.into_parts();
        let body = Body::new(Measured { body, call: self });
        Response::from_parts(parts, body)
    }
}

impl Drop for OpenCall {
    fn drop(&mut self) {
        let handled = Handled {
            method: self.method,
            grpc_code: name(self.code),
        };
        self.span.end(code_name(self.code as i16));
        let seconds = self.begin.elapsed().as_secs_f64();
        let metrics = &self.metrics;
        metrics.handled.get_or_create(&handled).inc();
        metrics.seconds.get_or_create(&self.method).observe(seconds);
        metrics.open.dec();
    }
}

/// A stream of answers, whose trailers say how its call ended.
struct Measured {
    body: Body,
    call: OpenCall,
}

impl http_body::Body for Measured {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(trailers) = frame.trailers_ref() {
                    self.call.code = code_of(trailers).unwrap_or(Code::Unknown);
                }
            }
            Poll::Ready(Some(Err(status))) => self.call.code = status.code(),
            Poll::Ready(None) | Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
}

/// The name of a code as other servers publish it.
const fn name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "Canceled",
        Code::Unknown => "Unknown",
        Code::InvalidArgument => "InvalidArgument",
        Code::DeadlineExceeded => "DeadlineExceeded",
        Code::NotFound => "NotFound",
        Code::AlreadyExists => "AlreadyExists",
        Code::PermissionDenied => "PermissionDenied",
        Code::ResourceExhausted => "ResourceExhausted",
        Code::FailedPrecondition => "FailedPrecondition",
        Code::Aborted => "Aborted",
        Code::OutOfRange => "OutOfRange",
        Code::Unimplemented => "Unimplemented",
        Code::Internal => "Internal",
        Code::Unavailable => "Unavailable",
        Code::DataLoss => "DataLoss",
        Code::Unauthenticated => "Unauthenticated",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_is_not_known_makes_no_labels() {
        let known = Method::of("/claimstore.v1.ChangeService/WatchChanges");
        let labels = (known.grpc_type, known.grpc_service, known.grpc_method);
        let expected = (
            "server_stream",
            "claimstore.v1.ChangeService",
            "WatchChanges",
        );
        assert_eq!(labels, expected);
        for path in ["/claimstore.v1.ClaimService/Made", "/made/Up", "made"] {
            let method = Method::of(path);
            let labels = (method.grpc_service, method.grpc_method);
            assert_eq!(labels, (UNKNOWN, UNKNOWN), "{path}");
        }
    }
}
