//! Failovers under traffic: what was acknowledged is there, once, and no call fails that may be sent
//! again.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use claimstore::wire::pb::{
    Change, CreateSourceRequest, ListChangesRequest, WatchChangesRequest,
    change_service_client::ChangeServiceClient, source_service_client::SourceServiceClient,
};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};
use tonic::{Status, transport::Channel};
use uuid::Uuid;

use super::{FRESH, at, both_answer, get, position_of, serve, wait_for_lines};
use crate::support::{cluster::replicated::Replicated, retry::may_pass, samples::outlet};

const FAILOVERS: usize = 10;
const WRITERS: usize = 4;
const PAUSE_MAX: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(120);

/// Sends a call again as long as it may be, because a failover takes as long as it takes.
async fn at_last<T, F>(call: impl Fn() -> F) -> T
where
    F: Future<Output = Result<T, Status>>,
{
    loop {
        match call().await {
            Ok(answer) => return answer,
            Err(status) => {
                let pause = may_pass(&status);
                let pause = pause.unwrap_or_else(|| panic!("{status:?}"));
                sleep(pause.min(PAUSE_MAX)).await;
            }
        }
    }
}

/// Writes until it is told to stop, and reads each time what it wrote. Returns the names.
async fn write(channel: Channel, stop: Arc<AtomicBool>) -> Vec<String> {
    let mut written = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let request = CreateSourceRequest {
            source: Some(outlet("paper")),
            request_id: Uuid::now_v7().to_string(),
            ..CreateSourceRequest::default()
        };
        let create = || {
            let mut sources = SourceServiceClient::new(channel.clone());
            let request = request.clone();
            async move { sources.create_source(request).await }
        };
        let created = at_last(create).await;
        let position = position_of(created.metadata());
        let name = created.into_inner().name;
        let read = || {
            let mut sources = SourceServiceClient::new(channel.clone());
            let request = at(&position, get(&name));
            async move { sources.get_source(request).await }
        };
        assert_eq!(at_last(read).await.into_inner().name, name);
        written.push(name);
        sleep(Duration::from_millis(5)).await;
    }
    written
}

/// Follows the log over all failovers, from a position until it has a change of the last resource.
async fn follow(
    channel: Channel,
    mut position: String,
    last: impl Future<Output = String>,
) -> Vec<Change> {
    let mut changes = ChangeServiceClient::new(channel);
    let mut seen = Vec::new();
    let mut last = std::pin::pin!(last);
    let mut until = None;
    loop {
        let has_last = |seen: &[Change]| {
            let until = until.as_deref();
            until.is_some_and(|until| seen.iter().any(|it| it.resource_name == until))
        };
        if has_last(&seen) {
            return seen;
        }
        let request = WatchChangesRequest {
            position: position.clone(),
            ..WatchChangesRequest::default()
        };
        let ended = async {
            let mut stream = changes.watch_changes(request).await?.into_inner();
            while let Some(answer) = stream.message().await? {
                position = answer.position;
                seen.extend(answer.changes);
            }
            Ok::<_, tonic::Status>(())
        };
        tokio::select! {
            ended = ended => {
                if let Err(status) = ended {
                    assert!(may_pass(&status).is_some(), "{status:?}");
                }
                sleep(Duration::from_millis(50)).await;
            }
            name = &mut last, if until.is_none() => until = Some(name),
            () = sleep(Duration::from_millis(500)), if until.is_some() => {}
        }
    }
}

async fn log(channel: &Channel) -> Vec<Change> {
    let mut changes = ChangeServiceClient::new(channel.clone());
    let mut all = Vec::new();
    let mut after_position = String::new();
    loop {
        let request = ListChangesRequest {
            page_size: 1_000,
            after_position,
            ..ListChangesRequest::default()
        };
        let page = changes.list_changes(request).await.unwrap().into_inner();
        all.extend(page.changes);
        if page.next_page_token.is_empty() {
            return all;
        }
        after_position = page.position;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_failovers_lose_nothing_and_fail_no_call_that_is_sent_again() {
    let mut replicated = Replicated::start().await;
    let (serving, channel) = serve(&replicated, 2_000).await;
    wait_for_lines(&serving, FRESH, 2).await;
    let stop = Arc::new(AtomicBool::new(false));
    let (tell, told) = tokio::sync::oneshot::channel::<String>();
    let (first, position) = super::create(&channel, "first").await;
    let told = async { told.await.unwrap() };
    let following = tokio::spawn(follow(channel.clone(), position, told));
    let start = |_| tokio::spawn(write(channel.clone(), stop.clone()));
    let writers: Vec<JoinHandle<Vec<String>>> = (0..WRITERS).map(start).collect();
    for _ in 0..FAILOVERS {
        sleep(Duration::from_millis(300)).await;
        replicated.fail_over().await;
        sleep(Duration::from_millis(300)).await;
        replicated.replace_standby().await;
    }
    sleep(Duration::from_millis(300)).await;
    stop.store(true, Ordering::Relaxed);
    let mut written = vec![first.name];
    for writer in writers {
        written.extend(writer.await.unwrap());
    }
    let (last, _) = super::create(&channel, "last").await;
    tell.send(last.name.clone()).unwrap();
    written.push(last.name);

    let log = log(&channel).await;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for change in &log {
        *counts.entry(&change.resource_name).or_default() += 1;
    }
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    let lost: Vec<&String> = written
        .iter()
        .filter(|it| !counts.contains_key(it.as_str()))
        .collect();
    assert_eq!(lost, Vec::<&String>::new());
    assert_eq!(
        log.len(),
        written.len(),
        "something was written that was not acknowledged"
    );
    let seen = timeout(PATIENCE, following).await.unwrap().unwrap();
    assert_eq!(names(&seen), names(&log[1..]));
    assert!(both_answer(&serving).await);
}

fn names(changes: &[Change]) -> Vec<&str> {
    changes.iter().map(|it| it.resource_name.as_str()).collect()
}
