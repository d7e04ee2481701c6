//! Follows the log for one watch.

use std::{convert::Infallible, pin::pin, sync::Arc, time::Duration};

use tokio::{
    sync::{Semaphore, broadcast::error::RecvError, mpsc},
    time::{Instant, sleep_until, timeout},
};

use super::{
    answer::{Answer, BufferSpace, End, WAITING_BYTES_MAX, WatchPoint, Watched},
    feed::{Batch, PagePermit},
    feed_reader::in_time,
    shared_change::WatchedChange,
};
use crate::{
    app::{App, Error},
    failpoint::Failpoint,
    store::{
        self, Reader,
        log::{Followable, Position, change::page::ChangePage},
        read::View,
    },
};

/// An answer has at most this many bytes, unless a single change has more.
pub(super) const ANSWER_BYTES_MAX: usize = 64 << 10;

/// The space in the buffer is counted in permits of this many bytes.
const PERMIT_BYTES: usize = 1 << 10;
pub(super) const BUFFER_PERMITS: u32 = (WAITING_BYTES_MAX / PERMIT_BYTES) as u32;

/// A reader that takes no answer for this long is disconnected.
const READ_TIMEOUT: Duration = Duration::from_secs(5);

/// While no change is selected, heartbeats are sent in this interval. They have the
/// position up to which the log was examined.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(10);

/// The changes that are read at once, and the maximum number that is examined for that.
const PAGE_SIZE: i64 = 500;
const EXAMINED_MAX: i64 = 5_000;
/// A page that a watch reads by itself has at most this many bytes, unless a single change has
/// more.
pub(super) const PAGE_BYTES: i64 = 512 << 10;

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
    /// The page that the next answers are from, if the watch has read it by itself.
    pub(super) page: Option<PagePermit>,
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
        self.beat().await?;
        // Who takes nothing costs no page.
        self.wait_until_taken().await?;
        if let WatchPoint::Snapshot { at, kind, after } = self.point {
            self.snapshot(at, kind, after).await?;
            self.beat().await?;
        }
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
        let (reached, through) = (self.position(), batch.through);
        if (reached.epoch, reached.tag) != (through.epoch, through.tag) {
            // After a failover, changes that were sent may be lost. After a restore, it is the log
            // of another time.
            let mut reader = self.app.store.reader().await?;
            require_followable(&mut reader, self.position()).await?;
        }
        if self.position() < batch.after {
            self.catch_up().await?;
        }
        if self.watched.view.is_some() && !batch.has_documents {
            return self.catch_up().await;
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
        if self.watched.view == Some(View::Full) && !selected.is_empty() {
            // The batches of the feed have no bodies.
            return self.catch_up().await;
        }
        self.answer_commits(selected, None).await?;
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
        let mut after = self.position();
        let mut kept = None;
        loop {
            if kept.is_none() {
                self.next_page().await?;
            }
            let (selected, next) = self.read(after).await?;
            let selected = kept.into_iter().chain(selected).collect();
            kept = self.answer_commits(selected, next).await?;
            let Some(next) = next else { break };
            after = next;
            // A heartbeat says that a commit is complete, so none is sent inside of one.
            if kept.is_none() {
                self.advance(next);
                if self.heartbeat_due <= Instant::now() {
                    self.beat().await?;
                }
            }
        }
        self.page = None;
        self.advance(end);
        Ok(())
    }

    /// Waits until another page can be read, with heartbeats.
    pub(super) async fn next_page(&mut self) -> Result<(), End> {
        self.page = None;
        let feed = self.app.feed.clone();
        let mut permit = pin!(feed.page_permit());
        loop {
            tokio::select! {
                permit = &mut permit => {
                    self.page = Some(permit?);
                    return Ok(());
                }
                () = sleep_until(self.heartbeat_due) => self.beat().await?,
            }
        }
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
        let read = in_time(async {
            Failpoint::WatchPage.reach().map_err(store::Error::from)?;
            self.app.changes(&page).await
        });
        let read = read.await;
        let page = read.map_err(expired)?;
        let changes = page.changes.into_iter().map(WatchedChange::unshared);
        Ok((changes.collect(), page.next))
    }

    /// Sends commits, each in as many answers as it needs. If `next` is a position in the last
    /// commit, whether more of it is selected is not known yet: its last change is returned.
    async fn answer_commits(
        &mut self,
        mut changes: Vec<WatchedChange>,
        next: Option<Position>,
    ) -> Result<Option<WatchedChange>, End> {
        let goes_on = |it: &mut WatchedChange| Some(it.commit()) == next.map(Position::commit);
        let kept = changes.pop_if(goes_on);
        let mut changes = changes.into_iter().peekable();
        let mut answer: Vec<WatchedChange> = Vec::new();
        let mut bytes = 0;
        while let Some(change) = changes.next() {
            let (position, commit) = (change.row().position, change.commit());
            bytes += change.row().bytes();
            answer.push(change);
            let is_same = |it: &WatchedChange| it.commit() == commit;
            let following = changes.peek();
            let fits = following
                .is_some_and(|it| is_same(it) && bytes + it.row().bytes() <= ANSWER_BYTES_MAX);
            if !fits {
                let continues = following.or(kept.as_ref()).is_some_and(is_same);
                let point = WatchPoint::Log(position);
                self.answer(std::mem::take(&mut answer), point, continues)
                    .await?;
                bytes = 0;
            }
        }
        Ok(kept)
    }

    /// Sends a heartbeat.
    pub(super) async fn beat(&mut self) -> Result<(), End> {
        self.answer(Vec::new(), self.point, false).await
    }

    /// Waits until the transport has taken everything that was sent.
    async fn wait_until_taken(&self) -> Result<(), End> {
        let all = self.buffer.acquire_many(BUFFER_PERMITS);
        match timeout(READ_TIMEOUT, all).await {
            Ok(_) => Ok(()),
            Err(_) => Err(End::TooSlow(self.point)),
        }
    }

    pub(super) async fn answer(
        &mut self,
        changes: Vec<WatchedChange>,
        point: WatchPoint,
        continues: bool,
    ) -> Result<(), End> {
        let bytes = changes.iter().map(|change| change.row().bytes()).sum();
        let sending = async {
            let answer = Answer {
                changes,
                point,
                continues,
                is_snapshot: matches!(point, WatchPoint::Snapshot { .. }),
                space: self.take_space(bytes).await?,
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
        let permits = bytes.div_ceil(PERMIT_BYTES) + 1;
        let permits = u32::try_from(permits).unwrap_or(u32::MAX);
        let permits = permits.min(BUFFER_PERMITS);
        // The semaphore is never closed.
        let taken = self.buffer.clone().acquire_many_owned(permits).await.ok()?;
        let feed = self.app.feed.clone();
        Some(BufferSpace::take(feed, bytes, taken, self.page.clone()))
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
