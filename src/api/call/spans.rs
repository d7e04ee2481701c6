//! The spans of a call: one for traces, and one that its lines in the log are in.

use http::Request;
use tonic::body::Body;
use tracing::Span;

use super::{
    auth::{self, Access},
    line::Line,
    request_id::CallId,
};
use crate::telemetry::span::{CallDescription, CallSpan};

/// The bytes of a path that are logged, far more than that of any method.
const METHOD_LOGGED_MAX: usize = 200;

/// Begins the span of a call for traces. Probes would make far more of them than calls that matter.
pub(super) fn traced(id: CallId, access: Option<Access>, request: &Request<Body>) -> CallId {
    let headers = request.headers();
    if access.is_some_and(Access::is_about_server) {
        return id.traced(CallSpan::of_caller(headers));
    }
    let method = auth::known(id.path()).map(|path| path.trim_start_matches('/'));
    let span = CallSpan::begin(headers, method, || CallDescription {
        request: id.request.to_string(),
        peer: Line::of(request).peer_address(),
    });
    id.traced(span)
}

/// The span of a call in the log. That of a read is made only if details are logged, because it takes
/// longer than all else that the edge does.
pub(super) fn of_log(id: &CallId, access: Option<Access>) -> Span {
    let (request, path) = (&id.request, id.path());
    let method = &path[..path.floor_char_boundary(METHOD_LOGGED_MAX)];
    match access {
        Some(access) if access.reads() || access.is_about_server() => {
            tracing::debug_span!("call", %request, method)
        }
        // At any level, so that each line that is logged has the id.
        _ => tracing::error_span!("call", %request, method),
    }
}
