//! Retracting a source that 100,000 claims rest on, under background load: how long it takes
//! until all standings are updated, and how much slower other calls are meanwhile. Options:
//! `--claims`, `--clients`, `--rest-ms`, `--seconds`.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark that cannot continue fails"
)]

#[path = "../support/arguments.rs"]
mod arguments;
mod background;
#[path = "../support/database.rs"]
mod database;
mod fixture;
#[path = "../support/machine.rs"]
mod machine;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/statements.rs"]
mod statements;
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
    background::{Background, CallKind},
    database::Database,
    machine::Cpu,
    server::Server,
    timings::Timings,
};

/// The largest ratio of other calls' p99 while standings are updated to that before.
const RATIO_MAX: f64 = 2.0;

/// CountClaims counts up to this.
const COUNT_MAX: usize = 10_000;

struct Scene {
    database: Database,
    connection: PgConnection,
    server: Server,
    source: String,
    claims: usize,
}

/// The progress of a reach.
#[derive(Clone, Copy)]
struct ReachProgress {
    claims: usize,
    is_complete: bool,
}

impl Scene {
    async fn new(claims: usize) -> Self {
        let database = Database::start().await;
        let server = Server::start(&database.url());
        let source = fixture::source(&server.channel, "The ministry").await;
        let begin = Instant::now();
        fixture::store(&server.channel, Some(&source), 0..claims).await;
        // Other sources have few claims. Without them the planner would assume many for each.
        fixture::store(&server.channel, None, claims..claims * 3 / 2).await;
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

    /// How many claims of the source are disputed, up to [`COUNT_MAX`].
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

    async fn progress(&mut self) -> ReachProgress {
        let (claims, is_complete): (i32, bool) = sqlx::query_as(
            "select claim_count, end_time is not null from reaches where source_id = $1",
        )
        .bind(id(&self.source))
        .fetch_one(&mut self.connection)
        .await
        .unwrap();
        ReachProgress {
            claims: usize::try_from(claims).unwrap(),
            is_complete,
        }
    }

    /// Waits until the reach has updated this many claims or is complete.
    async fn wait(&mut self, claims: usize) {
        loop {
            let progress = self.progress().await;
            if progress.is_complete || progress.claims >= claims {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The standing of each claim was changed by this cause exactly once.
    async fn assert_updated_once(&mut self, cause: &Source) {
        let progress = self.progress().await;
        assert!(progress.is_complete);
        assert_eq!(progress.claims, self.claims);
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

/// A background load, and how long it is measured before and after the retraction.
struct Load {
    clients: usize,
    pause: Duration,
    seconds: Duration,
}

/// Retracts or restores the source under load; returns the largest ratio of p99.
async fn retract_under(load: &Load, scene: &mut Scene, is_retraction: bool) -> f64 {
    let background = Background::start(&scene.server.channel, load.clients, load.pause).await;
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
    let updated = scene.progress().await.claims;
    let expected = if is_retraction { scene.claims } else { 0 };
    assert_eq!(disputed, expected.min(COUNT_MAX));
    scene.wait(usize::MAX).await;
    let end = Instant::now();
    let others = cpu.others();
    let cpu = Cpu::now();
    tokio::time::sleep(load.seconds).await;
    let others_after = cpu.others();
    let after = Instant::now();
    let calls = background.end().await;
    scene.assert_updated_once(&cause).await;

    let took = (end - begin).as_secs_f64();
    println!(
        "  {} clients, {} ms rest: recorded in {recorded:.1} ms, {} standings in {took:.1} s",
        load.clients,
        load.pause.as_millis(),
        scene.claims,
    );
    println!(
        "    {disputed} disputed to filters {known:.0} ms later, when {updated} standings were updated"
    );
    println!(
        "    of the CPU others took {others_before:.0} % before, {others:.0} % during, \
         {others_after:.0} % after"
    );
    let mut worst: f64 = 0.0;
    for (name, kind) in [
        ("writes", CallKind::Write),
        ("gets", CallKind::Get),
        ("lists", CallKind::List),
    ] {
        let [old, new, last] = [(before, begin), (begin, end), (end, after)]
            .map(|(from, to)| calls.between(kind, from, to));
        let ratio = new.ms(0.99) / old.ms(0.99);
        println!("    {name} before: {old}\n    {name} during: {new}\n    {name} after:  {last}");
        println!("    {name}: p99 during / before {ratio:.2}");
        worst = worst.max(ratio);
    }
    worst
}

/// Retracts, kills the server before the reach is complete, and starts it again.
async fn kill_during_reach(scene: &mut Scene) {
    let begin = Instant::now();
    let source = scene.source.clone();
    let cause = scene.retract(&source).await;
    scene.wait(scene.claims / 3).await;
    scene.server.kill();
    let updated = scene.progress().await.claims;
    assert!(updated < scene.claims);
    scene.server = Server::start(&scene.database.url());
    scene.wait(usize::MAX).await;
    let took = begin.elapsed().as_secs_f64();
    scene.assert_updated_once(&cause).await;
    println!(
        "  the server killed when {updated} standings were updated; all were after {took:.1} s, each once"
    );
}

/// Merges the source into a retracted one, which changes all standings.
async fn merge(scene: &mut Scene) {
    // It is retracted, because otherwise no standing would change.
    let into = fixture::source(&scene.server.channel, "Its successor").await;
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
    scene.assert_updated_once(&merged.into_inner()).await;
    println!(
        "  MergeSources, alone: recorded in {recorded:.1} ms, all standings updated in {took:.1} s"
    );
}

/// Lists the claims of a source that has few.
async fn list_few(scene: &Scene) {
    let source = fixture::source(&scene.server.channel, "The newest").await;
    let more = scene.claims * 2;
    fixture::store(&scene.server.channel, Some(&source), more..more + 200).await;
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

/// Creates claims with different numbers of quantities in turn.
async fn create_with_figures(scene: &Scene) {
    let mut client = ClaimServiceClient::new(scene.server.channel.clone());
    let mut times = [const { Vec::new() }; 3];
    for at in 0..3_000 {
        let figures = [0, 1, 4][at % 3];
        let request = CreateClaimRequest {
            claim: Some(background::claim("Somebody", at, figures)),
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
    let pause = Duration::from_millis(number("rest-ms", 20) as u64);
    let seconds = Duration::from_secs(number("seconds", 20) as u64);
    let mut scene = Scene::new(number("claims", 100_000)).await;
    let paced = Load {
        clients,
        pause,
        seconds,
    };
    let busy = Load {
        pause: Duration::ZERO,
        ..paced
    };
    let ratios = [
        retract_under(&paced, &mut scene, true).await,
        retract_under(&busy, &mut scene, false).await,
    ];
    kill_during_reach(&mut scene).await;
    merge(&mut scene).await;
    create_with_figures(&scene).await;
    list_few(&scene).await;

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
