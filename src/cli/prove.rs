//! `claimstore prove`: the proof of a resource's history, or of an export, in a file that needs no server.

mod export;
mod history;
mod tree;

use std::path::PathBuf;

use clap::Args;

use self::tree::Tree;
use super::{
    connect::Server,
    error::Error,
    terminal::{Form, Out},
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
  claimstore prove --export all.ndjson --checkpoint kept.note > all.ndjson.proofs
      each resource in a file that claimstore export wrote
  claimstore verify --export all.ndjson --checkpoint kept.note --key claims.example+1a2b3c4d+AZ…
      without a server

The proof of a history has what each revision made of the resource, so who gets it can read that.")]
pub struct ProveArgs {
    /// Resource, also a deleted one: its name, at least 8 characters of the beginning of its
    /// id, its url, or SYSTEM:ID for an article's id in another system
    #[arg(
        value_name = "NAME",
        required_unless_present = "exported",
        conflicts_with = "exported"
    )]
    name: Option<String>,

    /// File with bundles, as export writes it, of which to prove each resource
    #[arg(long = "export", value_name = "FILE")]
    exported: Option<PathBuf>,

    /// File with the checkpoint in whose tree to prove it [default: the newest one]
    #[arg(long = "checkpoint", value_name = "FILE")]
    prove_checkpoint: Option<PathBuf>,

    #[command(flatten)]
    pub(super) form: Form,

    #[command(flatten)]
    server: Server,
}

/// Prints the proof.
pub async fn run(args: ProveArgs) -> Result<(), Error> {
    let clients = &args.server.connect().await?;
    let tree = Tree::of(clients, args.prove_checkpoint.as_deref()).await?;
    let mut out = Out::new(&args.form);
    match (&args.exported, &args.name) {
        (Some(file), _) => export::prove(clients, file, tree, &mut out).await,
        (None, name) => {
            let name = name.as_deref().unwrap_or_default();
            history::prove(clients, name, &tree, &mut out).await
        }
    }
}
