//! More callers than places: creations, and updates of one claim. Who is refused comes again
//! sooner than told.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use claimstore::wire::pb::{Claim, CreateClaimRequest, UpdateClaimRequest};
use prost_types::FieldMask;
use tokio::task::JoinSet;

use crate::{
    framed::framed,
    target::{Target, claim, rest},
    wire::{Connection, grpc},
};

const CONNECTIONS: usize = 30;
const CALLERS_OF_CONNECTION: usize = 50;
const PAUSE: Duration = Duration::from_millis(250);

pub fn start(tasks: &mut JoinSet<()>, target: &Arc<Target>, until: Instant) {
    for _ in 0..CONNECTIONS {
        let target = target.clone();
        tasks.spawn(async move {
            while Instant::now() < until {
                crowd(&target, until).await;
                rest(until, PAUSE).await;
            }
        });
    }
}

/// The callers of one connection, until it is of no more use.
async fn crowd(target: &Target, until: Instant) -> Option<()> {
    let connection = Arc::new(Connection::open(&target.address, 65_535).await?);
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS_OF_CONNECTION {
        let connection = connection.clone();
        let hot = (caller % 2 == 0).then(|| target.claims[0].clone());
        callers.spawn(async move {
            while Instant::now() < until {
                let (path, message) = hot.as_deref().map_or_else(creation, update);
                connection.call(grpc(path), message).await?;
                rest(until, PAUSE).await;
            }
            Some(())
        });
    }
    callers.join_all().await;
    Some(())
}

/// A number that no other call has.
fn fresh() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn creation() -> (&'static str, Bytes) {
    let message = framed(&CreateClaimRequest {
        claim: Some(claim(format!("The crowd counted {} umbrellas", fresh()))),
        ..CreateClaimRequest::default()
    });
    ("/claimstore.v1.ClaimService/CreateClaim", message)
}

fn update(name: &str) -> (&'static str, Bytes) {
    let message = framed(&UpdateClaimRequest {
        claim: Some(Claim {
            name: name.to_owned(),
            tags: vec![format!("hot-{}", fresh())],
            ..Claim::default()
        }),
        update_mask: Some(FieldMask {
            paths: vec!["tags".to_owned()],
        }),
        ..UpdateClaimRequest::default()
    });
    ("/claimstore.v1.ClaimService/UpdateClaim", message)
}
