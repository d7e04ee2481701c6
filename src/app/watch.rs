//! Watches: the log from a position on, for as long as somebody reads.
//!
//! A watch reads for itself what lies between its position and the feed, and then takes
//! what the feed hands out. It never waits for its reader longer than a bound, so a slow
//! one holds up nobody, and holds no more than its buffer.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, broadcast::error::RecvError, mpsc, oneshot},
    time::{Instant, sleep_until, timeout},
};

use super::{
    App, Error,
    feed::{Batch, in_time},
};
use crate::store::{
    change::{ChangeFilter, ChangeOrder, ChangePage, ChangeRow, Position},
    feed::Reached,
    load::View,
};

/// An answer holds at most this many bytes, unless its one change has more.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// Answers that wait for their reader.
const ANSWERS_MAX: usize = 4;

/// A reader that takes none for this long is cut off.
const READ_TIMEOUT: Duration = Duration::from_secs(5);

/// Where nothing is to be answered, how far the log was looked through is said this
/// often.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(10);

/// Changes read at once.
const PAGE: i64 = 500;

/// What is watched.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Which changes.
    pub filter: ChangeFilter,
    /// How much of articles.
    pub view: View,
    /// Behind which position; what is committed from now on, where there is none.
    pub after: Option<Position>,
}

/// Part of a commit, or a sign of life.
#[derive(Debug)]
pub struct Answer {
    /// Changes of one commit.
    pub changes: Vec<ChangeRow>,
    /// Up to where everything was answered.
    pub position: Position,
    /// Whether more of the same commit follows.
    pub continues: bool,
}

/// Why a watch ended.
#[derive(Debug)]
pub enum End {
    /// The server ends; everything up to here was answered.
    Server(Position),
    /// It was not read fast enough; everything up to here was answered.
    TooSlow(Position),
    /// Something failed.
    Failed(Error),
}

/// A watch as its reader has it.
#[derive(Debug)]
pub struct Watch {
    /// The answers, until it ends.
    pub answers: mpsc::Receiver<Answer>,
    /// Then, why.
    pub end: oneshot::Receiver<End>,
    /// Its place, which it has for as long as answers may wait in it.
    pub place: OwnedSemaphorePermit,
}

impl App {
    /// Begins a watch.
    pub async fn watch(&self, watched: Watched) -> Result<Watch, Error> {
        let place = self.feed.place()?;
        let mut reader = self.store.reader().await?;
        let position = match watched.after {
            None => reader.log_end().await?,
            Some(position) => match reader.reaches(position).await? {
                Reached::Yes => position,
                Reached::No => return Err(Error::PositionLost),
            },
        };
        drop(reader);
        let (sender, answers) = mpsc::channel(ANSWERS_MAX);
        let (ended, end) = oneshot::channel();
        let follower = Follower {
            app: self.clone(),
            watched,
            sender,
            position,
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
            place,
        })
    }

    /// Ends all watches: the server does.
    pub fn end_watches(&self) {
        self.feed.end();
    }
}

struct Follower {
    app: App,
    watched: Watched,
    sender: mpsc::Sender<Answer>,
    /// Everything up to here was answered.
    position: Position,
    /// When a heartbeat is due.
    due: Instant,
}

impl Follower {
    /// Follows until its reader has gone, or tells why it ends.
    async fn run(mut self) -> Option<End> {
        let mut ending = self.app.feed.ending();
        let gone = self.sender.clone();
        let end = tokio::select! {
            end = self.follow() => end,
            Ok(_) = ending.wait_for(|is_ending| *is_ending) => End::Server(self.position),
            () = gone.closed() => return None,
        };
        Some(end)
    }

    async fn follow(&mut self) -> End {
        match self.try_follow().await {
            Ok(never) => match never {},
            Err(end) => end,
        }
    }

    async fn try_follow(&mut self) -> Result<std::convert::Infallible, End> {
        self.answer(Vec::new(), self.position, false).await?;
        self.catch_up().await?;
        let mut batches = self.app.feed.join();
        loop {
            let batch = tokio::select! {
                // Batches come all the time.
                biased;
                () = sleep_until(self.due) => {
                    self.answer(Vec::new(), self.position, false).await?;
                    continue;
                }
                batch = batches.recv() => batch,
            };
            match batch {
                Ok(batch) => self.take(&batch).await?,
                // It reads for itself what it missed, with the next batch.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return Err(End::Server(self.position)),
            }
        }
    }

    /// Answers what a batch holds behind the position, and before that what it does not
    /// hold.
    async fn take(&mut self, batch: &Arc<Batch>) -> Result<(), End> {
        if self.position < batch.after {
            self.catch_up().await?;
        }
        let is_new = |change: &&ChangeRow| change.position > self.position;
        let met = batch.changes.iter().filter(is_new);
        let met = met.filter(|change| self.watched.filter.is_met_by(change));
        let is_full = self.watched.view == View::Full;
        if is_full && met.clone().next().is_some() {
            // The feed reads no bodies.
            return self.catch_up().await;
        }
        let met: Vec<ChangeRow> = met.cloned().collect();
        self.answer_commits(met).await?;
        self.position = self.position.max(batch.through);
        Ok(())
    }

    /// Reads for itself up to where the log ends now, and answers it.
    async fn catch_up(&mut self) -> Result<(), End> {
        let end = self.read_end().await?;
        let mut held: Vec<ChangeRow> = Vec::new();
        loop {
            let after = held.last().map_or(self.position, |change| change.position);
            let (changes, has_more) = self.read(after).await?;
            held.extend(changes);
            if !has_more {
                break;
            }
            // What may go on on the next page is kept until it is whole.
            let last = held.last().map(|change| commit(change.position));
            let whole = held
                .iter()
                .take_while(|it| Some(commit(it.position)) != last);
            let rest = held.split_off(whole.count());
            self.answer_commits(std::mem::replace(&mut held, rest))
                .await?;
        }
        self.answer_commits(held).await?;
        self.position = self.position.max(end);
        Ok(())
    }

    async fn read_end(&self) -> Result<Position, End> {
        let end = async {
            let mut reader = self.app.store.reader().await?;
            Ok(reader.log_end().await?)
        };
        in_time(end).await.map_err(End::Failed)
    }

    async fn read(&self, after: Position) -> Result<(Vec<ChangeRow>, bool), End> {
        let page = ChangePage {
            filter: self.watched.filter.clone(),
            order: ChangeOrder::OldestFirst,
            view: self.watched.view,
            after: Some(after),
            size: PAGE,
        };
        in_time(self.app.changes(&page)).await.map_err(End::Failed)
    }

    /// Answers whole commits, each in as many answers as it needs.
    async fn answer_commits(&mut self, changes: Vec<ChangeRow>) -> Result<(), End> {
        let mut changes = changes.into_iter().peekable();
        let mut answer: Vec<ChangeRow> = Vec::new();
        let mut bytes = 0;
        while let Some(change) = changes.next() {
            let position = change.position;
            bytes += change.doc.len();
            answer.push(change);
            let next = changes.peek();
            let continues = next.is_some_and(|it| commit(it.position) == commit(position));
            let fits = |next: &ChangeRow| bytes + next.doc.len() <= ANSWER_BYTES_MAX;
            if !continues || !next.is_some_and(fits) {
                let full = std::mem::take(&mut answer);
                self.answer(full, position, continues).await?;
                bytes = 0;
            }
        }
        Ok(())
    }

    async fn answer(
        &mut self,
        changes: Vec<ChangeRow>,
        position: Position,
        continues: bool,
    ) -> Result<(), End> {
        let answer = Answer {
            changes,
            position,
            continues,
        };
        match timeout(READ_TIMEOUT, self.sender.send(answer)).await {
            Ok(_) => {
                self.position = self.position.max(position);
                self.due = Instant::now() + HEARTBEAT_EVERY;
                Ok(())
            }
            Err(_) => Err(End::TooSlow(self.position)),
        }
    }
}

/// Which commit a change belongs to.
fn commit(position: Position) -> (i32, i64) {
    (position.epoch, position.xid)
}
