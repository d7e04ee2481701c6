//! The memory of the process while clients take no answers, and afterwards.

use std::time::{Duration, Instant};

use bytes::Bytes;
use claimstore::wire::pb::{
    BatchCreateClaimsRequest, Claim, ClaimType, CreateClaimRequest, ListChangesRequest,
    change_service_client::ChangeServiceClient, claim_service_client::ClaimServiceClient,
};
use http::Request;
use prost::Message as _;
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

/// A connection that asks for a large page in many calls, and takes nothing of any.
async fn take_nothing(address: &str) -> tokio::task::JoinHandle<()> {
    let address = address.trim_start_matches("http://").to_owned();
    let page = ListChangesRequest {
        page_size: 1_000,
        ..ListChangesRequest::default()
    };
    let mut message = vec![0];
    message.extend(u32::try_from(page.encoded_len()).unwrap().to_be_bytes());
    page.encode(&mut message).unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let mut builder = h2::client::Builder::new();
    builder.initial_window_size(0);
    let (send, connection) = builder.handshake::<_, Bytes>(stream).await.unwrap();
    let connection = tokio::spawn(async move {
        let _ = connection.await;
    });
    tokio::spawn(async move {
        let mut answers = Vec::new();
        for _ in 0..CALLS {
            let request = Request::post("http://localhost/claimstore.v1.ChangeService/ListChanges")
                .header("content-type", "application/grpc");
            let mut ready = send.clone().ready().await.unwrap();
            let request = request.body(()).unwrap();
            let (answer, mut stream) = ready.send_request(request, false).unwrap();
            stream.send_data(message.clone().into(), true).unwrap();
            answers.push(answer);
        }
        std::future::pending::<()>().await;
    });
    connection
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_nobody_takes_stay_within_the_memory_of_a_container() {
    let database = database().await;
    let serving = Serving::start(claimstore().args(["serve", "--database-url", &database.url()]));
    let address = serving.url();
    fill(&address).await;
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(take_nothing(&address).await);
    }
    let mut most = 0;
    let since = Instant::now();
    while since.elapsed() < Duration::from_secs(8) {
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
