//! Reads the log for all watches.
//!
//! It reads only while there are watches, in whole commits, below the horizon of the log,
//! and sends each batch of commits to all watches. Writes of this server wake it, and it
//! polls for those of other servers. A watch that missed a batch reads the log by itself
//! ([`super::follower`]). As long as no client watches, documents are not read: the search index,
//! which follows the log too, has no use for them.

use std::{sync::Arc, time::Duration};

use tokio::time::{sleep, timeout};

use super::{feed::Batch, shared_change::SharedChange};
use crate::{
    app::{App, Error},
    failpoint::Failpoint,
    store::{
        self, Reader,
        log::{
            ChangeRow, Position,
            change::{
                filter::ChangeFilter,
                page::{ChangePage, Changes},
            },
        },
        read::View,
    },
};

/// The interval in which the log is polled for writes of other servers.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// The pause after a failure.
const RETRY_PAUSE: Duration = Duration::from_secs(1);

/// The time limit for a read of the log, because a connection can be dead without an error.
/// The time limit of statements in the database is much shorter.
const READ_TIMEOUT: Duration = Duration::from_secs(15);

/// The changes that are read at once, and the bytes of their documents. A commit that
/// continues beyond is read as a whole.
const PAGE_SIZE: i64 = 500;
/// The changes that are read at once without documents.
const PAGE_SIZE_WITHOUT_DOCUMENTS: i64 = 2_000;
const PAGE_BYTES: i64 = 1 << 20;

/// Reads the log for all watches, until the future is dropped.
pub async fn run(app: App) {
    let mut cursor = None;
    loop {
        if !app.feed.is_watched() {
            // The next watch begins at what is then the end of the log.
            cursor = None;
            app.feed.notified().await;
            continue;
        }
        match in_time(step(&app, cursor)).await {
            Ok(Step { through, pause }) => {
                cursor = Some(through);
                match pause {
                    Pause::None => continue,
                    Pause::Gather => sleep(POLL_INTERVAL).await,
                    Pause::Wait => {}
                }
                tokio::select! {
                    () = app.feed.notified() => {}
                    () = sleep(POLL_INTERVAL) => {}
                }
            }
            Err(error) => {
                match error {
                    // Readiness reports that, once.
                    Error::DatabaseUnavailable(_) => tracing::debug!("no database for the feed"),
                    error => tracing::warn!(%error, "the feed could not read the log"),
                }
                sleep(RETRY_PAUSE).await;
            }
        }
    }
}

/// Applies the time limit to a read of the log.
pub(crate) async fn in_time<T>(read: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let done = timeout(READ_TIMEOUT, read).await;
    done.unwrap_or_else(|_| Err(store::Error::no_answer().into()))
}

/// What was read and sent.
struct Step {
    /// The new position.
    through: Position,
    pause: Pause,
}

/// What happens before the next step.
enum Pause {
    /// Nothing: there may be more right away.
    None,
    /// More gathers. Only the index follows, and it writes many changes with less work than few.
    Gather,
    /// The next write is waited for.
    Wait,
}

/// Reads and sends what follows a position.
async fn step(app: &App, cursor: Option<Position>) -> Result<Step, Error> {
    Failpoint::FeedRead.reach().map_err(store::Error::from)?;
    let mut reader = app.store().reader().await?;
    let end = reader.log_end().await?;
    let cursor = cursor.filter(|cursor| goes_on(*cursor, end));
    let after = cursor.unwrap_or(end);
    let view = app.feed.has_clients().then_some(View::Basic);
    let (changes, next) = read_commits(&mut reader, after, view).await?;
    let last = changes.last().map(|change| change.row().position);
    let through = match (last, next) {
        (Some(last), true) => last,
        (Some(last), false) => last.max(end),
        (None, _) => end.max(after),
    };
    Failpoint::FeedSend.reach().map_err(store::Error::from)?;
    // The first batch shows the watches from which position on they get batches.
    if through > after || cursor.is_none() {
        app.feed.send(Batch {
            after,
            through,
            changes,
            has_documents: view.is_some(),
        });
    }
    let pause = match (next, view) {
        (true, _) => Pause::None,
        (false, None) if last.is_some() => Pause::Gather,
        (false, _) => Pause::Wait,
    };
    Ok(Step { through, pause })
}

/// Whether a log that now ends somewhere is the one that was read up to a position. If a backup was
/// restored meanwhile, its positions can be smaller.
fn goes_on(cursor: Position, end: Position) -> bool {
    cursor.epoch < end.epoch || (cursor.epoch, cursor.tag) == (end.epoch, end.tag)
}

/// Reads the next commits as a whole. Returns whether there may be more, too.
async fn read_commits(
    reader: &mut Reader,
    after: Position,
    view: Option<View>,
) -> Result<(Vec<Arc<SharedChange>>, bool), Error> {
    let size = match view {
        Some(_) => PAGE_SIZE,
        None => PAGE_SIZE_WITHOUT_DOCUMENTS,
    };
    let mut page = ChangePage {
        after: Some(after),
        bytes: PAGE_BYTES,
        ..ChangePage::first(ChangeFilter::default(), view, size)
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
    if view.is_some() {
        reader.add_counterparts(&mut rows).await?;
    }
    let changes = rows.into_iter().map(SharedChange::new).map(Arc::new);
    Ok((changes.collect(), has_more))
}
