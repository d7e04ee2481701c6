//! Point reads beside what Postgres itself can do: `GetClaim` from many callers, and pgbench
//! with the same select on the same database. The two alternate in short runs, and the result
//! is the median of their ratios. Options: `--claims`, `--callers`, `--connections`,
//! `--seconds`, `--runs`.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark that cannot continue fails"
)]

#[path = "../support/arguments.rs"]
mod arguments;
#[path = "../support/database.rs"]
mod database;
mod load;
#[path = "../support/load_server.rs"]
mod load_server;
#[path = "../support/machine.rs"]
mod machine;
mod pgbench;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/statements.rs"]
mod statements;

use std::time::Duration;

use claimstore::wire::pb::{
    BatchCreateClaimsRequest, Claim, ClaimType, CreateClaimRequest, GetClaimRequest,
    claim_service_client::ClaimServiceClient,
};
use tonic::transport::Channel;

use self::{arguments::number, database::Database, machine::Cpu, pgbench::Pgbench, server::Server};

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
    let clients = server.channels(connections);

    println!("reads: {callers} callers on {connections} connections, {claims} claims");
    let mut ratios = Vec::new();
    for run in 0..runs {
        let cpu = Cpu::now();
        let limit = pgbench.select_claims(connections, seconds);
        let used = server.cpu_time();
        let load = load::run(&clients, callers, seconds, &names, get).await;
        let used = server.cpu_time() - used;
        let others = cpu.others();
        let rate = load.calls as f64 / load.took.as_secs_f64();
        let micros = used.as_secs_f64() * 1e6 / load.calls as f64;
        println!(
            "run {run}: GetClaim {rate:.0}/s, {micros:.0} µs of the server's CPU a call; \
             pgbench {limit:.0}/s; ratio {:.2}; others took {others:.0} % of the CPU",
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
    drop(server);
    database.stop().await;
}

async fn get(channel: Channel, name: String) -> Result<(), tonic::Status> {
    let request = GetClaimRequest {
        name: name.clone(),
        ..GetClaimRequest::default()
    };
    let answer = ClaimServiceClient::new(channel).get_claim(request).await?;
    assert_eq!(answer.into_inner().name, name);
    Ok(())
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
