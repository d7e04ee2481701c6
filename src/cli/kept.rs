//! Checkpoints that were kept in files.

use std::{
    io,
    path::{Path, PathBuf},
};

use tonic::Code;

use super::error::Error;
use crate::proof::{
    checkpoint::Checkpoint,
    note::{NOTE_MAX, Note, NoteError, Verifier},
};

/// A checkpoint in a file.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// The file.
    pub file: PathBuf,
    /// The signed note.
    pub note: String,
    /// What it says.
    pub checkpoint: Checkpoint,
}

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
enum KeptError {
    #[error("{} cannot be read", file.display())]
    File { file: PathBuf, source: io::Error },
    #[error("the checkpoint in {}: {error}", file.display())]
    Checkpoint { file: PathBuf, error: NoteError },
}

impl Kept {
    /// Reads a file, whose signature is not checked.
    pub fn read(file: &Path) -> Result<Self, Error> {
        let note = read(file, NOTE_MAX as u64)?;
        Ok(Self {
            checkpoint: checkpoint_of(&note, file)?,
            note,
            file: file.to_owned(),
        })
    }

    /// Reads a file that one of these keys signed.
    pub fn signed(file: &Path, keys: &[Verifier]) -> Result<Self, Error> {
        let kept = Self::read(file)?;
        let note = Note::read(&kept.note);
        let signed = note.and_then(|note| note.require_signed(keys));
        signed.map_err(|error| not_checkpoint(file, error))?;
        Ok(kept)
    }
}

/// Reads the checkpoint that a note in a file is. Its signature is not checked.
pub(super) fn checkpoint_of(note: &str, file: &Path) -> Result<Checkpoint, Error> {
    let text = Note::read(note).map(|note| note.text);
    let checkpoint = text.and_then(|text| Checkpoint::read(&text));
    checkpoint.map_err(|error| not_checkpoint(file, error))
}

fn not_checkpoint(file: &Path, error: NoteError) -> Error {
    let file = file.to_owned();
    Error::new(KeptError::Checkpoint { file, error }).with_code(Code::InvalidArgument)
}

/// Reads a file of at most so many bytes.
pub(super) fn read(file: &Path, bytes_max: u64) -> Result<String, Error> {
    let length = std::fs::metadata(file).map_err(|error| unreadable(file, error))?;
    let length = length.len();
    if length > bytes_max {
        let what = format!("it has {length} bytes; at most {bytes_max} are read");
        return Err(unreadable(file, io::Error::other(what)));
    }
    std::fs::read_to_string(file).map_err(|error| unreadable(file, error))
}

/// The error that a file cannot be read.
pub(super) fn unreadable(file: &Path, source: io::Error) -> Error {
    let file = file.to_owned();
    Error::new(KeptError::File { file, source })
}
