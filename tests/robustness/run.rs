//! A run: the clients and the watches, the faults, and then the checks.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use claimstore::wire::pb::ListChangesRequest;
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep},
};
use tonic::transport::Channel;

use super::{
    calls::channel,
    check::{
        self,
        log::{Log, comparable},
        reported,
    },
    client::{self, Stage},
    faults,
    history::{History, Watched},
    mutation::Maker,
    past, record,
    report::Report,
    retention::{self, PAGE_SIZE, changes},
    settings::Settings,
    state::Entry,
    support::random::Random,
    watcher, wide,
    workload::ALL,
    world::{STALENESS_MAX_MS, World},
};

/// How long the servers may take until they answer again after the last fault.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long retractions may take then until all standings say so.
const REACH_PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(100);
/// How often everything is written once, before the faults begin.
const ROUNDS: usize = 2;
/// Of a longer run, not everything that was seen is written to files if it passes.
const LONG: Duration = Duration::from_secs(600);

/// Runs it. All that was seen is kept in a directory.
pub async fn run(settings: Settings, directory: &Path) -> Report {
    let history = Arc::new(History::begin());
    let mut world = World::start(settings.has_standbys, &history).await;
    let channels: Vec<Channel> = world.servers.iter().map(|it| channel(&it.url())).collect();
    let stage = Stage {
        history: Arc::clone(&history),
        known: Arc::default(),
        channels: channels.clone(),
        is_over: Arc::default(),
        reads_may_lag: settings.has_standbys,
        recorded: Arc::default(),
    };
    let start = settle(&stage).await;
    warm_up(&stage, settings.seed).await;
    let source = wide::prepare(&stage, seed(settings, 7_000)).await;

    let (tell_end, end) = watch::channel(None);
    let mut watches = JoinSet::new();
    for (number, what) in watcher::all().into_iter().enumerate() {
        let seed = seed(settings, 1_000 + number);
        watches.spawn(watcher::run(
            stage.clone(),
            what,
            start.clone(),
            seed,
            end.clone(),
        ));
    }
    let mut clients = JoinSet::new();
    for number in 0..settings.clients {
        let seed = seed(settings, 2_000 + number);
        clients.spawn(client::run(stage.clone(), number, seed));
    }
    clients.spawn(record::run(stage.clone(), seed(settings, 3_000)));
    clients.spawn(past::run(stage.clone(), seed(settings, 4_000)));
    clients.spawn(past::run(stage.clone(), seed(settings, 4_001)));
    clients.spawn(retention::record(stage.clone()));
    clients.spawn(retention::retain(stage.clone(), world.postgres.options()));
    clients.spawn(wide::run(stage.clone(), source, seed(settings, 6_000)));
    let mut upkeep = JoinSet::new();
    upkeep.spawn(world.knobs.clone().vacuum());
    let until = Instant::now() + settings.duration;
    faults::run(&mut world, &history, seed(settings, 5_000), until).await;
    stage.is_over.store(true, Ordering::Relaxed);
    faults::heal(&world).await;
    join(&mut clients).await;
    upkeep.shutdown().await;
    history.note("the faults are over");

    reach_all(&stage).await;
    let position = settle(&stage).await;
    tell_end.send_replace(Some(position.clone()));
    join(&mut watches).await;
    let (log, changed) = restored_log(&stage).await;
    history.note("the checks begin");
    let began = Instant::now();
    let mut violations = reported("the log as it was", changed);
    violations.extend(check::all(&log, &history));
    let url = world.postgres.url();
    violations.extend(reported("claimstore check", check::stored::check(&url)));
    let found = check::index::check(&channels, &url, &position).await;
    violations.extend(reported("the index", found));
    let report = Report::of(&history, &log, violations, began.elapsed());
    if settings.duration < LONG || !report.violations.is_empty() {
        keep_seen(directory, &history, &log);
    }
    keep(directory, &history, &world, &report);
    report
}

/// Waits until the standings of all claims say which sources were retracted, or for long enough.
async fn reach_all(stage: &Stage) {
    let give_up = Instant::now() + REACH_PATIENCE;
    loop {
        if stage.reads_may_lag {
            sleep(Duration::from_millis(2 * STALENESS_MAX_MS)).await;
        }
        let (log, _) = restored_log(stage).await;
        if check::reach::check(&log).is_empty() || Instant::now() > give_up {
            return;
        }
        sleep(PAUSE * 5).await;
    }
}

/// A seed of its own for each part of a run.
fn seed(settings: Settings, number: usize) -> u64 {
    settings.seed * 10_000 + u64::try_from(number).unwrap()
}

async fn join(tasks: &mut JoinSet<()>) {
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
}

/// Writes everything in order, so that there is something to write to.
async fn warm_up(stage: &Stage, seed: u64) {
    let mut maker = Maker::new(Random::new(seed), &stage.known, "first".to_owned());
    for _ in 0..ROUNDS {
        for (_, name, make) in ALL {
            if let Some(mutation) = make(&mut maker) {
                assert_eq!(mutation.verb(), *name);
                stage.write("first", mutation, &mut maker.random).await;
            }
        }
    }
}

/// Waits until all servers read the log to its end. Returns the position of that.
async fn settle(stage: &Stage) -> String {
    let mut give_up = Instant::now() + PATIENCE;
    let mut position = String::new();
    for channel in &stage.channels {
        position = loop {
            let request = ListChangesRequest {
                page_size: PAGE_SIZE,
                after_position: position.clone(),
                ..ListChangesRequest::default()
            };
            match changes(stage, channel, &request).await {
                Ok(page) if page.next_page_token.is_empty() => break page.position,
                Ok(page) if comparable(&page.position) > comparable(&position) => {
                    give_up = Instant::now() + PATIENCE;
                    position = page.position;
                }
                Ok(_) => assert!(Instant::now() < give_up, "the log has no end"),
                Err(status) => {
                    assert!(Instant::now() < give_up, "it does not answer: {status:?}");
                    sleep(PAUSE).await;
                }
            }
        };
    }
    position
}

/// The log with the states that are not kept any more, and what else is different from what it was.
async fn restored_log(stage: &Stage) -> (Log, Vec<String>) {
    let mut log = Log::new(whole_log(stage).await);
    let recorded = stage.recorded.entries.lock().unwrap();
    let changed = check::kept::restore(&mut log, &recorded, stage.recorded.kept_since());
    (log, changed)
}

async fn whole_log(stage: &Stage) -> Vec<Entry> {
    let (mut entries, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListChangesRequest {
            page_size: PAGE_SIZE,
            page_token: page_token.clone(),
            ..ListChangesRequest::default()
        };
        match changes(stage, &stage.channels[0], &request).await {
            Ok(page) => {
                entries.extend(page.changes.into_iter().map(Entry::of));
                page_token = page.next_page_token;
                if page_token.is_empty() {
                    return entries;
                }
            }
            Err(_) => sleep(PAUSE).await,
        }
    }
}

/// Where what a run saw is kept.
pub fn directory(settings: Settings) -> PathBuf {
    let name = match settings.has_standbys {
        true => format!("{}-with-standbys", settings.seed),
        false => settings.seed.to_string(),
    };
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("robustness")
        .join(name)
}

/// Keeps what was seen.
fn keep_seen(directory: &Path, history: &History, log: &Log) {
    let write = |name: &str, lines: &mut dyn Iterator<Item = String>| write(directory, name, lines);
    write("log", &mut log.entries.iter().map(|it| format!("{it:?}")));
    let calls = history.calls.lock().unwrap();
    write("calls", &mut calls.iter().map(|it| format!("{it:?}")));
    let reads = history.reads.lock().unwrap();
    write("reads", &mut reads.iter().map(|it| format!("{it:?}")));
    let lists = history.lists.lock().unwrap();
    write("lists", &mut lists.iter().map(|it| format!("{it:?}")));
    let watched = history.watched.lock().unwrap();
    write("watches", &mut watched.iter().flat_map(lines_of));
}

/// A line for a watch, and one for each response.
fn lines_of(watched: &Watched) -> impl Iterator<Item = String> {
    let Watched {
        what,
        after,
        resumed,
        ..
    } = watched;
    let first = format!("the watch of {what} after {after:?}, opened again before {resumed:?}");
    let responses = watched.responses.iter().map(|it| format!("{it:?}"));
    std::iter::once(first).chain(responses)
}

fn write(directory: &Path, name: &str, lines: &mut dyn Iterator<Item = String>) {
    fs::create_dir_all(directory).unwrap();
    let file = fs::File::create(directory.join(name)).unwrap();
    let mut file = std::io::BufWriter::new(file);
    lines.for_each(|line| writeln!(file, "{line}").unwrap());
}

/// Keeps what is violated, and what was done to the servers.
fn keep(directory: &Path, history: &History, world: &World, report: &Report) {
    let write = |name: &str, lines: &mut dyn Iterator<Item = String>| write(directory, name, lines);
    write("violations", &mut report.violations.iter().cloned());
    write("report", &mut std::iter::once(report.to_string()));
    let faults = history.faults.lock().unwrap();
    write("faults", &mut faults.iter().map(|it| format!("{it:?}")));
    for (number, server) in world.servers.iter().enumerate() {
        write(
            &format!("server{number}.log"),
            &mut server.log().into_iter(),
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_lost_or_doubled_or_seen_otherwise_whatever_fails() {
    hold(Settings::read()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_lost_or_doubled_or_seen_otherwise_when_standbys_take_over() {
    hold(Settings::read().with_standbys()).await;
}

/// Runs it, and fails with all that is violated.
async fn hold(settings: Settings) {
    // One at a time: each has as many processes as a machine has cores, and more.
    static ONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _one = ONE.lock().await;
    println!(
        "{settings:?}; the same again: ROBUSTNESS_SEED={}",
        settings.seed
    );
    let directory = directory(settings);
    let report = run(settings, &directory).await;
    println!("done: {:#?}", report.done);
    println!("seed {}: {report}", settings.seed);
    assert!(
        report.violations.is_empty(),
        "seed {}, all that was seen is in {}:\n{}",
        settings.seed,
        directory.display(),
        report.violations.join("\n")
    );
}
