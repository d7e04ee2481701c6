//! The memory of the process while clients take no answers, or do not read their watches, and
//! afterwards.

use std::time::{Duration, Instant};

use bytes::Bytes;
use claimstore::wire::pb::{
    BatchCreateClaimsRequest, Claim, ClaimType, CreateClaimRequest, ListChangesRequest,
    WatchChangesRequest, change_service_client::ChangeServiceClient,
    claim_service_client::ClaimServiceClient,
};
use http::Request;
use tokio::net::TcpStream;
use tonic::transport::Endpoint;

use crate::support::{
    cluster::database,
    process::{Serving, claimstore},
};

/// The server keeps below this, in MB, whatever clients do.
const MEMORY_MAX: u64 = 400;

/// After the clients are gone, it is soon below this.
const MEMORY_AFTER: u64 = 200;

const CLIENTS: usize = 8;
const CALLS: usize = 250;

/// The memory of a process in MB.
fn memory_of(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.unwrap().split_ascii_whitespace().nth(1).unwrap();
    kilobytes.parse::<u64>().unwrap() / 1_000
}

/// Stores claims whose changes fill a large page.
async fn fill(address: &str) {
    let channel = Endpoint::from_shared(address.to_owned()).unwrap();
    let mut claims = ClaimServiceClient::new(channel.connect().await.unwrap());
    for batch in 0..2 {
        let requests = (0..500).map(|number| CreateClaimRequest {
            claim: Some(Claim {
                statement: format!("{batch} {number} {}", "words ".repeat(320)),
                language: "en".to_owned(),
                r#type: ClaimType::EventOrProperty.into(),
                ..Claim::default()
            }),
            ..CreateClaimRequest::default()
        });
        let request = BatchCreateClaimsRequest {
            requests: requests.collect(),
            ..BatchCreateClaimsRequest::default()
        };
        claims.batch_create_claims(request).await.unwrap();
    }
}

/// A call in bytes.
#[derive(Clone)]
struct Call {
    path: &'static str,
    message: Bytes,
}

impl Call {
    fn of(path: &'static str, request: &impl prost::Message) -> Self {
        let mut message = vec![0];
        message.extend(u32::try_from(request.encoded_len()).unwrap().to_be_bytes());
        request.encode(&mut message).unwrap();
        let message = message.into();
        Self { path, message }
    }
}

/// A connection that makes the same call many times, and takes no more of each answer than this
/// many bytes.
async fn take_little(address: &str, call: Call, window: u32) -> tokio::task::JoinHandle<()> {
    let address = address.trim_start_matches("http://").to_owned();
    let stream = TcpStream::connect(address).await.unwrap();
    let mut builder = h2::client::Builder::new();
    builder.initial_window_size(window);
    let (send, connection) = builder.handshake::<_, Bytes>(stream).await.unwrap();
    let connection = tokio::spawn(async move {
        let _ = connection.await;
    });
    tokio::spawn(async move {
        let mut answers = Vec::new();
        for _ in 0..CALLS {
            let request = Request::post(format!("http://localhost{}", call.path))
                .header("content-type", "application/grpc");
            let mut ready = send.clone().ready().await.unwrap();
            let request = request.body(()).unwrap();
            let (answer, mut stream) = ready.send_request(request, false).unwrap();
            stream.send_data(call.message.clone(), true).unwrap();
            answers.push(answer);
        }
        std::future::pending::<()>().await;
    });
    connection
}

/// Looks at the memory of a server for so long, while clients make a call and take little of the
/// answers, and after they are gone.
async fn watch_memory(call: Call, window: u32, held: Duration) {
    let database = database().await;
    let serving = Serving::start(claimstore().args(["serve", "--database-url", &database.url()]));
    let address = serving.url();
    fill(&address).await;
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(take_little(&address, call.clone(), window).await);
    }
    let mut most = 0;
    let since = Instant::now();
    while since.elapsed() < held {
        most = most.max(memory_of(serving.id()));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(most < MEMORY_MAX, "{most} MB");
    for client in clients {
        client.abort();
    }
    let since = Instant::now();
    let channel = Endpoint::from_shared(address).unwrap().connect_lazy();
    let mut changes = ChangeServiceClient::new(channel);
    loop {
        let now = memory_of(serving.id());
        println!("{most} MB at most, {now} MB afterwards");
        if now < MEMORY_AFTER {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(30), "{now} MB");
        // Memory goes back while the server does something, if only for a probe.
        let page = ListChangesRequest::default();
        changes.list_changes(page).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_nobody_takes_stay_within_the_memory_of_a_container() {
    let page = ListChangesRequest {
        page_size: 1_000,
        ..ListChangesRequest::default()
    };
    let call = Call::of("/claimstore.v1.ChangeService/ListChanges", &page);
    watch_memory(call, 0, Duration::from_secs(8)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn watches_that_nobody_reads_stay_within_the_memory_of_a_container() {
    let snapshot = WatchChangesRequest {
        snapshot: true,
        ..WatchChangesRequest::default()
    };
    let call = Call::of("/claimstore.v1.ChangeService/WatchChanges", &snapshot);
    // The first answers fit, so the server goes on to read for each.
    watch_memory(call, 1_000, Duration::from_secs(20)).await;
}
