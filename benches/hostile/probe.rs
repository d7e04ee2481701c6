//! A probe: health is asked for every 100 ms, on a connection and a thread of its own. One
//! that is late does not delay the next.

use std::{
    thread::JoinHandle,
    time::{Duration, Instant},
};

use tokio::{runtime, task::JoinSet, time::MissedTickBehavior};
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use super::timings::Timings;

const INTERVAL: Duration = Duration::from_millis(100);

/// Kubernetes and others wait for a few seconds at most. One that is not answered counts as
/// having taken so long.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the probe saw.
pub struct Seen {
    pub timings: Timings,
    /// Not answered, or not with SERVING.
    pub failed: usize,
}

/// Probes until the moment.
pub fn start(address: &str, until: Instant) -> JoinHandle<Seen> {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
    std::thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(probe(endpoint, until))
    })
}

async fn probe(endpoint: Endpoint, until: Instant) -> Seen {
    let client = HealthClient::new(endpoint.connect().await.unwrap());
    let mut interval = tokio::time::interval(INTERVAL);
    interval.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut checks = JoinSet::new();
    while Instant::now() < until {
        interval.tick().await;
        checks.spawn(check(client.clone()));
    }
    let checks = checks.join_all().await;
    Seen {
        failed: checks.iter().filter(|it| it.is_none()).count(),
        timings: Vec::from_iter(checks.iter().map(|it| it.unwrap_or(PATIENCE))).into(),
    }
}

/// How long the answer took. `None` if it was not SERVING.
async fn check(mut client: HealthClient<Channel>) -> Option<Duration> {
    let since = Instant::now();
    let answer = client.check(HealthCheckRequest::default());
    let answer = tokio::time::timeout(PATIENCE, answer).await.ok()?.ok()?;
    let is_serving = answer.into_inner().status() == ServingStatus::Serving;
    is_serving.then(|| since.elapsed())
}
