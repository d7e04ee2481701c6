//! The open connections, and which of them is closed to make room for another one.

use std::{
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use atomic_waker::AtomicWaker;

use crate::api::call::places::Share;

/// How long a connection has no call before it may be closed to make room.
const IDLE_MIN: Duration = Duration::from_secs(10);

/// The same for a connection that never had a call.
const SILENT_MIN: Duration = Duration::from_secs(1);

/// Whether a connection is asked to close. Its reader sees that it has ended.
#[derive(Clone, Debug, Default)]
pub(super) struct Closing(Arc<Asked>);

#[derive(Debug, Default)]
struct Asked {
    is_asked: AtomicBool,
    reader: AtomicWaker,
}

impl Closing {
    /// Waits until it is asked.
    pub fn poll_asked(&self, context: &Context<'_>) -> Poll<()> {
        match self.is_asked(context) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }

    /// Whether it is asked; otherwise the reader is woken once it is.
    pub fn is_asked(&self, context: &Context<'_>) -> bool {
        self.0.reader.register(context.waker());
        self.0.is_asked.load(Ordering::Acquire)
    }
}

/// The connections that are open.
#[derive(Debug, Default)]
pub(super) struct Open {
    all: Vec<(Share, Weak<Asked>)>,
    /// How many there were when those that have ended were removed.
    kept: usize,
}

impl Open {
    /// Adds a connection.
    pub fn add(&mut self, share: &Share, closing: &Closing) {
        // Each connection is looked at a few times at most, however many come and go.
        if self.all.len() > 2 * self.kept {
            self.all.retain(|(_, asked)| asked.strong_count() > 0);
            self.kept = self.all.len().max(1);
        }
        self.all.push((share.clone(), Arc::downgrade(&closing.0)));
    }

    /// Closes the connection that has had no call for longest, if that is long enough. One that
    /// never had a call comes first.
    pub fn close_idle(&mut self) {
        let open = self.all.iter().filter_map(|(share, asked)| {
            let asked = asked.upgrade()?;
            let is_open = !asked.is_asked.load(Ordering::Relaxed);
            let is_silent = !share.had_call();
            let long = if is_silent { SILENT_MIN } else { IDLE_MIN };
            let idle = share.idle().filter(|it| is_open && *it >= long)?;
            Some(((is_silent, idle), asked))
        });
        if let Some((_, asked)) = open.max_by_key(|(order, _)| *order) {
            asked.is_asked.store(true, Ordering::Release);
            asked.reader.wake();
        }
    }
}
