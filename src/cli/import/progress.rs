//! The progress of an import: a bar over the bytes of all files, only on a terminal.

use std::{fs, path::PathBuf, time::Duration};

use indicatif::{ProgressBar, ProgressStyle};

const BAR: &str = "{bar:30} {bytes}/{total_bytes}, {eta} left";
const SPINNER: &str = "{spinner} {bytes}";
const TICK: Duration = Duration::from_millis(200);

/// A bar on standard error, hidden where that is not a terminal.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar over the bytes of `files`; a spinner where a length is not known.
    pub fn over(files: &[PathBuf]) -> Self {
        let lengths = files.iter().map(|path| {
            let metadata = fs::metadata(path).ok()?;
            metadata.is_file().then_some(metadata.len())
        });
        let (bar, style) = match lengths.sum::<Option<u64>>() {
            Some(length) => (ProgressBar::new(length), BAR),
            None => (ProgressBar::new_spinner(), SPINNER),
        };
        // An invalid template leaves the default style.
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        Self(bar)
    }

    /// Advances by this many bytes.
    pub fn advance(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    /// Hides the bar while something else is written to the terminal.
    pub fn suspended<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    /// Removes the bar.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
