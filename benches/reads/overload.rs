//! More callers than the server takes: where it is full, and what it does then.

use std::time::Duration;

use bytes::Bytes;
use claimstore::wire::pb::{Claim, ClaimType, CreateClaimRequest, UpdateClaimRequest};
use prost_types::FieldMask;

use super::{GET_CLAIM, client::Client, framed::framed, load, server::Server};

/// The callers of each step: far below what the server takes at once, up to ten times as many.
const READERS: &[usize] = &[1, 16, 64, 256, 1_000, 3_000, 10_000];
const WRITERS: &[usize] = &[32, 200, 1_000, 3_000];

/// From so many callers on, the share of the peak is printed.
const MANY: usize = 200;

const TIME: Duration = Duration::from_secs(4);

/// More claims than are created in a step.
const CREATED_MAX: usize = 60_000;

/// What the callers do.
struct Work<'a> {
    name: &'a str,
    method: &'static str,
    callers: &'a [usize],
    /// The requests of a step.
    requests: &'a dyn Fn(usize) -> Vec<Bytes>,
}

/// Reads from more and more callers.
pub async fn read(server: &Server, requests: &[Bytes], connections: usize) {
    let work = Work {
        name: "GetClaim",
        method: GET_CLAIM,
        callers: READERS,
        requests: &|_| requests.to_vec(),
    };
    run(server, &work, connections).await;
}

/// Creations from more and more callers, then updates of one claim.
pub async fn write(server: &Server, hot: &str, connections: usize) {
    let create = Work {
        name: "CreateClaim",
        method: "/claimstore.v1.ClaimService/CreateClaim",
        callers: WRITERS,
        requests: &|step| (0..CREATED_MAX).map(|it| creation(step, it)).collect(),
    };
    run(server, &create, connections).await;
    let update = Work {
        name: "UpdateClaim of one claim",
        method: "/claimstore.v1.ClaimService/UpdateClaim",
        callers: WRITERS,
        requests: &|_| (0..1_000).map(|it| tagging(hot, it)).collect(),
    };
    run(server, &update, connections).await;
}

/// Prints what is answered and refused at each number of callers, then again at few, to see that the server is as before.
async fn run(server: &Server, work: &Work<'_>, connections: usize) {
    let mut clients = Vec::new();
    for _ in 0..connections {
        clients.push(Client::connect(server.address()).await);
    }
    let again = *work.callers.iter().rfind(|it| **it <= 64).unwrap();
    let mut peak: f64 = 0.0;
    let mut rates = Vec::new();
    for (step, callers) in work.callers.iter().copied().chain([again]).enumerate() {
        let requests = (work.requests)(step);
        let load = load::run(&clients, callers, TIME, work.method, &requests).await;
        println!(
            "overload: {}: {callers:>6} callers on {connections} connections: {:.0}/s answered, \
             {} refused, {} MB of memory",
            work.name,
            load.rate(),
            load.shed,
            server.memory_mb()
        );
        peak = peak.max(load.rate());
        rates.push((callers, load.rate()));
    }
    for (callers, rate) in rates.iter().filter(|(callers, _)| *callers >= MANY) {
        let share = rate / peak;
        println!(
            "overload: {}: {callers} callers got {share:.2} of the peak",
            work.name
        );
    }
}

fn creation(step: usize, number: usize) -> Bytes {
    framed(&CreateClaimRequest {
        claim: Some(Claim {
            statement: format!("Load {step} counted {number} boats in the harbour last winter"),
            r#type: ClaimType::EventOrProperty.into(),
            language: "en".to_owned(),
            tags: vec!["harbour".to_owned()],
            ..Claim::default()
        }),
        ..CreateClaimRequest::default()
    })
}

fn tagging(name: &str, number: usize) -> Bytes {
    framed(&UpdateClaimRequest {
        claim: Some(Claim {
            name: name.to_owned(),
            tags: vec![format!("hot-{number}")],
            ..Claim::default()
        }),
        update_mask: Some(FieldMask {
            paths: vec!["tags".to_owned()],
        }),
        ..UpdateClaimRequest::default()
    })
}
