//! A source on which 100,000 claims rest is retracted while others work: how long it takes
//! until all standings have followed, and what the others notice. Sizes: `--claims`,
//! `--clients`, `--rest-ms`, `--seconds`.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on fails"
)]

#[path = "../support/arguments.rs"]
mod arguments;
mod crowd;
#[path = "../support/database.rs"]
mod database;
#[path = "../support/machine.rs"]
mod machine;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/statements.rs"]
mod statements;
mod stock;
#[path = "../support/timings.rs"]
mod timings;

use std::time::{Duration, Instant};

use claimstore::{
    store::upkeep::check::check,
    wire::pb::{
        ClaimFilter, CountClaimsRequest, CreateClaimRequest, ListClaimsRequest,
        MergeSourcesRequest, RetractSourceRequest, Retraction, Source,
        claim_service_client::ClaimServiceClient, source_service_client::SourceServiceClient,
    },
};
use sqlx::PgConnection;
use uuid::Uuid;

use self::{
    arguments::number,
    crowd::{Crowd, Deed},
    database::Database,
    machine::Cpu,
    server::Server,
    timings::Timings,
};

/// The others' p99 while standings follow, at most so many times what it was before.
const RATIO_MAX: f64 = 2.0;

/// CountClaims counts no further.
const COUNT_MAX: usize = 10_000;

struct Scene {
    database: Database,
    connection: PgConnection,
    server: Server,
    source: String,
    claims: usize,
}

/// How far a reach has come.
#[derive(Clone, Copy)]
struct Reached {
    claims: usize,
    is_through: bool,
}

impl Scene {
    async fn new(claims: usize) -> Self {
        let database = Database::start().await;
        let server = Server::start(&database.url());
        let source = stock::source(&server.channel, "The ministry").await;
        let begin = Instant::now();
        stock::store(&server.channel, Some(&source), 0..claims).await;
        // Others have theirs, or the planner takes every source for one like this.
        stock::store(&server.channel, None, claims..claims * 3 / 2).await;
        database.run("vacuum analyze").await;
        let took = begin.elapsed().as_secs();
        println!(
            "reach: {claims} claims rest on a source, half as many on others (stored in {took} s)"
        );
        Self {
            connection: database.connect().await,
            database,
            server,
            source,
            claims,
        }
    }

    fn sources(&self) -> SourceServiceClient<tonic::transport::Channel> {
        SourceServiceClient::new(self.server.channel.clone())
    }

    async fn retract(&self, name: &str) -> Source {
        let request = RetractSourceRequest {
            name: name.to_owned(),
            retraction: Some(Retraction {
                reason: "It made it up".to_owned(),
                ..Retraction::default()
            }),
            ..RetractSourceRequest::default()
        };
        let retracted = self.sources().retract_source(request).await.unwrap();
        retracted.into_inner()
    }

    async fn restore(&self) -> Source {
        let request = RetractSourceRequest {
            name: self.source.clone(),
            revoke: true,
            ..RetractSourceRequest::default()
        };
        let restored = self.sources().retract_source(request).await.unwrap();
        restored.into_inner()
    }

    /// How many claims of the source are disputed, as far as they are counted.
    async fn disputed(&self) -> usize {
        let request = CountClaimsRequest {
            filter: Some(ClaimFilter {
                source: self.source.clone(),
                disputed: Some(true),
                ..ClaimFilter::default()
            }),
        };
        let mut client = ClaimServiceClient::new(self.server.channel.clone());
        let counted = client.count_claims(request).await.unwrap().into_inner();
        usize::try_from(counted.count).unwrap()
    }

    async fn reached(&mut self) -> Reached {
        let reached: (i32, bool) = sqlx::query_as(
            "select claim_count, end_time is not null from reaches where source_id = $1",
        )
        .bind(id(&self.source))
        .fetch_one(&mut self.connection)
        .await
        .unwrap();
        Reached {
            claims: usize::try_from(reached.0).unwrap(),
            is_through: reached.1,
        }
    }

    /// Waits until the reach has come to so many claims, or to its end where there are none
    /// more.
    async fn wait(&mut self, claims: usize) {
        loop {
            let reached = self.reached().await;
            if reached.is_through || reached.claims >= claims {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Each claim was reached, and its standing was moved by this cause once.
    async fn assert_reached_once(&mut self, cause: &Source) {
        let reached = self.reached().await;
        assert!(reached.is_through);
        assert_eq!(reached.claims, self.claims);
        let (changes, claims): (i64, i64) = sqlx::query_as(
            "select count(*), count(distinct id) from changes
             where kind = 7 and cause_id = $1 and cause_revision = $2",
        )
        .bind(id(&cause.name))
        .bind(cause.revision)
        .fetch_one(&mut self.connection)
        .await
        .unwrap();
        let all = i64::try_from(self.claims).unwrap();
        assert_eq!((changes, claims), (all, all));
    }
}

fn id(name: &str) -> Uuid {
    name.rsplit('/').next().unwrap().parse().unwrap()
}

/// Seconds to wait for, before and behind what is measured.
struct Load {
    clients: usize,
    rest: Duration,
    seconds: Duration,
}

/// What others notice of a retraction, or of its end.
async fn under(load: &Load, scene: &mut Scene, is_retraction: bool) -> f64 {
    let crowd = Crowd::start(&scene.server.channel, load.clients, load.rest).await;
    tokio::time::sleep(load.seconds / 4).await;
    let before = Instant::now();
    let cpu = Cpu::now();
    tokio::time::sleep(load.seconds).await;
    let others_before = cpu.others();
    let cpu = Cpu::now();
    let begin = Instant::now();
    let cause = if is_retraction {
        let source = scene.source.clone();
        scene.retract(&source).await
    } else {
        scene.restore().await
    };
    let recorded = begin.elapsed().as_secs_f64() * 1e3;
    let disputed = scene.disputed().await;
    let known = begin.elapsed().as_secs_f64() * 1e3;
    let reached = scene.reached().await.claims;
    let expected = if is_retraction { scene.claims } else { 0 };
    assert_eq!(disputed, expected.min(COUNT_MAX));
    scene.wait(usize::MAX).await;
    let end = Instant::now();
    let others = cpu.others();
    let cpu = Cpu::now();
    tokio::time::sleep(load.seconds).await;
    let others_after = cpu.others();
    let after = Instant::now();
    let calls = crowd.end().await;
    scene.assert_reached_once(&cause).await;

    let took = (end - begin).as_secs_f64();
    println!(
        "  {} clients, {} ms rest: recorded in {recorded:.1} ms, {} standings in {took:.1} s",
        load.clients,
        load.rest.as_millis(),
        scene.claims,
    );
    println!("    {disputed} disputed to filters {known:.0} ms later, when {reached} had followed");
    println!(
        "    of the CPU others took {others_before:.0} % before, {others:.0} % during, \
         {others_after:.0} % after"
    );
    let mut worst: f64 = 0.0;
    for (name, deed) in [
        ("writes", Deed::Write),
        ("gets", Deed::Get),
        ("lists", Deed::List),
    ] {
        let [old, new, last] = [(before, begin), (begin, end), (end, after)]
            .map(|(from, to)| calls.between(deed, from, to));
        let ratio = new.ms(0.99) / old.ms(0.99);
        println!("    {name} before: {old}\n    {name} during: {new}\n    {name} after:  {last}");
        println!("    {name}: p99 during / before {ratio:.2}");
        worst = worst.max(ratio);
    }
    worst
}

/// Retracts, kills the server on the way, and starts it again.
async fn killed(scene: &mut Scene) {
    let begin = Instant::now();
    let source = scene.source.clone();
    let cause = scene.retract(&source).await;
    scene.wait(scene.claims / 3).await;
    scene.server.kill();
    let killed = scene.reached().await.claims;
    assert!(killed < scene.claims);
    scene.server = Server::start(&scene.database.url());
    scene.wait(usize::MAX).await;
    let took = begin.elapsed().as_secs_f64();
    scene.assert_reached_once(&cause).await;
    println!(
        "  the server killed when {killed} had followed; all had after {took:.1} s, each once"
    );
}

/// Merges the source into a retracted one, by which all standings move.
async fn merged(scene: &mut Scene) {
    // It is retracted, else no standing would move.
    let into = stock::source(&scene.server.channel, "Its successor").await;
    scene.retract(&into).await;
    scene.restore().await;
    scene.wait(usize::MAX).await;
    let request = MergeSourcesRequest {
        name: scene.source.clone(),
        into,
        ..MergeSourcesRequest::default()
    };
    let begin = Instant::now();
    let merged = scene.sources().merge_sources(request).await.unwrap();
    let recorded = begin.elapsed().as_secs_f64() * 1e3;
    scene.wait(usize::MAX).await;
    let took = begin.elapsed().as_secs_f64();
    scene.assert_reached_once(&merged.into_inner()).await;
    println!("  MergeSources, alone: recorded in {recorded:.1} ms, all followed in {took:.1} s");
}

/// How long the first page of what rests on a source takes, where little does.
async fn listed(scene: &Scene) {
    let source = stock::source(&scene.server.channel, "The newest").await;
    let more = scene.claims * 2;
    stock::store(&scene.server.channel, Some(&source), more..more + 200).await;
    let mut client = ClaimServiceClient::new(scene.server.channel.clone());
    let mut times = Vec::new();
    for _ in 0..50 {
        let request = ListClaimsRequest {
            page_size: 20,
            filter: Some(ClaimFilter {
                source: source.clone(),
                ..ClaimFilter::default()
            }),
            ..ListClaimsRequest::default()
        };
        let begin = Instant::now();
        let page = client.list_claims(request).await.unwrap().into_inner();
        times.push(begin.elapsed());
        assert_eq!(page.claims.len(), 20);
    }
    println!(
        "  ListClaims of a source with 200: {}",
        Timings::from(times)
    );
}

/// What figures cost a claim: with and without in turn.
async fn figures(scene: &Scene) {
    let mut client = ClaimServiceClient::new(scene.server.channel.clone());
    let mut times = [const { Vec::new() }; 3];
    for at in 0..3_000 {
        let figures = [0, 1, 4][at % 3];
        let request = CreateClaimRequest {
            claim: Some(crowd::claim("Somebody", at, figures)),
            ..CreateClaimRequest::default()
        };
        let begin = Instant::now();
        client.create_claim(request).await.unwrap();
        times[at % 3].push(begin.elapsed());
    }
    for (figures, times) in [0, 1, 4].iter().zip(times) {
        println!(
            "  CreateClaim with {figures} figures: {}",
            Timings::from(times)
        );
    }
}

#[tokio::main]
async fn main() {
    let clients = number("clients", 8);
    let rest = Duration::from_millis(number("rest-ms", 20) as u64);
    let seconds = Duration::from_secs(number("seconds", 20) as u64);
    let mut scene = Scene::new(number("claims", 100_000)).await;
    let paced = Load {
        clients,
        rest,
        seconds,
    };
    let busy = Load {
        rest: Duration::ZERO,
        ..paced
    };
    let ratios = [
        under(&paced, &mut scene, true).await,
        under(&busy, &mut scene, false).await,
    ];
    killed(&mut scene).await;
    merged(&mut scene).await;
    figures(&scene).await;
    listed(&scene).await;

    let Scene {
        server, database, ..
    } = scene;
    let report = check(&database.options()).await.unwrap();
    assert!(report.differences.is_empty(), "{:?}", report.differences);
    println!("  check: {} resources, no differences", report.resources);
    drop(server);
    database.stop().await;
    assert!(ratios.iter().all(|ratio| *ratio <= RATIO_MAX), "{ratios:?}");
}
