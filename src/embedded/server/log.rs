//! The server's log: one file in the data directory, and one older file beside it.
//!
//! Invariant: the file is opened for appending, so it can be truncated while the server runs. It
//! exceeds [`BYTES_MAX`] only by what is written between two checks.
//!
//! Deliberately absent: Postgres's own log collector. It would lose the lines of a start that
//! failed early, and those are the lines that an error quotes.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use rustix::fs::OFlags;

use crate::embedded::error::Error;

const BYTES_MAX: u64 = 8 * 1024 * 1024;
const TAIL_BYTES_MAX: u64 = 4096;
const TAIL_LINES_MAX: usize = 12;

#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
    file: File,
    /// Where the lines of this start begin.
    begin: u64,
}

impl Log {
    /// The log in a data directory, whose next lines are those of a start.
    pub(crate) fn open(dir: &Path) -> Result<Log, Error> {
        let path = dir.join("postgres.log");
        let file = open_for_appending(&path).map_err(Error::io("open", &path))?;
        let mut log = Log {
            path,
            file,
            begin: 0,
        };
        log.rotate_if_large();
        log.begin_start();
        Ok(log)
    }

    /// From here on the lines are those of another start.
    pub(crate) fn begin_start(&mut self) {
        self.begin = self.file.metadata().map_or(0, |metadata| metadata.len());
    }

    /// For the server's standard error.
    pub(crate) fn output(&self) -> Result<File, Error> {
        self.file.try_clone().map_err(Error::io("open", &self.path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Moves the content to the older file once it is too large.
    ///
    /// A failure is only logged: a full disk must not end a working server.
    pub(crate) fn rotate_if_large(&mut self) {
        let large = fs::metadata(&self.path).is_ok_and(|metadata| metadata.len() > BYTES_MAX);
        if !large {
            return;
        }
        match self.rotate() {
            Ok(()) => self.begin = 0,
            Err(error) => tracing::warn!(%error, log = %self.path.display(), "log not rotated"),
        }
    }

    fn rotate(&self) -> io::Result<()> {
        let older = self.path.with_extension("log.1");
        let from = File::open(&self.path)?;
        match fs::remove_file(&older) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        // A runaway log may be far above the bound by the time of the check.
        let mut kept = from.take(2 * BYTES_MAX);
        io::copy(&mut kept, &mut open_for_appending(&older)?)?;
        OpenOptions::new().write(true).open(&self.path)?.set_len(0)
    }

    /// The last lines that were written since this start.
    pub(crate) fn tail(&self) -> String {
        let text = self.read_tail().unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(TAIL_LINES_MAX)..].join("\n")
    }

    fn read_tail(&self) -> io::Result<String> {
        let mut file = File::open(&self.path)?;
        let end = file.metadata()?.len();
        file.seek(SeekFrom::Start(
            self.begin.max(end.saturating_sub(TAIL_BYTES_MAX)),
        ))?;
        let mut bytes = Vec::new();
        file.take(TAIL_BYTES_MAX).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn open_for_appending(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
        .open(path)
}
