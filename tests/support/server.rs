//! The real server on a free port, over a database of its own, and its clients.

use std::time::Duration;

use chrono::TimeDelta;
use claimstore::{
    api::{
        REQUEST_BYTES_MAX, RESPONSE_BYTES_MAX,
        call::{edge::Limits, guard::Guard},
    },
    app::{App, upkeep::housekeeping::Kept},
    proof::{keys::Keys, note::Signer},
    server::{self, Listeners, Search, Settings},
    store::{self, Store, Target},
    vault::Vault,
    wire::pb::{
        article_service_client::ArticleServiceClient, bundle_service_client::BundleServiceClient,
        change_service_client::ChangeServiceClient, claim_service_client::ClaimServiceClient,
        exchange_service_client::ExchangeServiceClient, review_service_client::ReviewServiceClient,
        search_service_client::SearchServiceClient, source_service_client::SourceServiceClient,
        transparency_service_client::TransparencyServiceClient,
    },
};
use sqlx::Connection as _;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use tonic::transport::{Channel, Endpoint};

use super::cluster::{TestDatabase, database};

/// A running server. Dropping it starts its drain; [`Self::stop`] waits for the end.
pub struct TestServer {
    pub database: TestDatabase,
    pub address: String,
    pub store: Store,
    pub app: App,
    channel: Channel,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<Result<(), server::Error>>,
}

pub const LIMITS: Limits = Limits {
    calls_max: 1_000,
    call_timeout: Duration::from_secs(30),
    read_log_min: Duration::ZERO,
};

const CONNECTIONS_MAX: usize = 1_000;

/// The keys of confidential sources, as in a file.
pub const KEYS: &str = "test BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// The key that signs the log, as in a file, and the one that verifies it.
pub const LOG_KEY: &str =
    "PRIVATE+KEY+log.example+1cc758f9+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB";
pub const VERIFIER_KEY: &str = "log.example+1cc758f9+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";

/// The key of a witness, as in a file.
pub const WITNESS: &str =
    "PRIVATE+KEY+witness.example+3cd808c2+AQMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMD";

/// Keys that sign the log, read, and that of the witness.
pub fn log_keys(signers: &str) -> Keys {
    let witness = Signer::read(WITNESS).unwrap().verifier().to_string();
    let keys = Keys::default().with_signers(signers).unwrap();
    keys.with_witnesses(&witness).unwrap()
}

/// The keys of confidential sources, read.
pub fn vault() -> Vault {
    Vault::read(KEYS).unwrap()
}

impl TestServer {
    /// A server over an empty database.
    pub async fn start() -> Self {
        Self::start_over(database().await, LIMITS).await
    }

    /// A server over an empty database, with a search index in memory.
    pub async fn start_with_search() -> Self {
        Self::start_searching(database().await, Search::default()).await
    }

    /// A server over a database, with a search index that is ready.
    pub async fn start_searching(database: TestDatabase, search: Search) -> Self {
        let options = database.options();
        let server = Self::start_by(database, options, LIMITS, Some(search)).await;
        while !server.app.search_index().is_ready() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        server
    }

    /// A server over a database, with these limits.
    pub async fn start_over(database: TestDatabase, limits: Limits) -> Self {
        let options = database.options();
        Self::start_through(database, options, limits).await
    }

    /// A server over a database that it reaches by other options, with these limits.
    pub async fn start_through(
        database: TestDatabase,
        target: impl Into<Target>,
        limits: Limits,
    ) -> Self {
        Self::start_by(database, target, limits, None).await
    }

    /// A server over a database that it reaches by other options, with these limits and this search
    /// index, which may not be ready.
    pub async fn start_by(
        database: TestDatabase,
        target: impl Into<Target>,
        limits: Limits,
        search: Option<Search>,
    ) -> Self {
        let settings = Settings {
            limits,
            search,
            ..settings()
        };
        Self::start_with(database, target, settings).await
    }

    /// A server over an empty database, with other settings.
    pub async fn start_set(settings: Settings) -> Self {
        let database = database().await;
        let options = database.options();
        Self::start_with(database, options, settings).await
    }

    /// A server over a database that it reaches by other options, with other settings.
    pub async fn start_with(
        database: TestDatabase,
        target: impl Into<Target>,
        settings: Settings,
    ) -> Self {
        Self::start_keyed(database, target, settings, log_keys(LOG_KEY)).await
    }

    /// A server with other keys that sign the log, or none.
    pub async fn start_keyed(
        database: TestDatabase,
        target: impl Into<Target>,
        settings: Settings,
        keys: Keys,
    ) -> Self {
        let store = store(target);
        let app = App::new(store.clone())
            .with_vault(Some(vault()))
            .with_log_keys(keys);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async {
            let _ = stopped.await;
        };
        let never = std::future::pending();
        let serving = tokio::spawn(server::run(
            Listeners {
                calls: listener,
                metrics: None,
                health: None,
            },
            app.clone(),
            settings,
            shutdown,
            never,
        ));
        let channel = Endpoint::from_shared(address.clone())
            .unwrap()
            .connect_lazy();
        Self {
            database,
            address,
            store,
            app,
            channel,
            stop: Some(stop),
            serving,
        }
    }

    /// Stops the server, and waits until it has ended.
    pub async fn stop(mut self) -> Result<(), server::Error> {
        self.stop.take().unwrap().send(()).unwrap();
        (&mut self.serving).await.unwrap()
    }

    /// Stops the server, waits for its end, and returns the database for another server.
    pub async fn leave(mut self) -> TestDatabase {
        self.stop.take().unwrap().send(()).unwrap();
        (&mut self.serving).await.unwrap().unwrap();
        self.database
    }

    /// Ends the server without a drain, as a crash would, and returns the database for another
    /// one.
    pub async fn cut_off(mut self) -> TestDatabase {
        self.serving.abort();
        let _ = (&mut self.serving).await;
        self.database
    }

    /// Waits until readers of the log see all that was written. A transaction of another test on
    /// the same database server may delay that for a moment.
    pub async fn log_settled(&self) {
        let mut connection = sqlx::PgConnection::connect_with(&self.database.options())
            .await
            .unwrap();
        loop {
            let is_settled: bool = sqlx::query_scalar(
                "
                select not exists (
                    select from changes
                    where epoch = (select max(epoch) from epochs)
                      and xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                )
                ",
            )
            .fetch_one(&mut connection)
            .await
            .unwrap();
            if is_settled {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    pub fn sources(&self) -> SourceServiceClient<Channel> {
        SourceServiceClient::new(self.channel()).max_decoding_message_size(RESPONSE_BYTES_MAX)
    }

    pub fn articles(&self) -> ArticleServiceClient<Channel> {
        ArticleServiceClient::new(self.channel()).max_decoding_message_size(RESPONSE_BYTES_MAX)
    }

    pub fn claims(&self) -> ClaimServiceClient<Channel> {
        ClaimServiceClient::new(self.channel()).max_decoding_message_size(RESPONSE_BYTES_MAX)
    }

    pub fn reviews(&self) -> ReviewServiceClient<Channel> {
        ReviewServiceClient::new(self.channel()).max_decoding_message_size(RESPONSE_BYTES_MAX)
    }

    pub fn bundles(&self) -> BundleServiceClient<Channel> {
        BundleServiceClient::new(self.channel())
            // More than the server accepts, so that the server refuses it, and not the client.
            .max_encoding_message_size(2 * REQUEST_BYTES_MAX)
    }

    pub fn exchange(&self) -> ExchangeServiceClient<Channel> {
        ExchangeServiceClient::new(self.channel()).max_decoding_message_size(RESPONSE_BYTES_MAX)
    }

    pub fn search(&self) -> SearchServiceClient<Channel> {
        SearchServiceClient::new(self.channel()).max_decoding_message_size(RESPONSE_BYTES_MAX)
    }

    pub fn transparency(&self) -> TransparencyServiceClient<Channel> {
        TransparencyServiceClient::new(self.channel()).max_decoding_message_size(RESPONSE_BYTES_MAX)
    }

    pub fn changes(&self) -> ChangeServiceClient<Channel> {
        ChangeServiceClient::new(self.channel()).max_decoding_message_size(RESPONSE_BYTES_MAX)
    }
}

/// The settings of a server of tests.
pub fn settings() -> Settings {
    Settings {
        limits: LIMITS,
        guard: Guard::default(),
        tls: None,
        connections_max: CONNECTIONS_MAX,
        connection_age_max: None,
        kept: Kept {
            superseded: None,
            audit: TimeDelta::days(400),
        },
        // Tests build leaves when they want to see them.
        tree_interval: Duration::from_secs(3_600),
        spans: None,
        web: None,
        search: None,
        drain_hold: Duration::ZERO,
        drain_timeout: Duration::from_secs(2),
    }
}

/// A store over a database.
pub fn store(target: impl Into<Target>) -> Store {
    let settings = store::Settings {
        // Some tests let a write wait for a lock until its deadline.
        lock_timeout: Duration::from_secs(30),
        // Many servers open connections at the same time, and decide at the same time.
        acquire_timeout: Duration::from_secs(10),
        idle_timeout: Duration::from_secs(60),
        ..store::Settings::default()
    };
    Store::new(target, &settings)
}
