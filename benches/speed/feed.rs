//! How soon a watcher gets what was written. It must get everything, once, in the order of the
//! log.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use claimstore::wire::pb::{WatchChangesRequest, change_service_client::ChangeServiceClient};
use tokio::sync::oneshot;
use tonic::transport::Channel;

use super::{
    bundles::Generator,
    creates::create,
    line::{About, Bounds, Line, Run, Unit},
    load,
    meter::{Work, median},
    service::Service,
    stage::{Scene, Stage, Store},
};

/// The longest wait for the last change.
const DELIVERY_TIMEOUT: Duration = Duration::from_secs(10);

pub const WATCH: About = About {
    id: "watch",
    title: "from the answer of CreateClaim to the watcher, p50, 1 writer",
    limit: "none",
    counted: "claims",
    unit: Unit::Ms,
    bounds: Some(Bounds {
        floor: 5.0,
        goal: 2.0,
        beyond: 1.0,
    }),
};

pub const WATCH_32: About = About {
    id: "watch-32",
    title: "the same with 32 writers",
    bounds: None,
    ..WATCH
};

/// When each claim was answered or delivered.
type Times = Arc<Mutex<BTreeMap<String, Instant>>>;

/// A store to write to and to watch.
pub struct Feed {
    pub store: Store,
    pub service: Service,
    channels: Vec<Channel>,
    created: Arc<AtomicUsize>,
}

impl Scene for Feed {
    async fn new(stage: &Stage) -> Result<Self, String> {
        let store = stage.store().await;
        let service = stage.serve(&store).await?;
        Ok(Self {
            channels: service.channels(8),
            store,
            service,
            created: Arc::default(),
        })
    }

    async fn line(&self, stage: &Stage, about: About) -> Line {
        self.service.empty_log();
        let writers = if about.id == WATCH.id { 1 } else { 32 };
        let run = async || {
            let mut median = f64::NAN;
            let watched = stage.watching(&self.service);
            let work = async {
                let found = latency(
                    &self.channels,
                    (&stage.generator, &self.created),
                    writers,
                    stage.sizes.time,
                );
                let (work, ms) = found.await?;
                median = ms;
                Ok(work)
            };
            let subject = watched.measure(work).await?;
            Ok(Run {
                value: median,
                subject,
                limit: None,
            })
        };
        Line::new(about).measure(stage.sizes, run).await
    }

    async fn end(self, stage: &Stage) {
        drop(self.service);
        stage.drop_store(self.store).await;
    }
}

/// Creates claims for a time while one watcher follows. Returns the median of the times from
/// the answer of the write to the watcher, in milliseconds.
pub async fn latency(
    channels: &[Channel],
    (generator, created): (&Arc<Generator>, &Arc<AtomicUsize>),
    writers: usize,
    time: Duration,
) -> Result<(Work, f64), String> {
    let delivered = Times::default();
    let (ready, is_ready) = oneshot::channel();
    let watcher = tokio::spawn(watch(channels[0].clone(), delivered.clone(), ready));
    is_ready.await.map_err(|_| "the watch ended".to_owned())?;
    let answered = Times::default();
    let work = {
        let (answered, generator) = (answered.clone(), generator.clone());
        let created = created.clone();
        load::run(channels, writers, time, move |channel, _| {
            let number = created.fetch_add(1, Ordering::Relaxed);
            let (answered, generator) = (answered.clone(), generator.clone());
            async move {
                let name = create(channel, &generator, number).await?;
                answered.lock().unwrap().insert(name, Instant::now());
                Ok(1)
            }
        })
        .await?
    };
    let begin = Instant::now();
    while delivered.lock().unwrap().len() < work.count && begin.elapsed() < DELIVERY_TIMEOUT {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    match watcher.is_finished() {
        true => return Err(watcher.await.map_err(|it| it.to_string())?),
        false => watcher.abort(),
    }
    let (answered, delivered) = (answered.lock().unwrap(), delivered.lock().unwrap());
    if !answered.keys().eq(delivered.keys()) {
        let (of, found) = (answered.len(), delivered.len());
        return Err(format!("the watcher got {found} claims of {of}"));
    }
    let times = answered.values().zip(delivered.values());
    // The watcher can be first; then it waited for nothing.
    let times = times.map(|(answer, delivery)| delivery.saturating_duration_since(*answer));
    let ms = median(times.collect()).as_secs_f64() * 1e3;
    Ok((work, ms))
}

/// Follows until something is wrong, and returns what.
async fn watch(channel: Channel, delivered: Times, ready: oneshot::Sender<()>) -> String {
    let mut client = ChangeServiceClient::new(channel);
    let opened = client.watch_changes(WatchChangesRequest::default()).await;
    let mut stream = match opened {
        Ok(opened) => opened.into_inner(),
        Err(status) => return status.to_string(),
    };
    let mut ready = Some(ready);
    loop {
        let response = match stream.message().await {
            Ok(Some(response)) => response,
            Ok(None) => return "the watch ended".to_owned(),
            Err(status) => return status.to_string(),
        };
        let now = Instant::now();
        if let Some(ready) = ready.take() {
            let _ = ready.send(());
        }
        for change in response.changes {
            if !change.resource_name.starts_with("claims/") || change.revision != 1 {
                continue;
            }
            let name = change.resource_name;
            if name.matches('/').count() > 1 {
                continue;
            }
            if delivered
                .lock()
                .unwrap()
                .insert(name.clone(), now)
                .is_some()
            {
                return format!("the watcher got {name} twice");
            }
        }
    }
}
