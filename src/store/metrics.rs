//! What is measured of the pools of connections.

use std::time::Duration;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

/// The upper bounds of the buckets of waits, in seconds.
const SECONDS: [f64; 10] = [0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 3.0, 10.0];

/// A pool, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct OfPool {
    pub pool: &'static str,
}

/// The measures of all pools of a store.
#[derive(Clone, Debug)]
pub(super) struct Metrics {
    waits: Family<OfPool, Histogram>,
    timeouts: Family<OfPool, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            waits: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            timeouts: Family::default(),
        }
    }
}

impl Metrics {
    /// The measures of a pool.
    pub fn of(&self, pool: &'static str) -> PoolMetrics {
        let labels = OfPool { pool };
        PoolMetrics {
            waits: self.waits.get_or_create(&labels).clone(),
            timeouts: self.timeouts.get_or_create(&labels).clone(),
        }
    }

    /// Adds the measures to those that are published.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "claimstore_database_connection_wait_seconds",
            "How long calls waited for a connection to the database",
            self.waits.clone(),
        );
        registry.register(
            "claimstore_database_connection_timeouts",
            "Calls that waited for a connection to the database as long as they may and got none",
            self.timeouts.clone(),
        );
    }
}

/// The measures of one pool.
#[derive(Clone, Debug)]
pub(super) struct PoolMetrics {
    waits: Histogram,
    timeouts: Counter,
}

impl PoolMetrics {
    /// A call waited this long for a connection, whether it got one or not.
    pub fn waited(&self, time: Duration) {
        self.waits.observe(time.as_secs_f64());
    }

    /// A call waited as long as it may, and got none.
    pub fn timed_out(&self) {
        self.timeouts.inc();
    }
}
