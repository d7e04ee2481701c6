//! Hostile clients, one kind after the other and then all together, beside honest callers and a
//! probe. Whatever the clients do, the server's memory, its open files and the time of the probe
//! stay within bounds, its log has no error, and every honest call is answered, or refused with
//! the time after which it can be repeated; otherwise the exit code is 1. Options: `--seconds`
//! (of all attacks together; each alone has a tenth of it). `HOSTILE_ONLY`, if it is set, has the
//! beginnings of the names of the only attacks that are made, with commas between them.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark that cannot continue fails"
)]

#[path = "../support/arguments.rs"]
mod arguments;
mod attack;
#[path = "../support/database.rs"]
mod database;
#[path = "../support/framed.rs"]
mod framed;
mod honest;
#[path = "../support/machine.rs"]
mod machine;
#[path = "../support/memory.rs"]
mod memory;
mod observed;
mod phase;
mod probe;
#[path = "../support/server.rs"]
#[expect(dead_code, reason = "its own way to start has a shorter log")]
mod server;
mod target;
#[path = "../support/timings.rs"]
mod timings;
mod wire;

use std::{process::ExitCode, sync::Arc, time::Duration};

use self::{
    arguments::number,
    attack::{ATTACKS, Attack, heavy},
    database::Database,
    observed::Errors,
    server::Server,
    target::Target,
};

/// Memory is looked at again so long after the attacks.
const AFTERWARDS: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> ExitCode {
    let seconds = u32::try_from(number("seconds", 120)).unwrap();
    let together = Duration::from_secs(seconds.into());
    let alone = together / 10;

    let database = Database::start().await;
    let errors = Errors::default();
    let read = errors.clone();
    let index = tempfile::tempdir().unwrap();
    let arguments = [
        "--log",
        "info",
        "--index-dir",
        index.path().to_str().unwrap(),
    ];
    let server = Server::start_with(&database.url(), &arguments, move |line| read.read(line));
    let target = Arc::new(Target::fill(&server).await);
    heavy::rehearse(&server, &target).await;

    let scene = (&server, &target, &errors);
    let mut phases = vec![phase::run("honest callers only", &[], scene, alone).await];
    phases[0].print();
    let only = std::env::var("HOSTILE_ONLY").unwrap_or_default();
    let attacks: Vec<Attack> = ATTACKS
        .into_iter()
        .filter(|attack| only.split(',').any(|it| attack.name.starts_with(it)))
        .collect();
    for attack in &attacks {
        let phase = phase::run(attack.name, &[*attack], scene, alone).await;
        phase.print();
        phases.push(phase);
    }
    let phase = phase::run("all together", &attacks, scene, together).await;
    phase.print();
    phases.push(phase);
    let phase = phase::run("honest callers again", &[], scene, AFTERWARDS).await;
    phase.print();
    phases.push(phase);
    let left = observed::now(server.child.id());
    println!(
        "after {} s of honest calls only: {} MiB, {} files",
        AFTERWARDS.as_secs(),
        left.memory_mib,
        left.files
    );

    drop(server);
    database.stop().await;
    verdict(phases.iter().flat_map(phase::Phase::excesses).collect())
}

fn verdict(excesses: Vec<String>) -> ExitCode {
    if excesses.is_empty() {
        println!("everything is within its bounds");
        return ExitCode::SUCCESS;
    }
    println!("out of bounds:");
    for excess in excesses {
        println!("    {excess}");
    }
    ExitCode::FAILURE
}
