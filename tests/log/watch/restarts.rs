//! Watches continue over restarts of servers and outages of Postgres, while many write. Each one
//! gets exactly the log, with every commit whole.

use std::{collections::BTreeSet, time::Duration};

use claimstore::{
    api::RESPONSE_BYTES_MAX,
    wire::pb::{
        BatchCreateSourcesRequest, Change, CreateSourceRequest, Source, UpdateSourceRequest,
        WatchChangesRequest, WatchChangesResponse, change_service_client::ChangeServiceClient,
        source_service_client::SourceServiceClient,
    },
};
use prost_types::Timestamp;
use tokio::{sync::watch, time::timeout};
use tonic::{Code, Status, transport::Channel};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use super::{
    log,
    many::{LAST, THINK, is_last},
};
use crate::support::{
    cluster::database_on_own_server,
    random::Random,
    retry::may_pass,
    samples::outlet,
    server::{LIMITS, TestServer},
};

const SEED: u64 = 0x00fe_ed02;
const WRITERS: u64 = 6;
const WATCHES: u64 = 4;
/// How often each trouble happens.
const ROUNDS: usize = 2;
/// The number of writes between two troubles.
const WRITES_BETWEEN: usize = 30;
/// The number of sources in a commit that takes more than one answer.
const LARGE: usize = 500;
/// The pause before a call is sent again.
const PAUSE: Duration = Duration::from_millis(20);

/// Far longer than anything takes. A task that has failed would make no progress.
const PATIENCE: Duration = Duration::from_secs(60);

/// An outage while all writers and watches run.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    /// The server is replaced by another one.
    Server,
    /// Postgres is stopped at once, and started again.
    Postgres,
    /// The server is replaced while Postgres is down.
    Both,
}

/// What writers, watches and the test share.
#[derive(Clone)]
struct World {
    /// The current server.
    server: watch::Receiver<Channel>,
    /// How many writes were acknowledged.
    acknowledged: watch::Sender<usize>,
    failed: watch::Sender<usize>,
    is_enough: watch::Receiver<bool>,
}

impl World {
    fn channel(&self) -> Channel {
        self.server.borrow().clone()
    }

    /// Sends a call until it is answered.
    async fn retry<T, F>(&self, call: impl Fn(Channel) -> F) -> T
    where
        F: Future<Output = Result<T, Status>>,
    {
        loop {
            match call(self.channel()).await {
                Ok(answer) => {
                    self.acknowledged.send_modify(|count| *count += 1);
                    return answer;
                }
                Err(status) => self.record_failure(&status).await,
            }
        }
    }

    async fn record_failure(&self, status: &Status) {
        assert!(may_pass(status).is_some(), "{status:?}");
        self.failed.send_modify(|count| *count += 1);
        tokio::time::sleep(PAUSE).await;
    }
}

/// Waits until a count has grown by this much.
async fn wait_for_more(count: &watch::Sender<usize>, by: usize) {
    let enough = *count.borrow() + by;
    let mut count = count.subscribe();
    let reached = timeout(PATIENCE, count.wait_for(|it| *it >= enough)).await;
    assert!(reached.is_ok(), "nothing moves any more");
}

async fn create(world: &World, sources: Vec<Source>) -> (String, Vec<Source>) {
    let requests = sources.into_iter().map(|source| CreateSourceRequest {
        source: Some(source),
        ..CreateSourceRequest::default()
    });
    let request = BatchCreateSourcesRequest {
        requests: requests.collect(),
        request_id: Uuid::now_v7().to_string(),
        ..BatchCreateSourcesRequest::default()
    };
    let call = |channel| {
        let request = request.clone();
        let mut sources = SourceServiceClient::new(channel);
        async move { sources.batch_create_sources(request).await }
    };
    let created = world.retry(call).await.into_inner().sources;
    (request.request_id, created)
}

async fn update(world: &World, source: Source) -> String {
    let request = UpdateSourceRequest {
        source: Some(source),
        request_id: Uuid::now_v7().to_string(),
        ..UpdateSourceRequest::default()
    };
    let call = |channel| {
        let request = request.clone();
        let mut sources = SourceServiceClient::new(channel);
        async move { sources.update_source(request).await }
    };
    world.retry(call).await;
    request.request_id
}

/// A source of more than 2 KB.
fn large() -> Source {
    Source {
        archived_url: format!("https://archive.example/{}", "x".repeat(600)),
        ..outlet(&"𝄞".repeat(500))
    }
}

/// Writes until it is enough. Returns the ids of the acknowledged requests.
async fn write(world: World, shared: Vec<Source>, mut random: Random) -> Vec<String> {
    let mut requests = Vec::new();
    let mut known = shared;
    while !*world.is_enough.borrow() {
        let request = match random.below(24) {
            0 => create(&world, vec![large(); LARGE]).await.0,
            1..8 => {
                let few = vec![outlet("first"); 1 + random.below(4)];
                let (request, created) = create(&world, few).await;
                known.extend(created);
                request
            }
            _ => {
                let name = random.pick(&known).name;
                // A new name each time, because an update that changes nothing is not written.
                let display_name = format!("later {}", Uuid::now_v7());
                let source = Source {
                    name,
                    ..outlet(&display_name)
                };
                update(&world, source).await
            }
        };
        requests.push(request);
    }
    requests
}

/// What a watch received, by commits.
struct Received {
    commits: Vec<Vec<Change>>,
    /// Whether more of the last commit may follow.
    is_open: bool,
    position: String,
    /// How often the server or the connection ended the watch.
    ends: usize,
}

impl Received {
    fn take(&mut self, answer: WatchChangesResponse) {
        self.position = answer.position;
        if answer.changes.is_empty() {
            return;
        }
        match self.commits.last_mut().filter(|_| self.is_open) {
            Some(commit) => commit.extend(answer.changes),
            None => self.commits.push(answer.changes),
        }
        self.is_open = answer.continues;
    }

    fn is_whole(&self) -> bool {
        !self.is_open && self.commits.last().is_some_and(|last| is_last(last))
    }
}

/// Watches until the last change. It continues with a new watch at random, and after each error.
async fn follow(world: World, start: String, mut random: Random) -> Received {
    let mut received = Received {
        commits: Vec::new(),
        is_open: false,
        position: start,
        ends: 0,
    };
    while !received.is_whole() {
        let answers = 1 + random.below(60);
        if let Err(status) = follow_on(&world, &mut received, answers).await {
            received.ends += 1;
            if let Some(position) = ended_at(&status) {
                assert!(super::comparable(&position) >= super::comparable(&received.position));
                // Both positions are valid.
                received.position = random.pick(&[position, received.position]);
            }
            world.record_failure(&status).await;
        }
    }
    received
}

async fn follow_on(world: &World, received: &mut Received, answers: usize) -> Result<(), Status> {
    let request = WatchChangesRequest {
        position: received.position.clone(),
        ..WatchChangesRequest::default()
    };
    let changes = ChangeServiceClient::new(world.channel());
    let mut changes = changes.max_decoding_message_size(RESPONSE_BYTES_MAX);
    let mut stream = changes.watch_changes(request).await?.into_inner();
    for _ in 0..answers {
        let Some(answer) = stream.message().await? else {
            return Err(Status::unavailable("it ended without a word"));
        };
        received.take(answer);
        if received.is_whole() {
            break;
        }
    }
    Ok(())
}

/// The position in the error of a server that ends.
fn ended_at(status: &Status) -> Option<String> {
    let details = status.get_error_details();
    let info = details.error_info()?;
    let is_ending = status.code() == Code::Unavailable && info.reason == "SERVER_ENDING";
    is_ending.then(|| info.metadata.get("position").cloned())?
}

/// Splits the log into commits. Each one is what one request wrote.
fn commits(log: &[Change]) -> Vec<Vec<Change>> {
    let commits = log.chunk_by(|one, next| one.request_id == next.request_id);
    commits.map(<[Change]>::to_vec).collect()
}

fn positions(commits: &[Vec<Change>]) -> Vec<Vec<&str>> {
    commits
        .iter()
        .map(|commit| commit.iter().map(|it| &*it.position).collect())
        .collect()
}

async fn replace(server: TestServer, clients: &watch::Sender<Channel>) -> TestServer {
    let database = server.leave().await;
    let server = TestServer::start_over(database, LIMITS).await;
    clients.send_replace(server.channel());
    server
}

async fn cause(
    trouble: Trouble,
    mut server: TestServer,
    clients: &watch::Sender<Channel>,
    world: &World,
) -> TestServer {
    if matches!(trouble, Trouble::Postgres | Trouble::Both) {
        server.database.stop_server().await;
        wait_for_more(&world.failed, 1).await;
    }
    if matches!(trouble, Trouble::Server | Trouble::Both) {
        server = replace(server, clients).await;
    }
    server.database.start_server().await;
    server
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_watch_gets_exactly_the_log_while_servers_and_postgres_restart() {
    println!("seed {SEED:#x}");
    let mut random = Random::new(SEED);
    let mut server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let mut shared = Vec::new();
    for name in ["a", "b", "c"] {
        shared.push(server.create_source(outlet(name)).await.unwrap());
    }
    let before = log(&server).await;
    let start = before.last().unwrap().position.clone();
    server.execute(THINK).await;

    let clients = watch::Sender::new(server.channel());
    let enough = watch::Sender::new(false);
    let world = World {
        server: clients.subscribe(),
        acknowledged: watch::Sender::new(0),
        failed: watch::Sender::new(0),
        is_enough: enough.subscribe(),
    };
    let watches: Vec<_> = (1..=WATCHES)
        .map(|number| follow(world.clone(), start.clone(), Random::new(SEED ^ number)))
        .map(tokio::spawn)
        .collect();
    let writers: Vec<_> = (1..=WRITERS)
        .map(|number| Random::new(SEED ^ (100 + number)))
        .map(|random| tokio::spawn(write(world.clone(), shared.clone(), random)))
        .collect();

    let mut troubles = [Trouble::Server, Trouble::Postgres, Trouble::Both].repeat(ROUNDS);
    while !troubles.is_empty() {
        wait_for_more(&world.acknowledged, WRITES_BETWEEN).await;
        let trouble = troubles.swap_remove(random.below(troubles.len()));
        server = cause(trouble, server, &clients, &world).await;
    }
    wait_for_more(&world.acknowledged, WRITES_BETWEEN).await;
    enough.send_replace(true);
    let mut acknowledged = BTreeSet::new();
    for writer in writers {
        acknowledged.extend(writer.await.unwrap());
    }
    for last in [vec![large(); LARGE], vec![outlet(LAST)]] {
        acknowledged.insert(create(&world, last).await.0);
    }

    let log = log(&server).await;
    let expected = commits(&log[before.len()..]);
    assert_each_is_whole(&expected, &acknowledged);
    let mut ends = 0;
    for watch in watches {
        let received = timeout(PATIENCE, watch).await.unwrap().unwrap();
        assert_eq!(positions(&received.commits), positions(&expected));
        assert_eq!(received.commits, expected);
        ends += received.ends;
    }
    println!(
        "{} changes in {} commits; {} calls failed; watches were ended {ends} times",
        log.len(),
        expected.len(),
        *world.failed.borrow(),
    );
    assert!(ends >= ROUNDS, "no watch was there when a server ended");
}

/// Asserts that each request is one commit, with one time, in one piece.
fn assert_each_is_whole(commits: &[Vec<Change>], acknowledged: &BTreeSet<String>) {
    let requests: BTreeSet<String> = commits.iter().map(|it| it[0].request_id.clone()).collect();
    assert_eq!(requests.len(), commits.len(), "a commit lies in pieces");
    assert_eq!(&requests, acknowledged);
    for commit in commits {
        let times: BTreeSet<String> = commit.iter().map(|it| time(it.change_time)).collect();
        assert_eq!(times.len(), 1, "{commit:?}");
    }
    let large = commits.iter().filter(|commit| commit.len() == LARGE);
    assert!(large.count() > 0, "none takes more than one answer");
}

fn time(time: Option<Timestamp>) -> String {
    time.unwrap().to_string()
}
