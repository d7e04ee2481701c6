//! How long one transaction has held back the log. When it began can be seen only by roles with the
//! right to see the sessions of others; that it is still the oldest can be seen by all.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The oldest transaction that was open when that was last asked, and since when it is known.
#[derive(Debug, Default)]
pub(super) struct Horizon(Mutex<Option<(i64, Instant)>>);

impl Horizon {
    /// Notes the oldest transaction that is open now, if there is one. Returns for how long it is
    /// known to be the oldest.
    pub fn see(&self, now: Instant, oldest: Option<i64>) -> Duration {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = match (*seen, oldest) {
            (Some((before, since)), Some(oldest)) if before == oldest => Some((oldest, since)),
            (_, oldest) => oldest.map(|oldest| (oldest, now)),
        };
        seen.map_or(Duration::ZERO, |(_, since)| {
            now.saturating_duration_since(since)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_transaction_makes_a_lag() {
        let horizon = Horizon::default();
        let begin = Instant::now();
        let seen = [
            (0, None, 0),
            (1, Some(7), 0),
            (2, Some(7), 1),
            (4, Some(7), 3),
            (5, Some(8), 0),
            (6, Some(8), 1),
            (7, None, 0),
            (8, Some(8), 0),
        ];
        for (seconds, oldest, lag) in seen {
            let now = begin + Duration::from_secs(seconds);
            assert_eq!(
                horizon.see(now, oldest),
                Duration::from_secs(lag),
                "{seconds}"
            );
        }
    }
}
