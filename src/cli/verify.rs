//! `claimstore verify`: a store, or the proof of a history, against checkpoints that were kept elsewhere.

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::Args;
use serde_json::json;

use super::{
    counted::counted,
    error::Error,
    on_database::on_database,
    terminal::{Form, Out},
};
use crate::{
    config::Database,
    proof::{
        checkpoint::Checkpoint,
        history::{Checked, History},
        note::{Note, NoteError, Verifier},
    },
    store::{
        ConnectOptions,
        upkeep::verify::{Signed, Verified, verify},
    },
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

Without a checkpoint, only the tree in the database itself is compared with the log: who changed both is not
found. Ends with 1 if there is a fault.")]
pub struct VerifyArgs {
    /// File with a checkpoint that was kept elsewhere; can be repeated
    #[arg(long = "checkpoint", value_name = "FILE", requires = "verifier_keys")]
    checkpoints: Vec<PathBuf>,

    /// Key that verifies checkpoints, as generate-log-key prints it; can be repeated
    #[arg(long = "key", value_name = "KEY", value_parser = key)]
    verifier_keys: Vec<Verifier>,

    /// File with the proof of a history, as prove writes it; no database is asked
    #[arg(long = "proof", value_name = "FILE", requires = "checkpoints")]
    proof: Option<PathBuf>,

    #[command(flatten)]
    database: Database,

    #[command(flatten)]
    pub(super) form: Form,
}

fn key(text: &str) -> Result<Verifier, String> {
    Verifier::read(text).map_err(|error| error.to_string())
}

#[derive(Debug, thiserror::Error)]
enum VerifyError {
    #[error("{} cannot be read", file.display())]
    File { file: PathBuf, source: io::Error },
    #[error("the checkpoint in {}: {error}", file.display())]
    Checkpoint { file: PathBuf, error: NoteError },
    #[error("{} is not a proof of a history", file.display())]
    Proof {
        file: PathBuf,
        source: serde_json::Error,
    },
    #[error(
        "the proof is for a tree of {proof} commits, and no checkpoint given has that size; make it with claimstore prove --checkpoint FILE"
    )]
    Size { proof: u64 },
    #[error("{}; the log was changed behind claimstore, or is another one", counted(*.0, "fault"))]
    Faults(u64),
}

/// The most bytes of a file with a proof.
const PROOF_MAX: u64 = 1 << 30;

/// Verifies, and prints what was found.
pub async fn run(args: VerifyArgs) -> Result<(), Error> {
    let mut checkpoints = Vec::new();
    for file in &args.checkpoints {
        let (note, checkpoint) = read_checkpoint(file)?;
        let note = Note::read(&note);
        let signed = note.and_then(|note| note.require_signed(&args.verifier_keys));
        signed.map_err(|error| not_checkpoint(file, error))?;
        checkpoints.push(checkpoint);
    }
    let mut out = Out::new(&args.form);
    match &args.proof {
        Some(file) => verify_proof(file, &checkpoints, &mut out),
        None => {
            let signed = checkpoints.iter().map(|it| Signed {
                size: it.size,
                root: it.root,
            });
            let signed: Vec<Signed> = signed.collect();
            let check =
                async |options: &ConnectOptions| verify(options, &signed).await.map_err(Error::new);
            let verified = on_database(&args.database, check).await?;
            tell(&verified, signed.len(), &mut out)
        }
    }
}

/// Reads a file with a checkpoint, whose signature is not checked.
pub(super) fn read_checkpoint(file: &Path) -> Result<(String, Checkpoint), Error> {
    let note = read(file)?;
    let text = Note::read(&note).map(|note| note.text);
    let checkpoint = text.and_then(|text| Checkpoint::read(&text));
    let checkpoint = checkpoint.map_err(|error| not_checkpoint(file, error))?;
    Ok((note, checkpoint))
}

fn not_checkpoint(file: &Path, error: NoteError) -> Error {
    let file = file.to_owned();
    Error::new(VerifyError::Checkpoint { file, error })
}

fn read(file: &Path) -> Result<String, Error> {
    let unreadable = |source| {
        let file = file.to_owned();
        Error::new(VerifyError::File { file, source })
    };
    let length = std::fs::metadata(file).map_err(unreadable)?.len();
    if length > PROOF_MAX {
        return Err(unreadable(io::Error::other("it is larger than 1 GiB")));
    }
    std::fs::read_to_string(file).map_err(unreadable)
}

fn verify_proof(file: &Path, checkpoints: &[Checkpoint], out: &mut Out) -> Result<(), Error> {
    let history: History = serde_json::from_str(&read(file)?).map_err(|source| {
        let file = file.to_owned();
        Error::new(VerifyError::Proof { file, source })
    })?;
    let text = Note::read(&history.checkpoint).map(|note| note.text);
    let own = text.and_then(|text| Checkpoint::read(&text));
    let own = own.map_err(|error| not_checkpoint(file, error))?;
    let kept = checkpoints.iter().find(|it| it.size == own.size);
    let kept = kept.ok_or_else(|| Error::new(VerifyError::Size { proof: own.size }))?;
    let checked = history.check(kept);
    let outcome = json!({
        "changes": checked.changes,
        "erased": checked.erased,
        "saidErased": checked.said_erased,
        "notKept": checked.not_kept,
        "resources": checked.resources.iter().map(|(name, revisions, last)| json!({
            "name": name,
            "revisions": revisions,
            "lastTime": last,
        })).collect::<Vec<_>>(),
        "faults": checked.faults,
    });
    let told = format!(
        "verified {} in the checkpoint of {}",
        counted(checked.changes, "change"),
        counted(kept.size, "commit")
    );
    print(out, outcome.to_string(), &checked.faults, told)?;
    if !out.is_json {
        tell_resources(out, &checked)?;
    }
    tell_absent(out, checked.erased, checked.not_kept)?;
    end(checked.faults.len() as u64)
}

/// Says whose history it is, and what only the file says of it.
fn tell_resources(out: &mut Out, checked: &Checked) -> Result<(), Error> {
    for (name, revisions, last) in &checked.resources {
        let revisions = counted(*revisions, "revision");
        out.line(format!("{name}: {revisions}, the last of {last}"))?;
    }
    if checked.said_erased > 0 {
        out.line(format!(
            "erased after the checkpoint, as the file says: the content of {}",
            counted(checked.said_erased, "change")
        ))?;
    }
    Ok(())
}

fn tell(verified: &Verified, signed: usize, out: &mut Out) -> Result<(), Error> {
    let faults: Vec<String> = verified.faults.iter().map(ToString::to_string).collect();
    let outcome = json!({
        "commits": verified.leaves,
        "changes": verified.changes,
        "withoutLeaf": verified.without_leaf,
        "erased": verified.erased,
        "redacted": verified.redacted,
        "notKept": verified.not_kept,
        "checkpoints": signed,
        "faults": faults,
        "moreFaults": verified.beyond,
    });
    let told = format!(
        "verified {} with {} against {}",
        counted(verified.leaves, "commit"),
        counted(verified.changes, "change"),
        counted(signed as u64, "checkpoint")
    );
    print(out, outcome.to_string(), &faults, told)?;
    tell_absent(out, verified.erased + verified.redacted, verified.not_kept)?;
    if !out.is_json && verified.without_leaf > 0 {
        let left = counted(verified.without_leaf, "commit");
        out.line(format!("not in the tree yet: {left}"))?;
    }
    end(verified.faults.len() as u64 + verified.beyond)
}

fn print(out: &mut Out, outcome: String, faults: &[String], told: String) -> Result<(), Error> {
    if out.is_json {
        out.json(Some(outcome))?;
        return Ok(());
    }
    for fault in faults {
        out.line(fault)?;
    }
    out.line(told)?;
    Ok(())
}

fn tell_absent(out: &mut Out, erased: u64, not_kept: u64) -> Result<(), Error> {
    for (count, why) in [(erased, "erased by law"), (not_kept, "no longer kept")] {
        if count > 0 && !out.is_json {
            out.line(format!(
                "{why}: the content of {}",
                counted(count, "change")
            ))?;
        }
    }
    Ok(())
}

fn end(faults: u64) -> Result<(), Error> {
    match faults {
        0 => Ok(()),
        count => Err(Error::new(VerifyError::Faults(count))),
    }
}
