//! `claimstore generate-log-key`, and the key that `serve` makes for its private Postgres.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use clap::Args;
use uuid::Uuid;

use super::{
    error::Error,
    terminal::{Form, Out},
};
use crate::proof::note::{NoteError, Signer};

/// What `generate-log-key` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore generate-log-key claims.newsroom.example /etc/claimstore/log.key
      the file has the key that signs, for serve --log-keys-file; the key that verifies is printed
  claimstore generate-log-key claims.newsroom.example new.key && cat new.key >> /etc/claimstore/log.key
      takes a new key into use: both sign until the line of the old one is removed

Keep the key that verifies, and checkpoints, where nobody who can write to the database can write.")]
pub struct LogKeyArgs {
    /// Name of the log, which its checkpoints begin with: as a url without https://, without spaces and +
    #[arg(value_name = "ORIGIN")]
    origin: String,

    /// File to write the key into; it must not exist yet
    #[arg(value_name = "FILE")]
    key_file: PathBuf,

    #[command(flatten)]
    pub(super) form: Form,
}

#[derive(Debug, thiserror::Error)]
enum LogKeyError {
    #[error("{} cannot be written", file.display())]
    File { file: PathBuf, source: io::Error },
    #[error(transparent)]
    Key(#[from] NoteError),
}

/// Makes a key.
pub fn run(args: &LogKeyArgs) -> Result<(), Error> {
    let signer = make(&args.origin, &args.key_file).map_err(Error::new)?;
    let key = signer.verifier().to_string();
    let mut out = Out::new(&args.form);
    match out.is_json {
        true => out.json(Some(serde_json::json!({"verifierKey": key}).to_string()))?,
        false => out.line(key)?,
    }
    Ok(())
}

/// The file of the key in the directory of the private Postgres, which is made if it is not there.
pub(super) fn of_directory(directory: &Path) -> Result<PathBuf, Error> {
    let file = directory.join("log.key");
    if !file.exists() {
        let origin = format!("localhost/claimstore/{}", Uuid::now_v7());
        let signer = make(&origin, &file).map_err(Error::new)?;
        tracing::info!(
            file = %file.display(),
            verifier_key = %signer.verifier(),
            "a key was made that signs checkpoints of the log"
        );
    }
    Ok(file)
}

/// Writes a new key into a new file that only its owner reads.
fn make(origin: &str, file: &Path) -> Result<Signer, LogKeyError> {
    let key = Signer::generate(origin)?;
    let signer = Signer::read(&key)?;
    let not_written = |source| LogKeyError::File {
        file: file.to_owned(),
        source,
    };
    let mut new: File = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .map_err(not_written)?;
    let written = writeln!(new, "{key}").and_then(|()| new.sync_all());
    written.map_err(not_written)?;
    Ok(signer)
}
