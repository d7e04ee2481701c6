//! Point reads beside what Postgres itself can do: `GetClaim` from many callers, and pgbench
//! with the same select on the same database. The two alternate in short runs, and the result
//! is the median of their ratios. Then more and more callers, up to ten times as many as the
//! server takes: reads, creations, and updates of one claim. Options: `--claims`, `--callers`, `--connections`, `--seconds`, `--runs`,
//! `--overload` (the connections of the second part, or 0 to leave it out).

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark that cannot continue fails"
)]

#[path = "../support/arguments.rs"]
mod arguments;
mod client;
#[path = "../support/database.rs"]
mod database;
#[path = "../support/framed.rs"]
mod framed;
mod load;
#[path = "../support/load_server.rs"]
mod load_server;
#[path = "../support/machine.rs"]
mod machine;
#[path = "../support/memory.rs"]
mod memory;
mod overload;
mod pgbench;
mod programs;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/statements.rs"]
mod statements;

use std::time::Duration;

use bytes::Bytes;
use claimstore::wire::pb::{
    BatchCreateClaimsRequest, Claim, ClaimType, CreateClaimRequest, GetClaimRequest,
    claim_service_client::ClaimServiceClient,
};
use tonic::transport::Channel;

use self::{
    arguments::number, client::Client, database::Database, framed::framed, machine::Cpu,
    pgbench::Pgbench, server::Server,
};

const GET_CLAIM: &str = "/claimstore.v1.ClaimService/GetClaim";

/// Other processes may take this much of the CPU in a run that counts, in percent.
const OTHERS_MAX: f64 = 30.0;

#[tokio::main]
async fn main() {
    let claims = number("claims", 10_000);
    let callers = number("callers", 64);
    let connections = number("connections", 8);
    let seconds = Duration::from_secs(number("seconds", 4).try_into().unwrap());
    let runs = number("runs", 5);

    let database = Database::start().await;
    let server = Server::start(&database.url());
    let names = store(&server.channel, claims).await;
    database.run("vacuum analyze").await;
    let pgbench = Pgbench::new(&database, &names);
    let mut clients = Vec::new();
    for _ in 0..connections {
        clients.push(Client::connect(server.address()).await);
    }
    let requests: Vec<Bytes> = names.iter().map(|name| request(name)).collect();

    println!("reads: {callers} callers on {connections} connections, {claims} claims");
    let mut ratios = Vec::new();
    for run in 0..runs {
        let cpu = Cpu::now();
        let limit = pgbench.select_claims(connections, seconds);
        let (used, all) = (server.cpu_time(), Cpu::now());
        let load = load::run(&clients, callers, seconds, GET_CLAIM, &requests).await;
        let micros = |time: Duration| time.as_secs_f64() * 1e6 / load.answered as f64;
        let service = micros(server.cpu_time() - used);
        let postgres = micros(all.of("postgres"));
        let client = micros(all.of("reads"));
        let others = cpu.others();
        let rate = load.rate();
        assert_eq!(load.shed, 0);
        println!(
            "run {run}: GetClaim {rate:.0}/s; CPU of a call: service {service:.0}, Postgres \
             {postgres:.0}, client {client:.0} µs; pgbench {limit:.0}/s; ratio {:.2}; others \
             took {others:.0} % of the CPU",
            rate / limit
        );
        if others <= OTHERS_MAX {
            ratios.push(rate / limit);
        }
    }
    ratios.sort_unstable_by(f64::total_cmp);
    match ratios.get(ratios.len() / 2) {
        Some(median) => println!("reads: median ratio {median:.2} of {} runs", ratios.len()),
        None => println!("reads: other processes took too much of the CPU in every run"),
    }
    let many = number("overload", 900);
    if many > 0 {
        overload::read(&server, &requests, many).await;
        overload::write(&server, &names[0], connections).await;
    }
    drop(server);
    database.stop().await;
}

fn request(name: &str) -> Bytes {
    framed(&GetClaimRequest {
        name: name.to_owned(),
        ..GetClaimRequest::default()
    })
}

/// Stores claims. Returns their names.
async fn store(channel: &Channel, count: usize) -> Vec<String> {
    let mut client = ClaimServiceClient::new(channel.clone());
    let mut names = Vec::with_capacity(count);
    for first in (0..count).step_by(500) {
        let requests = (first..count.min(first + 500)).map(|number| CreateClaimRequest {
            claim: Some(Claim {
                statement: format!(
                    "The council counted {number} households that had moved away since spring"
                ),
                r#type: ClaimType::EventOrProperty.into(),
                language: "en".to_owned(),
                tags: vec!["housing".to_owned(), format!("district-{}", number % 50)],
                ..Claim::default()
            }),
            ..CreateClaimRequest::default()
        });
        let request = BatchCreateClaimsRequest {
            requests: requests.collect(),
            ..BatchCreateClaimsRequest::default()
        };
        let created = client.batch_create_claims(request).await.unwrap();
        let created = created.into_inner().claims.into_iter();
        names.extend(created.map(|claim| claim.name));
    }
    names
}
