//! A phase: some attacks at once, beside honest callers and a probe, and what was out of bounds.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use super::{
    attack::Attack,
    honest,
    machine::Cpu,
    observed::{Errors, Most, Watcher},
    probe,
    server::Server,
    target::Target,
};

const MEMORY_MIB_MAX: u64 = 400;
const PROBE_P99_MS_MAX: f64 = 50.0;

/// The connections that the server takes by default, and what else it may have open.
const FILES_MAX: usize = 1_000 + 200;

/// What the phase before has left is given so long to go.
const BETWEEN: Duration = Duration::from_secs(2);

/// So many of what failed are printed.
const SHOWN: usize = 3;

/// What was measured in a phase.
pub struct Phase {
    name: String,
    most: Most,
    probe: probe::Seen,
    honest: honest::Calls,
    errors: Vec<String>,
    /// The percentage of the CPU that others took.
    others: f64,
}

/// Makes the attacks for so long, and measures.
pub async fn run(
    name: &str,
    attacks: &[Attack],
    (server, target, errors): (&Server, &Arc<Target>, &Errors),
    time: Duration,
) -> Phase {
    tokio::time::sleep(BETWEEN).await;
    let until = Instant::now() + time;
    let machine = Cpu::now();
    let watcher = Watcher::start(server.child.id());
    let probe = probe::start(&server.address, until);
    let callers = honest::start(target, until).await;
    let mut tasks = JoinSet::new();
    for attack in attacks {
        (attack.start)(&mut tasks, target, until);
    }
    tokio::time::sleep_until(until.into()).await;
    let honest = honest::end(callers).await;
    tasks.shutdown().await;
    let probe = tokio::task::spawn_blocking(|| probe.join()).await;
    Phase {
        name: name.to_owned(),
        most: watcher.end(),
        probe: probe.unwrap().unwrap(),
        honest,
        errors: errors.take(),
        others: machine.others(),
    }
}

impl Phase {
    /// Prints one line, and the beginning of what failed.
    pub fn print(&self) {
        let Most {
            memory_mib,
            mapped_mib,
            files,
        } = self.most;
        let [p50, p99] = [0.5, 0.99].map(|share| self.probe.timings.ms(share));
        println!(
            "{:>24}: {memory_mib:>4} MiB and {mapped_mib} of files, {files:>5} files, \
             probe p50 {p50:.1} p99 {p99:.1} ms, others took {:.0} % of the CPU, honest calls: {} answered, {} refused, {} failed; {} ERROR lines",
            self.name,
            self.others,
            self.honest.answered,
            self.honest.refused,
            self.honest.failed.len(),
            self.errors.len(),
        );
        for failed in self.honest.failed.iter().take(SHOWN) {
            println!("    failed: {failed}");
        }
        for error in self.errors.iter().take(SHOWN) {
            println!("    logged: {error}");
        }
    }

    /// What was out of bounds.
    pub fn excesses(&self) -> Vec<String> {
        let Most {
            memory_mib, files, ..
        } = self.most;
        let p99 = self.probe.timings.ms(0.99);
        let (failed, unhealthy) = (self.honest.failed.len(), self.probe.failed);
        let bounds = [
            (memory_mib < MEMORY_MIB_MAX, format!("{memory_mib} MiB")),
            (files <= FILES_MAX, format!("{files} open files")),
            (p99 < PROBE_P99_MS_MAX, format!("probe p99 {p99:.1} ms")),
            (unhealthy == 0, format!("{unhealthy} probes failed")),
            (failed == 0, format!("{failed} honest calls failed")),
            (
                self.honest.answered > 0,
                "no honest call answered".to_owned(),
            ),
            (
                self.errors.is_empty(),
                format!("{} ERROR lines", self.errors.len()),
            ),
        ];
        let excesses = bounds.into_iter().filter(|(is_within, _)| !is_within);
        excesses
            .map(|(_, what)| format!("{}: {what}", self.name))
            .collect()
    }
}
