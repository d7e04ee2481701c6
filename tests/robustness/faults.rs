//! The faults of a run. A seed decides which, where and when.

use std::time::Duration;

use claimstore::failpoint::Failpoint;
use rustix::process::Signal;
use tokio::time::{Instant, sleep};

use super::{history::History, proxy::Proxy, support::random::Random, world::World};

/// The pause between two faults.
const PAUSE_MS: (usize, usize) = (150, 1_200);

/// What happens at a failpoint: mostly once or twice, and always soon.
const ACTIONS: [&str; 6] = [
    "1*return(abort)",
    "1*return",
    "3*return",
    "20%5*return",
    "2*sleep(150)",
    "20%1*return(abort)",
];

/// A fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    KillServer,
    StopServer,
    CutClients,
    CutDatabase,
    DelayClients,
    DelayDatabase,
    /// Where there are standbys, one takes over.
    KillPostgres,
    KillBackend,
    StopPostgres,
    Failpoint,
}

impl Fault {
    /// All of them, each as often as it is to happen.
    const ALL: &[Self] = &[
        Self::KillServer,
        Self::KillServer,
        Self::StopServer,
        Self::CutClients,
        Self::CutClients,
        Self::CutDatabase,
        Self::CutDatabase,
        Self::DelayClients,
        Self::DelayDatabase,
        Self::KillPostgres,
        Self::KillBackend,
        Self::StopPostgres,
        Self::Failpoint,
        Self::Failpoint,
        Self::Failpoint,
        Self::Failpoint,
        Self::Failpoint,
    ];
}

/// Injects faults until a time. Returns how many.
pub async fn run(world: &mut World, history: &History, seed: u64, until: Instant) -> usize {
    let mut random = Random::new(seed);
    let mut count = 0;
    while Instant::now() < until {
        let (least, most) = PAUSE_MS;
        sleep(milliseconds(&mut random, least, most)).await;
        let fault = random.pick(Fault::ALL);
        inject(fault, world, history, &mut random).await;
        count += 1;
    }
    count
}

fn milliseconds(random: &mut Random, least: usize, most: usize) -> Duration {
    let time = least + random.below(most - least);
    Duration::from_millis(u64::try_from(time).unwrap())
}

async fn inject(fault: Fault, world: &mut World, history: &History, random: &mut Random) {
    let number = random.below(world.servers.len());
    let time = milliseconds(random, 50, 800);
    history.fault(format!("{fault:?} of server {number}, {time:?}"));
    let server = &world.servers[number];
    match fault {
        Fault::KillServer => server.signal(Signal::KILL),
        Fault::StopServer => {
            server.signal(Signal::STOP);
            sleep(2 * time).await;
            server.signal(Signal::CONT);
        }
        Fault::CutClients => cut(&server.proxy, time).await,
        Fault::CutDatabase => cut(&server.to_database, time).await,
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
        Fault::Failpoint => {
            let point = random.pick(&Failpoint::ALL).name();
            let action = random.pick(&ACTIONS);
            let other = random.pick(&Failpoint::ALL).name();
            history.fault(format!("  {point}={action}, {other}=2*sleep(30)"));
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

/// Ends what still goes on.
pub fn heal(world: &World) {
    for server in &world.servers {
        server.set_failpoints("");
        server.signal(Signal::CONT);
        server.proxy.delay(Duration::ZERO);
        server.to_database.delay(Duration::ZERO);
    }
    world.postgres.signal(Signal::CONT);
}
