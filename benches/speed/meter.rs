//! What work costs: time, and the CPU of the service, of Postgres and of everybody else.

use std::{future::Future, time::Duration};

use tokio::time::sleep;

use super::machine::{Cpu, ticks_by_program};

/// Linux counts CPU time in hundredths of a second.
const US_PER_TICK: f64 = 10_000.0;

/// Processes that have just ended are counted with their parent once it noticed.
const NOTICED_AFTER: Duration = Duration::from_millis(100);

/// How much was done, and how long it took.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    pub count: usize,
    pub took: Duration,
}

/// The median of times; there must be one.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The processes that are measured.
#[derive(Clone, Copy, Debug)]
pub struct Watched {
    pub service: Option<u32>,
    pub postgres: u32,
}

/// Work that was measured. CPU time is in microseconds for each of what was counted.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    pub rate: f64,
    pub service_us: f64,
    pub postgres_us: f64,
    /// The share of the machine that other processes took, in percent.
    pub others: f64,
}

impl Watched {
    fn ticks(&self) -> [u64; 2] {
        let ticks_of = |root| ticks_by_program(root).into_values().sum();
        [self.service.map_or(0, ticks_of), ticks_of(self.postgres)]
    }

    /// Does the work and measures it.
    pub async fn measure(
        self,
        work: impl Future<Output = Result<Work, String>>,
    ) -> Result<Measured, String> {
        sleep(NOTICED_AFTER).await;
        let (cpu, begin) = (Cpu::now(), self.ticks());
        let work = work.await?;
        sleep(NOTICED_AFTER).await;
        let (others, end) = (cpu.others(), self.ticks());
        if work.count == 0 {
            return Err("nothing was done".to_owned());
        }
        let count = work.count as f64;
        let us = |at: usize| end[at].saturating_sub(begin[at]) as f64 * US_PER_TICK / count;
        Ok(Measured {
            rate: count / work.took.as_secs_f64(),
            service_us: us(0),
            postgres_us: us(1),
            others,
        })
    }
}
