//! How far an import is: a bar over the bytes of all files, on a terminal only.

use std::{fs, path::PathBuf, time::Duration};

use indicatif::{ProgressBar, ProgressStyle};

const BAR: &str = "{bar:30} {bytes}/{total_bytes}, {eta} left";
const NO_END: &str = "{spinner} {bytes}";
const TICK: Duration = Duration::from_millis(200);

/// A bar on standard error, hidden where that is no terminal.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar over the bytes of `files`; without an end where a length is not known.
    pub fn over(files: &[PathBuf]) -> Self {
        let lengths = files.iter().map(|path| {
            let metadata = fs::metadata(path).ok()?;
            metadata.is_file().then_some(metadata.len())
        });
        let (bar, style) = match lengths.sum::<Option<u64>>() {
            Some(length) => (ProgressBar::new(length), BAR),
            None => (ProgressBar::new_spinner(), NO_END),
        };
        // A style that cannot be read leaves the default one.
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        Self(bar)
    }

    /// This many bytes more are done.
    pub fn advance(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    /// Does something that writes to the terminal, out of the bar's way.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
