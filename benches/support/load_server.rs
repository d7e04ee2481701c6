//! What a load generator needs of a server: its address, and the CPU time and memory that it
//! takes.

use std::time::Duration;

use super::{memory::resident_bytes, server::Server};

/// Linux counts CPU time in hundredths of a second.
const MS_PER_TICK: u64 = 10;

impl Server {
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The memory that it holds.
    pub fn memory_mb(&self) -> u64 {
        resident_bytes(self.child.id()).unwrap() >> 20
    }

    /// The CPU time that it has used.
    pub fn cpu_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        // The name is in parentheses, and can contain any character.
        let (_, fields) = stat.rsplit_once(") ").unwrap();
        let fields = fields.split_whitespace().skip(11).take(2);
        let ticks: u64 = fields.map(|ticks| ticks.parse::<u64>().unwrap()).sum();
        Duration::from_millis(ticks * MS_PER_TICK)
    }
}
