//! A stream of answers that can be ended from outside, also while its client takes nothing.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::task::JoinHandle;
use tonic::{Status, body::Body};

/// A stream of answers, until something ends it.
pub(super) struct Held {
    state: Arc<Mutex<State>>,
    ending: JoinHandle<()>,
}

enum State {
    /// It goes on. Whoever reads it is woken when it ends.
    Open(Body, Option<Waker>),
    /// It has ended, which its client is still to be told.
    Ended(Box<Status>),
    /// Its client was told.
    Told,
}

impl Held {
    /// A stream that ends with the error that a future brings. What makes its answers is dropped
    /// then.
    pub fn new(body: Body, end: impl Future<Output = Status> + Send + 'static) -> Self {
        let state = Arc::new(Mutex::new(State::Open(body, None)));
        let ended = state.clone();
        let ending = tokio::spawn(async move {
            let status = Box::new(end.await);
            let before = std::mem::replace(&mut *lock(&ended), State::Ended(status));
            if let State::Open(_, Some(waker)) = before {
                waker.wake();
            }
        });
        Self { state, ending }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.ending.abort();
    }
}

impl http_body::Body for Held {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let mut state = lock(&self.state);
        match &mut *state {
            State::Open(body, waker) => {
                *waker = Some(context.waker().clone());
                Pin::new(body).poll_frame(context)
            }
            State::Ended(status) => {
                let trailers = status.clone().into_http::<Body>().into_parts().0.headers;
                *state = State::Told;
                Poll::Ready(Some(Ok(Frame::trailers(trailers))))
            }
            State::Told => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &*lock(&self.state) {
            State::Open(body, _) => body.is_end_stream(),
            State::Ended(_) => false,
            State::Told => true,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &*lock(&self.state) {
            State::Open(body, _) => body.size_hint(),
            State::Ended(_) | State::Told => SizeHint::default(),
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
