//! Headers without bodies: connections with as many calls as one can have, none of which goes on.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use crate::{
    target::{Target, rest},
    wire::{Connection, grpc},
};

const CONNECTIONS: usize = 8;
const CALLS: usize = 250;

/// A method with one message, and one with a stream of them.
const METHODS: [&str; 2] = [
    "/claimstore.v1.ClaimService/ListClaims",
    "/claimstore.v1.BundleService/ImportBundles",
];

const PAUSE: Duration = Duration::from_millis(100);

pub fn start(tasks: &mut JoinSet<()>, target: &Arc<Target>, until: Instant) {
    for _ in 0..CONNECTIONS {
        let target = target.clone();
        tasks.spawn(async move {
            while Instant::now() < until {
                begin(&target.address).await;
                rest(until, PAUSE).await;
            }
        });
    }
}

/// Begins the calls, and waits until the server has ended each.
async fn begin(address: &str) -> Option<()> {
    let connection = Connection::open(address, 65_535).await?;
    let mut begun = Vec::new();
    for method in METHODS.into_iter().cycle().take(CALLS) {
        begun.push(connection.begin(grpc(method), None).await?);
    }
    for call in begun {
        call.take().await?;
    }
    Some(())
}
