//! Encodes the statements of claims in a thread of its own, which stands back behind all others.

use std::{
    sync::{Arc, Weak},
    thread,
    time::{Duration, Instant},
};

use crate::{
    app::turns::{BACKGROUND, yield_to_others},
    index::embeddings::{Embeddings, EncodeError, Progress},
};

/// The pause when all claims have embeddings.
const IDLE_PAUSE: Duration = Duration::from_millis(100);

/// The time between two lines of the log that say how far it is.
const SAID_EVERY: Duration = Duration::from_secs(30);

/// Where so many statements wait, the log says how far it is.
const MANY: usize = 100;

/// Starts to encode. It ends when nobody else has the embeddings any more.
pub(super) fn start(embeddings: &Arc<Embeddings>) {
    let Progress { made, waiting } = embeddings.progress();
    tracing::info!(made, waiting, "texts are matched by their meaning, too");
    let embeddings = Arc::downgrade(embeddings);
    let thread = thread::Builder::new().name("search-encoder".to_owned());
    let started = thread.spawn(move || {
        yield_to_others(BACKGROUND);
        encode(&embeddings);
    });
    if let Err(error) = started {
        tracing::error!(%error, "statements are not encoded: no thread could be started");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "it sleeps in a thread of its own"
)]
fn encode(embeddings: &Weak<Embeddings>) {
    let Some(encoder) = embeddings.upgrade().map(|it| it.encoder().with_threads(1)) else {
        return;
    };
    let mut said = Saying::default();
    while let Some(embeddings) = embeddings.upgrade() {
        let began = Instant::now();
        let is_idle = match embeddings.make_one(&encoder) {
            Ok(made) => !made,
            Err(error) => {
                said.failed(error);
                false
            }
        };
        said.made(&embeddings, is_idle);
        drop(embeddings);
        // As much of a core is left to others as it takes.
        thread::sleep(if is_idle { IDLE_PAUSE } else { began.elapsed() });
    }
}

/// What is said in the log.
#[derive(Default)]
struct Saying {
    /// When it was said last, while many are made.
    last: Option<Instant>,
    has_failed: bool,
}

impl Saying {
    fn made(&mut self, embeddings: &Embeddings, is_idle: bool) {
        let progress = || embeddings.progress();
        match self.last {
            None if !is_idle && progress().waiting >= MANY => {
                let waiting = progress().waiting;
                tracing::info!(waiting, "encoding statements");
                self.last = Some(Instant::now());
            }
            Some(_) if is_idle => {
                let made = progress().made;
                tracing::info!(made, "all statements are encoded");
                self.last = None;
            }
            Some(last) if last.elapsed() >= SAID_EVERY => {
                let (made, waiting) = (progress().made, progress().waiting);
                tracing::info!(made, waiting, "encoding statements");
                self.last = Some(Instant::now());
            }
            _ => {}
        }
    }

    /// Says only the first failure: the next one is likely the same.
    fn failed(&mut self, error: EncodeError) {
        if !self.has_failed {
            tracing::warn!(%error, "a statement has no embedding");
            self.has_failed = true;
        }
    }
}
