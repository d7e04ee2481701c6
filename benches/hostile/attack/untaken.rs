//! Answers that nobody takes: connections that ask for large pages, let nothing of them be sent,
//! and answer every PING.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use claimstore::wire::pb::ListChangesRequest;
use tokio::task::JoinSet;

use crate::{
    framed::framed,
    target::{Target, rest},
    wire::{Connection, grpc},
};

const CONNECTIONS: usize = 8;
const CALLS: usize = 250;

/// A connection is held for longer than the server waits for anyone.
const HELD: Duration = Duration::from_secs(30);

const PAUSE: Duration = Duration::from_millis(100);

pub fn start(tasks: &mut JoinSet<()>, target: &Arc<Target>, until: Instant) {
    for _ in 0..CONNECTIONS {
        let target = target.clone();
        tasks.spawn(async move {
            while Instant::now() < until {
                ask(&target, until).await;
                rest(until, PAUSE).await;
            }
        });
    }
}

/// Asks on one connection, and holds it.
async fn ask(target: &Target, until: Instant) -> Option<()> {
    let page = framed(&ListChangesRequest {
        page_size: 1_000,
        ..ListChangesRequest::default()
    });
    let connection = Connection::open(&target.address, 0).await?;
    let since = Instant::now();
    let mut begun = Vec::new();
    for _ in 0..CALLS {
        let request = grpc("/claimstore.v1.ChangeService/ListChanges");
        begun.push(connection.begin(request, Some(page.clone())).await?);
    }
    rest(until, HELD.saturating_sub(since.elapsed())).await;
    Some(())
}
