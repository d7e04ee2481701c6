//! The progress of an import: a bar over the bytes of all files, only on a terminal.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

const BAR: &str = "{bar:30} {bytes}/{total_bytes}, {msg}, {eta} left";
const SPINNER: &str = "{spinner} {bytes}, {msg}";
const TICK: Duration = Duration::from_millis(200);

/// A bar on standard error, hidden where that is not a terminal.
pub struct Progress {
    bar: ProgressBar,
    /// The bytes of the files before the current one.
    before: u64,
    /// The bytes that were read of the current one.
    current: Arc<AtomicU64>,
}

impl Progress {
    /// A bar over the bytes of `files`; a spinner where a length is not known.
    pub fn over(files: &[PathBuf], is_quiet: bool) -> Self {
        if is_quiet {
            return Self::of(ProgressBar::hidden());
        }
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
        Self::of(bar)
    }

    fn of(bar: ProgressBar) -> Self {
        Self {
            bar,
            before: 0,
            current: Arc::default(),
        }
    }

    /// Goes on with another file, of which that many bytes were read.
    pub fn begin(&mut self, bytes_read: Arc<AtomicU64>) {
        let last = std::mem::replace(&mut self.current, bytes_read);
        self.before += last.load(Ordering::Relaxed);
    }

    /// Shows how many bundles are done, how fast, and how many were rejected.
    pub fn show(&self, done: usize, rejected: usize) {
        if self.bar.is_hidden() {
            return;
        }
        let seconds = self.bar.elapsed().as_secs().max(1);
        let rate = (done + rejected) as u64 / seconds;
        let message = format!("{rate} bundles/s, {done} done, {rejected} rejected");
        self.bar.set_message(message);
        let read = self.before + self.current.load(Ordering::Relaxed);
        self.bar.set_position(read);
    }

    /// Hides the bar while something else is written to the terminal.
    pub fn suspended<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    /// Removes the bar.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
