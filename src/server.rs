//! A listener and a shutdown future become a running server, with health and
//! reflection beside the services, until it has drained.

use std::{future::Future, pin::pin, time::Duration};

use chrono::TimeDelta;
use tokio::{
    net::TcpListener,
    sync::oneshot,
    time::{Instant, sleep, timeout},
};
use tonic::{
    service::Routes,
    transport::{Server, server::TcpIncoming},
};
use tonic_health::{ServingStatus, server::HealthReporter};

use crate::{
    api::{
        self, SERVICES,
        call::edge::{EdgeLayer, Limits},
    },
    app::{
        App, causes,
        upkeep::{housekeeping, reach},
        watch::feed_reader,
    },
    store::{Store, upkeep::schema::Readiness},
    wire::DESCRIPTORS,
};

/// The name under which health says that the process lives, whatever the database
/// does.
pub const LIVENESS: &str = "liveness";

const READINESS_EVERY: Duration = Duration::from_millis(500);
const READINESS_TIMEOUT: Duration = Duration::from_secs(2);
/// A server that was ready is not ready any more after this many failures.
const FAILURES_MAX: u32 = 2;

const STREAMS_PER_CONNECTION_MAX: u32 = 250;
const KEEPALIVE_EVERY: Duration = Duration::from_secs(30);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);
/// A client that cancels many calls at once is a client with deadlines, not an
/// attack; the transport's own bounds would close its connection.
const RESETS_MAX: usize = 1_000;
/// For the last answers to be sent, and for callers to learn that no more calls are
/// taken.
const LAST_WORDS_TIMEOUT: Duration = Duration::from_secs(1);
const IDLE_LOOK_EVERY: Duration = Duration::from_millis(50);
/// For writes that outlive their calls to commit.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How the server serves and ends.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Bounds on calls.
    pub limits: Limits,
    /// How long what is superseded is kept in full; for ever, where nothing is said.
    pub superseded_kept: Option<TimeDelta>,
    /// Between NOT_SERVING and the end of accepting.
    pub drain_hold: Duration,
    /// What open calls then have to end.
    pub drain_timeout: Duration,
}

/// The server ended otherwise than by its shutdown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The contract's descriptors cannot be served.
    #[error("reflection cannot be set up")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// The transport failed.
    #[error("the transport failed")]
    Transport(#[from] tonic::transport::Error),
}

/// Serves until `shutdown` is done and open calls have ended, or had their time.
/// `force_shutdown` ends it at once, whatever is open then; it is looked at after `shutdown`.
pub async fn run(
    listener: TcpListener,
    app: App,
    settings: Settings,
    shutdown: impl Future<Output = ()>,
    force_shutdown: impl Future<Output = ()>,
) -> Result<(), Error> {
    let (health, health_service) = tonic_health::server::health_reporter();
    say(&health, ServingStatus::NotServing).await;
    health
        .set_service_status(LIVENESS, ServingStatus::Serving)
        .await;
    let routes = reflection(api::routes(app.clone()).add_service(health_service))?;

    let watching = tokio::spawn(watch_readiness(app.store().clone(), health.clone()));
    let keeping = tokio::spawn(housekeeping::run(app.clone(), settings.superseded_kept));
    let reaching = tokio::spawn(reach::follow(app.clone()));
    let feeding = tokio::spawn(feed_reader::run(app.clone()));
    let (stop, stopped) = oneshot::channel::<()>();
    let edge = EdgeLayer::new(settings.limits);
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let serving = Server::builder()
        .max_concurrent_streams(STREAMS_PER_CONNECTION_MAX)
        .http2_keepalive_interval(Some(KEEPALIVE_EVERY))
        .http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
        .http2_max_pending_accept_reset_streams(Some(RESETS_MAX))
        .http2_max_local_error_reset_streams(Some(RESETS_MAX))
        .layer(edge.clone())
        .add_routes(routes)
        .serve_with_incoming_shutdown(incoming, async {
            // A dropped sender stops the server too.
            let _ = stopped.await;
        });
    let mut serving = pin!(serving);

    let ended = tokio::select! {
        ended = &mut serving => Some(ended),
        () = shutdown => None,
    };
    watching.abort();
    keeping.abort();
    reaching.abort();
    // Or it could still say SERVING after the drain has said otherwise.
    let _ = watching.await;
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
        feeding.abort();
        if timeout(CLOSE_TIMEOUT, app.store().close()).await.is_err() {
            tracing::warn!("database connections were still in use at the end");
        }
        result
    };
    tokio::select! {
        result = end => Ok(result?),
        () = force_shutdown => {
            tracing::warn!("told again to end; cut off what was still open");
            Ok(())
        }
    }
}

/// How a server that was told to end does so.
struct Drain {
    settings: Settings,
    /// Ends accepting.
    stop: oneshot::Sender<()>,
    /// Knows of open calls, and ends them.
    edge: EdgeLayer,
    /// Ends watches.
    app: App,
}

impl Drain {
    /// Says NOT_SERVING, waits for balancers to notice, stops accepting, and gives
    /// open calls their time. What is open after that is answered UNAVAILABLE.
    ///
    /// Connections are not waited for once no call is open: one whose other side is
    /// frozen, or never said anything, would take all of that time.
    async fn run(
        self,
        health: &HealthReporter,
        mut serving: impl Future<Output = Result<(), tonic::transport::Error>> + Unpin,
    ) -> Result<(), tonic::transport::Error> {
        tracing::info!("draining");
        say(health, ServingStatus::NotServing).await;
        if let Ok(ended) = timeout(self.settings.drain_hold, &mut serving).await {
            return ended;
        }
        forget(health.clone()).await;
        self.app.end_watches();
        let _ = self.stop.send(());
        let in_time = async {
            tokio::select! {
                ended = &mut serving => ended,
                () = idle(&self.edge) => Ok(()),
            }
        };
        if let Ok(ended) = timeout(self.settings.drain_timeout, in_time).await {
            return ended;
        }
        if self.edge.is_idle() {
            return Ok(());
        }
        tracing::warn!("cut off what was still open");
        self.edge.end_calls();
        timeout(LAST_WORDS_TIMEOUT, serving).await.unwrap_or(Ok(()))
    }
}

/// Waits until no call was open for a while.
async fn idle(edge: &EdgeLayer) {
    let mut since = Instant::now();
    while since.elapsed() < LAST_WORDS_TIMEOUT {
        sleep(IDLE_LOOK_EVERY).await;
        if !edge.is_idle() {
            since = Instant::now();
        }
    }
}

fn reflection(routes: Routes) -> Result<Routes, tonic_reflection::server::Error> {
    let configure = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(DESCRIPTORS)
            // Without these, error details are shown as base64.
            .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    Ok(routes
        .add_service(configure().build_v1()?)
        .add_service(configure().build_v1alpha()?))
}

async fn say(health: &HealthReporter, status: ServingStatus) {
    health.set_service_status("", status).await;
    for service in SERVICES {
        health.set_service_status(*service, status).await;
    }
}

/// Ends the streams of those who watch health, which would never end otherwise.
async fn forget(mut health: HealthReporter) {
    for service in SERVICES.iter().copied().chain(["", LIVENESS]) {
        health.clear_service_status(service).await;
    }
}

/// Asks the database again and again whether it can serve, and says so to health.
async fn watch_readiness(store: Store, health: HealthReporter) {
    let mut is_ready = false;
    let mut failures = 0;
    let mut last = String::new();
    loop {
        let asked = timeout(READINESS_TIMEOUT, store.readiness()).await;
        let problem = match asked {
            Ok(Ok(Readiness::Ready)) => None,
            Ok(Ok(Readiness::ReadOnly)) => Some("the database is read-only".to_owned()),
            Ok(Ok(Readiness::OldSchema { found, needed })) => Some(format!(
                "the database has schema {found} and needs {needed}; run claimstore migrate"
            )),
            Ok(Err(error)) => Some(causes(&error)),
            Err(_) => Some("the database does not answer".to_owned()),
        };
        match problem {
            None => {
                failures = 0;
                if !is_ready {
                    is_ready = true;
                    last.clear();
                    say(&health, ServingStatus::Serving).await;
                    tracing::info!("ready");
                }
            }
            Some(problem) => {
                failures += 1;
                if is_ready && failures >= FAILURES_MAX {
                    is_ready = false;
                    say(&health, ServingStatus::NotServing).await;
                }
                if problem != last {
                    tracing::warn!(problem, "not ready");
                    last = problem;
                }
            }
        }
        tokio::time::sleep(READINESS_EVERY).await;
    }
}
