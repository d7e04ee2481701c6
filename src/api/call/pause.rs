//! How long a call that the server has no place for is asked to wait.
//!
//! A refusal takes about as much of the processor as a read. If all that are refused came back
//! after a second, ten times too many callers would leave little of it for those that have a
//! place. So the pause grows while refusals are more than a tenth of the calls that are taken,
//! and becomes shorter when they are fewer. It differs from call to call by up to a half, so
//! that those who were refused together do not come back together.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// The shortest pause, before it differs from call to call.
const PAUSE_MIN: Duration = Duration::from_secs(1);

/// The longest pause, before it differs from call to call.
const PAUSE_MAX: Duration = Duration::from_secs(10);

/// How often the pause changes at most.
const STEP: Duration = Duration::from_secs(1);

/// How many calls are taken for each that may be refused.
const TAKEN_PER_REFUSAL: u64 = 10;

/// The pause that refused calls are asked for now.
#[derive(Debug)]
pub struct Pause {
    taken: AtomicU64,
    refused: AtomicU64,
    current: Mutex<Current>,
}

#[derive(Debug)]
struct Current {
    since: Instant,
    pause: Duration,
}

impl Pause {
    /// The shortest pause.
    pub fn new(now: Instant) -> Self {
        Self {
            taken: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            current: Mutex::new(Current {
                since: now,
                pause: PAUSE_MIN,
            }),
        }
    }

    /// Counts a call that got a place.
    pub fn taken(&self) {
        self.taken.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a call that is refused, and tells how long it shall wait.
    pub fn refused(&self, now: Instant) -> Duration {
        let number = self.refused.fetch_add(1, Ordering::Relaxed);
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let elapsed = now.saturating_duration_since(current.since);
        if elapsed >= STEP {
            let taken = self.taken.swap(0, Ordering::Relaxed);
            let refused = self.refused.swap(0, Ordering::Relaxed);
            current.pause = next(current.pause, elapsed, taken, refused);
            current.since = now;
        }
        current.pause.mul_f64(spread(number))
    }
}

/// The pause after a time in which so many calls were taken and refused.
fn next(pause: Duration, elapsed: Duration, taken: u64, refused: u64) -> Duration {
    if elapsed >= PAUSE_MAX {
        return PAUSE_MIN;
    }
    let allowed = taken / TAKEN_PER_REFUSAL;
    let next = match refused > allowed {
        true => pause * 2,
        false => pause / 2,
    };
    next.clamp(PAUSE_MIN, PAUSE_MAX)
}

/// A factor from 0.5 to 1.5 for each number. Those of numbers in a row are far from each other.
fn spread(number: u64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_895;
    // Beyond this many, numbers repeat, which does no harm.
    let number = u32::try_from(number % 1_000_000).unwrap_or_default();
    0.5 + (f64::from(number) * GOLDEN).fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A second in which each of these many calls is taken and refused. Returns the last pause
    /// without its spread.
    fn second(pause: &Pause, now: &mut Instant, taken: u64, refused: u64) -> Duration {
        *now += STEP;
        for _ in 0..taken {
            pause.taken();
        }
        for _ in 0..refused {
            pause.refused(*now - Duration::from_millis(1));
        }
        pause.refused(*now);
        pause.current.lock().unwrap().pause
    }

    #[test]
    fn the_pause_grows_while_many_are_refused_and_shrinks_afterwards() {
        let mut now = Instant::now();
        let pause = Pause::new(now);
        let mut seconds = |taken, refused| second(&pause, &mut now, taken, refused).as_secs();
        assert_eq!(seconds(1_000, 50), 1);
        assert_eq!(seconds(1_000, 500), 2);
        assert_eq!(seconds(1_000, 500), 4);
        assert_eq!(seconds(1_000, 500), 8);
        assert_eq!(seconds(1_000, 500), 10);
        assert_eq!(seconds(0, 500), 10);
        assert_eq!(seconds(1_000, 50), 5);
        assert_eq!(seconds(1_000, 50), 2);
        assert_eq!(seconds(1_000, 50), 1);
    }

    #[test]
    fn a_pause_of_long_ago_is_forgotten() {
        let mut now = Instant::now();
        let pause = Pause::new(now);
        for _ in 0..5 {
            second(&pause, &mut now, 0, 500);
        }
        now += PAUSE_MAX;
        assert_eq!(second(&pause, &mut now, 0, 500), PAUSE_MIN);
    }

    #[test]
    fn calls_that_are_refused_together_come_back_apart() {
        let now = Instant::now();
        let pause = Pause::new(now);
        let mut pauses: Vec<Duration> = (0..100).map(|_| pause.refused(now)).collect();
        pauses.sort();
        assert!(pauses[0] >= PAUSE_MIN / 2 && pauses[99] <= PAUSE_MIN * 3 / 2);
        let gaps = pauses.windows(2).map(|two| two[1] - two[0]);
        assert!(gaps.max().unwrap() < Duration::from_millis(30));
    }
}
