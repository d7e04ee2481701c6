//! Wraps every call: it gets an id, its caller is verified, it is allowed or refused, counted and
//! timed, and one line about it is logged. For a read that is fast and succeeds, that line is a detail.
//!
//! A call with one message is read as a whole before it gets a place, and its answer holds the
//! place until it is sent. So neither who sends slowly nor who takes slowly keeps others out for
//! longer than documented.
//!
//! The transport answers some errors by itself: an unknown method, bytes that are not a
//! message, a message that is too large. Such answers have no error details, so they are
//! replaced by errors that have them.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use http::{Request, Response};
use http_body::Body as _;
use http_body_util::Full;
use tokio::{sync::watch, time::timeout};
use tonic::{Code, Status, body::Body};
use tower::{Layer, Service};
use tracing::Instrument as _;

use super::{
    audited::{self, Unanswered},
    auth::{self, Access, Shape},
    code::code_of,
    connection::Connection,
    deadline::{self, Deadline},
    guard::{Admitted, Guard},
    line::{Line, is_ok},
    metrics::CallMetrics,
    pause::Pause,
    places::{Memory, Place, Places, Share},
    received::{self, NotReceived},
    refused,
    request_id::{self, CallId},
    sent::{Answers, Whole},
    spans, status,
};
use crate::{
    access::Caller,
    api::{OPERATE_BYTES_MAX, REQUEST_BYTES_MAX},
    app::App,
};

const DETAILS: &str = "grpc-status-details-bin";
/// The header of an answer to a request whose compression is not supported.
const ACCEPTED_ENCODINGS: &str = "grpc-accept-encoding";

/// The transport has its own timer for the caller's deadline, which answers CANCELLED. This
/// timer must fire before it.
const AHEAD_OF_TRANSPORT: Duration = Duration::from_millis(10);

/// Limits on calls.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The maximum number of concurrent calls, not counting health and reflection.
    pub calls_max: usize,
    /// The maximum duration of a call. The caller can set a shorter deadline.
    pub call_timeout: Duration,
    /// A successful read that took less is logged at debug; all else at info.
    pub read_log_min: Duration,
}

/// Wraps the services in an [`Edge`].
#[derive(Clone, Debug)]
pub struct EdgeLayer {
    limits: Limits,
    guard: Guard,
    places: Places,
    answers: Answers,
    pause: Arc<Pause>,
    metrics: CallMetrics,
    /// Takes note of what became of calls. Without it, that is not recorded.
    audited: Option<App>,
    shutdown: Arc<watch::Sender<bool>>,
}

impl EdgeLayer {
    /// An edge with these limits, that lets in whom the guard does. What became of calls is noted
    /// for the audit log of an application.
    pub fn new(limits: Limits, guard: Guard, audited: Option<App>) -> Self {
        Self {
            limits,
            guard,
            places: Places::new(limits.calls_max),
            answers: Answers::default(),
            pause: Arc::new(Pause::new(Instant::now())),
            metrics: CallMetrics::default(),
            audited,
            shutdown: Arc::new(watch::Sender::new(false)),
        }
    }

    /// What is measured of calls.
    pub const fn metrics(&self) -> &CallMetrics {
        &self.metrics
    }

    /// Whether no call is open, not counting health and reflection.
    pub fn is_idle(&self) -> bool {
        self.places.are_free()
    }

    /// Drops answers that clients do not take, again and again.
    pub async fn sweep(&self) {
        self.answers.sweep().await;
    }

    /// Ends all open calls, with the error that the server is shutting down.
    pub fn end_calls(&self) {
        self.shutdown.send_replace(true);
    }
}

impl<S> Layer<S> for EdgeLayer {
    type Service = Edge<S>;

    fn layer(&self, inner: S) -> Edge<S> {
        Edge {
            inner,
            layer: self.clone(),
        }
    }
}

/// A service with everything that happens to every call.
#[derive(Clone, Debug)]
pub struct Edge<S> {
    inner: S,
    layer: EdgeLayer,
}

impl<S> Service<Request<Body>> for Edge<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>
        + Clone
        + Send
        + 'static,
    S::Future: Send,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        // Only the service that was polled is ready. Its clone is not, so the clone stays
        // behind.
        let ready = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, ready);
        let layer = self.layer.clone();
        let id = CallId::of(&request);
        let access = auth::access(id.path());
        let id = spans::traced(id, access, &request);
        let id = match access {
            Some(access) if access.is_audited() => id.noted(Line::of(&request).peer_address()),
            _ => id,
        };
        let span = spans::of_log(&id, access);
        let open = layer.metrics.begin(id.path(), id.span.clone());
        let call = {
            let id = id.clone();
            async move {
                let begin = Instant::now();
                let mut line = Line::of(&request);
                let unanswered = Unanswered::new(layer.audited.as_ref(), &id);
                let answer = layer.answer(inner, access, &mut line, request);
                let mut response = answer.await?;
                unanswered.answered();
                let header = id.request.header();
                response.headers_mut().insert(request_id::HEADER, header);
                let took = begin.elapsed();
                let is_detail = match access {
                    Some(access) if access.is_about_server() => true,
                    Some(access) if access.reads() => {
                        took < layer.limits.read_log_min && is_ok(&response)
                    }
                    _ => false,
                };
                line.log(&response, &id, took, is_detail);
                id.span.called_by(line.caller.as_ref().map(Caller::name));
                if let Some(app) = &layer.audited
                    && let Some(entry) = audited::entry(&id, access, &line, &response)
                {
                    app.audit().note(entry);
                }
                Ok(open.answered(response))
            }
        };
        Box::pin(request_id::scope(Some(id), call.instrument(span)))
    }
}

impl EdgeLayer {
    async fn answer<S>(
        &self,
        mut inner: S,
        access: Option<Access>,
        line: &mut Line,
        request: Request<Body>,
    ) -> Result<Response<Body>, Infallible>
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    {
        let (parts, body) = request.into_parts();
        if let Err(refused) = received::check_headers(&parts) {
            return Ok(refused.into_http());
        }
        let Some(access) = access else {
            return Ok(refused::unknown_method().into_http());
        };
        let request = Request::from_parts(parts, body);
        let admitted = match self.guard.admit(access, &request) {
            Ok(admitted) => admitted,
            Err(refused) => return Ok(line.refused(*refused).into_http()),
        };
        line.caller.clone_from(&admitted.caller);
        let (parts, body) = request.into_parts();
        let Ok(requested) = deadline::requested(&parts.headers) else {
            return Ok(refused::not_grpc("grpc-timeout cannot be read").into_http());
        };
        if let Err(refused) = received::check(&parts) {
            return Ok(refused.into_http());
        }
        let mut request = Request::from_parts(parts, body);
        if let Some(caller) = &admitted.caller {
            request.extensions_mut().insert(caller.clone());
        }
        if access.is_about_server() {
            return self.operate(&mut inner, request, admitted).await;
        }
        let limit = requested.map_or(self.limits.call_timeout, |requested| {
            requested
                .saturating_sub(AHEAD_OF_TRANSPORT.min(requested / 2))
                .min(self.limits.call_timeout)
        });
        let answer = async {
            match auth::shape(request.uri().path()) {
                Shape::Single => self.single(&mut inner, request, limit).await,
                shape => self.stream(&mut inner, request, shape, admitted).await,
            }
        };
        let mut shutdown = self.shutdown.subscribe();
        tokio::select! {
            answered = timeout(limit, answer) => match answered {
                Ok(response) => response,
                Err(_) => Ok(status::deadline_exceeded().into_http()),
            },
            Ok(_) = shutdown.wait_for(|is_shutdown| *is_shutdown) => {
                Ok(status::server_ending().into_http())
            }
        }
    }

    /// Answers a call about the server itself, which needs no place.
    async fn operate<S>(
        &self,
        inner: &mut S,
        request: Request<Body>,
        admitted: Admitted,
    ) -> Result<Response<Body>, Infallible>
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    {
        let request = match auth::shape(request.uri().path()) {
            Shape::Both => request,
            _ => match receive(request, OPERATE_BYTES_MAX, None).await {
                Ok((request, _)) => request,
                Err(refused) => return Ok(self.not_received(refused)),
            },
        };
        let response = complete(inner.call(request).await?, OPERATE_BYTES_MAX);
        Ok(response.map(|body| admitted.hold(body)))
    }

    /// Answers a call with a stream. It has its place until its answer begins; streams have
    /// bounds of their own. A stream of requests has no place, because its first message is
    /// still to come.
    async fn stream<S>(
        &self,
        inner: &mut S,
        request: Request<Body>,
        shape: Shape,
        admitted: Admitted,
    ) -> Result<Response<Body>, Infallible>
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    {
        let (request, _memory) = match shape {
            Shape::Both => (request, None),
            _ => match receive(request, REQUEST_BYTES_MAX, Some(&self.places)).await {
                Ok(received) => received,
                Err(refused) => return Ok(self.not_received(refused)),
            },
        };
        let share = Connection::share_of(request.extensions()).cloned();
        let Some(place) = self.place(share.as_ref()).await else {
            return Ok(self.overloaded());
        };
        let _place = (shape != Shape::Both).then_some(place);
        let pause_max = auth::stream_pause_max(request.uri().path());
        let response = inner.call(request).await?;
        let (parts, body) = complete(response, REQUEST_BYTES_MAX).into_parts();
        let body = match body.is_end_stream() {
            true => body,
            false => {
                let open = share.as_ref().map(Share::open_stream);
                self.answers.stream(admitted.hold(body), pause_max, open)
            }
        };
        Ok(Response::from_parts(parts, body))
    }

    /// Answers a call with one message, which holds its place until the answer is sent.
    async fn single<S>(
        &self,
        inner: &mut S,
        request: Request<Body>,
        limit: Duration,
    ) -> Result<Response<Body>, Infallible>
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    {
        let deadline = Deadline::after(limit);
        if let Some(share) = Connection::share_of(request.extensions()) {
            share.came();
        }
        let received = receive(request, REQUEST_BYTES_MAX, Some(&self.places)).await;
        let (mut request, memory) = match received {
            Ok(received) => received,
            Err(refused) => return Ok(self.not_received(refused)),
        };
        let share = Connection::share_of(request.extensions());
        let Some(place) = self.place(share).await else {
            return Ok(self.overloaded());
        };
        request.extensions_mut().insert(deadline);
        let response = complete(inner.call(request).await?, REQUEST_BYTES_MAX);
        drop(memory);
        let (parts, body) = response.into_parts();
        let whole = match Whole::of(body).await {
            Ok(whole) => whole,
            Err(failed) => return Ok(complete(failed.into_http(), REQUEST_BYTES_MAX)),
        };
        // An error is headers alone, and the stream ends with them.
        if whole.is_empty() {
            return Ok(Response::from_parts(parts, Body::empty()));
        }
        let Some(memory) = self.places.reserve(whole.bytes()) else {
            return Ok(self.overloaded());
        };
        let body = self.answers.message(whole, place, memory);
        Ok(Response::from_parts(parts, body))
    }

    fn not_received(&self, why: NotReceived) -> Response<Body> {
        match why {
            NotReceived::Refused(refused) => refused.into_http(),
            NotReceived::Full => self.overloaded(),
        }
    }

    async fn place(&self, share: Option<&Share>) -> Option<Place> {
        if let Some(share) = share {
            share.see_reset().await;
        }
        let place = self.places.take(share)?;
        self.pause.taken();
        Some(place)
    }

    fn overloaded(&self) -> Response<Body> {
        let pause = self.pause.refused(Instant::now());
        status::overloaded_for(pause).into_http()
    }
}

/// Reads the one message of a request, which has at most so many bytes.
async fn receive(
    request: Request<Body>,
    bytes_max: usize,
    places: Option<&Places>,
) -> Result<(Request<Body>, Option<Memory>), NotReceived> {
    let (parts, body) = request.into_parts();
    let received = received::read(parts.uri.path(), body, bytes_max, places).await?;
    let body = Body::new(Full::new(received.bytes));
    Ok((Request::from_parts(parts, body), received.memory))
}

/// Replaces an error that the transport answered by itself with one that has details.
fn complete(response: Response<Body>, bytes_max: usize) -> Response<Body> {
    let headers = response.headers();
    let Some(code) = code_of(headers).filter(|code| *code != Code::Ok) else {
        return response;
    };
    if headers.contains_key(DETAILS) {
        return response;
    }
    let completed: Status = match code {
        Code::Unimplemented if headers.contains_key(ACCEPTED_ENCODINGS) => {
            refused::unsupported_encoding()
        }
        Code::OutOfRange => refused::message_too_large(bytes_max),
        Code::Unimplemented => refused::unknown_method(),
        // The decoder answers these codes for bytes that it cannot read.
        Code::Internal | Code::InvalidArgument => refused::malformed_message(),
        // The connection can break while a stream of requests is read, which is Unknown.
        Code::DeadlineExceeded | Code::Cancelled | Code::Unknown => status::deadline_exceeded(),
        _ => status::internal(),
    };
    completed.into_http()
}
