//! How long calls took, in milliseconds.

use std::{fmt, time::Duration};

/// The times of some calls, sorted.
#[derive(Clone, Debug, Default)]
pub struct Timings(Vec<Duration>);

impl From<Vec<Duration>> for Timings {
    fn from(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }
}

impl Timings {
    /// The quantile `share` of the times, in milliseconds.
    pub fn ms(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let at = (share * last as f64).round() as usize;
        self.0.get(at).map_or(f64::NAN, |it| it.as_secs_f64() * 1e3)
    }
}

impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [min, median, p99, max] = [0.0, 0.5, 0.99, 1.0].map(|share| self.ms(share));
        let count = self.0.len();
        write!(
            f,
            "min {min:.1}, p50 {median:.1}, p99 {p99:.1}, max {max:.1} ms of {count}"
        )
    }
}
