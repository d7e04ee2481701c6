//! Follows the log for one watch.

use std::{convert::Infallible, sync::Arc, time::Duration};

use tokio::{
    sync::{Semaphore, broadcast::error::RecvError, mpsc},
    time::{Instant, sleep_until, timeout},
};

use super::{
    answer::{Answer, BufferSpace, End, WAITING_BYTES_MAX, WatchPoint, Watched},
    feed::Batch,
    feed_reader::in_time,
    shared_change::WatchedChange,
};
use crate::{
    app::{App, Error},
    store::{
        Reader,
        log::{Followable, Position, change::page::ChangePage},
        read::View,
    },
};

/// An answer has at most this many bytes, unless a single change has more.
pub(super) const ANSWER_BYTES_MAX: usize = 1 << 20;

/// The space in the buffer is counted in permits of this many bytes.
const PERMIT_BYTES: usize = 1 << 10;
pub(super) const BUFFER_PERMITS: usize = WAITING_BYTES_MAX / PERMIT_BYTES;

/// A reader that takes no answer for this long is disconnected.
const READ_TIMEOUT: Duration = Duration::from_secs(5);

/// While no change is selected, heartbeats are sent in this interval. They have the
/// position up to which the log was examined.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(10);

/// The changes that are read at once, and the maximum number that is examined for that.
const PAGE_SIZE: i64 = 500;
const EXAMINED_MAX: i64 = 5_000;
const PAGE_BYTES: i64 = 1 << 20;

pub(super) struct Follower {
    pub(super) app: App,
    pub(super) watched: Watched,
    pub(super) sender: mpsc::Sender<Answer>,
    /// The permits for the space that is left in the buffer.
    pub(super) buffer: Arc<Semaphore>,
    /// Everything up to this point was sent, or is not selected.
    pub(super) point: WatchPoint,
    /// The last point that was sent to the reader.
    pub(super) sent: WatchPoint,
    /// The time of the next heartbeat.
    pub(super) heartbeat_due: Instant,
}

impl Follower {
    /// Runs until the watch ends. Returns why, or `None` if the reader has disconnected.
    pub(super) async fn run(mut self) -> Option<End> {
        let mut shutdown = self.app.feed.shutdown();
        let reader = self.sender.clone();
        let end = tokio::select! {
            end = self.follow() => end,
            Ok(_) = shutdown.wait_for(|is_shutdown| *is_shutdown) => End::Server(self.point),
            () = reader.closed() => return None,
        };
        Some(end)
    }

    async fn follow(&mut self) -> End {
        match self.try_follow().await {
            Ok(never) => match never {},
            Err(end) => end,
        }
    }

    async fn try_follow(&mut self) -> Result<Infallible, End> {
        if let WatchPoint::Snapshot { at, kind, after } = self.point {
            self.snapshot(at, kind, after).await?;
        }
        self.beat().await?;
        // Subscribes before catching up, so no batch is missed in between.
        let mut batches = self.app.feed.join();
        self.catch_up().await?;
        if self.point != self.sent {
            // Tells the reader that the watch has reached the end of the log.
            self.beat().await?;
        }
        loop {
            let batch = tokio::select! {
                // Without `biased`, frequent batches could delay the heartbeat.
                biased;
                () = sleep_until(self.heartbeat_due) => {
                    self.beat().await?;
                    continue;
                }
                batch = batches.recv() => batch,
            };
            match batch {
                Ok(batch) => self.take(&batch).await?,
                // With the next batch, the watch reads by itself what it missed.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return Err(End::Server(self.point)),
            }
        }
    }

    /// Sends what a batch has after the current position. Before that, catches up with what
    /// precedes the batch.
    async fn take(&mut self, batch: &Batch) -> Result<(), End> {
        if self.position().epoch < batch.through.epoch {
            // After a failover, changes that were sent may be lost.
            let mut reader = self.app.store.reader().await?;
            require_followable(&mut reader, self.position()).await?;
        }
        if self.position() < batch.after {
            self.catch_up().await?;
        }
        let mut selected = Vec::new();
        for change in &batch.changes {
            if change.row().position <= self.position() {
                continue;
            }
            if let Some(effect) = self.watched.filter.classify(change.decoded())? {
                let change = change.clone();
                selected.push(WatchedChange { change, effect });
            }
        }
        if self.watched.view == View::Full && !selected.is_empty() {
            // The batches of the feed have no bodies.
            return self.catch_up().await;
        }
        self.answer_commits(selected).await?;
        self.advance(batch.through);
        Ok(())
    }

    fn position(&self) -> Position {
        self.point.position()
    }

    fn advance(&mut self, position: Position) {
        self.point = WatchPoint::Log(self.position().max(position));
    }

    /// Reads the log by itself up to its current end, and sends it. If few changes are
    /// selected, the log is examined in steps, so that each one is short and advances the
    /// position.
    async fn catch_up(&mut self) -> Result<(), End> {
        let end = self.read_end().await?;
        let mut held: Vec<WatchedChange> = Vec::new();
        let mut after = self.position();
        loop {
            let (selected, next) = self.read(after).await?;
            held.extend(selected);
            let Some(next) = next else { break };
            after = next;
            // A commit that may continue on the next page is kept until it is complete.
            let goes_on = |it: &WatchedChange| it.row().position.commit() == next.commit();
            let whole = held.iter().take_while(|it| !goes_on(it)).count();
            let rest = held.split_off(whole);
            self.answer_commits(std::mem::replace(&mut held, rest))
                .await?;
            if held.is_empty() {
                self.advance(next);
            }
            if self.heartbeat_due <= Instant::now() {
                self.beat().await?;
            }
        }
        self.answer_commits(held).await?;
        self.advance(end);
        Ok(())
    }

    async fn read_end(&self) -> Result<Position, End> {
        let end = async {
            let mut reader = self.app.store.reader().await?;
            Ok(reader.log_end().await?)
        };
        Ok(in_time(end).await?)
    }

    async fn read(&self, after: Position) -> Result<(Vec<WatchedChange>, Option<Position>), End> {
        let page = ChangePage {
            after: Some(after),
            examined_max: Some(EXAMINED_MAX),
            bytes: PAGE_BYTES,
            include_before: self.watched.include_before,
            ..ChangePage::first(self.watched.filter.clone(), self.watched.view, PAGE_SIZE)
        };
        let _permit = self.app.feed.read_permit().await;
        let read = in_time(self.app.changes(&page)).await;
        let page = read.map_err(expired)?;
        let changes = page.changes.into_iter().map(WatchedChange::unshared);
        Ok((changes.collect(), page.next))
    }

    /// Sends whole commits, each in as many answers as it needs.
    async fn answer_commits(&mut self, changes: Vec<WatchedChange>) -> Result<(), End> {
        let mut changes = changes.into_iter().peekable();
        let mut answer: Vec<WatchedChange> = Vec::new();
        let mut bytes = 0;
        while let Some(change) = changes.next() {
            let position = change.row().position;
            bytes += change.row().bytes();
            answer.push(change);
            let next = changes.peek();
            let continues = next.is_some_and(|it| it.row().position.commit() == position.commit());
            let fits = |next: &WatchedChange| bytes + next.row().bytes() <= ANSWER_BYTES_MAX;
            if !continues || !next.is_some_and(fits) {
                let full = std::mem::take(&mut answer);
                let point = WatchPoint::Log(position);
                self.answer(full, point, continues, false).await?;
                bytes = 0;
            }
        }
        Ok(())
    }

    /// Sends a heartbeat.
    async fn beat(&mut self) -> Result<(), End> {
        self.answer(Vec::new(), self.point, false, false).await
    }

    pub(super) async fn answer(
        &mut self,
        changes: Vec<WatchedChange>,
        point: WatchPoint,
        continues: bool,
        is_snapshot: bool,
    ) -> Result<(), End> {
        let bytes = changes.iter().map(|change| change.row().bytes()).sum();
        let sending = async {
            let answer = Answer {
                changes,
                point,
                continues,
                is_snapshot,
                _space: self.take_space(bytes).await?,
            };
            // A closed channel is handled in `run`.
            let _ = self.sender.send(answer).await;
            Some(())
        };
        match timeout(READ_TIMEOUT, sending).await {
            Ok(_) => {
                self.point = point;
                self.sent = point;
                self.heartbeat_due = Instant::now() + HEARTBEAT_EVERY;
                Ok(())
            }
            Err(_) => Err(End::TooSlow(self.point)),
        }
    }

    async fn take_space(&self, bytes: usize) -> Option<BufferSpace> {
        let buffer = (bytes.div_ceil(PERMIT_BYTES) + 1).min(BUFFER_PERMITS);
        let buffer = u32::try_from(buffer).ok()?;
        // The semaphore is never closed.
        let taken = self.buffer.clone().acquire_many_owned(buffer).await.ok()?;
        Some(BufferSpace::take(self.app.feed.clone(), bytes, taken))
    }
}

/// Fails if the log cannot be followed from a position.
pub(super) async fn require_followable(
    reader: &mut Reader,
    position: Position,
) -> Result<(), Error> {
    match reader.can_follow(position).await? {
        Followable::Yes => Ok(()),
        Followable::Lost => Err(Error::PositionLost),
        Followable::Foreign => Err(Error::PositionForeign),
        Followable::Expired(since) => Err(Error::PositionExpired(Some(since))),
    }
}

/// Converts the error that a state is no longer kept to the one that the position has
/// expired.
pub(super) fn expired(error: Error) -> Error {
    match error {
        Error::HistoryExpired(_, since) => Error::PositionExpired(since),
        other => other,
    }
}
