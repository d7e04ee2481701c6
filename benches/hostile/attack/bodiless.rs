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
    for _ in 0..CALLS {
        let request = grpc("/claimstore.v1.ClaimService/ListClaims");
        begun.push(connection.begin(request, None).await?);
    }
    for call in begun {
        call.take().await?;
    }
    Some(())
}
