//! Callers that go on whatever happens to servers and their database, and what became of their calls.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use claimstore::wire::pb::{
    Change, CreateSourceRequest, GetSourceRequest, ListChangesRequest, WatchChangesRequest,
    change_service_client::ChangeServiceClient, source_service_client::SourceServiceClient,
};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};
use tonic::{Request, Status, metadata::MetadataMap, transport::Channel};
use uuid::Uuid;

use super::{retry::may_pass, samples::outlet};

const PAUSE_MAX: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(120);
const POSITION: &str = "x-claimstore-position";

pub fn position_of(metadata: &MetadataMap) -> String {
    let position = metadata.get(POSITION).unwrap();
    position.to_str().unwrap().to_owned()
}

/// A request whose answer has to reflect a position.
pub fn at<T>(position: &str, request: T) -> Request<T> {
    let mut request = Request::new(request);
    let position = position.parse().unwrap();
    request.metadata_mut().insert(POSITION, position);
    request
}

pub fn get(name: &str) -> GetSourceRequest {
    GetSourceRequest {
        name: name.to_owned(),
        ..GetSourceRequest::default()
    }
}

/// Sends a call again as long as it may be, because a failover takes as long as it takes.
pub async fn at_last<T, F>(call: impl Fn() -> F) -> T
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

/// Follows the log over all interruptions, from a position until it has a change of the last resource.
pub async fn follow(
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

/// The log after a position.
pub async fn log(channel: &Channel, mut after_position: String) -> Vec<Change> {
    let mut changes = ChangeServiceClient::new(channel.clone());
    let mut all = Vec::new();
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

/// Callers that write until they are told to stop.
#[derive(Default)]
pub struct Traffic {
    count: AtomicUsize,
    is_over: AtomicBool,
    writers: Mutex<Vec<JoinHandle<Vec<String>>>>,
}

impl Traffic {
    /// Starts callers of a server.
    pub fn start(self: &Arc<Self>, channel: &Channel, writers: usize) {
        for _ in 0..writers {
            let writer = Arc::clone(self).write(channel.clone());
            self.writers.lock().unwrap().push(tokio::spawn(writer));
        }
    }

    /// Writes, and reads each time what it wrote. Returns the names.
    async fn write(self: Arc<Self>, channel: Channel) -> Vec<String> {
        let mut written = Vec::new();
        while !self.is_over.load(Ordering::Relaxed) {
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
            self.count.fetch_add(1, Ordering::Relaxed);
            sleep(Duration::from_millis(5)).await;
        }
        written
    }

    /// Waits until so many more were written and read.
    pub async fn wait_for_more(&self, count: usize) {
        let enough = self.count.load(Ordering::Relaxed) + count;
        let waiting = async {
            while self.count.load(Ordering::Relaxed) < enough {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, waiting).await.unwrap();
    }

    /// Stops all callers, and returns the names of what was acknowledged.
    pub async fn stop(&self) -> Vec<String> {
        self.is_over.store(true, Ordering::Relaxed);
        let writers = std::mem::take(&mut *self.writers.lock().unwrap());
        let mut written = Vec::new();
        for writer in writers {
            written.extend(writer.await.unwrap());
        }
        written
    }
}

/// Asserts that a log has each resource that was acknowledged once, and no other.
pub fn assert_each_once(log: &[Change], acknowledged: &[String]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for change in log {
        *counts.entry(&change.resource_name).or_default() += 1;
    }
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    let is_lost = |it: &&String| !counts.contains_key(it.as_str());
    let lost: Vec<&String> = acknowledged.iter().filter(is_lost).collect();
    assert_eq!(lost, Vec::<&String>::new());
    assert_eq!(
        log.len(),
        acknowledged.len(),
        "something was written that was not acknowledged"
    );
}

/// The resources of changes.
pub fn names(changes: &[Change]) -> Vec<&str> {
    changes.iter().map(|it| it.resource_name.as_str()).collect()
}
