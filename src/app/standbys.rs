//! The standbys that reads may go to, and which of them are fresh enough.
//!
//! How far the primary has written is asked again and again, and then how far a standby has
//! replayed. A standby that has replayed what the primary had written at a moment has everything
//! that was acknowledged before. One for which that moment is too long ago is left, whatever the
//! reason: it lags, it died, the network is slow, or it follows another primary.

use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric as _},
    metrics::{MetricType, counter::Counter, family::Family, gauge::ConstGauge},
    registry::Registry,
};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

use super::read::loader::Loader;
use crate::store::{self, Store, standby::WalPoint};

/// The pause between two questions how far they are.
const INTERVAL: Duration = Duration::from_millis(100);

/// The longest wait for such an answer.
const ANSWER_MAX: Duration = Duration::from_secs(1);

/// The standbys of a server.
#[derive(Debug, Default)]
pub struct Standbys {
    all: Vec<Standby>,
    next: AtomicUsize,
    metrics: Metrics,
}

impl Standbys {
    /// Standbys that may be behind by so much.
    ///
    /// # Panics
    ///
    /// Outside of a runtime, in which their tasks run.
    pub fn new(stores: Vec<Store>, staleness_max: Duration) -> Self {
        let standby = |(number, store)| Standby {
            number,
            loader: Loader::start(&store),
            store,
            staleness_max,
            fresh: Mutex::default(),
        };
        Self {
            all: (1..).zip(stores).map(standby).collect(),
            next: AtomicUsize::default(),
            metrics: Metrics::default(),
        }
    }

    /// A standby has answered a read, or the primary has to answer it instead.
    pub(super) fn count(&self, standby: &Standby, is_answered: bool) {
        self.metrics.count(standby.number, is_answered);
    }

    /// Adds what is measured of them to what is published.
    pub(super) fn register(self: &Arc<Self>, registry: &mut Registry) {
        if self.all.is_empty() {
            return;
        }
        self.metrics.register(registry);
        registry.register_collector(Box::new(Staleness(Arc::clone(self))));
    }

    /// Keeps asking how far they and the primary are, until it is dropped.
    pub async fn follow(self: Arc<Self>, primary: Store) {
        let mut following = JoinSet::new();
        for index in 0..self.all.len() {
            let (standbys, primary) = (Arc::clone(&self), primary.clone());
            following.spawn(async move {
                if let Some(standby) = standbys.all.get(index) {
                    standby.follow(&primary).await;
                }
            });
        }
        following.join_all().await;
    }

    /// One that is fresh enough, if any is; the next time another one.
    pub(super) fn choose(&self) -> Option<&Standby> {
        let count = self.all.len();
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let turns = (0..count).map(|turn| first.wrapping_add(turn) % count);
        let mut standbys = turns.filter_map(|index| self.all.get(index));
        standbys.find(|it| it.is_fresh())
    }

    /// Closes all their connections, each when its call is done.
    pub async fn close(&self) {
        for standby in &self.all {
            standby.store.close().await;
        }
    }
}

/// A standby.
#[derive(Debug)]
pub(super) struct Standby {
    /// Its place among the settings, from 1.
    number: u32,
    pub(super) store: Store,
    pub(super) loader: Loader,
    staleness_max: Duration,
    fresh: Mutex<Option<Fresh>>,
}

/// The last moment of which a standby is known to have everything that was acknowledged before.
#[derive(Clone, Copy, Debug)]
struct Fresh {
    at: Instant,
    /// The server that this is known of.
    server: u64,
}

impl Standby {
    /// How long ago the last moment is of which it is known to have everything.
    fn staleness(&self) -> Option<Duration> {
        let fresh = *self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = fresh.filter(|it| it.server == self.store.server_changes());
        fresh.map(|it| it.at.elapsed())
    }

    fn say(&self, is_fresh: bool) {
        let standby = self.number;
        match is_fresh {
            true => tracing::info!(standby, "reads go to the standby"),
            false => tracing::warn!(
                standby,
                "reads do not go to the standby: it is behind, does not answer, or does not follow \
                 the primary"
            ),
        }
    }

    fn is_fresh(&self) -> bool {
        self.staleness().is_some_and(|it| it <= self.staleness_max)
    }

    /// Leaves it until it answers again how far it is.
    pub(super) fn leave(&self) {
        self.note(None);
    }

    fn note(&self, fresh: Option<Fresh>) {
        *self.fresh.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
    }

    /// Keeps asking how far it and the primary are.
    async fn follow(&self, primary: &Store) {
        let mut written = Written::default();
        let mut was_fresh = false;
        loop {
            let asked = Instant::now();
            if let Ok(point) = answer(primary).await {
                written.add(asked, point, self.staleness_max);
            }
            let server = self.store.server_changes();
            match answer(&self.store).await {
                Ok(replayed) if written.is_of_log_of(replayed) => {
                    if let Some(at) = written.reached_by(replayed) {
                        self.note(Some(Fresh { at, server }));
                    }
                }
                _ => self.leave(),
            }
            let is_fresh = self.is_fresh();
            if is_fresh != was_fresh {
                self.say(is_fresh);
                was_fresh = is_fresh;
            }
            sleep(INTERVAL).await;
        }
    }
}

/// Publishes how fresh standbys are.
#[derive(Debug)]
struct Staleness(Arc<Standbys>);

impl Collector for Staleness {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut family = encoder.encode_descriptor(
            "claimstore_standby_staleness_seconds",
            "How long ago the last moment is of which the standby is known to have everything.",
            None,
            MetricType::Gauge,
        )?;
        for standby in &self.0.all {
            let labels = OfStandby {
                standby: standby.number,
            };
            let staleness = standby.staleness().map(|it| it.as_secs_f64());
            let gauge = ConstGauge::new(staleness.unwrap_or(f64::INFINITY));
            gauge.encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }
}

async fn answer(store: &Store) -> Result<WalPoint, store::Error> {
    let answer = timeout(ANSWER_MAX, store.wal_point()).await;
    answer.unwrap_or_else(|_| Err(store::Error::no_answer()))
}

/// How far the primary had written at the last moments.
#[derive(Debug, Default)]
struct Written(VecDeque<(Instant, WalPoint)>);

impl Written {
    /// Adds a moment, and forgets those that are too long ago.
    fn add(&mut self, moment: Instant, point: WalPoint, kept: Duration) {
        self.0
            .retain(|(earlier, _)| moment.duration_since(*earlier) <= kept);
        self.0.push_back((moment, point));
    }

    fn is_of_log_of(&self, replayed: WalPoint) -> bool {
        let newest = self.0.back();
        newest.is_some_and(|(_, point)| point.is_of_log_of(replayed))
    }

    /// The last moment of which everything is replayed.
    fn reached_by(&self, replayed: WalPoint) -> Option<Instant> {
        let mut newest_first = self.0.iter().rev();
        let reached = newest_first.find(|(_, point)| replayed.reaches(*point));
        reached.map(|(moment, _)| *moment)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfStandby {
    standby: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRead {
    standby: u32,
    answered_by: &'static str,
}

/// What is measured of the reads that went to standbys.
#[derive(Debug, Default)]
struct Metrics {
    reads: Family<OfRead, Counter>,
}

impl Metrics {
    fn count(&self, standby: u32, is_answered: bool) {
        let answered_by = match is_answered {
            true => "standby",
            false => "primary",
        };
        let of = OfRead {
            standby,
            answered_by,
        };
        self.reads.get_or_create(&of).inc();
    }

    fn register(&self, registry: &mut Registry) {
        registry.register(
            "claimstore_standby_reads",
            "Reads that went to a standby, by what answered them in the end",
            self.reads.clone(),
        );
    }
}
