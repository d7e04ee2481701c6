//! The id of a call, which the caller, the log and errors refer to.

use std::{
    fmt,
    future::Future,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use http::{HeaderMap, HeaderValue, Request, uri::PathAndQuery};
use tracing::Span;
use uuid::{Builder, NoContext, Timestamp, Uuid, fmt::Hyphenated};

use super::{
    position::POSITION,
    subject::{Noted, Subject},
};
use crate::telemetry::span::CallSpan;

/// The header with the id of a call, in requests and in answers.
pub(super) const HEADER: &str = "x-request-id";
const LENGTH_MAX: usize = 64;

tokio::task_local! {
    static CURRENT: Option<CallId>;
}

/// The id of a call: visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestId(HeaderValue);

impl RequestId {
    /// The caller's id for the call, or a new one.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        match headers.get(HEADER) {
            Some(given) if is_id(given.as_bytes()) => Self(given.clone()),
            _ => Self::new(),
        }
    }

    /// Unique, and not secret. So the random part is drawn once for each process.
    fn new() -> Self {
        static PROCESS: LazyLock<u64> = LazyLock::new(|| Uuid::now_v7().as_u64_pair().1);
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let now = Timestamp::now(NoContext);
        let (seconds, nanos) = now.to_unix();
        let millis = seconds * 1_000 + u64::from(nanos / 1_000_000);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut random = [0; 10];
        let (front, back) = random.split_at_mut(2);
        front.copy_from_slice(&PROCESS.to_be_bytes()[..2]);
        back.copy_from_slice(&PROCESS.wrapping_add(number).to_be_bytes());
        let id = Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
        let mut text = [0; Hyphenated::LENGTH];
        let text = id.hyphenated().encode_lower(&mut text);
        // All characters of a UUID can be in a header.
        Self(HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("")))
    }

    /// The value of the header.
    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.to_str().unwrap_or_default())
    }
}

fn is_id(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.len() <= LENGTH_MAX && bytes.iter().all(u8::is_ascii_graphic)
}

/// A call, as lines of the log name it.
#[derive(Clone, Debug)]
pub(crate) struct CallId {
    pub(super) request: RequestId,
    path: Option<PathAndQuery>,
    /// The position that its answer has to reflect, as the caller gives it.
    position: Option<HeaderValue>,
    /// Its span.
    pub(super) span: CallSpan,
    /// What the audit log will say of it, if it changes something.
    pub(super) noted: Option<Noted>,
}

impl CallId {
    /// The id of the call of this request.
    pub(super) fn of<B>(request: &Request<B>) -> Self {
        Self {
            request: RequestId::of(request.headers()),
            path: request.uri().path_and_query().cloned(),
            position: request.headers().get(POSITION).cloned(),
            span: CallSpan::default(),
            noted: None,
        }
    }

    /// The same, with a span.
    pub(super) fn traced(self, span: CallSpan) -> Self {
        Self { span, ..self }
    }

    /// The same, with what the audit log will say of it.
    pub(super) fn noted(self, peer: String) -> Self {
        let noted = Some(Noted::from(peer));
        Self { noted, ..self }
    }

    /// What it is about, as far as that is known.
    pub(super) fn subject(&self) -> Subject {
        self.noted.as_ref().map(Noted::get).unwrap_or_default()
    }

    /// The position that its answer has to reflect, as the caller gives it.
    pub(crate) fn position(&self) -> Option<&HeaderValue> {
        self.position.as_ref()
    }

    /// The path of the method.
    pub(super) fn path(&self) -> &str {
        self.path.as_ref().map_or("", PathAndQuery::path)
    }
}

/// The current call, if this is part of one.
pub(crate) fn current() -> Option<CallId> {
    CURRENT.try_with(Option::clone).ok().flatten()
}

/// Runs work as part of a call, even after the call has been answered.
pub(crate) fn scope<F: Future>(call: Option<CallId>, work: F) -> impl Future<Output = F::Output> {
    let span = call.as_ref().map(|call| call.span.clone());
    span.unwrap_or_default().scope(CURRENT.scope(call, work))
}

/// Logs something in the span of the current call. A read has no span of its own, because few
/// reads log anything.
pub(super) fn logged(log: impl FnOnce()) {
    match current() {
        Some(call) if Span::current().is_disabled() => {
            let (request, method) = (&call.request, call.path());
            tracing::error_span!("call", %request, method).in_scope(log);
        }
        _ => log(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_could_forge_a_log_line_is_replaced() {
        let of = |text| {
            RequestId::of(&HeaderMap::from_iter([(
                http::HeaderName::from_static(HEADER),
                HeaderValue::from_static(text),
            )]))
            .to_string()
        };
        assert_eq!(of("desk-17"), "desk-17");
        for text in ["", "a b", "a\tb"] {
            let id = of(text);
            assert!(Uuid::try_parse(&id).is_ok(), "{id}");
        }
    }

    #[test]
    fn new_ids_differ_and_are_in_order_of_time() {
        let ids: Vec<String> = (0..1_000).map(|_| RequestId::new().to_string()).collect();
        let distinct: std::collections::BTreeSet<&String> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len());
        let versions = ids.iter().map(|id| Uuid::try_parse(id).unwrap());
        assert!(versions.map(|id| id.get_version_num()).all(|it| it == 7));
        assert!(ids.first().unwrap()[..13] <= ids.last().unwrap()[..13]);
    }
}
