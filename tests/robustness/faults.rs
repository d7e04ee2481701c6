//! The faults of a run. A seed decides which, where and when.

use std::time::Duration;

use claimstore::failpoint::Failpoint;
use rustix::process::Signal;
use tokio::time::{Instant, sleep};

use super::{
    history::History,
    proxy::Proxy,
    support::random::Random,
    world::{NextLife, Server, World},
};

/// The pause between two faults. It ends when so many calls were answered for good since the last one, or
/// after so long: on a slow machine, all faults together would let nothing be done.
const PAUSE_MS: (usize, usize) = (100, 1_300);
const CALLS: usize = 15;
const CALLS_PATIENCE: Duration = Duration::from_millis(2_500);
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// The clock of Postgres is ahead of the true time by at most this much.
pub const AHEAD_MAX: Duration = Duration::from_secs(3);

/// What happens at a failpoint: mostly once or twice, and always soon.
const ACTIONS: [&str; 6] = [
    "1*return(abort)",
    "1*return",
    "3*return",
    "20%5*return",
    "2*sleep(150)",
    "20%1*return(abort)",
];

/// Between the moment of a write and its commit.
const OPEN: [Failpoint; 7] = [
    Failpoint::WriteMoment,
    Failpoint::WriteRows,
    Failpoint::WriteKeys,
    Failpoint::WriteStandings,
    Failpoint::WriteLog,
    Failpoint::WriteRequest,
    Failpoint::CommitBefore,
];

/// What a server meets as soon as it has started.
const AT_START: [&str; 4] = [
    "FeedRead=1*return",
    "FeedRead=2*return",
    "FeedSend=1*return",
    "WatchPage=2*return\nSnapshotPage=2*return",
];

/// A fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    KillServer,
    /// It fails at what it does first after it was started again.
    StartBadly,
    /// Its index is gone, and it builds it anew while others write.
    LoseIndex,
    StopServer,
    CutClients,
    CutDatabase,
    /// Its connections to Postgres are cut when commits are to be sent.
    LoseCommits,
    /// Its writes stay open for long, after they have their time.
    StallWrites,
    DelayClients,
    DelayDatabase,
    /// Where there are standbys, one takes over.
    KillPostgres,
    KillBackend,
    StopPostgres,
    /// The clock of Postgres steps ahead, and back.
    StepClock,
    FillDisk,
    Failpoint,
}

impl Fault {
    /// All of them, each as often as it is to happen.
    const ALL: &[Self] = &[
        Self::KillServer,
        Self::StartBadly,
        Self::LoseIndex,
        Self::StopServer,
        Self::CutClients,
        Self::CutDatabase,
        Self::LoseCommits,
        Self::StallWrites,
        Self::StallWrites,
        Self::DelayClients,
        Self::DelayDatabase,
        Self::KillPostgres,
        Self::KillBackend,
        Self::StopPostgres,
        Self::StepClock,
        Self::FillDisk,
        Self::Failpoint,
        Self::Failpoint,
        Self::Failpoint,
        Self::Failpoint,
    ];
}

/// Injects faults until a time: all of them in a random order, and then again.
pub async fn run(world: &mut World, history: &History, seed: u64, until: Instant) {
    let mut random = Random::new(seed);
    let (mut left, mut is_first): (Vec<Fault>, bool) = (Vec::new(), true);
    while Instant::now() < until {
        let calls = history.calls.lock().unwrap().len() + CALLS;
        sleep(milliseconds(&mut random, PAUSE_MS)).await;
        wait_for_calls(history, calls, until).await;
        if left.is_empty() {
            left.extend(Fault::ALL);
        }
        let fault = match is_first && world.postgres.has_standbys() {
            // Also a short run is to have it.
            true => Fault::KillPostgres,
            false => left.swap_remove(random.below(left.len())),
        };
        is_first = false;
        inject(fault, world, history, &mut random).await;
        let mut kinds = history.kinds.lock().unwrap();
        *kinds.entry(format!("{fault:?}")).or_default() += 1;
    }
}

/// Waits until there were so many calls.
async fn wait_for_calls(history: &History, calls: usize, until: Instant) {
    let give_up = until.min(Instant::now() + CALLS_PATIENCE);
    while history.calls.lock().unwrap().len() < calls && Instant::now() < give_up {
        sleep(POLL_INTERVAL).await;
    }
}

fn milliseconds(random: &mut Random, (least, most): (usize, usize)) -> Duration {
    let time = least + random.below(most - least);
    Duration::from_millis(u64::try_from(time).unwrap())
}

async fn inject(fault: Fault, world: &mut World, history: &History, random: &mut Random) {
    let number = random.below(world.servers.len());
    let time = milliseconds(random, (50, 800));
    history.note(format!("{fault:?} of server {number}, {time:?}"));
    let server = &world.servers[number];
    match fault {
        Fault::KillServer => server.signal(Signal::KILL),
        Fault::StartBadly => server.restart(NextLife {
            failpoints: random.pick(&AT_START).to_owned(),
            is_index_gone: false,
        }),
        Fault::LoseIndex => server.restart(NextLife {
            failpoints: "IndexRebuilt=1*sleep(700)".to_owned(),
            is_index_gone: true,
        }),
        Fault::StopServer => {
            server.signal(Signal::STOP);
            sleep(2 * time).await;
            server.signal(Signal::CONT);
        }
        Fault::CutClients => cut(&server.proxy, time).await,
        Fault::CutDatabase => cut(&server.to_database, time).await,
        Fault::LoseCommits => lose_commits(server).await,
        Fault::StallWrites => {
            let point = random.pick(&OPEN).name();
            server.set_failpoints(&format!("{point}=4*sleep(250)\n"));
            sleep(time).await;
        }
        Fault::DelayClients => {
            server.proxy.delay(time / 8);
            sleep(time).await;
            server.proxy.delay(Duration::ZERO);
        }
        Fault::DelayDatabase => {
            server.to_database.delay(time / 20);
            sleep(time).await;
            server.to_database.delay(Duration::ZERO);
        }
        Fault::KillPostgres => world.postgres.kill(time).await,
        Fault::KillBackend => world.postgres.kill_backend(),
        Fault::StopPostgres => {
            world.postgres.signal(Signal::STOP);
            sleep(time).await;
            world.postgres.signal(Signal::CONT);
        }
        Fault::StepClock => {
            let most = usize::try_from(AHEAD_MAX.as_millis()).unwrap();
            let ahead = milliseconds(random, (1, most));
            world.knobs.set_ahead(ahead).await;
            sleep(time).await;
            world.knobs.set_ahead(Duration::ZERO).await;
        }
        Fault::FillDisk => {
            world.knobs.set_full(true).await;
            sleep(time).await;
            world.knobs.set_full(false).await;
        }
        Fault::Failpoint => {
            let point = random.pick(&Failpoint::ALL).name();
            let action = random.pick(&ACTIONS);
            let other = random.pick(&Failpoint::ALL).name();
            history.note(format!("  {point}={action}, {other}=2*sleep(30)"));
            server.set_failpoints(&format!("{point}={action}\n{other}=2*sleep(30)\n"));
        }
    }
}

/// Cuts all connections while much is on its way, such as commits and their answers. It is lost then.
async fn cut(proxy: &Proxy, time: Duration) {
    proxy.delay(time / 16);
    sleep(time / 4).await;
    proxy.cut();
    proxy.delay(Duration::ZERO);
}

/// Cuts all connections to Postgres while writes wait right before their commit, twice.
async fn lose_commits(server: &Server) {
    for _ in 0..2 {
        server.set_failpoints("CommitBefore=6*sleep(200)\n");
        sleep(Duration::from_millis(170)).await;
        server.to_database.cut();
        server.set_failpoints("");
        sleep(Duration::from_millis(200)).await;
    }
}

/// Ends what still goes on.
pub async fn heal(world: &World) {
    for server in &world.servers {
        server.set_failpoints("");
        server.signal(Signal::CONT);
        server.proxy.delay(Duration::ZERO);
        server.to_database.delay(Duration::ZERO);
    }
    world.postgres.signal(Signal::CONT);
    world.knobs.set_ahead(Duration::ZERO).await;
    world.knobs.set_full(false).await;
}
