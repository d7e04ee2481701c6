//! Spans: what a call does, and how long each part of it takes, in the model of OpenTelemetry.
//!
//! The span of a call begins where the call comes in, as part of the trace that its caller names
//! in the headers of W3C Trace Context. What the call does later finds that span in the current
//! context, which belongs to the thread: work that moves to another task takes it along with
//! [`with_current`]. Work that is done for several calls at once is in the trace of the first one,
//! and a span in each of the others refers to it.
//!
//! Without a collector, and in traces that are not sampled, no span is recorded. Spans never
//! contain parameters of statements, messages, or names of sources.

mod carrier;

use std::{
    future::Future,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use http::HeaderMap;
use opentelemetry::{
    Context, KeyValue,
    context::FutureExt as _,
    global::{BoxedSpan, BoxedTracer},
    trace::{Link, Span as _, SpanKind, Status, TraceContextExt as _, TraceId, Tracer as _},
};

/// Makes all spans, once there is a collector.
static TRACER: OnceLock<BoxedTracer> = OnceLock::new();

/// The name of a method that does not exist, as the conventions have it.
const OTHER: &str = "_OTHER";

/// The most calls that refer to work which was done for them together.
const ORIGINS_MAX: usize = 32;

/// The most spans below that of a call.
const BELOW_MAX: u64 = 1_000;

/// How much of a statement is in its span, in bytes.
const STATEMENT_MAX: usize = 2 << 10;

/// The codes of calls that failed because of the server and not of their caller, by the
/// conventions of OpenTelemetry for gRPC.
const FAULTS: [&str; 6] = [
    "UNKNOWN",
    "DEADLINE_EXCEEDED",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
];

/// Has all spans of this process made by a tracer. Only the first one counts.
pub fn set_tracer(tracer: BoxedTracer) {
    // Several servers in one process share it.
    let _ = TRACER.set(tracer);
}

/// The span of a call, and the trace that it is part of.
#[derive(Clone, Debug, Default)]
pub struct CallSpan(Context);

impl CallSpan {
    /// Only the trace that a caller names, for a call without a span of its own.
    pub fn of_caller(headers: &HeaderMap) -> Self {
        Self(carrier::context(headers))
    }

    /// Begins the span of a call of a method, in the trace that its caller names, or in a new
    /// one. The method is the path without its first slash, if it exists.
    pub fn begin(
        headers: &HeaderMap,
        method: Option<&'static str>,
        describe: impl FnOnce() -> CallDescription,
    ) -> Self {
        let parent = carrier::context(headers);
        let Some(tracer) = TRACER.get() else {
            return Self(parent);
        };
        let method = method.unwrap_or(OTHER);
        let span = tracer.span_builder(method).with_kind(SpanKind::Server);
        let mut span = span.start_with_context(tracer, &parent);
        if span.is_recording() {
            let CallDescription { request, peer } = describe();
            span.set_attribute(KeyValue::new("rpc.system.name", "grpc"));
            span.set_attribute(KeyValue::new("rpc.method", method));
            span.set_attribute(KeyValue::new("claimstore.request_id", request));
            span.set_attribute(KeyValue::new("client.address", peer));
        }
        Self(parent.with_value(Below::default()).with_span(span))
    }

    /// The trace, if the caller named one or this process made one.
    pub fn trace_id(&self) -> Option<TraceId> {
        let span = self.0.span();
        let context = span.span_context();
        context.is_valid().then(|| context.trace_id())
    }

    /// Runs work as part of the call.
    pub fn scope<F: Future>(self, work: F) -> impl Future<Output = F::Output> {
        work.with_context(self.0)
    }

    /// Notes who called, if that was verified.
    pub fn called_by(&self, caller: Option<&str>) {
        let span = self.0.span();
        if let Some(caller) = caller.filter(|_| span.is_recording()) {
            span.set_attribute(KeyValue::new("enduser.id", caller.to_owned()));
        }
    }

    /// Ends it with the name of a code of gRPC.
    pub fn end(&self, code: &'static str) {
        let span = self.0.span();
        if !span.is_recording() {
            return;
        }
        span.set_attribute(KeyValue::new("rpc.response.status_code", code));
        let below = self.0.get::<Below>().map_or(0, Below::left_out);
        if below > 0 {
            let left_out = i64::try_from(below).unwrap_or(i64::MAX);
            span.set_attribute(KeyValue::new("claimstore.spans_left_out", left_out));
        }
        if FAULTS.contains(&code) {
            span.set_attribute(KeyValue::new("error.type", code));
            span.set_status(Status::error(""));
        }
        span.end();
    }
}

/// What the span of a call says of it at its beginning.
#[derive(Debug)]
pub struct CallDescription {
    /// The id of the call.
    pub request: String,
    /// The address that it came from.
    pub peer: String,
}

/// Takes the current span along into another task.
pub fn with_current<F: Future>(work: F) -> impl Future<Output = F::Output> {
    work.with_current_context()
}

/// How many spans there are below that of a call, with those that were left out.
#[derive(Debug, Default)]
struct Below(AtomicU64);

impl Below {
    /// Counts one more. Returns whether there may be as many.
    fn add(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) < BELOW_MAX
    }

    fn left_out(&self) -> u64 {
        self.0.load(Ordering::Relaxed).saturating_sub(BELOW_MAX)
    }
}

/// The tracer, if the trace of the current call is recorded: also after the call was answered,
/// because a write goes on when its caller has left.
fn tracer() -> Option<&'static BoxedTracer> {
    let tracer = TRACER.get()?;
    let is_sampled = |context: &Context| context.span().span_context().is_sampled();
    Context::map_current(is_sampled).then_some(tracer)
}

/// The tracer for one more span below that of the current call.
fn tracer_for_one() -> Option<&'static BoxedTracer> {
    let tracer = tracer()?;
    let may_be = Context::map_current(|context| context.get::<Below>().is_none_or(Below::add));
    may_be.then_some(tracer)
}

/// Runs a part of what the current span is about, with a span of its own, which begins now.
pub fn step<F: Future>(name: &'static str, work: F) -> impl Future<Output = F::Output> {
    let span = tracer_for_one().map(|tracer| tracer.start(name));
    let context = span.map_or_else(Context::current, Context::current_with_span);
    work.with_context(context)
}

/// The call that asked for work which may be done for several calls together.
#[derive(Clone, Debug, Default)]
pub struct Origin(Option<Context>);

impl Origin {
    /// The current call, if its span is recorded.
    pub fn current() -> Self {
        Self(tracer().map(|_| Context::current()))
    }

    /// Whether there is such a call.
    pub const fn is_traced(&self) -> bool {
        self.0.is_some()
    }

    /// Runs work for this call alone.
    pub fn scope<F: Future>(self, work: F) -> impl Future<Output = F::Output> {
        work.with_context(self.0.unwrap_or_default())
    }
}

/// Runs work that is done for several calls together.
pub fn shared<F: Future>(
    name: &'static str,
    origins: impl IntoIterator<Item = Origin>,
    work: F,
) -> impl Future<Output = F::Output> {
    let mut origins = origins.into_iter().filter_map(|origin| origin.0);
    let (context, others) = match (TRACER.get(), origins.next()) {
        (Some(tracer), Some(first)) => in_trace_of(tracer, name, &first, origins),
        _ => (Context::new(), Vec::new()),
    };
    // It is not moved again, because it can be large.
    let work = Box::pin(work.with_context(context));
    async move {
        let done = work.await;
        drop(others);
        done
    }
}

/// A context with a span in the trace of the first call, and a span in each other trace that refers
/// to it. Those end when they are dropped.
fn in_trace_of(
    tracer: &BoxedTracer,
    name: &'static str,
    first: &Context,
    others: impl Iterator<Item = Context>,
) -> (Context, Vec<BoxedSpan>) {
    let context = first.with_span(tracer.start_with_context(name, first));
    let done_here = Link::with_context(context.span().span_context().clone());
    let others = others.take(ORIGINS_MAX - 1).map(|other| {
        let waiting = tracer.span_builder(name);
        let waiting = waiting.with_links(vec![done_here.clone()]);
        waiting.start_with_context(tracer, &other)
    });
    (context, others.collect())
}

/// The span of a statement, which ends when this is dropped.
#[derive(Debug, Default)]
pub struct StatementSpan {
    span: Option<BoxedSpan>,
    rows: i64,
}

impl StatementSpan {
    /// Begins it, if the current span is recorded. A statement has its parameters apart from its
    /// text, so the text says nothing of what is stored.
    pub fn begin(server: &Server, text: impl FnOnce() -> String) -> Self {
        let Some(tracer) = tracer_for_one() else {
            return Self::default();
        };
        let mut text = text();
        text.truncate(text.floor_char_boundary(STATEMENT_MAX));
        let operation = text.split_whitespace().next().unwrap_or_default();
        let operation = operation.trim_end_matches(';').to_owned();
        let span = tracer.span_builder(operation.clone());
        let span = span.with_kind(SpanKind::Client).with_attributes([
            KeyValue::new("db.system.name", "postgresql"),
            KeyValue::new("db.operation.name", operation),
            KeyValue::new("db.query.text", text),
            KeyValue::new("db.namespace", server.database.clone()),
            KeyValue::new("server.address", server.host.clone()),
            KeyValue::new("server.port", i64::from(server.port)),
        ]);
        let span = Some(span.start(tracer));
        Self { span, rows: 0 }
    }

    /// Whether a span begun now would be recorded.
    pub fn is_wanted() -> bool {
        tracer().is_some()
    }

    /// Counts a row of the answer.
    pub const fn row(&mut self) {
        self.rows += 1;
    }

    /// Notes that the database refused the statement, with an SQLSTATE.
    pub fn refused(&mut self, sqlstate: &str) {
        self.failed(sqlstate);
        if let Some(span) = &mut self.span {
            let code = KeyValue::new("db.response.status_code", sqlstate.to_owned());
            span.set_attribute(code);
        }
    }

    /// Notes that the statement failed for another cause, of which there are few.
    pub fn failed(&mut self, cause: &str) {
        if let Some(span) = &mut self.span {
            span.set_attribute(KeyValue::new("error.type", cause.to_owned()));
            span.set_status(Status::error(""));
        }
    }

    /// Ends it.
    pub fn end(&mut self) {
        if let Some(mut span) = self.span.take() {
            span.set_attribute(KeyValue::new("db.response.returned_rows", self.rows));
            span.end();
        }
    }
}

impl Drop for StatementSpan {
    fn drop(&mut self) {
        self.end();
    }
}

/// The database server that statements are sent to, as their spans name it.
#[derive(Debug)]
pub struct Server {
    /// The host, or the directory of the socket.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The database.
    pub database: String,
}
