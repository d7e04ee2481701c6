//! The file of an export. It grows by whole pieces, each compressed for itself, and after each
//! piece a second file says how far the export is. So an export that was killed goes on after
//! the last piece. Only when it is complete, the file gets its name.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde::{Deserialize, Serialize};

use super::begun::Begun;

/// A piece is written when it has this many bytes, or when the last one was written this long
/// ago.
const PIECE_BYTES: usize = 4 << 20;
const PIECE_TIME: Duration = Duration::from_secs(5);

/// How far an export is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// The options with which it was begun.
    begun: Begun,
    /// The bytes of the file that belong to it.
    bytes: u64,
    /// The bundles and resources in them.
    pub(super) bundles: u64,
    pub(super) resources: u64,
    /// Resumes the export after them.
    pub(super) resume_token: String,
    /// Whether nothing is left to write.
    pub(super) is_whole: bool,
}

/// The file cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum OutputError {
    #[error("{0} exists; remove it, or name another file")]
    Exists(String),
    #[error("{0} has an export that was not finished; go on with --resume, or remove it")]
    Unfinished(String),
    #[error("{0} does not say how far the export is; remove it, and begin anew without --resume")]
    State(String),
    #[error("{0} was begun with other options: {1}; go on with the same ones, or remove it")]
    OtherOptions(String, String),
    #[error("standard output cannot be gone on with; name a file with --resume")]
    NothingToResume,
    #[error("{0} cannot be written")]
    File(String, #[source] io::Error),
    /// Nobody reads standard output any more.
    #[error("standard output is closed")]
    Closed,
}

enum Compression {
    None,
    Gzip,
    Zstd,
}

/// A file until it is complete.
struct Part {
    /// The name of the complete file.
    path: PathBuf,
    part: PathBuf,
    state: PathBuf,
    file: File,
}

/// A file, or standard output.
pub(super) struct Output {
    /// `None` is standard output.
    part: Option<Part>,
    compression: Compression,
    /// The state at the end of what is written.
    state: State,
    piece: Vec<u8>,
    last: Instant,
    is_finished: bool,
}

impl Output {
    /// Opens a file, or standard output if the path is `-`.
    pub(super) fn open(path: &Path, goes_on: bool, begun: Begun) -> Result<Self, OutputError> {
        let mut output = Self {
            part: None,
            compression: Compression::None,
            state: State::default(),
            piece: Vec::new(),
            last: Instant::now(),
            is_finished: false,
        };
        if path == Path::new("-") {
            return match goes_on {
                true => Err(OutputError::NothingToResume),
                false => Ok(output),
            };
        }
        output.compression = compression(path);
        let (part, state) = open_part(path, goes_on, begun)?;
        output.part = Some(part);
        output.state = state;
        Ok(output)
    }

    /// How far the export is that goes on in this file.
    pub(super) const fn state(&self) -> &State {
        &self.state
    }

    pub(super) const fn is_standard_output(&self) -> bool {
        self.part.is_none()
    }

    /// Whether a later command can go on with what is written.
    pub(super) fn can_go_on(&self) -> bool {
        self.part.is_some() && !self.state.resume_token.is_empty()
    }

    /// Adds a line, after which the export is as far as `state` says.
    pub(super) fn add(&mut self, line: &str, state: &State) -> Result<(), OutputError> {
        self.piece.extend_from_slice(line.as_bytes());
        self.piece.push(b'\n');
        let is_due = self.piece.len() >= PIECE_BYTES || self.last.elapsed() >= PIECE_TIME;
        match is_due || self.is_standard_output() {
            true => self.keep(state),
            false => Ok(()),
        }
    }

    /// Writes what was added, and how far the export is.
    pub(super) fn keep(&mut self, state: &State) -> Result<(), OutputError> {
        let piece = std::mem::take(&mut self.piece);
        self.last = Instant::now();
        if piece.is_empty() {
            return Ok(());
        }
        let Some(part) = &mut self.part else {
            let mut out = io::stdout().lock();
            let written = out.write_all(&piece).and_then(|()| out.flush());
            return written.map_err(|error| match error.kind() {
                io::ErrorKind::BrokenPipe => OutputError::Closed,
                _ => OutputError::File("standard output".to_owned(), error),
            });
        };
        let failed = |error| OutputError::File(part.part.display().to_string(), error);
        let compressed = compress(&self.compression, piece).map_err(failed)?;
        part.file.write_all(&compressed).map_err(failed)?;
        part.file.sync_data().map_err(failed)?;
        self.state = State {
            bytes: self.state.bytes + compressed.len() as u64,
            ..state.clone()
        };
        write_whole(&part.state, &self.state)
            .map_err(|error| OutputError::File(part.state.display().to_string(), error))
    }

    /// Gives the complete file its name.
    pub(super) fn finish(&mut self, state: &State) -> Result<(), OutputError> {
        self.keep(state)?;
        let Some(part) = &self.part else {
            return Ok(());
        };
        let failed = |error| OutputError::File(part.path.display().to_string(), error);
        part.file.sync_all().map_err(failed)?;
        fs::rename(&part.part, &part.path).map_err(failed)?;
        self.is_finished = true;
        match fs::remove_file(&part.state) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
            _ => Ok(()),
        }
    }
}

impl Drop for Output {
    /// Nothing is left of an export that was refused, or with which nobody can go on.
    fn drop(&mut self) {
        if self.is_finished || self.can_go_on() {
            return;
        }
        if let Some(part) = &self.part {
            for path in [&part.part, &part.state] {
                if let Err(error) = fs::remove_file(path) {
                    tracing::debug!(%error, "a file of the export is not there");
                }
            }
        }
    }
}

fn compression(path: &Path) -> Compression {
    let end = path.extension().map(|end| end.to_ascii_lowercase());
    match end.as_ref().and_then(|end| end.to_str()) {
        Some("gz") => Compression::Gzip,
        Some("zst") => Compression::Zstd,
        _ => Compression::None,
    }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

/// Opens the file for an export, and reads how far it is.
fn open_part(path: &Path, goes_on: bool, begun: Begun) -> Result<(Part, State), OutputError> {
    let (part, state_path) = (with_end(path, ".part"), with_end(path, ".part.json"));
    let name = part.display().to_string();
    if path.exists() {
        return Err(OutputError::Exists(path.display().to_string()));
    }
    if !goes_on && part.exists() {
        return Err(OutputError::Unfinished(name));
    }
    let failed = |error| OutputError::File(name.clone(), error);
    let no_state = || OutputError::State(state_path.display().to_string());
    let state = match File::open(&state_path) {
        Ok(file) if goes_on => read_state(file).ok_or_else(no_state)?,
        _ => State {
            begun: begun.clone(),
            ..State::default()
        },
    };
    if let Some(others) = state.begun.others(&begun) {
        return Err(OutputError::OtherOptions(name, others));
    }
    let length = fs::metadata(&part).map_or(0, |it| it.len());
    if length < state.bytes {
        return Err(no_state());
    }
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&part);
    let mut file = file.map_err(failed)?;
    // What follows was written when the export was killed.
    file.set_len(state.bytes).map_err(failed)?;
    file.seek(io::SeekFrom::End(0)).map_err(failed)?;
    let part = Part {
        path: path.to_owned(),
        part,
        state: state_path,
        file,
    };
    Ok((part, state))
}

/// The most bytes of a state: a token has some hundred.
const STATE_BYTES_MAX: u64 = 64 << 10;

fn read_state(file: File) -> Option<State> {
    let mut text = String::new();
    file.take(STATE_BYTES_MAX).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

/// Replaces a file as a whole.
fn write_whole(path: &Path, state: &State) -> io::Result<()> {
    let new = with_end(path, ".new");
    let mut file = File::create(&new)?;
    file.write_all(serde_json::to_string(state)?.as_bytes())?;
    file.sync_data()?;
    fs::rename(new, path)
}

fn compress(compression: &Compression, piece: Vec<u8>) -> io::Result<Vec<u8>> {
    match compression {
        Compression::None => Ok(piece),
        Compression::Gzip => {
            let level = flate2::Compression::default();
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
            encoder.write_all(&piece)?;
            encoder.finish()
        }
        Compression::Zstd => Ok(compress_to_vec(piece.as_slice(), CompressionLevel::Fastest)),
    }
}
