//! What a run did, in one line.

use std::{collections::BTreeMap, fmt, fs, time::Duration};

use super::{
    check::log::Log,
    history::{History, Outcome},
};

#[derive(Debug)]
pub struct Report {
    pub violations: Vec<String>,
    /// The faults that were injected, each kind with how often.
    pub faults: BTreeMap<String, usize>,
    /// The methods that were acknowledged, each with how often.
    pub done: BTreeMap<String, usize>,
    calls: usize,
    /// How many calls were sent more than once.
    again: usize,
    reads: usize,
    changes: usize,
    /// The responses of all watches, and the changes in them.
    responses: usize,
    watched: usize,
    checking: Duration,
}

impl Report {
    pub fn of(history: &History, log: &Log, violations: Vec<String>, checking: Duration) -> Self {
        let calls = history.calls.lock().unwrap();
        let mut done = BTreeMap::new();
        for call in calls.iter() {
            if let Outcome::Done { .. } = call.outcome {
                let verb = call.method.rsplit('/').next().unwrap_or_default();
                *done.entry(verb.to_owned()).or_default() += 1;
            }
        }
        let watched = history.watched.lock().unwrap();
        let responses = watched.iter().flat_map(|it| &it.responses);
        let lists = history.lists.lock().unwrap().len();
        Self {
            violations,
            faults: history.kinds.lock().unwrap().clone(),
            done,
            calls: calls.len(),
            again: calls.iter().filter(|it| it.attempts > 1).count(),
            reads: history.reads.lock().unwrap().len() + lists,
            changes: log.entries.len(),
            responses: responses.clone().count(),
            watched: responses.map(|it| it.changes.len()).sum(),
            checking,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = self
            .faults
            .iter()
            .map(|(kind, count)| format!("{kind} {count}"));
        let kinds: Vec<String> = kinds.collect();
        write!(
            f,
            "{} violations; {} faults ({}); {} calls, of which {} sent again, and {} reads; \
             {} changes; {} responses of watches with {} changes; checked in {:.0} s; \
             {} MiB of memory at most",
            self.violations.len(),
            self.faults.values().sum::<usize>(),
            kinds.join(", "),
            self.calls,
            self.again,
            self.reads,
            self.changes,
            self.responses,
            self.watched,
            self.checking.as_secs_f64(),
            memory_peak_mib().unwrap_or_default(),
        )
    }
}

/// The most memory that this process has had.
fn memory_peak_mib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1_024)
}
