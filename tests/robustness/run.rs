//! A run: the clients and the watches, the faults, and then the checks.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use claimstore::wire::pb::{ListChangesRequest, ListChangesResponse};
use tokio::{sync::watch, task::JoinSet, time::Instant};
use tonic::transport::Channel;

use super::{
    calls::{call, channel},
    check::{self, log::Log, reported},
    client::{self, Stage},
    faults,
    history::{History, Outcome},
    mutation::Maker,
    past, record,
    settings::Settings,
    state::Entry,
    support::random::Random,
    watcher,
    workload::ALL,
    world::World,
};

/// How long the servers may take until they answer again after the last fault.
const PATIENCE: Duration = Duration::from_secs(90);
const PAUSE: Duration = Duration::from_millis(100);
/// How often everything is written once, before the faults begin.
const ROUNDS: usize = 2;

/// What a run did.
#[derive(Debug)]
pub struct Report {
    pub violations: Vec<String>,
    pub faults: usize,
    /// How many calls were sent more than once.
    pub again: usize,
    /// The methods that were acknowledged, each with how often.
    pub done: std::collections::BTreeMap<String, usize>,
}

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
    };
    let start = settle(&channels).await;
    warm_up(&stage, settings.seed).await;

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
    let until = Instant::now() + settings.duration;
    let faults = faults::run(&mut world, &history, seed(settings, 5_000), until).await;
    stage.is_over.store(true, Ordering::Relaxed);
    faults::heal(&world);
    join(&mut clients).await;

    let position = settle(&channels).await;
    tell_end.send_replace(Some(position.clone()));
    join(&mut watches).await;
    let log = Log::new(whole_log(&channels[0]).await);
    let mut violations = check::all(&log, &history);
    let url = world.postgres.url();
    violations.extend(reported("claimstore check", check::stored::check(&url)));
    let found = check::index::check(&channels, &url, &position).await;
    violations.extend(reported("the index", found));
    keep(directory, &history, &log, &world, &violations);
    Report {
        violations,
        faults,
        again: again(&history),
        done: done(&history),
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
async fn settle(channels: &[Channel]) -> String {
    let give_up = Instant::now() + PATIENCE;
    let mut position = String::new();
    for channel in channels {
        position = loop {
            let request = ListChangesRequest {
                page_size: 1,
                after_position: position.clone(),
                ..ListChangesRequest::default()
            };
            match call::<ListChangesResponse>(channel, "ChangeService/ListChanges", &request).await
            {
                Ok(page) if page.next_page_token.is_empty() => break page.position,
                Ok(page) => position = page.position,
                Err(status) => assert!(Instant::now() < give_up, "it does not answer: {status:?}"),
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        };
    }
    position
}

async fn whole_log(channel: &Channel) -> Vec<Entry> {
    let (mut entries, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListChangesRequest {
            page_size: 1_000,
            page_token: page_token.clone(),
            ..ListChangesRequest::default()
        };
        match call::<ListChangesResponse>(channel, "ChangeService/ListChanges", &request).await {
            Ok(page) => {
                entries.extend(page.changes.into_iter().map(Entry::of));
                page_token = page.next_page_token;
                if page_token.is_empty() {
                    return entries;
                }
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

fn again(history: &History) -> usize {
    let calls = history.calls.lock().unwrap();
    calls.iter().filter(|it| it.attempts > 1).count()
}

fn done(history: &History) -> std::collections::BTreeMap<String, usize> {
    let mut done = std::collections::BTreeMap::new();
    for call in history.calls.lock().unwrap().iter() {
        if let Outcome::Done { .. } = call.outcome {
            let verb = call.method.rsplit('/').next().unwrap_or_default();
            *done.entry(verb.to_owned()).or_default() += 1;
        }
    }
    done
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

fn keep(directory: &Path, history: &History, log: &Log, world: &World, violations: &[String]) {
    fs::create_dir_all(directory).unwrap();
    let write = |name: &str, lines: &mut dyn Iterator<Item = String>| {
        let file = fs::File::create(directory.join(name)).unwrap();
        let mut file = std::io::BufWriter::new(file);
        lines.for_each(|line| writeln!(file, "{line}").unwrap());
    };
    write("violations", &mut violations.iter().cloned());
    write("log", &mut log.entries.iter().map(|it| format!("{it:?}")));
    let calls = history.calls.lock().unwrap();
    write("calls", &mut calls.iter().map(|it| format!("{it:?}")));
    let reads = history.reads.lock().unwrap();
    write("reads", &mut reads.iter().map(|it| format!("{it:?}")));
    let lists = history.lists.lock().unwrap();
    write("lists", &mut lists.iter().map(|it| format!("{it:?}")));
    let watched = history.watched.lock().unwrap();
    write("watches", &mut watched.iter().map(|it| format!("{it:#?}")));
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
    println!("{} calls sent again", report.again);
    println!("{} faults; done: {:#?}", report.faults, report.done);
    assert!(
        report.violations.is_empty(),
        "seed {}, all that was seen is in {}:\n{}",
        settings.seed,
        directory.display(),
        report.violations.join("\n")
    );
}
