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
use uuid::Uuid;

use super::follower::{Follower, PIECES_MAX, Room, require_reached};
use crate::{
    app::{App, Error, read::change::FilteredChange},
    domain::resource::name::Kind,
    store::{
        self,
        log::{change::ChangeFilter, position::Position},
        read::load::View,
    },
};

/// Answers of at most this many bytes wait for the reader of a watch, unless one alone
/// has more.
pub const WAITING_BYTES_MAX: usize = 2 << 20;

/// And at most this many answers.
const ANSWERS_MAX: usize = 64;

/// What is watched.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Which changes.
    pub filter: ChangeFilter,
    /// How much of articles.
    pub view: View,
    /// Whether it is told what was before.
    pub include_before: bool,
    /// Where it begins.
    pub start: Start,
}

/// Where a watch begins.
#[derive(Clone, Copy, Debug)]
pub enum Start {
    /// With what is committed from now on.
    Now,
    /// With what there is now.
    Snapshot,
    /// Where another one ended.
    WatchPoint(WatchPoint),
}

/// How far a watch has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchPoint {
    /// Everything up to there was answered.
    Behind(Position),
    /// The snapshot was, up to a resource.
    Snapshot {
        /// As of where it is.
        at: Position,
        /// The kind that it has come to.
        kind: Kind,
        /// The last id of that.
        after: Option<Uuid>,
    },
}

impl WatchPoint {
    pub(super) const fn position(self) -> Position {
        match self {
            Self::Behind(position) => position,
            Self::Snapshot { at, .. } => at,
        }
    }
}

/// Part of a commit or of the snapshot, or a sign of life.
#[derive(Debug)]
pub struct Answer {
    /// Changes of one commit, or the last changes of resources.
    pub changes: Vec<FilteredChange>,
    /// Up to where everything was answered.
    pub point: WatchPoint,
    /// Whether more of the same commit follows.
    pub continues: bool,
    /// Whether it is of the snapshot.
    pub is_snapshot: bool,
    /// Its room in the buffer, until it is sent.
    pub(super) _room: Room,
}

/// Why a watch ended.
#[derive(Debug)]
pub enum End {
    /// The server ends; everything up to here was answered.
    Server(WatchPoint),
    /// It was not read fast enough; everything up to here was answered.
    TooSlow(WatchPoint),
    /// Something failed.
    Failed(Error),
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<store::Error> for End {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

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
        let permit = self.feed.permit()?;
        let mut reader = self.store.reader().await?;
        let point = match watched.start {
            Start::Now => WatchPoint::Behind(reader.log_end().await?),
            Start::Snapshot => WatchPoint::Snapshot {
                at: reader.log_end().await?,
                kind: Kind::ALL[0],
                after: None,
            },
            Start::WatchPoint(point) => {
                require_reached(&mut reader, point.position()).await?;
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
            pieces: Arc::new(Semaphore::new(PIECES_MAX)),
            point,
            filtered: point,
            due: Instant::now(),
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
        self.feed.held()
    }
}
