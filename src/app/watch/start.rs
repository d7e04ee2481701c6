//! Watches: the log from a position on, for as long as somebody reads, after a snapshot
//! where that is asked for.
//!
//! A watch reads for itself what lies between its position and the feed, and then takes
//! what the feed hands out. It never waits for its reader longer than a bound, so a slow
//! one holds up nobody, and holds no more than its buffer.

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
    domain::resource::name::Kind,
};

/// The most answers that wait for the reader of a watch.
const ANSWERS_MAX: usize = 64;

/// A watch as its reader has it.
#[derive(Debug)]
pub struct Watch {
    /// The answers, until it ends.
    pub answers: mpsc::Receiver<Answer>,
    /// Then, why.
    pub end: oneshot::Receiver<End>,
    /// Its place among all watches, which it has for as long as answers may wait in it.
    pub permit: OwnedSemaphorePermit,
}

impl App {
    /// Begins a watch.
    pub async fn watch(&self, watched: Watched) -> Result<Watch, Error> {
        let permit = self.feed.watch_permit()?;
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
            buffer: Arc::new(Semaphore::new(BUFFER_PERMITS)),
            point,
            sent: point,
            heartbeat_due: Instant::now(),
        };
        tokio::spawn(async move {
            if let Some(why) = follower.run().await {
                // Nobody may be there to hear it.
                let _ = ended.send(why);
            }
        });
        Ok(Watch {
            answers,
            end,
            permit,
        })
    }

    /// Ends all watches: the server does.
    pub fn end_watches(&self) {
        self.feed.end();
    }

    /// How many bytes of answers wait for the readers of all watches.
    pub fn watch_bytes(&self) -> usize {
        self.feed.waiting_bytes()
    }
}
