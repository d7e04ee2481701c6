//! The answer of a call, until it is sent.
//!
//! An answer with one message holds the place of its call, and its memory. One that is a stream
//! holds what its method has read for it. A client decides how fast it takes an answer: with a
//! window of zero it takes nothing. So an answer that is not taken in time is dropped, and its
//! stream ends with an error.

use std::{
    collections::VecDeque,
    future::poll_fn,
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body as _, Frame};
use slab::Slab;
use tonic::{Status, body::Body};

use super::{
    places::{Memory, OpenStream, Place},
    status,
};

/// How long a client may take nothing of an answer with one message.
const PAUSE_MAX: Duration = Duration::from_secs(10);

/// How long a client may take for an answer with one message, or for a message of a stream.
const SENDING_MAX: Duration = Duration::from_secs(60);

/// How often answers that were not taken are looked for.
const SWEEP_INTERVAL: Duration = Duration::from_secs(1);

/// Of a message of a stream that is dropped, this much stays to be sent: as much as an answer of a
/// watch has, so that its client sees a status.
const LEFT_MAX: usize = 96 << 10;

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
    /// How long its client may take nothing.
    pause_max: Duration,
    /// When it was begun, or the message of the stream that is being sent.
    begun: Instant,
    /// When the transport last took a piece. `None` while it waits for one.
    taken: Option<Instant>,
    frames: VecDeque<Frame<Bytes>>,
    /// `None` once it is sent, or dropped because it was not taken.
    rest: Option<Rest>,
    is_dropped: bool,
    /// Whether a message was dropped before all of it was sent.
    is_cut: bool,
    /// Whether the status of what was dropped was sent.
    is_ended: bool,
}

/// What an answer holds until it is sent.
#[derive(Debug)]
enum Rest {
    Message {
        _place: Place,
        _memory: Memory,
    },
    Stream {
        body: Body,
        _open: Option<OpenStream>,
    },
}

impl Answers {
    /// A body with one message, which holds a place and memory until it is sent.
    pub fn message(&self, whole: Whole, place: Place, memory: Memory) -> Body {
        let rest = Rest::Message {
            _place: place,
            _memory: memory,
        };
        self.body(whole.frames, rest, PAUSE_MAX)
    }

    /// A body that is a stream. Its client may take nothing for this long while there is
    /// something to take. The connection has the stream until it has ended.
    pub fn stream(&self, body: Body, pause_max: Duration, open: Option<OpenStream>) -> Body {
        let rest = Rest::Stream { body, _open: open };
        self.body(VecDeque::new(), rest, pause_max)
    }

    fn body(&self, frames: VecDeque<Frame<Bytes>>, rest: Rest, pause_max: Duration) -> Body {
        let now = Instant::now();
        let answer = Arc::new(Mutex::new(Answer {
            pause_max,
            begun: now,
            taken: Some(now),
            frames,
            rest: Some(rest),
            is_dropped: false,
            is_cut: false,
            is_ended: false,
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
        let late: Vec<Rest> = {
            let all = locked(&self.0);
            let late = all.iter();
            late.filter_map(|(_, answer)| locked(answer).take_if_late(now))
                .collect()
        };
        // Dropped only here, where nothing is locked.
        late.len()
    }
}

impl Answer {
    /// Takes out what an answer holds if it is late.
    fn take_if_late(&mut self, now: Instant) -> Option<Rest> {
        let taken = self.taken?;
        let is_late = now.saturating_duration_since(taken) > self.pause_max
            || now.saturating_duration_since(self.begun) > self.pause_max.max(SENDING_MAX);
        let rest = is_late.then(|| self.rest.take()).flatten()?;
        let left = self.frames.iter().filter_map(Frame::data_ref);
        let left: usize = left.map(Bytes::len).sum();
        if matches!(rest, Rest::Message { .. }) || left > LEFT_MAX {
            self.frames.clear();
            self.is_cut = true;
        }
        self.is_dropped = true;
        Some(rest)
    }

    /// What ends an answer that was dropped: an error of the stream if a message was cut, else the
    /// trailers of a status, once.
    fn end_of_dropped(&mut self) -> Option<Result<Frame<Bytes>, Status>> {
        let status = status::not_taken();
        if self.is_cut {
            return Some(Err(status));
        }
        if std::mem::replace(&mut self.is_ended, true) {
            return None;
        }
        let mut trailers = HeaderMap::new();
        Some(match status.add_header(&mut trailers) {
            Ok(()) => Ok(Frame::trailers(trailers)),
            Err(status) => Err(status),
        })
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let now = Instant::now();
        self.taken = Some(now);
        if self.is_dropped && self.frames.is_empty() {
            return Poll::Ready(self.end_of_dropped());
        }
        if self.frames.is_empty()
            && let Some(Rest::Stream { body, .. }) = &mut self.rest
        {
            match Pin::new(body).poll_frame(context) {
                Poll::Pending => {
                    self.taken = None;
                    return Poll::Pending;
                }
                Poll::Ready(Some(Ok(frame))) => self.frames.push_back(frame),
                Poll::Ready(other) => {
                    self.rest = None;
                    return Poll::Ready(other);
                }
            }
            self.begun = now;
        }
        let frame = next_piece(&mut self.frames);
        if self.frames.is_empty() && matches!(self.rest, Some(Rest::Message { .. })) {
            self.rest = None;
        }
        Poll::Ready(frame.map(Ok))
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
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        locked(&self.answer).poll(context)
    }

    fn is_end_stream(&self) -> bool {
        let answer = locked(&self.answer);
        answer.rest.is_none() && answer.frames.is_empty() && (!answer.is_dropped || answer.is_ended)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;
    use tokio::sync::mpsc;
    use tokio_stream::{StreamExt as _, wrappers::ReceiverStream};

    use super::*;
    use crate::api::call::places::Share;

    const PAUSE: Duration = Duration::from_secs(15);

    /// A stream of messages, which ends with its sender.
    fn stream(answers: &Answers) -> (mpsc::Sender<&'static [u8]>, Body) {
        stream_on(answers, None)
    }

    fn stream_on(
        answers: &Answers,
        open: Option<OpenStream>,
    ) -> (mpsc::Sender<&'static [u8]>, Body) {
        let (sender, messages) = mpsc::channel(8);
        let frames = ReceiverStream::new(messages)
            .map(|message| Ok::<_, Status>(Frame::data(Bytes::from_static(message))));
        let body = Body::new(http_body_util::StreamBody::new(frames));
        (sender, answers.stream(body, PAUSE, open))
    }

    #[tokio::test]
    async fn a_connection_has_a_stream_until_it_has_ended_or_is_dropped() {
        let (answers, share) = (Answers::default(), Share::of(100));
        let (sender, mut body) = stream_on(&answers, Some(share.open_stream()));
        sender.send(b"first").await.unwrap();
        body.frame().await.unwrap().unwrap();
        assert_eq!(share.idle(), None);
        drop(sender);
        assert!(body.frame().await.is_none());
        assert!(share.idle().is_some());

        let (_sender, body) = stream_on(&answers, Some(share.open_stream()));
        assert_eq!(share.idle(), None);
        drop(body);
        assert!(share.idle().is_some());
    }

    #[tokio::test]
    async fn a_stream_is_dropped_when_it_is_not_taken_and_not_while_it_has_nothing() {
        let answers = Answers::default();
        let (sender, mut body) = stream(&answers);
        let late = || Instant::now() + 2 * PAUSE;
        let waiting = tokio::time::timeout(Duration::from_millis(10), body.frame()).await;
        assert!(waiting.is_err(), "nothing was sent");
        assert_eq!(answers.drop_late(late()), 0);
        sender.send(b"first").await.unwrap();
        sender.send(b"second").await.unwrap();
        let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(first, "first");
        assert_eq!(answers.drop_late(Instant::now()), 0);
        assert_eq!(answers.drop_late(late()), 1);
        assert!(sender.is_closed(), "its method was not told");
        let trailers = body.frame().await.unwrap().unwrap().into_trailers();
        assert_eq!(trailers.unwrap()["grpc-status"], "4");
        assert!(body.frame().await.is_none());
    }

    #[tokio::test]
    async fn a_message_of_a_stream_is_taken_in_pieces_and_in_time() {
        const LONG: &[u8] = &[7; 2 * PIECE + 1];
        let answers = Answers::default();
        let (sender, mut body) = stream(&answers);
        sender.send(LONG).await.unwrap();
        drop(sender);
        let mut pieces = Vec::new();
        while let Some(frame) = body.frame().await {
            pieces.push(frame.unwrap().into_data().unwrap().len());
        }
        assert_eq!(pieces, [PIECE, PIECE, 1]);
        assert!(body.is_end_stream());
        assert_eq!(answers.drop_late(Instant::now() + 2 * PAUSE), 0);
    }
}
