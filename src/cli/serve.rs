//! `claimstore serve`.

use std::{net::SocketAddr, time::Duration};

use clap::Args;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::Mutex,
};

use super::{collector, error::Error, listening, log_key, open_files};
use crate::{
    app::{self, App},
    config::{
        self, Access, Calls, Confidential, Database, Drain, Health, History, Listen, Metrics, Pool,
        Search, Spans, Standbys, Transparency, Web,
    },
    embedded::Embedded,
    failpoint,
    proof::keys::Keys,
    server::{self, Listeners},
    store::{self, Store, Target, upkeep::migration},
    vault::Vault,
};

/// What `serve` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore serve
      with a private Postgres, for this machine only
  claimstore serve --listen 127.0.0.1:7000 --data-dir ./data
      with the data in a directory of its own
  CLAIMSTORE_DATABASE_URL=postgres://claimstore@db/claimstore \\
      claimstore serve --listen [::]:50051 --insecure-listen
      with a database elsewhere, for a network that is trusted
  claimstore serve --listen [::]:50051 --tls-cert tls.crt --tls-key tls.key --policy policy.toml
      for callers that are verified, over TLS
  claimstore serve --web-origins http://localhost:3000
      also for pages of that origin, over gRPC-Web")]
pub struct ServeArgs {
    #[command(flatten)]
    listen: Listen,
    #[command(flatten)]
    access: Access,
    #[command(flatten)]
    web: Web,
    #[command(flatten)]
    confidential: Confidential,
    #[command(flatten)]
    health: Health,
    #[command(flatten)]
    metrics: Metrics,
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    pool: Pool,
    #[command(flatten)]
    standbys: Standbys,
    #[command(flatten)]
    calls: Calls,
    #[command(flatten)]
    history: History,
    #[command(flatten)]
    transparency: Transparency,
    #[command(flatten)]
    search: Search,
    #[command(flatten)]
    spans: Spans,
    #[command(flatten)]
    drain: Drain,
}

#[derive(Debug, thiserror::Error)]
enum ServeError {
    #[error("cannot listen on {address}; stop what listens there, or pass another {flag}")]
    Listen {
        address: SocketAddr,
        flag: &'static str,
        source: std::io::Error,
    },
    #[error("the address that is listened on cannot be read")]
    Address(#[source] std::io::Error),
    #[error("cannot watch for signals")]
    Signal(#[source] std::io::Error),
    #[error("the private Postgres could not be brought up to the schema")]
    Migrate(#[source] crate::store::Error),
}

/// Serves until a signal ends it.
pub async fn run(args: ServeArgs) -> Result<(), Error> {
    failpoint::follow();
    let address = args.listen.address(&args.access).map_err(Error::new)?;
    let metrics = args.metrics.address().map_err(Error::new)?;
    let health = args.health.address().map_err(Error::new)?;
    // Before anything starts, because wrong files would end it.
    let settings = config::server(
        &args.access,
        &args.calls,
        &args.history,
        &args.search,
        &args.drain,
    );
    let mut settings = settings.map_err(Error::new)?;
    settings.web = args.web.pages(&args.access).map_err(Error::new)?;
    settings.tree_interval = args.transparency.interval();
    settings.spans = collector::spans(&args.spans)?;
    let vault = args.confidential.vault().map_err(Error::new)?;
    if vault.is_some() && !args.access.has_policy() && !address.ip().is_loopback() {
        return Err(Error::new(config::Error::KeysWithoutPolicy(address)));
    }
    let log_keys = args.transparency.keys().map_err(Error::new)?;
    let external = args.database.external().map_err(Error::new)?;
    let standbys = args.standbys.targets(args.database.is_pooled);
    let standbys = standbys.map_err(Error::new)?;
    // Before anything starts: a signal must not leave a Postgres behind.
    let mut signals = Signals::watch()?;
    // Before the database starts, so that a port in use is reported at once.
    let listeners = Listeners {
        calls: listen(address, "--listen")?,
        metrics: metrics
            .map(|address| listen(address, "--metrics-listen"))
            .transpose()?,
        health: health
            .map(|address| listen(address, "--health-listen"))
            .transpose()?,
    };
    let ready = Ready {
        listeners,
        settings,
        pool: (&args.pool).into(),
        standbys,
        staleness_max: args.standbys.staleness_max(),
        vault,
        log_keys,
    };
    match external {
        Some(target) => {
            let never = std::future::pending();
            serve(ready, target, &mut signals, never).await
        }
        None => serve_embedded(&args, ready, &mut signals).await,
    }
}

fn listen(address: SocketAddr, flag: &'static str) -> Result<TcpListener, Error> {
    listening::bind(address).map_err(|source| {
        Error::new(ServeError::Listen {
            address,
            flag,
            source,
        })
    })
}

/// Everything that a server needs but its database.
struct Ready {
    listeners: Listeners,
    settings: server::Settings,
    pool: store::Settings,
    standbys: Vec<Target>,
    staleness_max: Duration,
    vault: Option<Vault>,
    log_keys: Keys,
}

async fn serve_embedded(
    args: &ServeArgs,
    mut ready: Ready,
    signals: &mut Signals,
) -> Result<(), Error> {
    let settings = args.database.embedded();
    let mut embedded = tokio::select! {
        started = Embedded::start(&settings) => started.map_err(Error::new)?,
        // A Postgres that was already started is stopped when it is dropped.
        () = signals.next() => return Ok(()),
    };
    if ready.log_keys.signers().is_empty() {
        let file = log_key::of_directory(embedded.data_dir())?;
        ready.log_keys = args.transparency.keys_or(&file).map_err(Error::new)?;
    }
    let options = embedded.connect_options();
    let migrated = tokio::select! {
        migrated = migration::migrate(&options, migration::PATIENCE) => Some(migrated),
        () = signals.next() => None,
    };
    let result = match migrated {
        Some(Ok(_)) => serve(ready, options.into(), signals, embedded.supervise()).await,
        Some(Err(error)) => Err(Error::new(ServeError::Migrate(error))),
        None => Ok(()),
    };
    // An error of the service is reported before an error of stopping Postgres.
    match (result, embedded.stop().await) {
        (Err(error), _) => Err(error),
        (Ok(()), stopped) => stopped.map_err(Error::new),
    }
}

/// The signals that end the service.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn watch() -> Result<Self, Error> {
        let watch = |kind| signal(kind).map_err(|error| Error::new(ServeError::Signal(error)));
        Ok(Self {
            terminate: watch(SignalKind::terminate())?,
            interrupt: watch(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

fn local(listener: &TcpListener) -> Result<SocketAddr, Error> {
    let local = listener.local_addr();
    local.map_err(|source| Error::new(ServeError::Address(source)))
}

/// Serves until a signal, or until the private Postgres does not stay up. A second signal forces the
/// shutdown during the drain.
async fn serve(
    ready: Ready,
    target: Target,
    signals: &mut Signals,
    database_ended: impl Future<Output = crate::embedded::Error>,
) -> Result<(), Error> {
    let Ready {
        listeners,
        mut settings,
        pool,
        standbys,
        staleness_max,
        vault,
        log_keys,
    } = ready;
    let address = local(&listeners.calls)?;
    let signals = Mutex::new(signals);
    let next_signal = async || signals.lock().await.next().await;
    let standbys = standbys.into_iter();
    let standbys = standbys.map(|standby| Store::of_standby(standby, &pool));
    let app = App::new(Store::new(target, &pool))
        .with_standbys(app::Standbys::new(standbys.collect(), staleness_max))
        .with_vault(vault)
        .with_log_keys(log_keys);
    // The rest is for the database and for files.
    let sockets_max = open_files::raise() / 4 * 3;
    settings.connections_max = settings.connections_max.min(sockets_max);
    tracing::info!(%address, "listening");
    if let Some(listener) = &listeners.metrics {
        tracing::info!(address = %local(listener)?, "metrics are published");
    }
    if let Some(listener) = &listeners.health {
        tracing::info!(address = %local(listener)?, "health is answered");
    }

    let mut ended = None;
    let shutdown = async {
        tokio::select! {
            () = next_signal() => {}
            error = database_ended => ended = Some(error),
        }
    };
    let served = server::run(listeners, app, settings, shutdown, next_signal()).await;
    match ended {
        Some(error) => Err(Error::new(error)),
        None => served.map_err(Error::new),
    }
}
