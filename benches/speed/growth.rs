//! How calls slow down as the store grows: the same measurements at three sizes.
//!
//! A tenth of the claims is in bundles whose articles share outlets and offices, the others
//! are created in batches.

use std::{
    future::Future,
    sync::{Arc, atomic::AtomicUsize},
    time::{Duration, Instant},
};

use claimstore::wire::pb::{
    ConflictFilter, GetClaimRequest, ListClaimsRequest, ListConflictsRequest, TraceSourceRequest,
    WatchChangesRequest, bundle_service_client::BundleServiceClient,
    change_service_client::ChangeServiceClient, claim_service_client::ClaimServiceClient,
    source_service_client::SourceServiceClient,
};
use tonic::{Status, transport::Channel};

use super::{
    bulk,
    bundles::{CLAIMS, Generator, Shared},
    feed, fill,
    load::{self, scattered},
    meter::median,
    stage::{Stage, Store},
};

/// One of this many claims is in a bundle.
const IN_BUNDLES: usize = 10;

/// The changes of a snapshot that are read.
const SNAPSHOT: usize = 5_000;

/// The numbers of the claims that the feed is measured with are above all others.
const FEED_CLAIMS: usize = 1 << 40;

/// One measurement at each size.
#[derive(Clone, Debug)]
pub struct Curve {
    pub id: &'static str,
    pub title: &'static str,
    /// The claims in the store, and milliseconds.
    pub points: Vec<(usize, f64)>,
}

const CURVES: [(&str, &str); 8] = [
    (
        "create",
        "BatchCreateClaims of 500, 2 callers, 1,000 claims",
    ),
    ("get", "GetClaim, p50"),
    ("list", "ListClaims, page of 100, p50"),
    ("conflicts", "ListConflicts of a measure, page of 50, p50"),
    ("trace", "TraceSource, page of 100, p50"),
    ("import", "ImportBundle of 10 claims, p50"),
    ("snapshot", "snapshot of a watch, 1,000 resources"),
    ("feed", "from the answer of a write to a watcher, p50"),
];

/// Fills a store step by step, and measures at each step.
pub async fn curves(stage: &Stage, seed: u64) -> Result<Vec<Curve>, String> {
    let store = stage.store().await;
    let measured = grow(stage, &store, seed).await;
    stage.drop_store(store).await;
    measured
}

async fn grow(stage: &Stage, store: &Store, seed: u64) -> Result<Vec<Curve>, String> {
    let service = stage.serve(store).await?;
    let mut scene = Scene {
        channels: service.channels(8),
        generator: Arc::new(Generator::new(seed, Shared::OutletAndOffice)),
        bundles: 0,
        claims: 0,
        feed: Arc::new(AtomicUsize::new(FEED_CLAIMS)),
    };
    let mut curves = CURVES.map(|(id, title)| Curve {
        id,
        title,
        points: Vec::new(),
    });
    for size in stage.sizes.growth {
        service.empty_log();
        let create = scene.fill(stage, store, size).await?;
        let claims = store.rows("claims").await;
        println!("growth: {claims} claims");
        let measured = scene.measure(stage, store).await?;
        for (curve, ms) in curves.iter_mut().zip([create].into_iter().chain(measured)) {
            println!("  {}: {ms:.2} ms", curve.title);
            curve.points.push((size, ms));
        }
    }
    Ok(curves.into())
}

struct Scene {
    channels: Vec<Channel>,
    generator: Arc<Generator>,
    /// How many bundles, and how many claims outside of bundles, are stored.
    bundles: usize,
    claims: usize,
    feed: Arc<AtomicUsize>,
}

/// The first column of the rows of a query.
async fn column(store: &Store, query: &'static str) -> Result<Vec<String>, String> {
    let rows = sqlx::query_scalar(query);
    let rows: Vec<String> = rows
        .fetch_all(&mut store.connect().await)
        .await
        .map_err(|error| error.to_string())?;
    match rows.is_empty() {
        true => Err(format!("nothing found by {query}")),
        false => Ok(rows),
    }
}

impl Scene {
    /// Returns the milliseconds in which a thousand claims were created.
    async fn fill(&mut self, stage: &Stage, store: &Store, size: usize) -> Result<f64, String> {
        let bundles = (size / IN_BUNDLES / CLAIMS).saturating_sub(self.bundles);
        let (first, generator) = (self.bundles, self.generator.clone());
        load::run_all(&self.channels, 4, bundles, move |channel, number| {
            let bundle = generator.bundle(first + number);
            async move { bulk::import(BundleServiceClient::new(channel), bundle).await }
        })
        .await?;
        self.bundles += bundles;
        let claims = self.claims..size - size / IN_BUNDLES;
        self.claims = claims.end;
        let work = fill::claims(stage, &self.channels, claims).await?;
        store.run("vacuum analyze").await?;
        Ok(work.took.as_secs_f64() * 1e6 / work.count as f64)
    }

    /// The other figures, in the order of the curves.
    async fn measure(&mut self, stage: &Stage, store: &Store) -> Result<[f64; 7], String> {
        let time = stage.sizes.time;
        let claims = column(
            store,
            "select 'claims/' || id from (select id from claims tablesample system (20) limit 5000) it",
        );
        let claims = claims.await?;
        let measures = column(
            store,
            "select measure from claim_measures group by measure order by count(*) desc \
             offset 10 limit 50",
        );
        let measures = measures.await?;
        let sources = column(
            store,
            "select 'sources/' || source_id from appearance_sources group by source_id \
             order by count(*) desc limit 200",
        );
        let sources = sources.await?;
        let get = self.p50(time, &claims, get).await?;
        let list = self.p50(time, &claims, |channel, _| list(channel)).await?;
        let conflicts = self.p50(time, &measures, conflicts).await?;
        let trace = self.p50(time, &sources, trace).await?;
        let import = self.import(time).await?;
        let snapshot = snapshot(self.channels[0].clone()).await?;
        let written = (&self.generator, &self.feed);
        let (_, feed) = feed::latency(&self.channels, written, 1, time).await?;
        Ok([get, list, conflicts, trace, import, snapshot, feed])
    }

    /// Calls for a time with one caller, each call about another thing. Returns the median in
    /// milliseconds.
    async fn p50<F>(
        &self,
        time: Duration,
        about: &[String],
        call: impl Fn(Channel, String) -> F,
    ) -> Result<f64, String>
    where
        F: Future<Output = Result<bool, Status>>,
    {
        let (begin, mut times) = (Instant::now(), Vec::new());
        while begin.elapsed() < time {
            let about = about[scattered(times.len(), about.len())].clone();
            let sent = Instant::now();
            let is_right = call(self.channels[0].clone(), about.clone()).await;
            times.push(sent.elapsed());
            if !is_right.map_err(|status| status.to_string())? {
                return Err(format!(
                    "the answer about {about} is not what was asked for"
                ));
            }
        }
        Ok(median_ms(times))
    }

    async fn import(&mut self, time: Duration) -> Result<f64, String> {
        let (begin, mut times) = (Instant::now(), Vec::new());
        while begin.elapsed() < time {
            let bundle = self.generator.bundle(self.bundles);
            self.bundles += 1;
            let client = BundleServiceClient::new(self.channels[0].clone());
            let sent = Instant::now();
            bulk::import(client, bundle).await?;
            times.push(sent.elapsed());
        }
        Ok(median_ms(times))
    }
}

fn median_ms(times: Vec<Duration>) -> f64 {
    median(times).as_secs_f64() * 1e3
}

async fn get(channel: Channel, name: String) -> Result<bool, Status> {
    let request = GetClaimRequest {
        name: name.clone(),
        ..GetClaimRequest::default()
    };
    let claim = ClaimServiceClient::new(channel).get_claim(request).await?;
    Ok(claim.into_inner().name == name)
}

async fn list(channel: Channel) -> Result<bool, Status> {
    let request = ListClaimsRequest {
        page_size: 100,
        ..ListClaimsRequest::default()
    };
    let page = ClaimServiceClient::new(channel)
        .list_claims(request)
        .await?;
    Ok(page.into_inner().claims.len() == 100)
}

async fn conflicts(channel: Channel, measure: String) -> Result<bool, Status> {
    let request = ListConflictsRequest {
        page_size: 50,
        filter: Some(ConflictFilter {
            measure,
            ..ConflictFilter::default()
        }),
        ..ListConflictsRequest::default()
    };
    let page = ClaimServiceClient::new(channel)
        .list_conflicts(request)
        .await?;
    let mut conflicts = page.into_inner().conflicts.into_iter();
    Ok(conflicts.all(|it| it.one.is_some() && it.other.is_some()))
}

async fn trace(channel: Channel, name: String) -> Result<bool, Status> {
    let request = TraceSourceRequest {
        name,
        page_size: 100,
        ..TraceSourceRequest::default()
    };
    let traced = SourceServiceClient::new(channel)
        .trace_source(request)
        .await?;
    Ok(!traced.into_inner().dependants.is_empty())
}

/// The milliseconds in which a snapshot delivers a thousand resources.
async fn snapshot(channel: Channel) -> Result<f64, String> {
    let mut client = ChangeServiceClient::new(channel).max_decoding_message_size(16 << 20);
    let request = WatchChangesRequest {
        snapshot: true,
        ..WatchChangesRequest::default()
    };
    let text = |status: Status| status.to_string();
    let begin = Instant::now();
    let mut stream = client
        .watch_changes(request)
        .await
        .map_err(text)?
        .into_inner();
    let mut count = 0;
    while let Some(response) = stream.message().await.map_err(text)? {
        count += response.changes.len();
        if count >= SNAPSHOT || !response.snapshot && count > 0 {
            break;
        }
    }
    Ok(begin.elapsed().as_secs_f64() * 1e6 / count as f64)
}
