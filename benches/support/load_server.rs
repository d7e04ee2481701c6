//! What a load generator needs of a server: many connections, and the CPU time that it takes.

use std::time::Duration;

use tonic::transport::Channel;

use super::server::{Server, connect};

/// Linux counts CPU time in hundredths of a second.
const MS_PER_TICK: u64 = 10;

impl Server {
    /// Channels with a connection each.
    pub fn channels(&self, count: usize) -> Vec<Channel> {
        (0..count).map(|_| connect(&self.address)).collect()
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
