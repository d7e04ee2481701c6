//! Turns: long work of calls runs on few threads of its own, a turn at a time, so that it keeps
//! no thread from serving other calls.
//!
//! A call is a future. While its work is long, the future is polled on the threads for blocking
//! work, with one of a bounded number of permits for each poll. While it waits for the database
//! it has no permit. Loops of long work ask [`pause`] between two items: that ends a turn which
//! took its time, so that calls with long work go on side by side, and ends the work when nobody
//! waits for it any more.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread::available_parallelism,
    time::{Duration, Instant},
};

use tokio::{
    sync::{Notify, Semaphore},
    task::{spawn_blocking, yield_now},
};

use super::{
    Error,
    held_text::{HeldText, TextBudget},
};
use crate::{domain::value::Stop, telemetry::span::with_current};

/// From this size on, in bytes of messages or of text to search, work is long: it can take more
/// than about a millisecond.
pub const LONG_BYTES: usize = 16 << 10;

/// How long a turn takes before it ends at the next pause.
const TURN: Duration = Duration::from_millis(2);

/// How far the threads for long work that a caller waits for stand back behind those that serve other
/// calls, as niceness from 0 to 19.
const LONG_WORK: i32 = 10;

/// How far the threads stand back whose work no caller waits for.
pub(super) const BACKGROUND: i32 = 19;

tokio::task_local! {
    static WORK: Arc<Work>;
}

/// The permits for long work, and the texts that it may hold.
#[derive(Clone, Debug)]
pub struct Turns {
    permits: Arc<Semaphore>,
    texts: TextBudget,
}

/// Work that a call does, as its future and who polls it see it.
#[derive(Debug)]
struct Work {
    is_long: AtomicBool,
    /// When the current turn began.
    began: Mutex<Instant>,
    stop: Stop,
    texts: TextBudget,
}

type Polled<T> = Pin<Box<dyn Future<Output = T> + Send>>;

impl Turns {
    /// As many as there are cores. Their threads stand back behind those that serve calls.
    pub(super) fn new() -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        Self::with(cores)
    }

    fn with(permits: usize) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(permits)),
            texts: TextBudget::default(),
        }
    }

    /// Does what the caller of this waits for: in turns if this many bytes are long work, and
    /// else at once. The work stops when the returned future is dropped.
    pub async fn work<T: Send + 'static>(
        &self,
        bytes: usize,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Error> {
        if bytes < LONG_BYTES {
            return Ok(work.await);
        }
        let stop = Stop::default();
        let _waiting = stop.on_drop();
        self.run(bytes, stop, work).await
    }

    /// Does work, in turns while it is long. It is if it concerns this many bytes, and where it
    /// says so by [`long`].
    pub(super) async fn run<T: Send + 'static>(
        &self,
        bytes: usize,
        stop: Stop,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Error> {
        let state = Arc::new(Work {
            is_long: AtomicBool::new(bytes >= LONG_BYTES),
            began: Mutex::new(Instant::now()),
            stop,
            texts: self.texts.clone(),
        });
        let mut work: Polled<T> = Box::pin(WORK.scope(state.clone(), with_current(work)));
        loop {
            if !state.is_long()
                && let Some(done) = poll_here(&state, &mut work).await
            {
                return Ok(done);
            }
            let woken = Arc::new(Woken::default());
            match self.turn(&state, work, woken.clone()).await? {
                (_, Poll::Ready(done)) => return Ok(done),
                (same, Poll::Pending) => work = same,
            }
            if state.is_long() {
                woken.0.notified().await;
            }
        }
    }

    /// Polls the work once, with a permit.
    async fn turn<T: Send + 'static>(
        &self,
        state: &Arc<Work>,
        mut work: Polled<T>,
        woken: Arc<Woken>,
    ) -> Result<(Polled<T>, Poll<T>), Error> {
        let permit = self.permits.clone().acquire_owned().await;
        let permit = permit.map_err(|error| Error::Internal(Box::new(error)))?;
        let state = state.clone();
        let polling = spawn_blocking(move || {
            yield_to_others(LONG_WORK);
            state.begin();
            let waker = Waker::from(woken);
            let polled = work.as_mut().poll(&mut Context::from_waker(&waker));
            drop(permit);
            (work, polled)
        });
        let polled = polling.await;
        polled.map_err(|error| Error::Internal(Box::new(error)))
    }
}

/// Lets the kernel prefer all other threads to this one, and those that it starts, by a niceness. They do
/// nothing but long work and waiting for files. If the kernel refuses, the work is done with its usual
/// priority.
pub(super) fn yield_to_others(niceness: i32) {
    // Elsewhere, this would be the priority of the whole process.
    if cfg!(target_os = "linux") {
        let _ = rustix::process::setpriority_process(None, niceness);
    }
}

/// Polls the work in this task until it is done, or `None` once it is long.
async fn poll_here<T>(state: &Work, work: &mut Polled<T>) -> Option<T> {
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if state.is_long() => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    })
    .await
}

impl Work {
    fn is_long(&self) -> bool {
        self.is_long.load(Ordering::Relaxed)
    }

    fn begin(&self) {
        *self.began.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn require_wanted(&self) -> Result<(), Error> {
        match self.stop.is_set() {
            true => Err(Error::DeadlineExceeded),
            false => Ok(()),
        }
    }

    fn is_turn_over(&self) -> bool {
        let began = *self.began.lock().unwrap_or_else(PoisonError::into_inner);
        self.is_long() && began.elapsed() >= TURN
    }
}

/// Remembers that the work can go on.
#[derive(Default)]
struct Woken(Notify);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.notify_one();
    }
}

/// The work is long until this is dropped.
#[derive(Debug)]
#[must_use]
pub(crate) struct Long(Option<Arc<Work>>);

impl Drop for Long {
    fn drop(&mut self) {
        if let Some(work) = &self.0 {
            work.is_long.store(false, Ordering::Relaxed);
        }
    }
}

/// Says that what follows is long work if it concerns this many bytes.
pub(super) async fn long(bytes: usize) -> Long {
    let work = WORK.try_with(Arc::clone).ok();
    let work = work.filter(|it| bytes >= LONG_BYTES && !it.is_long());
    if let Some(work) = &work {
        work.is_long.store(true, Ordering::Relaxed);
        yield_now().await;
    }
    Long(work)
}

/// Between two items of long work: lets others have a turn, and fails if nobody waits for the
/// result any more.
pub async fn pause() -> Result<(), Error> {
    let Ok(work) = WORK.try_with(Arc::clone) else {
        return Ok(());
    };
    work.require_wanted()?;
    if work.is_turn_over() {
        yield_now().await;
        work.require_wanted()?;
    }
    Ok(())
}

/// Counts a text of so many bytes that the current call searches for words, until what is returned
/// is dropped. Fails if all calls together hold too much.
pub(super) fn hold_text(bytes: usize) -> Result<HeldText, Error> {
    match WORK.try_with(|work| work.texts.hold(bytes)) {
        Ok(held) => held,
        Err(_) => Ok(HeldText::default()),
    }
}

/// Says inside of an item whether nobody waits for the result any more. What was done of the item
/// must be dropped then, as [`pause`] says afterwards.
pub fn stop() -> Stop {
    WORK.try_with(|work| work.stop.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
