//! The search index as calls see it: the newest state, and the position in the log that it
//! reflects.

use std::{
    sync::{Arc, Mutex, MutexGuard, Once, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use tokio::{sync::watch, time::timeout};

use super::encoding;
use crate::{
    app::Error,
    index::{
        claims::Snapshot,
        embeddings::{Embeddings, EncodeError, Meaning},
    },
    store::log::Position,
};

/// A call waits at most this long for the index to reach a position.
const WAIT_MAX: Duration = Duration::from_secs(5);

/// What the index holds after a commit of the log.
#[derive(Clone)]
pub struct Indexed {
    /// What can be searched.
    pub snapshot: Arc<Snapshot>,
    /// Everything that was committed up to here is in it.
    pub position: Position,
}

impl Indexed {
    /// Whether everything up to a position is in it. Positions of one epoch have one tag.
    fn reflects(&self, position: Position) -> bool {
        let is_later = self.position.epoch > position.epoch;
        is_later || self.position.tag == position.tag && self.position >= position
    }
}

/// How the index is.
#[derive(Clone)]
enum State {
    /// This server keeps none.
    Off,
    /// It is being built, or catches up with the log.
    Building,
    /// It can be searched.
    Ready(Indexed),
}

/// How many claims an index has.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    /// Those that can be found.
    pub claims: u64,
    /// Those whose statements are encoded.
    pub encoded: usize,
    /// Those whose statements wait for that.
    pub waiting: usize,
}

/// The newest state of the index.
pub struct SearchIndex {
    state: watch::Sender<State>,
    /// The embeddings of the claims in it, if there is an encoder.
    embeddings: OnceLock<Arc<Embeddings>>,
    /// The first failure of the encoder.
    failure: Once,
    /// Since when something cannot be found that can be read.
    behind_since: Mutex<Option<Instant>>,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SearchIndex")
            .field("is_ready", &self.is_ready())
            .finish_non_exhaustive()
    }
}

impl SearchIndex {
    pub(crate) fn new() -> Self {
        Self {
            state: watch::Sender::new(State::Off),
            embeddings: OnceLock::new(),
            failure: Once::new(),
            behind_since: Mutex::default(),
        }
    }

    /// From now on, texts are compared with claims also by what they mean. The embeddings for that
    /// are made in the background.
    pub(super) fn compare_meanings(&self, embeddings: &Arc<Embeddings>) {
        self.embeddings.get_or_init(|| {
            encoding::start(embeddings);
            Arc::clone(embeddings)
        });
    }

    /// What a text means. `None` without an encoder, or if it fails, of which only the first time is
    /// logged.
    pub(super) fn meaning(&self, text: &str) -> Option<Meaning> {
        let meaning = self.embeddings.get()?.meaning(text);
        let failed = |error: &EncodeError| {
            let warn = || tracing::warn!(%error, "a text was matched without the encoder");
            self.failure.call_once(warn);
        };
        meaning.inspect_err(failed).ok()
    }

    /// Whether this server keeps none.
    pub fn is_off(&self) -> bool {
        matches!(*self.state.borrow(), State::Off)
    }

    /// Whether it can be searched.
    pub fn is_ready(&self) -> bool {
        matches!(*self.state.borrow(), State::Ready(_))
    }

    /// The newest state, once it reflects a position.
    pub(crate) async fn at_least(&self, position: Option<Position>) -> Result<Indexed, Error> {
        let mut state = self.state.subscribe();
        let has_reached = |state: &State| match state {
            State::Ready(it) => position.is_none_or(|position| it.reflects(position)),
            State::Off | State::Building => true,
        };
        let reached = timeout(WAIT_MAX, state.wait_for(has_reached)).await;
        let reached = reached.map_err(|_| Error::IndexBehind)?;
        let reached = reached.map_err(|error| Error::Internal(Box::new(error)))?;
        match &*reached {
            State::Ready(indexed) => Ok(indexed.clone()),
            State::Building => Err(Error::IndexNotReady),
            State::Off => Err(Error::SearchOff),
        }
    }

    /// Hands out another state.
    pub(super) fn publish(&self, indexed: Indexed) {
        self.state.send_replace(State::Ready(indexed));
        *self.behind_since() = None;
    }

    /// Hands out nothing, because the index is being built.
    pub fn withdraw(&self) {
        self.state.send_replace(State::Building);
        self.fall_behind();
    }

    /// Something was read that cannot be found yet.
    pub(super) fn fall_behind(&self) {
        self.behind_since().get_or_insert_with(Instant::now);
    }

    /// How long the oldest change that was read cannot be found yet, or the index cannot be used.
    pub fn lag(&self) -> Duration {
        self.behind_since()
            .map_or(Duration::ZERO, |it| it.elapsed())
    }

    /// How many claims it has, how many of them are encoded, and how many wait for that.
    pub fn counts(&self) -> Counts {
        let claims = match &*self.state.borrow() {
            State::Ready(indexed) => indexed.snapshot.claims(),
            State::Building | State::Off => 0,
        };
        let progress = self.embeddings.get().map(|it| it.progress());
        Counts {
            claims,
            encoded: progress.map_or(0, |it| it.made),
            waiting: progress.map_or(0, |it| it.waiting),
        }
    }

    fn behind_since(&self) -> MutexGuard<'_, Option<Instant>> {
        let locked = self.behind_since.lock();
        locked.unwrap_or_else(PoisonError::into_inner)
    }
}
