//! Starts watches: an optional snapshot, then the log from a position on, as long as
//! somebody reads.
//!
//! A watch reads by itself what is between its position and the feed, and then takes the
//! batches of the feed. It waits for its reader for a limited time, so a slow reader delays
//! nobody and keeps at most one full buffer.

use std::sync::Arc;

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot},
    time::Instant,
};

use super::{
    answer::{Answer, End, Start, WatchPoint, Watched},
    follower::{BUFFER_PERMITS, Follower, require_followable},
};
use crate::{
    app::{App, Error},
    domain::resource::Kind,
    telemetry::span::with_current,
};

/// The maximum number of answers that wait for the reader of a watch.
const ANSWERS_MAX: usize = 64;

/// A watch, for its reader.
#[derive(Debug)]
pub struct Watch {
    /// The answers, until the watch ends.
    pub answers: mpsc::Receiver<Answer>,
    /// The reason for the end.
    pub end: oneshot::Receiver<End>,
    /// The permit to watch, if it is for a client. It is held as long as answers may wait in the
    /// buffer.
    pub permit: Option<OwnedSemaphorePermit>,
}

impl App {
    /// Starts a watch for a client.
    pub async fn watch(&self, watched: Watched) -> Result<Watch, Error> {
        let permit = self.feed.watch_permit()?;
        self.start_watch(watched, Some(permit)).await
    }

    /// Starts a watch for the search index, which no number of clients can keep out.
    pub(crate) async fn watch_for_index(&self, watched: Watched) -> Result<Watch, Error> {
        self.start_watch(watched, None).await
    }

    async fn start_watch(
        &self,
        watched: Watched,
        permit: Option<OwnedSemaphorePermit>,
    ) -> Result<Watch, Error> {
        let mut reader = self.store.reader().await?;
        let point = match watched.start {
            Start::Now => WatchPoint::Log(reader.log_end().await?),
            Start::Snapshot => WatchPoint::Snapshot {
                at: reader.log_end().await?,
                kind: Kind::ALL[0],
                after: None,
            },
            Start::From(point) => {
                require_followable(&mut reader, point.position()).await?;
                point
            }
        };
        drop(reader);
        let (sender, answers) = mpsc::channel(ANSWERS_MAX);
        let (ended, end) = oneshot::channel();
        let follower = Follower {
            app: self.clone(),
            watched,
            sender,
            buffer: Arc::new(Semaphore::new(BUFFER_PERMITS as usize)),
            point,
            sent: point,
            heartbeat_due: Instant::now(),
            page: None,
        };
        tokio::spawn(with_current(async move {
            if let Some(why) = follower.run().await {
                // The reader may have disconnected.
                let _ = ended.send(why);
            }
        }));
        Ok(Watch {
            answers,
            end,
            permit,
        })
    }

    /// Ends all watches, because the server is shutting down.
    pub fn end_watches(&self) {
        self.feed.end();
    }

    /// The number of bytes of answers that wait for the readers of all watches.
    pub fn watch_bytes(&self) -> usize {
        self.feed.waiting_bytes()
    }
}
