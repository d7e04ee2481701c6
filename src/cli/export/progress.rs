//! The progress of an export, only on a terminal.

use std::time::Duration;

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};

use crate::cli::counted::counted;

const TICK: Duration = Duration::from_millis(200);

/// Before that, the rate says little about the time that is left.
const RATED_AFTER: Duration = Duration::from_secs(1);

/// A line on standard error, hidden where that is not a terminal.
pub(super) struct Progress {
    line: ProgressBar,
    /// The resources that were exported before this command began.
    before: u64,
    /// About how many resources the export has, if that is known.
    expected: Option<u64>,
}

impl Progress {
    pub(super) fn new(before: u64, is_quiet: bool) -> Self {
        let line = match is_quiet {
            true => ProgressBar::hidden(),
            false => ProgressBar::new_spinner(),
        };
        // An invalid template leaves the default style.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed}, {msg}") {
            line.set_style(style);
        }
        if !is_quiet {
            line.enable_steady_tick(TICK);
        }
        Self {
            line,
            before,
            expected: None,
        }
    }

    /// Takes what the server estimates; it is 0 in all responses but the first.
    pub(super) fn estimated(&mut self, estimated_count: i64) {
        if let Ok(count @ 1..) = u64::try_from(estimated_count) {
            self.expected = Some(count);
        }
    }

    /// Shows how much is done, how fast, and how long the rest takes.
    pub(super) fn show(&self, bundles: u64, resources: u64) {
        if self.line.is_hidden() {
            return;
        }
        let done = Done {
            bundles,
            resources,
            here: resources.saturating_sub(self.before),
            took: self.line.elapsed(),
        };
        self.line.set_message(done.text(self.expected));
    }

    /// Removes the line.
    pub(super) fn end(&self) {
        self.line.finish_and_clear();
    }
}

struct Done {
    bundles: u64,
    resources: u64,
    /// Those of this command, which are not those of the one that it goes on with.
    here: u64,
    took: Duration,
}

impl Done {
    /// The time that is left is only shown where about so much is expected.
    fn text(&self, expected: Option<u64>) -> String {
        let Self {
            bundles, resources, ..
        } = self;
        let seconds = self.took.max(RATED_AFTER).as_secs_f64();
        let rate = self.here as f64 / seconds;
        let Some(expected) = expected.filter(|expected| expected > resources) else {
            let (resources, bundles) =
                (counted(*resources, "resource"), counted(*bundles, "bundle"));
            return format!("{resources} in {bundles}, {rate:.0} resources/s");
        };
        let done = format!("{resources} of about {expected} resources, {rate:.0}/s");
        let left = (expected - resources) as f64 / rate;
        match Duration::try_from_secs_f64(left) {
            Ok(left) if self.took >= RATED_AFTER => {
                format!("{done}, about {:#} left", HumanDuration(left))
            }
            _ => done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_shown_where_it_is_known() {
        let text = |resources, before, seconds, expected| {
            let done = Done {
                bundles: 3,
                resources,
                here: resources - before,
                took: Duration::from_secs_f64(seconds),
            };
            done.text(expected)
        };
        for (resources, before, seconds, expected, shown) in [
            (
                200,
                0,
                2.0,
                None,
                "200 resources in 3 bundles, 100 resources/s",
            ),
            (
                200,
                0,
                2.0,
                Some(12_200),
                "200 of about 12200 resources, 100/s, about 2m left",
            ),
            // What another command exported says nothing about the rate.
            (
                1_200,
                1_000,
                2.0,
                Some(7_200),
                "1200 of about 7200 resources, 100/s, about 60s left",
            ),
            // Too early, and nothing yet.
            (
                200,
                0,
                0.5,
                Some(12_200),
                "200 of about 12200 resources, 200/s",
            ),
            (0, 0, 3.0, Some(100), "0 of about 100 resources, 0/s"),
            // More than was estimated.
            (
                200,
                0,
                2.0,
                Some(200),
                "200 resources in 3 bundles, 100 resources/s",
            ),
            (
                200,
                0,
                2.0,
                Some(150),
                "200 resources in 3 bundles, 100 resources/s",
            ),
        ] {
            assert_eq!(text(resources, before, seconds, expected), shown);
        }
    }
}
