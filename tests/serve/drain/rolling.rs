//! Two instances behind a load balancer, restarted in turn under load.

use std::{
    collections::BTreeSet,
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use claimstore::wire::pb::{
    CreateSourceRequest, GetSourceRequest, Source, source_service_client::SourceServiceClient,
};
use rustix::process::Signal;
use tonic::{Status, transport::Channel};
use tonic_health::pb::health_check_response::ServingStatus;
use uuid::Uuid;

use super::{connect, lazy, person};
use crate::support::{
    balancer::Balancer,
    cluster::{TestDatabase, database_on_own_server},
    health::wait_for_health,
    process::{Serving, claimstore},
    retry::with_retries,
};

const RESTARTS: usize = 10;
const CALLERS: usize = 8;
/// Calls between two restarts, so that every instance is in use when it is restarted.
const CALLS_BETWEEN: usize = 40;
const POLLS_MAX: usize = 12_000;

/// One of two instances, which keeps its address when it is restarted.
struct Instance {
    address: SocketAddr,
    url: String,
    serving: Serving,
}

impl Instance {
    fn start(database: &TestDatabase, host: &str) -> Self {
        let free = TcpListener::bind((host, 0)).unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let url = database.url();
        let serving = serve(address, &url);
        Self {
            address,
            url,
            serving,
        }
    }

    /// Stops it with a signal, and starts it again. Returns whether it was in use.
    fn restart(&mut self) -> bool {
        self.serving.signal(Signal::TERM);
        assert!(self.serving.wait().success());
        let log = self.serving.log();
        assert!(!log.iter().any(|line| line.contains("cut off")), "{log:#?}");
        self.serving = serve(self.address, &self.url);
        log.iter().any(|line| line.contains("answered"))
    }
}

fn serve(address: SocketAddr, url: &str) -> Serving {
    let mut command = claimstore();
    command.args(["serve", "--database-url", url]).args([
        "--drain-hold-ms",
        "300",
        "--drain-timeout-ms",
        "20000",
    ]);
    let serving = Serving::start_on(&address.to_string(), &mut command);
    serving.url();
    serving
}

/// Counts of calls, shared by all callers.
#[derive(Default)]
struct Counts {
    calls: AtomicUsize,
    retries: AtomicUsize,
    is_finished: AtomicBool,
}

impl Counts {
    async fn wait_for_more_calls(&self) {
        let enough = self.calls.load(Ordering::SeqCst) + CALLS_BETWEEN;
        for _ in 0..POLLS_MAX {
            if self.calls.load(Ordering::SeqCst) >= enough {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("calls are no longer answered");
    }

    fn count<T>(&self, (answer, tries): (Result<T, Status>, u32)) -> T {
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.retries.fetch_add(tries as usize - 1, Ordering::SeqCst);
        answer.unwrap_or_else(|status| panic!("after {tries} tries: {status:?}"))
    }
}

/// Creates sources and reads them back; returns those that were acknowledged.
async fn work(channel: Channel, caller: usize, counts: Arc<Counts>) -> Vec<Source> {
    let sources = SourceServiceClient::new(channel);
    let mut acknowledged = Vec::new();
    while !counts.is_finished.load(Ordering::SeqCst) {
        let create = CreateSourceRequest {
            source: Some(person(&format!("{caller}, {}", acknowledged.len()))),
            request_id: Uuid::now_v7().to_string(),
            ..CreateSourceRequest::default()
        };
        let created = with_retries(|| {
            let (mut sources, create) = (sources.clone(), create.clone());
            async move { sources.create_source(create).await }
        });
        let created = counts.count(created.await).into_inner();
        let get = GetSourceRequest {
            name: created.name.clone(),
            ..GetSourceRequest::default()
        };
        let read = with_retries(|| {
            let (mut sources, get) = (sources.clone(), get.clone());
            async move { sources.get_source(get).await }
        });
        assert_eq!(counts.count(read.await).into_inner(), created);
        acknowledged.push(created);
        // Leaves time for other tests on this machine.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_rolling_restarts_fail_no_call_and_lose_or_duplicate_no_write() {
    let database = database_on_own_server().await;
    // On other loopback addresses than 127.0.0.1 no other test takes a port meanwhile.
    let hosts = match cfg!(target_os = "linux") {
        true => ["127.0.0.2", "127.0.0.3"],
        false => ["127.0.0.1"; 2],
    };
    let mut instances = hosts.map(|host| Some(Instance::start(&database, host)));
    let addresses = instances.each_ref().map(|it| it.as_ref().unwrap().address);
    let balancer = Balancer::over(&addresses).await;
    balancer.wait_for(0, true).await;
    balancer.wait_for(1, true).await;

    let counts = Arc::new(Counts::default());
    let channel = lazy(&balancer.url);
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| tokio::spawn(work(channel.clone(), caller, Arc::clone(&counts))))
        .collect();
    let mut in_use = 0;
    for restart in 0..RESTARTS {
        counts.wait_for_more_calls().await;
        let index = restart % instances.len();
        let mut instance = instances[index].take().unwrap();
        let restarted = tokio::task::spawn_blocking(move || {
            let was_in_use = instance.restart();
            (instance, was_in_use)
        });
        let (instance, was_in_use) = restarted.await.unwrap();
        instances[index] = Some(instance);
        in_use += usize::from(was_in_use);
        let direct = lazy(&format!("http://{}", addresses[index]));
        wait_for_health(&direct, "", ServingStatus::Serving).await;
        balancer.wait_for(index, true).await;
    }
    // A slow answer of health can send all callers to the other one.
    assert!(in_use > RESTARTS / 2, "only {in_use} were in use");
    counts.wait_for_more_calls().await;
    counts.is_finished.store(true, Ordering::SeqCst);
    let mut acknowledged = Vec::new();
    for caller in callers {
        acknowledged.extend(caller.await.unwrap());
    }
    println!(
        "{} calls, {} retries",
        counts.calls.load(Ordering::SeqCst),
        counts.retries.load(Ordering::SeqCst)
    );
    assert_each_is_stored_once(&database, &acknowledged).await;
}

/// The rows, the log and the acknowledged sources are the same.
async fn assert_each_is_stored_once(database: &TestDatabase, acknowledged: &[Source]) {
    let names: BTreeSet<String> = acknowledged.iter().map(|it| it.name.clone()).collect();
    assert_eq!(names.len(), acknowledged.len());
    let mut connection = connect(database).await;
    for sql in [
        "select 'sources/' || id from sources where revision = 1",
        "select 'sources/' || id from changes where revision = 1",
        "select 'sources/' || id from changes",
    ] {
        let stored: Vec<String> = sqlx::query_scalar(sql)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        assert_eq!(stored.len(), acknowledged.len(), "{sql}");
        assert_eq!(stored.into_iter().collect::<BTreeSet<_>>(), names, "{sql}");
    }
}
