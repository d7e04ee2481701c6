//! Failovers under traffic: what was acknowledged is there, once, and no call fails that may be sent
//! again.

use std::{sync::Arc, time::Duration};

use tokio::time::{sleep, timeout};

use super::{FRESH, both_answer, serve, wait_for_lines};
use crate::support::{
    cluster::replicated::Replicated,
    traffic::{Traffic, assert_each_once, follow, log, names},
};

const FAILOVERS: usize = 10;
const WRITERS: usize = 4;
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_failovers_lose_nothing_and_fail_no_call_that_is_sent_again() {
    let mut replicated = Replicated::start().await;
    let (serving, channel) = serve(&replicated, 2_000).await;
    wait_for_lines(&serving, FRESH, 2).await;
    let (tell, told) = tokio::sync::oneshot::channel::<String>();
    let (first, position) = super::create(&channel, "first").await;
    let told = async { told.await.unwrap() };
    let following = tokio::spawn(follow(channel.clone(), position, told));
    let traffic = Arc::new(Traffic::default());
    traffic.start(&channel, WRITERS);
    for _ in 0..FAILOVERS {
        sleep(Duration::from_millis(300)).await;
        replicated.fail_over().await;
        sleep(Duration::from_millis(300)).await;
        replicated.replace_standby().await;
    }
    sleep(Duration::from_millis(300)).await;
    let mut written = vec![first.name];
    written.extend(traffic.stop().await);
    let (last, _) = super::create(&channel, "last").await;
    tell.send(last.name.clone()).unwrap();
    written.push(last.name);

    let log = log(&channel, String::new()).await;
    assert_each_once(&log, &written);
    let seen = timeout(PATIENCE, following).await.unwrap().unwrap();
    assert_eq!(names(&seen), names(&log[1..]));
    assert!(both_answer(&serving).await);
}
