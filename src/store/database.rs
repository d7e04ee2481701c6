//! The database: how it is connected to, and what reads and look-ups run on.

use std::time::Duration;

use sqlx::{
    PgConnection, PgPool, Postgres,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{epoch, error::Error};

/// How the store connects.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The most connections.
    pub connections_max: u32,
    /// How long a call waits for a connection.
    pub acquire_timeout: Duration,
    /// How long one statement may take.
    pub statement_timeout: Duration,
    /// How long a write waits for each lock.
    pub lock_timeout: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connections_max: 10,
            acquire_timeout: Duration::from_secs(3),
            statement_timeout: Duration::from_secs(10),
            lock_timeout: Duration::from_secs(5),
        }
    }
}

/// An open transaction that stands idle this long is ended by Postgres: it would
/// hold its locks and the feed's horizon.
const IDLE_IN_TRANSACTION_MS_MAX: u32 = 5_000;

/// A Postgres database of claims.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) pool: PgPool,
    /// Asks whether the database can serve; calls must not make it wait.
    pub(super) probe: PgPool,
}

impl Store {
    /// A store over a database that need not be there yet: each call connects
    /// when it must.
    pub fn new(options: PgConnectOptions, settings: &Settings) -> Self {
        let statement_timeout_ms = settings.statement_timeout.as_millis();
        let options = options.application_name("claimstore").options([
            ("statement_timeout", statement_timeout_ms.to_string()),
            (
                "lock_timeout",
                settings.lock_timeout.as_millis().to_string(),
            ),
            (
                "idle_in_transaction_session_timeout",
                IDLE_IN_TRANSACTION_MS_MAX.to_string(),
            ),
        ]);
        let pool = |connections_max| {
            PgPoolOptions::new()
                .max_connections(connections_max)
                .acquire_timeout(settings.acquire_timeout)
                // A ping before each use costs a round trip; a dead connection shows
                // itself as UNAVAILABLE, which callers retry.
                .test_before_acquire(false)
        };
        Self {
            pool: pool(settings.connections_max)
                .after_connect(|it, _| Box::pin(epoch::begin_if_new_on_primary(it)))
                .connect_lazy_with(options.clone()),
            // It tells a standby from a database that is away.
            probe: pool(1)
                .after_connect(|it, _| Box::pin(epoch::begin_if_new(it)))
                .connect_lazy_with(options),
        }
    }

    /// Ends all connections, once their calls are done.
    pub async fn close(&self) {
        self.pool.close().await;
        self.probe.close().await;
    }

    pub(super) async fn connection(&self) -> Result<PoolConnection<Postgres>, Error> {
        Ok(self.pool.acquire().await?)
    }

    /// Reads that see what is committed, outside of any transaction.
    pub async fn reader(&self) -> Result<Reader, Error> {
        Ok(Reader {
            connection: self.connection().await?,
        })
    }
}

/// A connection for reads that belong together.
pub struct Reader {
    pub(super) connection: PoolConnection<Postgres>,
}

impl Reader {
    /// The lookups, on this connection.
    pub fn lookup(&mut self) -> Lookup<'_> {
        Lookup::new(&mut self.connection)
    }
}

/// Look-ups on one connection, in a transaction or outside of one.
pub struct Lookup<'c> {
    pub(super) connection: &'c mut PgConnection,
}

impl<'c> Lookup<'c> {
    pub(super) fn new(connection: &'c mut PgConnection) -> Self {
        Self { connection }
    }
}
