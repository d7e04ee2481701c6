//! Runs the gRPC server on a listener, with health and reflection beside the services,
//! until a shutdown future resolves and the server has drained.

mod incoming;
mod metrics;
mod readiness;
mod spans;
mod tls;
mod web;

use std::{future::Future, path::PathBuf, pin::pin, sync::Arc, time::Duration};

use tokio::{
    net::TcpListener,
    sync::oneshot,
    task::JoinHandle,
    time::{Instant, sleep, timeout},
};
use tonic::{service::Routes, transport::Server};
use tonic_health::{ServingStatus, server::HealthReporter};

use self::{incoming::Accepting, readiness::set_status, web::WebLayer};
pub use self::{
    spans::Spans,
    tls::{Tls, TlsError, TlsFiles},
    web::{Origins, Web},
};
use crate::{
    api::{
        self, HEADER_BYTES_ANSWERED, SERVICES,
        call::{
            edge::{EdgeLayer, Limits},
            guard::Guard,
        },
        direct::DirectLayer,
        health, reflection,
    },
    app::{
        App, audit,
        search::{Encoder, keeper},
        upkeep::{
            housekeeping::{self, Kept},
            leaves, reach,
        },
        watch::feed_reader,
    },
    wire::descriptor_set,
};

/// The health service name that reports whether the process is alive, whatever the state
/// of the database.
pub const LIVENESS: &str = "liveness";

const STREAMS_PER_CONNECTION_MAX: u32 = 250;

/// How much of a stream may be on its way before it is read. The transport closes connections on
/// which about 500 KiB of small frames, each counted as 256 bytes, are not read yet; a stream of
/// small messages has to stop for want of a window before that.
const STREAM_WINDOW: u32 = 64 << 10;

/// The most connections of those that ask for health.
const PROBES_MAX: usize = 64;

const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(30);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);
/// Above the transport's own bounds, which would close the connection of a client that
/// cancels many calls at once. Such a client has deadlines; it is not an attack.
const RESETS_MAX: usize = 1_000;
/// For sending the last answers, and for callers to learn that the server accepts no more
/// calls.
const FINAL_ANSWERS_TIMEOUT: Duration = Duration::from_secs(1);
const IDLE_CHECK_INTERVAL: Duration = Duration::from_millis(50);
/// For the last entries of the audit log.
const AUDIT_TIMEOUT: Duration = Duration::from_secs(2);
/// For writes to commit whose calls have already ended.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How the server serves and shuts down.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Bounds on calls.
    pub limits: Limits,
    /// Who may call.
    pub guard: Guard,
    /// How connections are encrypted, if they are.
    pub tls: Option<Tls>,
    /// The maximum number of connections.
    pub connections_max: usize,
    /// How long a connection is kept before its client is asked to open another one; `None` for
    /// ever.
    pub connection_age_max: Option<Duration>,
    /// For how long what is kept for a time is kept.
    pub kept: Kept,
    /// How often the tree over the log is continued.
    pub tree_interval: Duration,
    /// The search index, if there is one.
    pub search: Option<Search>,
    /// Where spans are sent, if they are.
    pub spans: Option<Spans>,
    /// Which pages may call over gRPC-Web. Without it, it is not spoken.
    pub web: Option<Web>,
    /// The time between NOT_SERVING and refusing new connections.
    pub drain_hold: Duration,
    /// The time that open calls then have to end.
    pub drain_timeout: Duration,
}

/// How the search index is kept.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Where it is. `None` is in memory.
    pub directory: Option<PathBuf>,
    /// What finds claims that say the same in other words, if anything does.
    pub encoder: Option<Encoder>,
}

/// The server failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The contract's descriptors cannot be served.
    #[error("reflection cannot be set up")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// The transport failed.
    #[error("the transport failed")]
    Transport(#[from] tonic::transport::Error),
}

/// What the server listens on.
#[derive(Debug)]
pub struct Listeners {
    /// For calls.
    pub calls: TcpListener,
    /// For metrics, if they are published.
    pub metrics: Option<TcpListener>,
    /// For health alone, without encryption, if it is asked for there.
    pub health: Option<TcpListener>,
}

/// Serves until `shutdown` resolves and open calls have ended or timed out. After that
/// `force_shutdown` ends it at once, even with open calls.
pub async fn run(
    listeners: Listeners,
    app: App,
    settings: Settings,
    shutdown: impl Future<Output = ()>,
    force_shutdown: impl Future<Output = ()>,
) -> Result<(), Error> {
    let health = HealthReporter::new();
    set_status(&health, ServingStatus::NotServing).await;
    health
        .set_service_status(LIVENESS, ServingStatus::Serving)
        .await;
    let health_service = || health::server(health.clone(), LIVENESS);
    let routes = with_reflection(api::routes(app.clone()).add_service(health_service()))?;

    let readiness = tokio::spawn(readiness::watch(app.clone(), health.clone()));
    let housekeeping = tokio::spawn(housekeeping::run(app.clone(), settings.kept));
    let reach = tokio::spawn(reach::follow(app.clone()));
    let leaves = tokio::spawn(leaves::run(app.clone(), settings.tree_interval));
    let feed = tokio::spawn(feed_reader::run(app.clone()));
    let search = settings.search.clone();
    let index = search.map(|search| keep_index(&app, search));
    let (stop, stopped) = oneshot::channel::<()>();
    let auditing = tokio::spawn(audit::run(app.clone()));
    let standbys = Arc::clone(app.standbys());
    let following_standbys = tokio::spawn(standbys.follow(app.store().clone()));
    let edge = EdgeLayer::new(settings.limits, settings.guard.clone(), Some(app.clone()));
    let sweep = {
        let edge = edge.clone();
        tokio::spawn(async move { edge.sweep().await })
    };
    let publishing = listeners.metrics.map(|listener| {
        let measured = metrics::registry(&app, &edge, settings.spans.as_ref());
        tokio::spawn(metrics::serve(listener, measured))
    });
    let probed = listeners.health.map(|listener| {
        let routes = Routes::new(health_service());
        tokio::spawn(answer_probes(listener, settings.limits, routes))
    });
    let authenticator = settings.guard.authenticator.clone();
    let following = authenticator.map(|it| tokio::spawn(it.follow()));
    let tls = settings.tls.clone();
    let renewing = tls.map(|it| tokio::spawn(it.follow()));
    let web = WebLayer::new(settings.web.clone());
    let accepting = Accepting {
        connections_max: settings.connections_max,
        calls_max: settings.limits.calls_max,
        tls: settings.tls.clone(),
        is_http1: web.is_on(),
    };
    let incoming = incoming::accept(listeners.calls, accepting);
    let serving = transport(settings.connection_age_max)
        .accept_http1(web.is_on())
        .layer(web)
        .layer(edge.clone())
        .layer(DirectLayer::new(app.clone()))
        .add_routes(routes.prepare())
        .serve_with_incoming_shutdown(incoming, async {
            // An error means that the sender was dropped, which also stops the server.
            let _ = stopped.await;
        });
    let mut serving = pin!(serving);
    let spans = settings.spans.clone();

    let ended = tokio::select! {
        ended = &mut serving => Some(ended),
        () = shutdown => None,
    };
    readiness.abort();
    housekeeping.abort();
    reach.abort();
    leaves.abort();
    // Otherwise it could still set SERVING after the drain has set NOT_SERVING.
    let _ = readiness.await;
    let end = async {
        let result = match ended {
            Some(ended) => ended,
            None => {
                Drain {
                    settings,
                    stop,
                    edge,
                    app: app.clone(),
                }
                .run(&health, serving)
                .await
            }
        };
        feed.abort();
        let tasks = [index, publishing, probed, following, renewing];
        for task in tasks.into_iter().flatten() {
            task.abort();
        }
        sweep.abort();
        auditing.abort();
        following_standbys.abort();
        if !matches!(timeout(AUDIT_TIMEOUT, app.finish_audit()).await, Ok(Ok(()))) {
            tracing::warn!("the last entries of the audit log could not be written");
        }
        let closing = async {
            app.standbys().close().await;
            app.store().close().await;
        };
        if timeout(CLOSE_TIMEOUT, closing).await.is_err() {
            tracing::warn!("database connections were still in use at the end");
        }
        if let Some(spans) = spans {
            spans.end().await;
        }
        result
    };
    tokio::select! {
        result = end => Ok(result?),
        () = force_shutdown => {
            tracing::warn!("forced shutdown: calls that were still open are cut off");
            Ok(())
        }
    }
}

/// How HTTP/2 is spoken.
fn transport(connection_age_max: Option<Duration>) -> Server {
    let server = Server::builder()
        .max_concurrent_streams(STREAMS_PER_CONNECTION_MAX)
        .initial_stream_window_size(STREAM_WINDOW)
        .http2_keepalive_interval(Some(KEEPALIVE_INTERVAL))
        .http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
        .http2_max_header_list_size(HEADER_BYTES_ANSWERED)
        .http2_max_pending_accept_reset_streams(Some(RESETS_MAX))
        .http2_max_local_error_reset_streams(Some(RESETS_MAX));
    match connection_age_max {
        Some(age) => server.max_connection_age(age),
        None => server,
    }
}

/// Answers whoever asks for health, without encryption and credentials: the probes of Kubernetes
/// have neither.
async fn answer_probes(listener: TcpListener, limits: Limits, routes: Routes) {
    let accepting = Accepting {
        connections_max: PROBES_MAX,
        calls_max: PROBES_MAX,
        tls: None,
        is_http1: false,
    };
    let served = transport(None)
        .layer(WebLayer::new(None))
        .layer(EdgeLayer::new(limits, Guard::default(), None))
        .layer(DirectLayer::none())
        .add_routes(routes.prepare())
        .serve_with_incoming(incoming::accept(listener, accepting));
    if let Err(error) = served.await {
        tracing::error!(%error, "probes are no longer answered");
    }
}

/// Starts to keep the search index.
fn keep_index(app: &App, search: Search) -> JoinHandle<()> {
    // No call may take it for switched off.
    app.search_index().withdraw();
    tokio::spawn(keeper::run(app.clone(), search.directory, search.encoder))
}

/// Ends the server without losing calls.
struct Drain {
    settings: Settings,
    /// Stops accepting connections.
    stop: oneshot::Sender<()>,
    /// Counts open calls, and ends them.
    edge: EdgeLayer,
    /// Ends watches and streams of bundles.
    app: App,
}

impl Drain {
    /// Sets NOT_SERVING, waits until load balancers notice, stops accepting connections,
    /// and gives open calls time to end. Calls that are open after that are answered
    /// UNAVAILABLE.
    ///
    /// Once no call is open, connections are not waited for: one whose other side hangs
    /// would delay the end for all of that time.
    async fn run(
        self,
        health: &HealthReporter,
        mut serving: impl Future<Output = Result<(), tonic::transport::Error>> + Unpin,
    ) -> Result<(), tonic::transport::Error> {
        tracing::info!("draining");
        self.app.metrics().set_ready(false);
        set_status(health, ServingStatus::NotServing).await;
        if let Ok(ended) = timeout(self.settings.drain_hold, &mut serving).await {
            return ended;
        }
        end_health_watches(health.clone()).await;
        self.app.end_watches();
        self.app.end_streams();
        let _ = self.stop.send(());
        let in_time = async {
            tokio::select! {
                ended = &mut serving => ended,
                () = idle(&self.edge, &self.app) => Ok(()),
            }
        };
        if let Ok(ended) = timeout(self.settings.drain_timeout, in_time).await {
            return ended;
        }
        if self.edge.is_idle() {
            return Ok(());
        }
        tracing::warn!("calls that were still open are cut off");
        self.edge.end_calls();
        timeout(FINAL_ANSWERS_TIMEOUT, serving)
            .await
            .unwrap_or(Ok(()))
    }
}

/// Waits until no call and no stream of bundles has been open for a while.
async fn idle(edge: &EdgeLayer, app: &App) {
    let mut since = Instant::now();
    while since.elapsed() < FINAL_ANSWERS_TIMEOUT {
        sleep(IDLE_CHECK_INTERVAL).await;
        if !edge.is_idle() || !app.has_no_streams() {
            since = Instant::now();
        }
    }
}

fn with_reflection(routes: Routes) -> Result<Routes, tonic_reflection::server::Error> {
    let configure = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(descriptor_set())
            // Without these, clients show error details as base64.
            .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    Ok(routes
        .add_service(reflection::v1::server(configure().build_v1()?))
        .add_service(reflection::v1alpha::server(configure().build_v1alpha()?)))
}

/// Ends the streams of clients that watch health, which would never end otherwise.
async fn end_health_watches(mut health: HealthReporter) {
    for service in SERVICES.iter().copied().chain(["", LIVENESS]) {
        health.clear_service_status(service).await;
    }
}
