//! How much of the CPU other processes took: where it was much, the measurement is not valid.

use std::{collections::BTreeMap, fs};

/// CPU time since the machine started, in ticks.
pub struct Cpu {
    all: u64,
    busy: u64,
    /// That of this process and its descendants, by the name of the program.
    pub(super) own: BTreeMap<String, u64>,
}

impl Cpu {
    pub fn now() -> Self {
        let stat = fs::read_to_string("/proc/stat").unwrap();
        let ticks = stat.lines().next().unwrap().split_whitespace().skip(1);
        // The first eight fields include the time of guests.
        let ticks: Vec<u64> = ticks.take(8).map(|it| it.parse().unwrap()).collect();
        let all = ticks.iter().sum();
        let (idle, waiting) = (ticks[3], ticks[4]);
        Self {
            all,
            busy: all - idle - waiting,
            own: ticks_by_program(std::process::id()),
        }
    }

    /// The percentage of the machine that other processes took since then.
    pub fn others(&self) -> f64 {
        let Self { all, busy, own } = Self::now();
        let sum = |own: &BTreeMap<String, u64>| own.values().sum::<u64>() as f64;
        let others = (busy - self.busy) as f64 - (sum(&own) - sum(&self.own));
        100.0 * others.max(0.0) / (all - self.all) as f64
    }
}

struct Process {
    program: String,
    parent: u32,
    /// Includes its children that have ended.
    ticks: u64,
}

/// The CPU time of a process and its descendants, in ticks, by the name of the program.
pub(super) fn ticks_by_program(root: u32) -> BTreeMap<String, u64> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let all: BTreeMap<u32, Process> = ids.filter_map(|id| Some((id, process(id)?))).collect();
    let is_below = |mut id: u32| {
        while id != root {
            match all.get(&id) {
                Some(process) => id = process.parent,
                None => return false,
            }
        }
        true
    };
    let mut ticks = BTreeMap::new();
    for (_, process) in all.iter().filter(|(id, _)| is_below(**id)) {
        let program: &mut u64 = ticks.entry(process.program.clone()).or_default();
        *program += process.ticks;
    }
    ticks
}

/// `None` where it has just ended.
fn process(id: u32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name is in parentheses, and can contain any character.
    let (name, fields) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let ticks = fields.get(11..15)?.iter();
    Some(Process {
        // That of this program has the hash of its build at its end.
        program: name.split_once('(')?.1.split('-').next()?.to_owned(),
        parent: fields.get(1)?.parse().ok()?,
        ticks: ticks.filter_map(|it| it.parse::<u64>().ok()).sum(),
    })
}
