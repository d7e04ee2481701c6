//! The line that is logged about a call.

use std::{net::SocketAddr, time::Duration};

use http::{Request, Response};
use tonic::{Code, Status, body::Body};

use super::{
    code::code_of,
    connection::Connection,
    guard::NotAdmitted,
    request_id::{self, CallId},
};
use crate::access::Caller;

/// What the line says beside how the call ended and how long it took.
#[derive(Debug)]
pub(super) struct Line {
    /// Who called, if that was verified.
    pub caller: Option<Caller>,
    peer: Option<SocketAddr>,
    /// Why the call was not let in.
    refused: Option<String>,
}

impl Line {
    /// The line about a request, whose caller is not known yet.
    pub fn of(request: &Request<Body>) -> Self {
        Self {
            caller: None,
            peer: Connection::of(request.extensions()).map(|it| it.peer),
            refused: None,
        }
    }

    /// Takes note of a call that was not let in. Returns what its caller is told.
    pub fn refused(&mut self, refused: NotAdmitted) -> Status {
        self.refused = Some(refused.status.message().to_owned());
        self.caller = refused.caller;
        refused.status
    }

    /// The IP address of the peer, or empty if it is not known.
    pub fn peer_address(&self) -> String {
        self.peer.map_or(String::new(), |it| it.ip().to_string())
    }

    /// Logs it, at debug if it is a detail.
    pub fn log(&self, response: &Response<Body>, id: &CallId, took: Duration, is_detail: bool) {
        let code = code(response);
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let caller = self.caller.as_ref().map(Caller::name);
        let peer = self.peer.map(tracing::field::display);
        let refused = self.refused.as_deref();
        let trace_id = id.span.trace_id().map(tracing::field::display);
        match is_detail {
            true => tracing::debug!(?code, took_us, caller, peer, refused, trace_id, "answered"),
            false => request_id::logged(|| {
                tracing::info!(?code, took_us, caller, peer, refused, trace_id, "answered");
            }),
        }
    }
}

/// Whether a call succeeded, or its stream has begun.
pub(super) fn is_ok(response: &Response<Body>) -> bool {
    code(response) == Code::Ok
}

/// The code of a call that has ended, or OK if its stream has begun.
pub(super) fn code(response: &Response<Body>) -> Code {
    // A successful answer and a stream have no status in their headers.
    code_of(response.headers()).unwrap_or(Code::Ok)
}
