//! Steps of the database's clock. What the clock says of how long ago something was is wrong for
//! a while after it stepped ahead, or after another host took over whose clock is ahead.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::domain::Timestamp;

/// A clock that goes ahead by more than this is one that stepped.
const STEP_MIN: Duration = Duration::from_secs(1);

/// What is known of the clock.
#[derive(Debug, Default)]
pub(super) struct Clock(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    /// What it showed last, and since when that was asked.
    last: Option<(Instant, Timestamp)>,
    /// When a step ahead was noticed last.
    stepped: Option<Instant>,
}

impl Clock {
    /// Notes what it showed to a question of this moment. The answer has just come.
    pub fn see(&self, asked: Instant, shown: Timestamp) {
        self.note(asked, Instant::now(), shown);
    }

    fn note(&self, asked: Instant, answered: Instant, shown: Timestamp) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, last)) = seen.last {
            let passed = answered.saturating_duration_since(since);
            let went = (shown - last).to_std().unwrap_or_default();
            if went > passed + STEP_MIN {
                seen.stepped = Some(answered);
            }
        }
        seen.last = Some((asked, shown));
    }

    /// Whether it was seen to step ahead within this time.
    pub fn stepped_within(&self, time: Duration) -> bool {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.stepped.is_some_and(|step| step.elapsed() <= time)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    /// Whether a step is noticed if the clock shows these seconds after so many have passed.
    fn steps(shown: &[(u64, i64)]) -> bool {
        let clock = Clock::default();
        let begin = Instant::now();
        for (passed, shown) in shown {
            let now = begin + Duration::from_secs(*passed);
            clock.note(now, now, DateTime::from_timestamp(*shown, 0).unwrap());
        }
        clock.stepped_within(Duration::from_secs(3_600))
    }

    #[test]
    fn only_a_step_ahead_is_noticed() {
        for (shown, expected) in [
            (&[][..], false),
            (&[(0, 1_000_000)], false),
            (&[(0, 100), (1, 101), (61, 161)], false),
            (&[(0, 100), (1, 102)], false),
            (&[(0, 100), (1, 103)], true),
            (&[(0, 5_000), (1, 1_000), (2, 1_001)], false),
            (&[(0, 5_000), (1, 1_000), (2, 5_002), (3, 5_003)], true),
        ] {
            assert_eq!(steps(shown), expected, "{shown:?}");
        }
    }
}
