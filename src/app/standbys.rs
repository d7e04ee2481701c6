//! The standbys that reads may go to, and which of them are fresh enough.
//!
//! A server writes a beat on the primary a few times a second (`store/beat.rs`). A standby that shows one
//! has everything that was acknowledged before the beat was begun. A standby for which that moment is too
//! long ago is left, whatever the reason: it lags, it died, the network is slow, or it follows another
//! primary.

use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
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
use uuid::Uuid;

use super::read::loader::Loader;
use crate::{
    domain::Timestamp,
    store::{Error, Store, beat::Beat},
};

/// The pause between two beats, and between two looks at a standby.
const INTERVAL: Duration = Duration::from_millis(250);

/// The longest wait for an answer to either.
const ANSWER_MAX: Duration = Duration::from_secs(1);

/// The least time between two lines of the log about one standby.
const SAID_EVERY: Duration = Duration::from_secs(5);

/// The standbys of a server.
#[derive(Debug)]
pub struct Standbys {
    all: Vec<Standby>,
    next: AtomicUsize,
    server: Uuid,
    /// The last beats, and when each was begun.
    beats: Mutex<VecDeque<(i64, Instant)>>,
    staleness_max: Duration,
    metrics: Metrics,
}

impl Default for Standbys {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            next: AtomicUsize::default(),
            server: Uuid::now_v7(),
            beats: Mutex::default(),
            staleness_max: Duration::ZERO,
            metrics: Metrics::default(),
        }
    }
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
            fresh: Mutex::default(),
        };
        Self {
            all: (1..).zip(stores).map(standby).collect(),
            staleness_max,
            ..Self::default()
        }
    }

    /// One that is fresh enough, if any is, and how fresh it is; the next time another one.
    pub(super) fn choose(&self) -> Option<(&Standby, Fresh)> {
        let count = self.all.len();
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let turns = (0..count).map(|turn| first.wrapping_add(turn) % count);
        let mut standbys = turns.filter_map(|index| self.all.get(index));
        standbys.find_map(|it| Some((it, self.fresh(it)?)))
    }

    /// How fresh a standby is, if that is fresh enough.
    pub(super) fn fresh(&self, standby: &Standby) -> Option<Fresh> {
        let fresh = standby.fresh();
        fresh.filter(|it| it.at.elapsed() <= self.staleness_max)
    }

    /// The standby of a number.
    pub(super) fn of_number(&self, number: u32) -> Option<&Standby> {
        self.all.iter().find(|it| it.number == number)
    }

    /// A standby has answered a read, or the primary has to answer it instead.
    pub(super) fn count(&self, standby: &Standby, is_answered: bool) {
        self.metrics.count(standby.number, is_answered);
    }

    /// Adds what is measured of them to what is published.
    pub(super) fn register(self: &Arc<Self>, registry: &mut Registry) {
        self.metrics.register(registry);
        registry.register_collector(Box::new(Staleness(Arc::clone(self))));
    }

    /// Closes all their connections, each when its call is done.
    pub async fn close(&self) {
        for standby in &self.all {
            standby.store.close().await;
        }
    }

    /// Keeps writing beats on the primary, and looking for them on the standbys, until it is dropped.
    pub async fn follow(self: Arc<Self>, primary: Store) {
        if self.all.is_empty() {
            return;
        }
        let mut tasks = JoinSet::new();
        tasks.spawn({
            let (standbys, primary) = (Arc::clone(&self), primary.clone());
            async move { standbys.beat(&primary).await }
        });
        for index in 0..self.all.len() {
            let (standbys, primary) = (Arc::clone(&self), primary.clone());
            tasks.spawn(async move {
                if let Some(standby) = standbys.all.get(index) {
                    standbys.look_at(standby, &primary).await;
                }
            });
        }
        while tasks.join_next().await.is_some() {}
    }

    async fn beat(&self, primary: &Store) {
        for beat in 1.. {
            let begun = Instant::now();
            if answer(primary.write_beat(self.server, beat)).await.is_ok() {
                let mut beats = self.beats();
                beats.retain(|(_, at)| at.elapsed() <= self.staleness_max);
                beats.push_back((beat, begun));
            }
            sleep(INTERVAL).await;
        }
    }

    async fn look_at(&self, standby: &Standby, primary: &Store) {
        let mut said = Said {
            at: Instant::now(),
            problem: None,
            is_first: true,
        };
        loop {
            let server = standby.store.server_changes();
            // Before that, each question would be an error in the log of Postgres.
            let found = match primary.require_beats() {
                Ok(()) => answer(standby.store.last_beat(self.server)).await,
                Err(error) => Err(error),
            };
            let problem = match found {
                Ok(Some(beat)) => self.see(standby, beat, server),
                Ok(None) => "it does not have what this server writes on the primary".to_owned(),
                Err(error) => {
                    standby.leave();
                    error.plainly()
                }
            };
            let problem = self.fresh(standby).is_none().then_some(problem);
            said.say(standby.number, problem);
            sleep(INTERVAL).await;
        }
    }

    /// Takes note of a beat that a standby shows. Returns what is wrong if it is not fresh enough.
    fn see(&self, standby: &Standby, Beat { beat, beat_time }: Beat, server: u64) -> String {
        // The beat may be one whose answer is still awaited, or was lost.
        let mut newest_first = self.beats().clone().into_iter().rev();
        if let Some((_, at)) = newest_first.find(|(number, _)| *number <= beat) {
            standby.note(Some(Fresh {
                at,
                time: beat_time,
                server,
            }));
        }
        "it is behind the primary".to_owned()
    }

    fn beats(&self) -> MutexGuard<'_, VecDeque<(i64, Instant)>> {
        self.beats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How fresh a standby is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fresh {
    /// It has everything that was acknowledged before.
    pub at: Instant,
    /// The time of a beat that it shows, by the clock of the primary.
    pub time: Timestamp,
    /// The server that this is known of.
    pub server: u64,
}

/// The primary, for an application that reads from a standby.
#[derive(Clone, Debug)]
pub(super) struct Behind {
    pub primary: Store,
    /// How fresh the standby is.
    pub fresh_time: Timestamp,
}

/// A standby.
#[derive(Debug)]
pub(super) struct Standby {
    /// Its place among the settings, from 1.
    pub number: u32,
    pub store: Store,
    pub loader: Loader,
    fresh: Mutex<Option<Fresh>>,
}

impl Standby {
    /// How fresh it is, as far as that is known of the server that it is now.
    fn fresh(&self) -> Option<Fresh> {
        let fresh = *self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        fresh.filter(|it| it.server == self.store.server_changes())
    }

    /// Leaves it until it shows a beat again.
    pub(super) fn leave(&self) {
        self.note(None);
    }

    fn note(&self, fresh: Option<Fresh>) {
        *self.fresh.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
    }
}

/// What was last said of a standby in the log.
struct Said {
    /// When that was, or when the server was started.
    at: Instant,
    problem: Option<String>,
    is_first: bool,
}

impl Said {
    /// Says whether reads go to it, if that or the reason has changed; but not too often.
    fn say(&mut self, standby: u32, problem: Option<String>) {
        // At first, it is only waited for.
        let is_early = self.at.elapsed() < SAID_EVERY && !(self.is_first && problem.is_none());
        if is_early || (problem == self.problem && !self.is_first) {
            return;
        }
        match &problem {
            None => tracing::info!(standby, "reads go to the standby"),
            Some(problem) => tracing::warn!(standby, problem, "reads do not go to the standby"),
        }
        *self = Self {
            at: Instant::now(),
            problem,
            is_first: false,
        };
    }
}

async fn answer<T>(asked: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let answer = timeout(ANSWER_MAX, asked).await;
    answer.unwrap_or_else(|_| Err(Error::no_answer()))
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
            let staleness = standby.fresh().map(|it| it.at.elapsed().as_secs_f64());
            let gauge = ConstGauge::new(staleness.unwrap_or(f64::INFINITY));
            gauge.encode(family.encode_family(&labels)?)?;
        }
        Ok(())
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
