//! What is measured by tasks in the background.

use std::{
    sync::atomic::AtomicU64,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use crate::store::upkeep::schema::Lags;

type Seconds = Gauge<f64, AtomicU64>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfTask {
    task: &'static str,
}

/// A task of the housekeeping, or one that goes on all the time.
#[derive(Clone, Copy, Debug)]
pub(super) enum Task {
    RequestIds,
    Partitions,
    Audit,
    Superseded,
    Leaves,
}

impl Task {
    const ALL: [Self; 5] = [
        Self::RequestIds,
        Self::Partitions,
        Self::Audit,
        Self::Superseded,
        Self::Leaves,
    ];

    /// What it does, as it is named in metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RequestIds => "remove_request_ids",
            Self::Partitions => "create_partitions",
            Self::Audit => "remove_audit_entries",
            Self::Superseded => "remove_superseded",
            Self::Leaves => "build_leaves",
        }
    }
}

impl From<Task> for OfTask {
    fn from(task: Task) -> Self {
        Self { task: task.name() }
    }
}

/// What tasks in the background measure.
#[derive(Clone, Debug)]
pub struct Metrics {
    ready: Gauge,
    clock_lag: Seconds,
    horizon_lag: Seconds,
    reaches: Gauge,
    reached_claims: Counter,
    tree_leaves: Gauge,
    tree_lag: Seconds,
    task_success: Family<OfTask, Seconds>,
    task_failures: Family<OfTask, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        let task_failures: Family<OfTask, Counter> = Family::default();
        for task in Task::ALL {
            // An alert sees only what it has seen before rise.
            drop(task_failures.get_or_create(&task.into()));
        }
        Self {
            ready: Gauge::default(),
            clock_lag: Seconds::default(),
            horizon_lag: Seconds::default(),
            reaches: Gauge::default(),
            reached_claims: Counter::default(),
            tree_leaves: Gauge::default(),
            tree_lag: Seconds::default(),
            task_success: Family::default(),
            task_failures,
        }
    }
}

impl Metrics {
    /// Whether the server is ready.
    pub fn set_ready(&self, is_ready: bool) {
        self.ready.set(i64::from(is_ready));
    }

    /// What the database is behind with.
    pub fn set_lags(&self, lags: Lags) {
        self.clock_lag.set(lags.clock.max(0.0));
        self.horizon_lag.set(lags.horizon.as_secs_f64());
    }

    /// How many retractions and merges have not reached all claims yet.
    pub(super) fn set_reaches(&self, count: usize) {
        self.reaches.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// A retraction or merge has reached so many claims more.
    pub(super) fn reached(&self, claims: i32) {
        self.reached_claims
            .inc_by(u64::try_from(claims).unwrap_or(0));
    }

    /// The size of the tree over the log, and how long its oldest missing leaf has been missing.
    pub(super) fn set_tree(&self, leaves: u64, lag: Duration) {
        self.tree_leaves
            .set(i64::try_from(leaves).unwrap_or(i64::MAX));
        self.set_tree_lag(lag);
    }

    /// How long the oldest missing leaf of the tree has been missing.
    pub(super) fn set_tree_lag(&self, lag: Duration) {
        self.tree_lag.set(lag.as_secs_f64());
    }

    /// A task of the housekeeping has ended.
    #[expect(
        clippy::disallowed_methods,
        reason = "Prometheus compares it with the clocks of machines"
    )]
    pub(super) fn task_ended(&self, task: Task, is_success: bool) {
        match is_success {
            true => {
                let now = SystemTime::now().duration_since(UNIX_EPOCH);
                let success = self.task_success.get_or_create(&task.into());
                success.set(now.unwrap_or_default().as_secs_f64());
            }
            false => {
                self.task_failures.get_or_create(&task.into()).inc();
            }
        }
    }

    /// Adds the measures to those that are published.
    pub(super) fn register(&self, registry: &mut Registry) {
        let registry = registry.sub_registry_with_prefix("claimstore");
        registry.register(
            "ready",
            "Whether the server is ready: 1 or 0",
            self.ready.clone(),
        );
        registry.register(
            "database_clock_lag_seconds",
            "How far the clock of the database is behind the times that changes get",
            self.clock_lag.clone(),
        );
        registry.register(
            "feed_horizon_lag_seconds",
            "For how long the same transaction has held back the log, whatever its role",
            self.horizon_lag.clone(),
        );
        registry.register(
            "reaches_pending",
            "Retractions and merges that have not reached all claims yet",
            self.reaches.clone(),
        );
        registry.register(
            "reached_claims",
            "Claims that retractions and merges have reached",
            self.reached_claims.clone(),
        );
        registry.register(
            "tree_leaves",
            "Leaves of the Merkle tree over the log",
            self.tree_leaves.clone(),
        );
        registry.register(
            "tree_lag_seconds",
            "How old the oldest commit without a leaf is, while this server builds leaves",
            self.tree_lag.clone(),
        );
        registry.register(
            "task_last_success_timestamp_seconds",
            "When a task of the housekeeping last succeeded",
            self.task_success.clone(),
        );
        registry.register(
            "task_failures",
            "How often a task of the housekeeping failed",
            self.task_failures.clone(),
        );
    }
}
