//! How many calls each verified caller may make in a second.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};

use crate::access::Caller;

/// Callers that made no calls of late are forgotten when there are so many.
const CALLERS_KEPT: usize = 10_000;

/// How exactly a caller is told when to make its next call.
const PAUSE_STEP: Duration = Duration::from_millis(50);

/// Counts the calls of callers, each on its own.
#[derive(Clone, Debug)]
pub struct Rates(Arc<DefaultKeyedRateLimiter<Arc<str>>>);

impl Rates {
    /// Lets each caller make so many calls in a second, and as many at once after a pause.
    pub fn of(per_second: NonZeroU32) -> Self {
        Self(Arc::new(RateLimiter::keyed(Quota::per_second(per_second))))
    }

    /// Counts a call. Fails with the time after which the caller may make it.
    pub(super) fn count(&self, caller: &Caller) -> Result<(), Duration> {
        if self.0.len() > CALLERS_KEPT {
            self.0.retain_recent();
        }
        let counted = self.0.check_key(&caller.shared_name());
        counted.map_err(|full| {
            let wait = full.wait_time_from(DefaultClock::default().now());
            let steps = wait.as_millis().div_ceil(PAUSE_STEP.as_millis());
            PAUSE_STEP * u32::try_from(steps).unwrap_or(u32::MAX)
        })
    }
}
