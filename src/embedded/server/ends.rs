//! How often the server may end by itself before it is started no more.

use std::time::{Duration, Instant};

/// So many ends within [`WITHIN`] are mended.
pub(crate) const MENDED_MAX: usize = 5;

/// See [`MENDED_MAX`].
pub(crate) const WITHIN: Duration = Duration::from_secs(600);

/// When the server ended by itself.
#[derive(Debug, Default)]
pub(crate) struct Ends(Vec<Instant>);

impl Ends {
    /// Notes an end; returns whether the server is to be started again.
    pub(crate) fn note(&mut self, now: Instant) -> bool {
        self.0.retain(|end| now.duration_since(*end) < WITHIN);
        self.0.push(now);
        self.0.len() <= MENDED_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_ends_again_and_again_is_given_up() {
        let begin = Instant::now();
        let mut ends = Ends::default();
        for second in 0..MENDED_MAX as u64 {
            assert!(ends.note(begin + Duration::from_secs(second)));
        }
        assert!(!ends.note(begin + WITHIN - Duration::from_secs(1)));
    }

    #[test]
    fn ends_that_are_long_ago_do_not_count() {
        let begin = Instant::now();
        let mut ends = Ends::default();
        for round in 0..20 {
            assert!(ends.note(begin + WITHIN / 4 * round));
        }
    }
}
