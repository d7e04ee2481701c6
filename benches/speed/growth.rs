//! How calls slow down as the store grows: the same measurements at several sizes.
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
    exports, feed, fill,
    load::{self, scattered},
    machine::Cpu,
    meter::median,
    search::{self, Rebuilt},
    stage::{Stage, Store},
};

/// One of this many claims is in a bundle.
const IN_BUNDLES: usize = 10;

/// The changes of a snapshot that are read.
const SNAPSHOT: u32 = 5_000;

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

const CURVES: [(&str, &str); 13] = [
    ("create", "BatchCreateClaims of 500, p50"),
    ("get", "GetClaim, p50"),
    ("list", "ListClaims, page of 100, p50"),
    ("conflicts", "ListConflicts of a measure, page of 50, p50"),
    ("trace", "TraceSource, page of 100, p50"),
    ("import", "ImportBundle of 10 claims, p50"),
    ("snapshot", "snapshot of a watch, 1,000 resources, p50"),
    (
        "export",
        "ExportBundles of everything, 1,000 resources, p50",
    ),
    ("feed", "from the answer of a write to a watcher, p50"),
    ("search", "SearchClaims of three words, p50"),
    ("match", "MatchClaims of a sentence, p50"),
    ("match-p99", "MatchClaims of a sentence, p99"),
    ("found", "from the answer of a write until it is found, p50"),
];

/// The longest time for one figure, in which it is measured again and again.
const TIME_MAX: Duration = Duration::from_secs(2);

/// The last batches of a size, which are timed, at most.
const TIMED_BATCHES: usize = 20;

/// What was measured.
#[derive(Default)]
pub struct Growth {
    pub curves: Vec<Curve>,
    /// The largest share of the CPU that others took at a size, in percent.
    pub others: f64,
    /// The index of the largest store, built anew.
    pub rebuilt: Option<Rebuilt>,
}

/// Fills a store step by step, and measures at each step.
pub async fn curves(stage: &Stage, seed: u64) -> Result<Growth, String> {
    let store = stage.store().await;
    let measured = grow(stage, &store, seed).await;
    stage.drop_store(store).await;
    measured
}

async fn grow(stage: &Stage, store: &Store, seed: u64) -> Result<Growth, String> {
    let service = stage.serve(store).await?;
    let mut scene = Scene {
        channels: service.channels(8),
        generator: Arc::new(Generator::new(seed, Shared::OutletAndOffice)),
        bundles: 0,
        claims: 0,
        feed: Arc::new(AtomicUsize::new(FEED_CLAIMS)),
        words: 0,
    };
    let mut curves = CURVES.map(|(id, title)| Curve {
        id,
        title,
        points: Vec::new(),
    });
    let mut others: f64 = 0.0;
    for size in stage.sizes.growth {
        service.empty_log();
        let cpu = Cpu::now();
        let create = scene.fill(stage, store, size).await?;
        let claims = store.rows("claims").await;
        println!("growth: {claims} claims");
        let measured = scene.measure(stage, store).await?;
        for (curve, ms) in curves.iter_mut().zip([create].into_iter().chain(measured)) {
            println!("  {}: {ms:.2} ms", curve.title);
            curve.points.push((size, ms));
        }
        println!("  others took {:.0} % of the CPU", cpu.others());
        others = others.max(cpu.others());
    }
    drop(service);
    let rebuilt = search::rebuild(stage, store).await?;
    println!("  the index was built anew in {:.1?}", rebuilt.took);
    Ok(Growth {
        curves: curves.into(),
        others,
        rebuilt: Some(rebuilt),
    })
}

struct Scene {
    channels: Vec<Channel>,
    generator: Arc<Generator>,
    /// How many bundles, and how many claims outside of bundles, are stored.
    bundles: usize,
    claims: usize,
    feed: Arc<AtomicUsize>,
    /// How many new words were written, to be found.
    words: usize,
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
    /// Fills the store up to a size. Returns the median of the last batches, in milliseconds.
    async fn fill(&mut self, stage: &Stage, store: &Store, size: usize) -> Result<f64, String> {
        let missing = size.saturating_sub(store.rows("claims").await);
        let bundles = missing / IN_BUNDLES / CLAIMS;
        let (first, generator) = (self.bundles, self.generator.clone());
        load::run_all(&self.channels, 4, bundles, move |channel, number| {
            let bundle = generator.bundle(first + number);
            async move { bulk::import(BundleServiceClient::new(channel), bundle).await }
        })
        .await?;
        self.bundles += bundles;
        let claims = self.claims..self.claims + missing - bundles * CLAIMS;
        self.claims = claims.end;
        let half = claims.len() / 2;
        let batch = fill::BATCH.min(half).max(1);
        let timed = claims.end - batch * (half / batch).clamp(1, TIMED_BATCHES);
        fill::claims(stage, &self.channels, claims.start..timed).await?;
        let mut times = Vec::new();
        for first in (timed..claims.end).step_by(batch) {
            let numbers = first..claims.end.min(first + batch);
            let batch = fill::batch(numbers.map(|it| stage.generator.claim(it)));
            times.push(fill::send(&self.channels, 1, vec![batch]).await?.took);
        }
        store.run("vacuum analyze").await?;
        Ok(median_ms(times))
    }

    /// The other figures, in the order of the curves.
    async fn measure(&mut self, stage: &Stage, store: &Store) -> Result<[f64; 12], String> {
        let time = stage.sizes.time.min(TIME_MAX);
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
        let sentences = search::sentences(stage, self.claims);
        let queries = search::queries(&sentences);
        search::ready(&self.channels[0]).await?;
        let searched = self.p50(time, &queries, search::search).await?;
        let mut matched = self.times(time, &sentences, search::matches).await?;
        matched.sort_unstable();
        let matched_p99 = matched[matched.len() * 99 / 100].as_secs_f64() * 1e3;
        let snapshot = again(time, || snapshot(self.channels[0].clone())).await?;
        let resources = resources(store).await;
        let export = again(time, || export(self.channels[0].clone(), resources)).await?;
        // What writes comes last, so that the others find the size.
        let import = self.import(time).await?;
        let written = (&self.generator, &self.feed);
        let (_, feed) = feed::latency(&self.channels, written, 1, time).await?;
        let found = again(time, || {
            self.words += 1;
            search::found(self.channels[0].clone(), format!("qx{}", self.words))
        });
        let found = found.await?;
        let matched = median_ms(matched);
        Ok([
            get,
            list,
            conflicts,
            trace,
            import,
            snapshot,
            export,
            feed,
            searched,
            matched,
            matched_p99,
            found,
        ])
    }

    /// The median of [`Scene::times`], in milliseconds.
    async fn p50<F>(
        &self,
        time: Duration,
        about: &[String],
        call: impl Fn(Channel, String) -> F,
    ) -> Result<f64, String>
    where
        F: Future<Output = Result<bool, Status>>,
    {
        Ok(median_ms(self.times(time, about, call).await?))
    }

    /// Calls for a time with one caller, each call about another thing.
    async fn times<F>(
        &self,
        time: Duration,
        about: &[String],
        call: impl Fn(Channel, String) -> F,
    ) -> Result<Vec<Duration>, String>
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
        Ok(times)
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

/// Measures for a time, once at least. Returns the median.
async fn again<F>(time: Duration, mut measure: impl FnMut() -> F) -> Result<f64, String>
where
    F: Future<Output = Result<Duration, String>>,
{
    let (begin, mut times) = (Instant::now(), Vec::new());
    while times.is_empty() || begin.elapsed() < time {
        times.push(measure().await?);
    }
    Ok(median_ms(times))
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

/// The number of resources that an export has.
async fn resources(store: &Store) -> usize {
    let mut count = 0;
    for table in ["sources", "claims", "articles", "appearances"] {
        count += store.rows(table).await;
    }
    count
}

/// The time in which an export delivers a thousand of so many resources.
async fn export(channel: Channel, resources: usize) -> Result<Duration, String> {
    let begin = Instant::now();
    let responses = exports::responses(channel).await?;
    let took = begin.elapsed();
    // A response has at most 100 resources.
    match responses.len() > resources / 100 {
        true => Ok(took.mul_f64(1e3 / resources as f64)),
        false => Err(format!(
            "{} responses cannot have {resources} resources",
            responses.len()
        )),
    }
}

/// The time in which a snapshot delivers a thousand resources.
async fn snapshot(channel: Channel) -> Result<Duration, String> {
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
    let mut count = 0_u32;
    while let Some(response) = stream.message().await.map_err(text)? {
        count += response.changes.len() as u32;
        if count >= SNAPSHOT || !response.snapshot && count > 0 {
            break;
        }
    }
    Ok(begin.elapsed().mul_f64(1e3 / f64::from(count)))
}
