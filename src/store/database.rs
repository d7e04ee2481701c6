//! The pools of connections, and the connections that reads and look-ups run on.

use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use super::{
    clock::Clock,
    error::Error,
    fit::{Schema, Seen},
    horizon::Horizon,
    lookup::Lookup,
    metrics::Metrics,
    pool::{Limits, Pool, Pooled},
    session::{Purpose, Session, Setting, Target},
    silence::Silence,
};

/// Connection limits and timeouts.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The maximum number of connections.
    pub connections_max: u32,
    /// How long a call waits for a connection.
    pub acquire_timeout: Duration,
    /// How long one statement may take.
    pub statement_timeout: Duration,
    /// How long a write waits for each lock.
    pub lock_timeout: Duration,
    /// Postgres ends a transaction that stays idle for this long. It would keep its locks, and
    /// hold back the snapshot horizon below which the log is read.
    pub idle_timeout: Duration,
    /// How long a write may take from its first change to its commit. For that long it holds
    /// back the readers of the log.
    pub write_timeout: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connections_max: 10,
            acquire_timeout: Duration::from_secs(3),
            statement_timeout: Duration::from_secs(8),
            lock_timeout: Duration::from_secs(5),
            idle_timeout: Duration::from_secs(5),
            write_timeout: Duration::from_secs(30),
        }
    }
}

/// The names of the pools: for calls, for reads of documents by name, and for health checks.
const CALLS: &str = "calls";
const POINTS: &str = "documents";
const HEALTH: &str = "health";

/// What connections are called in `pg_stat_activity`.
const NAME: &str = "claimstore";

/// What the connection for health is called there.
const HEALTH_NAME: &str = "claimstore health";

/// The most connections on which documents are read by name. More would not make those reads
/// faster: each query reads what many calls wait for.
const POINT_CONNECTIONS_MAX: u32 = 4;

/// Settings of those connections. A plan is made once for each statement, and finds rows by
/// their keys. Without these settings Postgres plans at each call, because a plan for few names
/// looks cheaper than one for any number, and a plan that was made for a small table can read
/// all of it after it has grown.
const POINT_SETTINGS: [(&str, &str); 5] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("jit", "off"),
];

/// A Postgres database of claims.
#[derive(Clone, Debug)]
pub struct Store {
    pool: Pool,
    /// A pool for reads of documents by name only. So they do not wait behind other calls.
    points: Pool,
    /// A pool for health checks only, so that they never wait behind calls.
    probe: Pool,
    pub(super) clock: Arc<Clock>,
    pub(super) horizon: Arc<Horizon>,
    pub(super) schema: Arc<Seen>,
    /// Whether a write was refused for a reason that may be one for all writes.
    pub(super) is_in_doubt: Arc<AtomicBool>,
    pub(super) write_timeout: Duration,
    point_timeout: Duration,
    pub(super) metrics: Metrics,
    session: Session,
}

impl Store {
    /// Creates a store. Connections are opened on first use, so the database may not be
    /// running yet.
    pub fn new(target: impl Into<Target>, settings: &Settings) -> Self {
        let session = Session::new(&target.into(), NAME, session_settings(settings));
        Self::over(session, Purpose::Look, settings)
    }

    /// Creates a store that only reads, from a standby.
    pub fn of_standby(target: impl Into<Target>, settings: &Settings) -> Self {
        let session = Session::new(&target.into(), NAME, session_settings(settings))
            .with(&[("default_transaction_read_only", "on")])
            .used_for(Purpose::Standby);
        Self::over(session, Purpose::Standby, settings)
    }

    fn over(session: Session, probes: Purpose, settings: &Settings) -> Self {
        let point_connections = point_connections(settings.connections_max);
        let limits = |connections_max| Limits {
            connections_max,
            acquire_max: settings.acquire_timeout,
            statement_max: settings.statement_timeout,
        };
        let silence = Arc::new(Silence::default());
        let metrics = Metrics::default();
        let pool = |name, session: Session, limits| {
            Pool::new(session, limits, silence.clone(), metrics.of(name))
        };
        Self {
            points: pool(
                POINTS,
                session.clone().with(&POINT_SETTINGS),
                limits(point_connections),
            ),
            // Standbys are accepted, so that a health check can tell a standby from a database
            // that cannot be reached.
            probe: pool(
                HEALTH,
                session.clone().named(HEALTH_NAME).used_for(probes),
                limits(1),
            ),
            pool: pool(
                CALLS,
                session.clone(),
                limits(settings.connections_max - point_connections),
            ),
            clock: Arc::default(),
            horizon: Arc::default(),
            schema: Arc::default(),
            is_in_doubt: Arc::default(),
            write_timeout: settings.write_timeout,
            point_timeout: settings.acquire_timeout + settings.statement_timeout,
            metrics,
            session,
        }
    }

    /// How often its connections led to another server than before, if it is a standby.
    pub fn server_changes(&self) -> u64 {
        self.session.identity().changes()
    }

    /// Closes all connections, each when its call is done.
    pub async fn close(&self) {
        self.points.close().await;
        self.pool.close().await;
        self.probe.close().await;
    }

    /// The pools, and what they are called where they are measured.
    pub(super) fn pools(&self) -> [(&'static str, &Pool); 3] {
        [
            (CALLS, &self.pool),
            (POINTS, &self.points),
            (HEALTH, &self.probe),
        ]
    }

    /// The version of the schema that the database was last seen to have.
    pub fn schema_version(&self) -> Option<i64> {
        self.schema.version()
    }

    /// Refuses a database whose schema this build does not serve. Looks at it if that was never done.
    pub async fn require_served(&self) -> Result<(), Error> {
        if !self.schema.is_known() {
            Box::pin(self.look_first()).await?;
        }
        Ok(self.schema.require_served()?)
    }

    async fn look_first(&self) -> Result<(), Error> {
        let _first = self.schema.first_look.lock().await;
        match self.schema.is_known() {
            true => Ok(()),
            false => self.look_at_schema().await,
        }
    }

    /// Looks at the schema. If this build does not serve it, all calls of this store fail from now on.
    pub async fn look_at_schema(&self) -> Result<(), Error> {
        let mut connection = self.probe().await?;
        self.schema.note(Schema::read(&mut connection).await?);
        Ok(())
    }

    pub(super) async fn connection(&self) -> Result<Pooled, Error> {
        self.require_served().await?;
        self.pool.acquire().await
    }

    /// Returns a connection for a health check.
    pub(super) async fn probe(&self) -> Result<Pooled, Error> {
        self.probe.acquire().await
    }

    /// Returns a connection for reads outside of any transaction: each statement sees what
    /// is committed when it starts.
    pub async fn reader(&self) -> Result<Reader, Error> {
        Ok(Reader {
            connection: self.connection().await?,
        })
    }

    /// Returns a connection that is set up for [`Reader::each_document`].
    pub async fn point_reader(&self) -> Result<Reader, Error> {
        self.require_served().await?;
        Ok(Reader {
            connection: self.points.acquire().await?,
        })
    }

    /// The number of connections that [`Store::point_reader`] returns at the same time.
    pub fn point_readers_max(&self) -> usize {
        self.points.connections_max()
    }

    /// How long a read on such a connection can take if the database answers at all.
    pub const fn point_timeout(&self) -> Duration {
        self.point_timeout
    }
}

/// The settings of every session.
fn session_settings(settings: &Settings) -> Vec<Setting> {
    let ms = |time: Duration| time.as_millis().to_string();
    vec![
        ("statement_timeout", ms(settings.statement_timeout)),
        ("lock_timeout", ms(settings.lock_timeout)),
        (
            "idle_in_transaction_session_timeout",
            ms(settings.idle_timeout),
        ),
        // Reads are small. To start a worker takes longer than most of them.
        ("max_parallel_workers_per_gather", "0".to_owned()),
    ]
}

/// How many of the connections are for reads of documents by name.
fn point_connections(connections_max: u32) -> u32 {
    POINT_CONNECTIONS_MAX.min(connections_max / 2).max(1)
}

/// A connection for the reads of one request.
pub struct Reader {
    pub(super) connection: Pooled,
}

impl Reader {
    /// Look-ups on this connection.
    pub fn lookup(&mut self) -> Lookup<'_> {
        Lookup::new(&mut self.connection)
    }

    /// Whether the connection can still be used: what is known of the others does not speak against
    /// it.
    pub fn is_usable(&self) -> bool {
        self.connection.is_usable()
    }

    /// Closes the connection, instead of giving it back to be used again.
    pub fn discard(mut self) {
        self.connection.discard();
    }
}
