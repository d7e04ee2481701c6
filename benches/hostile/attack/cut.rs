//! Clients that disconnect: in the middle of a call, of a message, and of an answer.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use claimstore::wire::pb::{CreateClaimRequest, ListChangesRequest};
use tokio::task::JoinSet;

use crate::{
    framed::framed,
    target::{Target, claim, rest},
    wire::{Connection, grpc},
};

const CLIENTS: usize = 8;
const CREATE_CLAIM: &str = "/claimstore.v1.ClaimService/CreateClaim";

/// Every connection that ends takes a port from the client for a minute.
const PAUSE: Duration = Duration::from_millis(50);

/// The prefix of a message of 1 MiB, of which only the beginning is sent.
const PREFIX: [u8; 5] = [0, 0, 0x10, 0, 0];

pub fn start(tasks: &mut JoinSet<()>, target: &Arc<Target>, until: Instant) {
    for client in 0..CLIENTS {
        let target = target.clone();
        tasks.spawn(async move {
            let mut count = client;
            while Instant::now() < until {
                match count % 4 {
                    0 => in_a_call(&target, count).await,
                    1 => in_a_message(&target).await,
                    2 => in_an_answer(&target).await,
                    _ => by_resets(&target).await,
                };
                count += 1;
                rest(until, PAUSE).await;
            }
        });
    }
}

/// Leaves when the request has been sent.
async fn in_a_call(target: &Target, count: usize) -> Option<()> {
    let message = framed(&CreateClaimRequest {
        claim: Some(claim(format!("The line was cut {count} times"))),
        ..CreateClaimRequest::default()
    });
    let connection = Connection::open(&target.address, 65_535).await?;
    let _begun = connection.begin(grpc(CREATE_CLAIM), Some(message)).await?;
    tokio::time::sleep(Duration::from_millis(2)).await;
    Some(())
}

/// Leaves when the beginning of a message has been sent.
async fn in_a_message(target: &Target) -> Option<()> {
    let connection = Connection::open(&target.address, 65_535).await?;
    let mut begun = connection.begin(grpc(CREATE_CLAIM), None).await?;
    let half = [&PREFIX[..], &[b'x'; 10_000]].concat();
    begun.stream.send_data(Bytes::from(half), false).ok()?;
    tokio::time::sleep(Duration::from_millis(20)).await;
    Some(())
}

/// Leaves when the beginning of the answer is there.
async fn in_an_answer(target: &Target) -> Option<()> {
    let page = framed(&ListChangesRequest {
        page_size: 1_000,
        ..ListChangesRequest::default()
    });
    let connection = Connection::open(&target.address, 65_535).await?;
    let request = grpc("/claimstore.v1.ChangeService/ListChanges");
    let begun = connection.begin(request, Some(page)).await?;
    begun.headers().await?.into_body().data().await?.ok()?;
    Some(())
}

/// Resets one stream after the other, then leaves.
async fn by_resets(target: &Target) -> Option<()> {
    let connection = Connection::open(&target.address, 65_535).await?;
    for _ in 0..50 {
        let mut begun = connection.begin(grpc(CREATE_CLAIM), None).await?;
        begun.stream.send_reset(h2::Reason::CANCEL);
        tokio::task::yield_now().await;
    }
    Some(())
}
