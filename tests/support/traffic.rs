//! Writers that send calls again as documented, and a watch, whatever happens to servers and their
//! database: what was acknowledged is there, once, and no call fails that may be sent again.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use claimstore::wire::pb::{
    Change, CreateSourceRequest, GetSourceRequest, ListChangesRequest, Source, WatchChangesRequest,
    change_service_client::ChangeServiceClient, source_service_client::SourceServiceClient,
};
use tokio::{
    sync::oneshot,
    task::JoinHandle,
    time::{sleep, timeout},
};
use tonic::{Request, Status, metadata::MetadataMap, transport::Channel};
use uuid::Uuid;

use super::{retry::may_pass, samples::outlet};

const PAUSE_MAX: Duration = Duration::from_millis(100);
/// How long a watch may take to see what was written.
const PATIENCE: Duration = Duration::from_secs(120);

const POSITION: &str = "x-claimstore-position";

/// Creates a source. Returns it with the position of that.
pub async fn create(channel: &Channel, name: &str) -> (Source, String) {
    let request = CreateSourceRequest {
        source: Some(outlet(name)),
        ..CreateSourceRequest::default()
    };
    let mut sources = SourceServiceClient::new(channel.clone());
    let answer = sources.create_source(request).await.unwrap();
    let position = position_of(answer.metadata());
    (answer.into_inner(), position)
}

/// The position in the metadata of an answer.
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

/// A request for a source.
pub fn get(name: &str) -> GetSourceRequest {
    GetSourceRequest {
        name: name.to_owned(),
        ..GetSourceRequest::default()
    }
}

/// Sends a call again as long as it may be, because what happens takes as long as it takes.
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

/// The log after a position.
async fn log(channel: &Channel, mut after_position: String) -> Vec<Change> {
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

/// Running writers, and a watch of the log from the first thing that was written.
pub struct Traffic {
    channel: Channel,
    /// The first thing, and the position of that.
    first: (String, String),
    progress: Arc<Progress>,
    writers: Vec<JoinHandle<Vec<String>>>,
    tell_last: oneshot::Sender<String>,
    following: JoinHandle<Vec<Change>>,
}

#[derive(Default)]
struct Progress {
    is_over: AtomicBool,
    /// How much was written and read.
    count: AtomicUsize,
}

impl Traffic {
    /// Starts writers of a server, and a watch.
    pub async fn start(channel: &Channel, writers: usize) -> Self {
        let (tell_last, told) = oneshot::channel::<String>();
        let (first, position) = create(channel, "first").await;
        let told = async { told.await.unwrap() };
        let following = tokio::spawn(follow(channel.clone(), position.clone(), told));
        let mut traffic = Self {
            channel: channel.clone(),
            first: (first.name, position),
            progress: Arc::default(),
            writers: Vec::new(),
            tell_last,
            following,
        };
        traffic.write_to(channel, writers);
        traffic
    }

    /// Starts more writers, of another server.
    pub fn write_to(&mut self, channel: &Channel, writers: usize) {
        for _ in 0..writers {
            let writer = write(channel.clone(), self.progress.clone());
            self.writers.push(tokio::spawn(writer));
        }
    }

    /// Waits until so many more were written and read.
    pub async fn wait_for_more(&self, count: usize) {
        let written = &self.progress.count;
        let enough = written.load(Ordering::Relaxed) + count;
        let waiting = async {
            while written.load(Ordering::Relaxed) < enough {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, waiting).await.unwrap();
    }

    /// Ends it. Nothing may be lost or doubled, and the watch has to have seen the log as it is.
    /// Returns the names of what was written.
    pub async fn end(self) -> Vec<String> {
        self.progress.is_over.store(true, Ordering::Relaxed);
        let mut written = Vec::new();
        for writer in self.writers {
            written.extend(writer.await.unwrap());
        }
        let (last, _) = create(&self.channel, "last").await;
        self.tell_last.send(last.name.clone()).unwrap();
        written.push(last.name);

        let (first, position) = self.first;
        let log = log(&self.channel, position).await;
        assert_each_once(&log, &written);
        let seen = timeout(PATIENCE, self.following).await.unwrap().unwrap();
        assert_eq!(names(&seen), names(&log));
        written.push(first);
        written
    }
}

/// Writes until it is over, and reads each time what it wrote. Returns the names.
async fn write(channel: Channel, progress: Arc<Progress>) -> Vec<String> {
    let mut written = Vec::new();
    while !progress.is_over.load(Ordering::Relaxed) {
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
        progress.count.fetch_add(1, Ordering::Relaxed);
        sleep(Duration::from_millis(5)).await;
    }
    written
}

/// Asserts that a log has each resource that was acknowledged once, and no other.
fn assert_each_once(log: &[Change], acknowledged: &[String]) {
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

fn names(changes: &[Change]) -> Vec<&str> {
    changes.iter().map(|it| it.resource_name.as_str()).collect()
}
