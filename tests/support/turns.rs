//! The turns of long work, taken so that a call with long work waits at it.

use std::{sync::mpsc, thread::available_parallelism};

use claimstore::app::turns::{LONG_BYTES, Turns};

/// Takes all turns until what is returned is dropped.
pub async fn all_turns(turns: &Turns) -> Vec<mpsc::Sender<()>> {
    let mut taken = Vec::new();
    for _ in 0..available_parallelism().unwrap().get() {
        let (sender, until) = mpsc::channel::<()>();
        taken.push(sender);
        let turns = turns.clone();
        tokio::spawn(async move {
            let held = async move { until.recv().is_err() };
            turns.work(LONG_BYTES, held).await
        });
    }
    tokio::task::yield_now().await;
    taken
}
