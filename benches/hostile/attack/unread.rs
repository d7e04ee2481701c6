//! Watches that nobody reads: connections that ask for many snapshots, let little or nothing of
//! them be sent, and answer every PING.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use claimstore::wire::pb::{ArticleView, WatchChangesRequest};
use tokio::task::JoinSet;

use crate::{
    framed::framed,
    target::{Target, rest},
    wire::{Connection, grpc},
};

/// How much of each snapshot the connections take: nothing, or the first answers.
const WINDOWS: [u32; 4] = [0, 1_000, 10_000, 100_000];

const CALLS: usize = 200;

/// A connection is held for longer than the server waits for anyone.
const HELD: Duration = Duration::from_secs(30);

const PAUSE: Duration = Duration::from_millis(100);

pub fn start(tasks: &mut JoinSet<()>, target: &Arc<Target>, until: Instant) {
    for window in WINDOWS {
        let target = target.clone();
        tasks.spawn(async move {
            while Instant::now() < until {
                watch(&target, window, until).await;
                rest(until, PAUSE).await;
            }
        });
    }
}

/// Watches on one connection, and holds it.
async fn watch(target: &Target, window: u32, until: Instant) -> Option<()> {
    let snapshot = framed(&WatchChangesRequest {
        snapshot: true,
        view: ArticleView::Full.into(),
        ..WatchChangesRequest::default()
    });
    let connection = Connection::open(&target.address, window).await?;
    let since = Instant::now();
    let mut begun = Vec::new();
    for _ in 0..CALLS {
        let request = grpc("/claimstore.v1.ChangeService/WatchChanges");
        begun.push(connection.begin(request, Some(snapshot.clone())).await?);
    }
    rest(until, HELD.saturating_sub(since.elapsed())).await;
    Some(())
}
