//! The progress of an export, only on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

const TICK: Duration = Duration::from_millis(200);

/// A line on standard error, hidden where that is not a terminal.
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub(super) fn new(is_quiet: bool) -> Self {
        if is_quiet {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new_spinner();
        // An invalid template leaves the default style.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed}, {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        Self(bar)
    }

    /// Shows how much is done, and how fast.
    pub(super) fn show(&self, bundles: u64, resources: u64) {
        if self.0.is_hidden() {
            return;
        }
        let rate = resources / self.0.elapsed().as_secs().max(1);
        let message = format!("{resources} resources in {bundles} bundles, {rate} resources/s");
        self.0.set_message(message);
    }

    /// Removes the line.
    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}
