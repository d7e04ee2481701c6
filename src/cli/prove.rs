//! `claimstore prove`: the proof of a resource's history, in a file that needs no server.

use std::path::PathBuf;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use clap::Args;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::{
    calls,
    connect::{Clients, Server},
    error::Error,
    resolve::resolve,
    terminal::{Form, Out},
    verify::read_checkpoint,
};
use crate::{
    client::reason,
    proof::history::{Held, History, Proved},
    wire::pb,
};

/// What `prove` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore prove claims/0198c0de-0000-7000-8000-000000000002 > claim.proof
      the whole history of a claim, in the newest checkpoint
  claimstore prove claims/0198c0de-0000-7000-8000-000000000002 --checkpoint kept.note > claim.proof
      in a checkpoint that was kept; later revisions are left out
  claimstore verify --proof claim.proof --checkpoint kept.note --key claims.example+1a2b3c4d+AZ…
      without a server

The file has what each revision made of the resource, so who gets it can read that.")]
pub struct ProveArgs {
    /// Resource, also a deleted one: its name, at least 8 characters of the beginning of its
    /// id, its url, or SYSTEM:ID for an article's id in another system
    #[arg(value_name = "NAME")]
    name: String,

    /// File with the checkpoint in whose tree to prove it [default: the newest one]
    #[arg(long = "checkpoint", value_name = "FILE")]
    prove_checkpoint: Option<PathBuf>,

    #[command(flatten)]
    pub(super) form: Form,

    #[command(flatten)]
    server: Server,
}

#[derive(Debug, thiserror::Error)]
enum ProveError {
    #[error("{0} has no revision in the tree of that checkpoint")]
    Nothing(String),
    #[error("the answer of the server is not a proof; it may be of another release")]
    Answer,
}

/// Prints the proof.
pub async fn run(args: ProveArgs) -> Result<(), Error> {
    let clients = &args.server.connect().await?;
    let name = resolve(clients, &args.name).await?.to_string();
    let (note, size) = match &args.prove_checkpoint {
        Some(file) => {
            let (note, checkpoint) = read_checkpoint(file)?;
            (note, i64::try_from(checkpoint.size).unwrap_or(i64::MAX))
        }
        None => {
            let request = pb::GetCheckpointRequest::default();
            let newest = calls::GET_CHECKPOINT.call(clients, &request).await?;
            let newest = newest.read()?;
            (newest.note, newest.size)
        }
    };
    let mut changes = Vec::new();
    for revision in 1.. {
        match proof(clients, &name, revision, size).await {
            Ok(proof) => {
                let proved = written(proof).ok_or_else(|| Error::new(ProveError::Answer))?;
                changes.push(proved);
            }
            Err(NoProof::Call(status)) if is_end(&status) => break,
            Err(NoProof::Call(status)) => return Err(status.into()),
            Err(NoProof::Other(error)) => return Err(error),
        }
    }
    if changes.is_empty() {
        return Err(Error::new(ProveError::Nothing(name)).not_found());
    }
    let file = serde_json::to_string(&History::new(note, changes)).ok();
    Out::new(&args.form).json(file)?;
    Ok(())
}

/// Why there is no proof.
enum NoProof {
    Call(Status),
    Other(Error),
}

async fn proof(
    clients: &Clients,
    name: &str,
    revision: i64,
    tree_size: i64,
) -> Result<pb::InclusionProof, NoProof> {
    let request = pb::GetInclusionProofRequest {
        name: name.to_owned(),
        revision,
        tree_size,
        ..pb::GetInclusionProofRequest::default()
    };
    let answer = calls::GET_INCLUSION_PROOF.call(clients, &request).await;
    let answer = answer.map_err(NoProof::Call)?;
    answer.read().map_err(|error| NoProof::Other(error.into()))
}

/// Whether there are no more revisions, or the tree does not have them.
fn is_end(status: &Status) -> bool {
    let is_later = || {
        let details = status.get_details_bad_request();
        let violations = details.map(|it| it.field_violations).unwrap_or_default();
        violations.iter().any(|it| it.field == "tree_size")
    };
    match status.code() {
        Code::NotFound => true,
        Code::InvalidArgument => is_later(),
        // A revision that was just written has no leaf yet.
        Code::Unavailable => reason(status) == Some(pb::ErrorReason::TreeNotReady),
        _ => false,
    }
}

/// A proof as it is in the file.
fn written(proof: pb::InclusionProof) -> Option<Proved> {
    let base64 = |bytes: &Vec<u8>| BASE64_STANDARD.encode(bytes);
    let state = pb::ContentState::try_from(proof.content_state).ok()?;
    let (content, absent) = match state {
        pb::ContentState::Kept => {
            let held = Held {
                salt: base64(&proof.salt),
                version: i16::try_from(proof.content_version).ok()?,
                message: base64(&proof.content),
            };
            (Some(held), None)
        }
        pb::ContentState::Erased => (None, Some("erased".to_owned())),
        pb::ContentState::NotKept => (None, Some("not-kept".to_owned())),
        pb::ContentState::Unspecified => return None,
    };
    Some(Proved {
        name: proof.name,
        revision: proof.revision,
        leaf_index: u64::try_from(proof.leaf_index).ok()?,
        entry: proof.entry,
        path: proof.path.iter().map(base64).collect(),
        change_index: u64::try_from(proof.change_index).ok()?,
        change_count: u64::try_from(proof.change_count).ok()?,
        record: proof.record,
        record_path: proof.record_path.iter().map(base64).collect(),
        content,
        absent,
    })
}
