//! The feed: one reader of the log for all who watch it.
//!
//! It reads only while somebody watches, a commit at a time, below the log's horizon,
//! and hands each batch of commits to all watches. It is woken by this server's own
//! writes, and looks by itself for those of others. What a watch missed it reads for
//! itself ([`super::start`]).

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::sync::{Notify, Semaphore, SemaphorePermit, broadcast, watch};

use crate::{
    app::{App, Error},
    store::{
        Reader,
        log::{
            change::{ChangeFilter, ChangePage, ChangeRow, Changes},
            position::Position,
        },
        read::load::View,
    },
};

/// Writes of other servers are looked for this often.
const EVERY: Duration = Duration::from_millis(50);

/// After a failure.
const PAUSE: Duration = Duration::from_secs(1);

/// The log is read within this, or not at all: a connection can be dead and not say so.
/// Statements are ended by the database well before.
const READ_TIMEOUT: Duration = Duration::from_secs(15);

/// Batches kept for a watch that is behind; one that is further behind reads the log.
const BATCHES_MAX: usize = 16;

/// Changes read at once, and the bytes of their documents; a commit that goes on is read
/// whole.
const PAGE: i64 = 500;
const PAGE_BYTES: i64 = 1 << 20;

/// Watches that read the log for themselves at once: the others wait, and calls have
/// connections left.
const READS_MAX: usize = 4;

/// The most watches at once.
const WATCHES_MAX: usize = 1_000;

/// Commits that stand behind one another in the log.
#[derive(Debug)]
pub struct Batch {
    /// Behind which position they begin.
    pub after: Position,
    /// Up to which position nothing else stands.
    pub through: Position,
    /// The changes, each commit whole.
    pub changes: Vec<Arc<ChangeRow>>,
}

/// What watches and the reader share.
#[derive(Debug)]
pub(crate) struct Feed {
    batches: broadcast::Sender<Arc<Batch>>,
    /// Rings at each write of this server, and when somebody begins to watch.
    bell: Notify,
    watches: Arc<Semaphore>,
    reads: Semaphore,
    held: AtomicUsize,
    ending: watch::Sender<bool>,
}

impl Feed {
    pub(crate) fn new() -> Self {
        Self {
            batches: broadcast::Sender::new(BATCHES_MAX),
            bell: Notify::new(),
            watches: Arc::new(Semaphore::new(WATCHES_MAX)),
            reads: Semaphore::new(READS_MAX),
            held: AtomicUsize::new(0),
            ending: watch::Sender::new(false),
        }
    }

    /// Tells the reader that something was written.
    pub(crate) fn notify(&self) {
        self.bell.notify_one();
    }

    /// Joins those who get each batch.
    pub(crate) fn join(&self) -> broadcast::Receiver<Arc<Batch>> {
        let batches = self.batches.subscribe();
        self.notify();
        batches
    }

    /// The permit that a watch needs for as long as it lasts.
    pub(crate) fn permit(&self) -> Result<tokio::sync::OwnedSemaphorePermit, Error> {
        let permit = self.watches.clone().try_acquire_owned();
        permit.map_err(|_| Error::Overloaded)
    }

    /// A turn to read the log.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.reads.acquire().await.ok()
    }

    /// Counts bytes that wait for their readers.
    pub(crate) fn hold(&self, bytes: usize) {
        self.held.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Counts bytes that do so no more.
    pub(crate) fn release(&self, bytes: usize) {
        self.held.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// How many bytes wait for their readers.
    pub(crate) fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    /// Whether the server ends.
    pub(crate) fn ending(&self) -> watch::Receiver<bool> {
        self.ending.subscribe()
    }

    /// Ends all watches.
    pub(crate) fn end(&self) {
        self.ending.send_replace(true);
    }
}

/// Reads the log for all watches, until it is dropped.
pub async fn run(app: App) {
    let mut cursor = None;
    loop {
        if app.feed.batches.receiver_count() == 0 {
            // Nobody watches; who comes begins where the log then ends.
            cursor = None;
            app.feed.bell.notified().await;
            continue;
        }
        match in_time(step(&app, cursor)).await {
            Ok((through, true)) => cursor = Some(through),
            Ok((through, false)) => {
                cursor = Some(through);
                tokio::select! {
                    () = app.feed.bell.notified() => {}
                    () = tokio::time::sleep(EVERY) => {}
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the feed could not read the log");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Gives up a read of the log that takes too long.
pub(crate) async fn in_time<T>(read: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let done = tokio::time::timeout(READ_TIMEOUT, read).await;
    done.unwrap_or_else(|elapsed| Err(Error::DatabaseUnavailable(Box::new(elapsed))))
}

/// Reads and hands out what stands behind a position; tells how far that goes, and
/// whether there may be more at once.
async fn step(app: &App, cursor: Option<Position>) -> Result<(Position, bool), Error> {
    let mut reader = app.store().reader().await?;
    let end = reader.log_end().await?;
    let after = cursor.unwrap_or(end);
    let (changes, next) = read_commits(&mut reader, after).await?;
    let last = changes.last().map(|change| change.position);
    let through = match (last, next) {
        (Some(last), true) => last,
        (Some(last), false) => last.max(end),
        (None, _) => end.max(after),
    };
    // The first one tells those who came before it from where on it goes.
    if through > after || cursor.is_none() {
        let batch = Batch {
            after,
            through,
            changes,
        };
        // Everyone may have gone meanwhile.
        let _ = app.feed.batches.send(Arc::new(batch));
    }
    Ok((through, next))
}

/// The next commits, each whole, and whether there may be more.
async fn read_commits(
    reader: &mut Reader,
    after: Position,
) -> Result<(Vec<Arc<ChangeRow>>, bool), Error> {
    let mut page = ChangePage {
        after: Some(after),
        bytes: PAGE_BYTES,
        ..ChangePage::first(ChangeFilter::default(), View::Basic, PAGE)
    };
    let Changes { mut rows, mut next } = reader.changes(&page).await?;
    let mut has_more = next.is_some();
    while let Some(position) = next {
        page.after = Some(position);
        let more = reader.changes(&page).await?;
        let same = |row: &ChangeRow| row.position.commit() == position.commit();
        let count = more.rows.iter().take_while(|row| same(row)).count();
        next = more.next.filter(|_| count == more.rows.len());
        has_more = next.is_some() || more.next.is_some() || count < more.rows.len();
        rows.extend(more.rows.into_iter().take(count));
    }
    reader.add_beside(&mut rows).await?;
    Ok((rows.into_iter().map(Arc::new).collect(), has_more))
}
