//! A pool of connections. It asks a connection that was idle whether the database is still
//! there, and replaces those that it cannot use again.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use deadpool::managed::{self, Manager, Metrics, Object, PoolError, RecycleError, RecycleResult};
use tokio::time::{sleep, timeout};

use super::{
    connection::Connection,
    epoch,
    error::Error,
    identity,
    metrics::PoolMetrics,
    session::{Purpose, Session},
    silence::Silence,
};
use crate::telemetry::span;

/// A connection that was idle for longer is asked before it is used again.
const FRESH: Duration = Duration::from_secs(1);

/// How long the answer to that is waited for.
const PING_MAX: Duration = Duration::from_secs(1);

/// A connection that is older is replaced: it may lead to a server that others left long ago.
const AGE_MAX: Duration = Duration::from_secs(30 * 60);

/// How long the end of a connection may take.
const CLOSE_MAX: Duration = Duration::from_secs(1);

/// How long after a refused connection the next one is tried.
const RETRY_PAUSE: Duration = Duration::from_millis(50);

/// What a pool does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub connections_max: u32,
    /// How long a call waits for a connection.
    pub acquire_max: Duration,
    /// How long a statement may take.
    pub statement_max: Duration,
}

/// A pool of connections.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    pool: managed::Pool<Opener>,
    limits: Limits,
    /// How often a call got a connection.
    acquired: Arc<AtomicU64>,
    metrics: PoolMetrics,
}

impl Pool {
    /// A pool that opens its connections when they are needed. Pools that share a `silence`
    /// learn from each other.
    pub fn new(
        session: Session,
        limits: Limits,
        silence: Arc<Silence>,
        metrics: PoolMetrics,
    ) -> Self {
        let opener = Opener {
            session,
            limits,
            silence,
        };
        #[expect(
            clippy::expect_used,
            reason = "only a pool with timeouts needs a runtime"
        )]
        let pool = managed::Pool::builder(opener)
            .max_size(limits.connections_max as usize)
            .build()
            .expect("a pool without timeouts");
        Self {
            pool,
            limits,
            acquired: Arc::default(),
            metrics,
        }
    }

    /// Returns a connection.
    pub async fn acquire(&self) -> Result<Pooled, Error> {
        let before = self.acquired.load(Ordering::Relaxed);
        let began = Instant::now();
        let got = timeout(self.limits.acquire_max, self.pool.get());
        // In a box, so that it does not make the future of each call larger and deeper.
        let got = Box::pin(span::step("wait for a connection", got)).await;
        self.metrics.waited(began.elapsed());
        if got.is_err() {
            self.metrics.timed_out();
        }
        match got {
            Ok(Ok(connection)) => {
                self.acquired.fetch_add(1, Ordering::Relaxed);
                Ok(Pooled(Some(connection)))
            }
            Ok(Err(PoolError::Backend(error))) => Err(error.into()),
            Ok(Err(_)) => Err(sqlx::Error::PoolClosed.into()),
            // While this call waited, others got one. So the database is there.
            Err(_) if self.acquired.load(Ordering::Relaxed) != before => Err(Error::Busy),
            Err(_) => Err(sqlx::Error::PoolTimedOut.into()),
        }
    }

    /// The most connections.
    pub const fn connections_max(&self) -> usize {
        self.limits.connections_max as usize
    }

    /// How many connections there are, and how many of them are in use, and how many calls wait for
    /// one.
    pub fn occupancy(&self) -> Occupancy {
        let status = self.pool.status();
        Occupancy {
            connections: status.size,
            in_use: status.size.saturating_sub(status.available),
            waiting: status.waiting,
        }
    }

    /// Closes all connections, those in use when they are given back.
    pub async fn close(&self) {
        self.pool.close();
        for connection in self.pool.retain(|_, _| false).removed {
            connection.close(CLOSE_MAX).await;
        }
    }
}

/// How a pool is used at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occupancy {
    pub connections: usize,
    pub in_use: usize,
    pub waiting: usize,
}

/// Opens connections, and decides whether they are used again.
#[derive(Debug)]
struct Opener {
    session: Session,
    limits: Limits,
    silence: Arc<Silence>,
}

impl Opener {
    async fn open(&self) -> Result<Connection, sqlx::Error> {
        let (statement_max, silence) = (self.limits.statement_max, self.silence.clone());
        let mut connection = Connection::open(&self.session, statement_max, silence).await?;
        match self.session.purpose() {
            Purpose::Primary => epoch::begin_if_new_on_primary(&mut connection).await?,
            Purpose::Look => epoch::begin_if_new(&mut connection).await?,
            Purpose::Standby => {
                let server = sqlx::query_scalar(identity::SELECT);
                let server = server.fetch_one(&mut connection).await?;
                self.session.identity().note(server, &self.silence);
                // A connection is never older than what is noted of it here.
                connection.renew();
            }
        }
        Ok(connection)
    }
}

impl Manager for Opener {
    type Type = Connection;
    type Error = sqlx::Error;

    /// Opens a connection. A database that starts, or has no connection left, is waited for;
    /// the caller ends that in time.
    async fn create(&self) -> Result<Connection, sqlx::Error> {
        loop {
            match self.open().await {
                Err(error) if is_temporary(&error) => sleep(RETRY_PAUSE).await,
                opened => return opened,
            }
        }
    }

    async fn recycle(
        &self,
        connection: &mut Connection,
        metrics: &Metrics,
    ) -> RecycleResult<sqlx::Error> {
        if !connection.is_usable() || metrics.age() > AGE_MAX {
            return Err(RecycleError::message("it is replaced"));
        }
        // A pooler would let that wait for a session, and finds out by itself which are there.
        if metrics.last_used() > FRESH && !connection.is_pooled() {
            connection.ping(PING_MAX).await?;
        }
        Ok(())
    }
}

/// Whether a database does not accept a connection yet: it starts, or has none left.
fn is_temporary(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => error.kind() == std::io::ErrorKind::ConnectionRefused,
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            matches!(&*code, "57P03" | "53300")
        }
        _ => false,
    }
}

/// A connection of a pool, which is given back when it is dropped. If an answer is missing then, that
/// is waited for, and if it is in a transaction, that is rolled back first. To open another one
/// would cost the database more than most answers, and clients can leave calls as often as they like.
#[derive(Debug)]
pub(super) struct Pooled(Option<Object<Opener>>);

impl Deref for Pooled {
    type Target = Connection;

    #[expect(clippy::expect_used, reason = "it is taken only when it is dropped")]
    fn deref(&self) -> &Connection {
        self.0.as_ref().expect("a connection")
    }
}

impl DerefMut for Pooled {
    #[expect(clippy::expect_used, reason = "it is taken only when it is dropped")]
    fn deref_mut(&mut self) -> &mut Connection {
        self.0.as_mut().expect("a connection")
    }
}

impl Drop for Pooled {
    fn drop(&mut self) {
        let Some(mut connection) = self.0.take() else {
            return;
        };
        if !connection.is_reusable() {
            drop(Object::take(connection));
        } else if !connection.is_usable() || connection.is_in_transaction() {
            tokio::spawn(async move {
                connection.settle().await;
                if connection.is_usable() && !connection.is_in_transaction() {
                    connection.shrink();
                } else {
                    drop(Object::take(connection));
                }
            });
        } else {
            connection.shrink();
        }
    }
}
