//! The answer of a call with one message, until it is sent.
//!
//! It holds the place of its call, and its memory. A client decides how fast it takes an
//! answer: with a window of zero it takes nothing. So an answer that is not taken in time is
//! dropped, and its stream ends with an error.

use std::{
    collections::VecDeque,
    future::poll_fn,
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http_body::{Body as _, Frame};
use slab::Slab;
use tonic::{Status, body::Body};

use super::{
    places::{Memory, Place},
    status,
};

/// How long a client may take nothing of an answer.
const PAUSE_MAX: Duration = Duration::from_secs(10);

/// How long a client may take for an answer.
const SENDING_MAX: Duration = Duration::from_secs(60);

/// How often answers that were not taken are looked for.
const SWEEP_INTERVAL: Duration = Duration::from_secs(1);

/// What is given to the transport at once. It keeps that much for a client that takes no more.
const PIECE: usize = 16 << 10;

/// A body as a whole.
pub(super) struct Whole {
    frames: VecDeque<Frame<Bytes>>,
    bytes: usize,
}

impl Whole {
    /// Collects the body of an answer with one message. It is there already, so this does not
    /// wait.
    pub async fn of(body: Body) -> Result<Self, Status> {
        let mut body = pin!(body);
        let mut whole = Self {
            frames: VecDeque::with_capacity(2),
            bytes: 0,
        };
        while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
            whole.push(frame?);
        }
        Ok(whole)
    }

    /// Whether it has neither bytes nor trailers.
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// How many bytes it has, without its trailers.
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    fn push(&mut self, frame: Frame<Bytes>) {
        match frame.into_data() {
            Ok(data) => {
                self.bytes += data.len();
                self.frames.push_back(Frame::data(data));
            }
            Err(other) => self.frames.push_back(other),
        }
    }
}

/// Takes the next piece of the frames. It is copied from a longer one, which would otherwise
/// stay in memory until the piece is sent.
fn next_piece(frames: &mut VecDeque<Frame<Bytes>>) -> Option<Frame<Bytes>> {
    let is_long = |data: &&mut Bytes| data.len() > PIECE;
    let long = frames.front_mut().and_then(Frame::data_mut);
    match long.filter(is_long) {
        Some(data) => Some(Frame::data(Bytes::copy_from_slice(&data.split_to(PIECE)))),
        None => frames.pop_front(),
    }
}

/// The answers that are not sent yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers(Arc<Mutex<Slab<Arc<Mutex<Answer>>>>>);

#[derive(Debug)]
struct Answer {
    begun: Instant,
    /// When the transport last took a piece.
    taken: Instant,
    /// `None` once it is sent, or dropped because it was not taken.
    rest: Option<Rest>,
    is_dropped: bool,
}

#[derive(Debug)]
struct Rest {
    frames: VecDeque<Frame<Bytes>>,
    _place: Place,
    _memory: Memory,
}

impl Answers {
    /// A body that holds a place and memory until it is sent.
    pub fn body(&self, whole: Whole, place: Place, memory: Memory) -> Body {
        let now = Instant::now();
        let answer = Arc::new(Mutex::new(Answer {
            begun: now,
            taken: now,
            rest: Some(Rest {
                frames: whole.frames,
                _place: place,
                _memory: memory,
            }),
            is_dropped: false,
        }));
        let key = locked(&self.0).insert(answer.clone());
        Body::new(Sending {
            answers: self.clone(),
            key,
            answer,
        })
    }

    /// Drops answers that are not taken, again and again.
    pub async fn sweep(&self) {
        loop {
            tokio::time::sleep(SWEEP_INTERVAL).await;
            let late = self.drop_late(Instant::now());
            if late > 0 {
                tracing::warn!(late, "clients did not take answers, which were dropped");
            }
        }
    }

    /// Drops the answers that are late. Returns how many there were.
    fn drop_late(&self, now: Instant) -> usize {
        let all = locked(&self.0);
        let late = all.iter().filter(|(_, answer)| {
            let mut answer = locked(answer);
            let is_late = now.saturating_duration_since(answer.taken) > PAUSE_MAX
                || now.saturating_duration_since(answer.begun) > SENDING_MAX;
            let is_dropped = is_late && answer.rest.take().is_some();
            answer.is_dropped |= is_dropped;
            is_dropped
        });
        late.count()
    }
}

/// The body of an answer that is being sent.
struct Sending {
    answers: Answers,
    key: usize,
    answer: Arc<Mutex<Answer>>,
}

impl Drop for Sending {
    fn drop(&mut self) {
        locked(&self.answers.0).remove(self.key);
    }
}

impl http_body::Body for Sending {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let mut answer = locked(&self.answer);
        answer.taken = Instant::now();
        if answer.is_dropped {
            return Poll::Ready(Some(Err(status::deadline_exceeded())));
        }
        let Some(rest) = &mut answer.rest else {
            return Poll::Ready(None);
        };
        let frame = next_piece(&mut rest.frames);
        if rest.frames.is_empty() {
            answer.rest = None;
        }
        Poll::Ready(frame.map(Ok))
    }

    fn is_end_stream(&self) -> bool {
        let answer = locked(&self.answer);
        answer.rest.is_none() && !answer.is_dropped
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
