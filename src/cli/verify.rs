//! `claimstore verify`: a store, an export, or the proof of a history, against checkpoints that were kept
//! elsewhere.

mod export;
mod history;
mod store;
mod told;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    error::Error,
    exit::Exit,
    kept::Kept,
    terminal::{Form, Out},
};
use crate::{
    config::Database,
    proof::note::{NoteError, Verifier},
};

/// What `verify` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore verify --checkpoint kept.note --key claims.example+1a2b3c4d+AZ…
      the private Postgres of serve, which must not be running
  claimstore verify --database-url postgres://claimstore@db/claimstore \\
      --checkpoint monday.note --checkpoint tuesday.note --key claims.example+1a2b3c4d+AZ…
      the first checkpoint that fails tells since when the history is another one
  claimstore verify --proof claim.proof --checkpoint kept.note --key claims.example+1a2b3c4d+AZ…
      a file that claimstore prove wrote, without a store and without a network
  claimstore verify --export all.ndjson --checkpoint kept.note --key claims.example+1a2b3c4d+AZ…
      a file that claimstore export wrote, with all.ndjson.proofs of claimstore prove --export

Without a checkpoint, only the tree in the database itself is compared with the log: who changed both is not
found. Ends with 1 if there is a fault.")]
pub struct VerifyArgs {
    /// File with a checkpoint that was kept elsewhere; can be repeated
    #[arg(long = "checkpoint", value_name = "FILE", requires = "verifier_keys")]
    checkpoints: Vec<PathBuf>,

    /// Key that verifies checkpoints, as generate-log-key prints it; can be repeated
    #[arg(long = "key", value_name = "KEY")]
    verifier_keys: Vec<String>,

    /// File with the proof of a history, as prove writes it, or with those of an export; no database is
    /// asked [default: with --export its name with .proofs at the end]
    #[arg(long = "proof", value_name = "FILE", requires = "checkpoints")]
    proof: Option<PathBuf>,

    /// File with bundles, as export writes it; no database is asked
    #[arg(long = "export", value_name = "FILE", requires = "checkpoints")]
    exported: Option<PathBuf>,

    #[command(flatten)]
    database: Database,

    #[command(flatten)]
    pub(super) form: Form,
}

/// Arguments that cannot be used. Nothing of a key is repeated: it may be one that signs.
#[derive(Debug, thiserror::Error)]
enum UsageError {
    #[error("the value of --key number {number} cannot be used: {error}")]
    Key { number: usize, error: NoteError },
    #[error(
        "proofs are verified without a database; leave out --database-url and --data-dir, or --proof and --export"
    )]
    Database,
}

/// Verifies, and prints what was found.
pub async fn run(args: VerifyArgs) -> Result<(), Error> {
    let usage = |error| Error::new(error).with_exit(Exit::Usage);
    let keys = keys(&args.verifier_keys).map_err(usage)?;
    let is_offline = args.proof.is_some() || args.exported.is_some();
    if is_offline && args.database.is_typed() {
        return Err(usage(UsageError::Database));
    }
    let files = args.checkpoints.iter();
    let kept = files.map(|file| Kept::signed(file, &keys));
    let kept: Vec<Kept> = kept.collect::<Result<_, _>>()?;
    let mut out = Out::new(&args.form);
    match (&args.exported, args.proof) {
        (Some(file), proof) => {
            let proofs = proof.unwrap_or_else(|| beside(file));
            export::verify(file, &proofs, &kept, &mut out).await
        }
        (None, Some(file)) => history::verify(&file, &kept, &mut out),
        (None, None) => store::verify(&args.database, &kept, &mut out).await,
    }
}

fn keys(given: &[String]) -> Result<Vec<Verifier>, UsageError> {
    let keys = (1..).zip(given).map(|(number, text)| {
        Verifier::read(text).map_err(|error| UsageError::Key { number, error })
    });
    keys.collect()
}

fn beside(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".proofs");
    name.into()
}
