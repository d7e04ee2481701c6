//! The CPU time of the programs that take part.

use std::time::Duration;

use super::machine::Cpu;

/// Linux counts CPU time in hundredths of a second.
const MS_PER_TICK: u64 = 10;

impl Cpu {
    /// The CPU time that this process or its descendants took since then, as a program of this
    /// name.
    pub fn of(&self, program: &str) -> Duration {
        let ticks = |cpu: &Self| cpu.own.get(program).copied().unwrap_or_default();
        let ticks = ticks(&Self::now()).saturating_sub(ticks(self));
        Duration::from_millis(ticks * MS_PER_TICK)
    }
}
