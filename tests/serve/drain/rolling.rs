//! Two instances behind a balancer, restarted in turn under load.

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
/// Calls between two restarts, so that each one ends an instance in use.
const CALLS_BETWEEN: usize = 40;
const LOOKS_MAX: usize = 12_000;

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

    /// Tells it to end, waits until it has, and starts it again.
    fn restart(&mut self) {
        self.serving.signal(Signal::TERM);
        assert!(self.serving.wait().success());
        let log = self.serving.log();
        assert!(log.iter().any(|line| line.contains("answered")), "in use");
        assert!(!log.iter().any(|line| line.contains("cut off")), "{log:#?}");
        self.serving = serve(self.address, &self.url);
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

/// What callers did.
#[derive(Default)]
struct Done {
    calls: AtomicUsize,
    retries: AtomicUsize,
    is_enough: AtomicBool,
}

impl Done {
    async fn wait_for_more_calls(&self) {
        let enough = self.calls.load(Ordering::SeqCst) + CALLS_BETWEEN;
        for _ in 0..LOOKS_MAX {
            if self.calls.load(Ordering::SeqCst) >= enough {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("nobody is answered any more");
    }

    fn count<T>(&self, (answer, tries): (Result<T, Status>, u32)) -> T {
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.retries.fetch_add(tries as usize - 1, Ordering::SeqCst);
        answer.unwrap_or_else(|status| panic!("after {tries} tries: {status:?}"))
    }
}

/// Creates sources and reads them back; answers those that were acknowledged.
async fn work(channel: Channel, caller: usize, done: Arc<Done>) -> Vec<Source> {
    let sources = SourceServiceClient::new(channel);
    let mut acknowledged = Vec::new();
    while !done.is_enough.load(Ordering::SeqCst) {
        let create = CreateSourceRequest {
            source: Some(person(&format!("{caller}, {}", acknowledged.len()))),
            request_id: Uuid::now_v7().to_string(),
            ..CreateSourceRequest::default()
        };
        let created = with_retries(|| {
            let (mut sources, create) = (sources.clone(), create.clone());
            async move { sources.create_source(create).await }
        });
        let created = done.count(created.await).into_inner();
        let get = GetSourceRequest {
            name: created.name.clone(),
            ..GetSourceRequest::default()
        };
        let read = with_retries(|| {
            let (mut sources, get) = (sources.clone(), get.clone());
            async move { sources.get_source(get).await }
        });
        assert_eq!(done.count(read.await).into_inner(), created);
        acknowledged.push(created);
        // Others use this machine too.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_rolling_restarts_fail_no_call_and_lose_or_double_no_write() {
    let database = database_on_own_server().await;
    // Where there are more loopback addresses, nobody else can take a port meanwhile.
    let hosts = match cfg!(target_os = "linux") {
        true => ["127.0.0.2", "127.0.0.3"],
        false => ["127.0.0.1"; 2],
    };
    let mut instances = hosts.map(|host| Some(Instance::start(&database, host)));
    let addresses = instances.each_ref().map(|it| it.as_ref().unwrap().address);
    let balancer = Balancer::over(&addresses).await;
    balancer.wait_for(0, true).await;
    balancer.wait_for(1, true).await;

    let done = Arc::new(Done::default());
    let channel = lazy(&balancer.url);
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| tokio::spawn(work(channel.clone(), caller, Arc::clone(&done))))
        .collect();
    for restart in 0..RESTARTS {
        done.wait_for_more_calls().await;
        let index = restart % instances.len();
        let mut instance = instances[index].take().unwrap();
        let restarted = tokio::task::spawn_blocking(move || {
            instance.restart();
            instance
        });
        instances[index] = Some(restarted.await.unwrap());
        let direct = lazy(&format!("http://{}", addresses[index]));
        wait_for_health(&direct, "", ServingStatus::Serving).await;
        balancer.wait_for(index, true).await;
    }
    done.wait_for_more_calls().await;
    done.is_enough.store(true, Ordering::SeqCst);
    let mut acknowledged = Vec::new();
    for caller in callers {
        acknowledged.extend(caller.await.unwrap());
    }
    println!(
        "{} calls, {} sent again",
        done.calls.load(Ordering::SeqCst),
        done.retries.load(Ordering::SeqCst)
    );
    assert_each_is_stored_once(&database, &acknowledged).await;
}

/// The rows, the log and what was acknowledged are the same.
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
