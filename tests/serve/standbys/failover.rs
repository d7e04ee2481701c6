//! Failovers under traffic: what was acknowledged is there, once, and no call fails that may be sent
//! again.

use std::time::Duration;

use tokio::time::sleep;

use super::{FRESH, both_answer, serve, wait_for_lines};
use crate::support::{cluster::replicated::Replicated, traffic::Traffic};

const FAILOVERS: usize = 10;
const WRITERS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_failovers_lose_nothing_and_fail_no_call_that_is_sent_again() {
    let mut replicated = Replicated::start().await;
    let (serving, channel) = serve(&replicated, 2_000).await;
    wait_for_lines(&serving, FRESH, 2).await;
    let traffic = Traffic::start(&channel, WRITERS).await;
    for _ in 0..FAILOVERS {
        sleep(Duration::from_millis(300)).await;
        replicated.fail_over().await;
        sleep(Duration::from_millis(300)).await;
        replicated.replace_standby().await;
    }
    sleep(Duration::from_millis(300)).await;
    traffic.end().await;
    assert!(both_answer(&serving).await);
}
