//! Retention while everything else goes on: what was superseded for a while is removed. Before that, the
//! log is recorded, so that the checks know what it was.

use std::{sync::atomic::Ordering, time::Duration};

use chrono::DateTime;
use claimstore::{
    store::{self, Store},
    wire::pb::{ListChangesRequest, ListChangesResponse},
};
use sqlx::postgres::PgConnectOptions;
use tokio::time::sleep;
use tonic::{Status, transport::Channel};

use super::{
    calls::call_reflecting,
    client::Stage,
    state::{Entry, clock},
};

/// For how long superseded states are kept, in microseconds.
const KEPT_US: i64 = 20_000_000;
/// What was superseded so long before the log was read to its end is recorded.
const RECORDED_AFTER_US: i64 = 12_000_000;
const INTERVAL: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(100);

pub const PAGE_SIZE: i32 = 1_000;

/// A page of the log with everything that was acknowledged.
pub async fn changes(
    stage: &Stage,
    channel: &Channel,
    request: &ListChangesRequest,
) -> Result<ListChangesResponse, Status> {
    let position = stage.known.newest_position();
    call_reflecting(channel, "ChangeService/ListChanges", request, &position).await
}

/// Records the log until the run is over.
pub async fn record(stage: Stage) {
    let mut position = String::new();
    for number in 0.. {
        if stage.is_over() {
            return;
        }
        let channel = &stage.channels[number % stage.channels.len()];
        let began = clock();
        let request = ListChangesRequest {
            page_size: PAGE_SIZE,
            after_position: position.clone(),
            ..ListChangesRequest::default()
        };
        if let Ok(page) = changes(&stage, channel, &request).await {
            let entries = page.changes.into_iter().map(Entry::of);
            stage.recorded.entries.lock().unwrap().extend(entries);
            position = page.position;
            if !page.next_page_token.is_empty() {
                continue;
            }
            stage.recorded.complete_at.store(began, Ordering::SeqCst);
        }
        sleep(PAUSE * 3).await;
    }
}

/// Removes what was superseded for long, until the run is over.
pub async fn retain(stage: Stage, options: PgConnectOptions) {
    let store = Store::new(options, &store::Settings::default());
    while !stage.is_over() {
        sleep(INTERVAL).await;
        let recorded = stage.recorded.complete_at.load(Ordering::SeqCst) - RECORDED_AFTER_US;
        let before = recorded.min(clock() - KEPT_US);
        if before <= stage.recorded.kept_since() {
            continue;
        }
        // Whoever is told that something is not kept reads this afterwards.
        stage.recorded.kept_since.store(before, Ordering::SeqCst);
        let before = DateTime::from_timestamp_micros(before).unwrap();
        // Postgres may just have been killed.
        let _ = store.remove_superseded(before).await;
    }
}
