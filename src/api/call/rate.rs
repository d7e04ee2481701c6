//! How many calls each verified caller may make in a second.

use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};

use crate::access::Caller;

/// After so many calls, callers that made none of late are forgotten.
const FORGET_EVERY: usize = 10_000;

/// How exactly a caller is told when to make its next call.
const PAUSE_STEP: Duration = Duration::from_millis(50);

/// Counts the calls of callers, each on its own.
#[derive(Clone, Debug)]
pub struct Rates(Arc<Counted>);

#[derive(Debug)]
struct Counted {
    limiter: DefaultKeyedRateLimiter<Arc<str>>,
    calls: AtomicUsize,
}

impl Rates {
    /// Lets each caller make so many calls in a second, and as many at once after a pause.
    pub fn of(per_second: NonZeroU32) -> Self {
        Self(Arc::new(Counted {
            limiter: RateLimiter::keyed(Quota::per_second(per_second)),
            calls: AtomicUsize::new(0),
        }))
    }

    /// Counts a call. Fails with the time after which the caller may make it.
    pub(super) fn count(&self, caller: &Caller) -> Result<(), Duration> {
        let Counted { limiter, calls } = &*self.0;
        if calls.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == 0 {
            limiter.retain_recent();
        }
        let counted = limiter.check_key(&caller.shared_name());
        counted.map_err(|full| {
            let wait = full.wait_time_from(DefaultClock::default().now());
            let steps = wait.as_millis().div_ceil(PAUSE_STEP.as_millis());
            PAUSE_STEP * u32::try_from(steps).unwrap_or(u32::MAX)
        })
    }
}
