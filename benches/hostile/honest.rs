//! Honest callers: they wait for each answer, and after a refusal for as long as it asks for.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use claimstore::wire::pb::{
    CreateClaimRequest, GetClaimRequest, ListChangesRequest, ListClaimsRequest,
    change_service_client::ChangeServiceClient, claim_service_client::ClaimServiceClient,
};
use tokio::task::JoinSet;
use tonic::{
    Code, Request, Status,
    transport::{Channel, Endpoint},
};
use tonic_types::StatusExt as _;

use super::target::{Target, claim, rest};

const DEADLINE: Duration = Duration::from_secs(10);

/// What a caller does between two calls takes this long.
const PAUSE: Duration = Duration::from_millis(20);

const PAGE: usize = 20;

/// What the callers of a kind do, and how many they are.
const KINDS: [(Kind, usize); 4] = [
    (Kind::Get, 8),
    (Kind::List, 4),
    (Kind::Create, 4),
    (Kind::Changes, 2),
];

#[derive(Clone, Copy, Debug)]
enum Kind {
    Get,
    List,
    Create,
    Changes,
}

/// What became of the calls.
#[derive(Default)]
pub struct Calls {
    pub answered: usize,
    /// Refused with the time after which they can be repeated.
    pub refused: usize,
    /// What became of each of the others.
    pub failed: Vec<String>,
}

struct Caller {
    kind: Kind,
    client: ClaimServiceClient<Channel>,
    changes: ChangeServiceClient<Channel>,
    target: Arc<Target>,
}

/// Starts the callers, whose connections are open when this returns. Each ends with its first
/// call that ends after the moment.
pub async fn start(target: &Arc<Target>, until: Instant) -> JoinSet<Calls> {
    let mut callers = JoinSet::new();
    for (kind, count) in KINDS {
        let endpoint = Endpoint::from_shared(format!("http://{}", target.address)).unwrap();
        let channel = endpoint.connect().await.unwrap();
        for _ in 0..count {
            let caller = Caller {
                kind,
                client: ClaimServiceClient::new(channel.clone()),
                changes: ChangeServiceClient::new(channel.clone()),
                target: target.clone(),
            };
            callers.spawn(caller.run(until));
        }
    }
    callers
}

/// Waits until the callers have ended.
pub async fn end(callers: JoinSet<Calls>) -> Calls {
    let mut all = Calls::default();
    for calls in callers.join_all().await {
        all.answered += calls.answered;
        all.refused += calls.refused;
        all.failed.extend(calls.failed);
    }
    all
}

impl Caller {
    async fn run(mut self, until: Instant) -> Calls {
        let mut calls = Calls::default();
        while Instant::now() < until {
            let since = Instant::now();
            let pause = match self.call().await {
                Ok(()) => {
                    calls.answered += 1;
                    PAUSE
                }
                Err(status) => match told_to_wait(&status) {
                    Some(pause) => {
                        calls.refused += 1;
                        pause
                    }
                    None => {
                        calls.failed.push(self.failure(&status, since));
                        PAUSE
                    }
                },
            };
            rest(until, pause).await;
        }
        calls
    }

    /// Makes a call. The wrong answer is an error too.
    async fn call(&mut self) -> Result<(), Status> {
        let number = fresh();
        let is_right = match self.kind {
            Kind::Get => self.get(number).await?,
            Kind::List => self.list().await?,
            Kind::Create => self.create(number).await?,
            Kind::Changes => self.list_changes().await?,
        };
        let wrong = || Status::data_loss("the wrong answer");
        is_right.then_some(()).ok_or_else(wrong)
    }

    async fn get(&mut self, number: usize) -> Result<bool, Status> {
        let name = self.target.claims[number % self.target.claims.len()].clone();
        let request = GetClaimRequest {
            name: name.clone(),
            ..GetClaimRequest::default()
        };
        let got = self.client.get_claim(in_time(request)).await?;
        Ok(got.into_inner().name == name)
    }

    async fn list(&mut self) -> Result<bool, Status> {
        let request = ListClaimsRequest {
            page_size: PAGE as i32,
            ..ListClaimsRequest::default()
        };
        let listed = self.client.list_claims(in_time(request)).await?;
        Ok(listed.into_inner().claims.len() == PAGE)
    }

    async fn list_changes(&mut self) -> Result<bool, Status> {
        let request = ListChangesRequest {
            page_size: PAGE as i32,
            ..ListChangesRequest::default()
        };
        let listed = self.changes.list_changes(in_time(request)).await?;
        Ok(listed.into_inner().changes.len() == PAGE)
    }

    async fn create(&mut self, number: usize) -> Result<bool, Status> {
        let statement = format!("The harbour counted {number} boats last winter");
        let request = CreateClaimRequest {
            claim: Some(claim(statement.clone())),
            ..CreateClaimRequest::default()
        };
        let created = self.client.create_claim(in_time(request)).await?;
        Ok(created.into_inner().statement == statement)
    }

    fn failure(&self, status: &Status, since: Instant) -> String {
        let (code, message) = (status.code(), status.message());
        let (kind, took) = (self.kind, since.elapsed().as_secs_f64());
        format!("{kind:?} after {took:.1} s: {code:?}: {message}")
    }
}

/// A number that no other call has.
fn fresh() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn in_time<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(DEADLINE);
    request
}

/// How long a refusal asks to wait. `None` for any other error, and for a refusal that does not
/// say it.
fn told_to_wait(status: &Status) -> Option<Duration> {
    let codes = [Code::ResourceExhausted, Code::Unavailable];
    let retry = codes.contains(&status.code()).then_some(status)?;
    retry.get_details_retry_info()?.retry_delay
}
